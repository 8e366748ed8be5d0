/** In which states the trials were, recorded frame by recorded frame: counts, and of how many. */
import type { Ir } from '../ir/ir.ts';
import type { Tally } from '../tally/index.ts';

export interface OccupancyEstimate {
  /** Trials that did not fail. */
  readonly of: number;
  /** The recorded frames. */
  readonly steps: readonly number[];
  /** Their dates, on a clock with dates. */
  readonly dates?: readonly string[];
  readonly drivers: readonly {
    readonly id: string;
    /** All states that can be active, those inside others too, in document order. */
    readonly states: readonly {
      readonly id: string;
      /** By recorded frame: trials in which it was active; one that has ended stays in its last states. */
      readonly trials: readonly number[];
    }[];
  }[];
}

export function estimateOccupancy(
  { drivers, states, clock }: Pick<Ir, 'drivers' | 'states' | 'clock'>,
  { occupancy, trials, failed }: Tally,
): OccupancyEstimate {
  const { recorded: steps, dates } = clock;
  return {
    of: trials - failed,
    steps,
    ...(dates && { dates: steps.map((k) => dates[k] ?? '') }),
    drivers: drivers.map((driver) => ({
      id: driver.name,
      states: driver.states.flatMap((slot) => {
        const { name = '', kind } = states[slot] ?? {};
        if (kind === 'history') return [];
        const counts = steps.map((_, frame) => occupancy[frame * states.length + slot] ?? 0);
        return [{ id: name.slice(driver.name.length + 1), trials: counts }];
      }),
    })),
  };
}

/**
 * Times things against each other: in every round each runs once, so that what a machine does meanwhile meets all of
 * them, and only ratios inside a round are compared.
 */

import { spreadOf, type Spread } from './spread.ts';

/** Seconds by the clock, and seconds of the processor, which other processes disturb less. */
export interface Timing {
  readonly clock: number;
  readonly processor: number;
}

export interface Runner {
  readonly name: string;
  /** How many trials one turn runs. */
  readonly trials: number;
  time(): Timing | Promise<Timing>;
}

/** Seconds a trial, round by round. */
export type Rounds = readonly Timing[];

/** Each has a turn to warm up; then every round begins with another, so that none always follows the same one. */
export async function race(
  runners: readonly Runner[],
  count: number,
  onTurn: (done: number, total: number) => void,
): Promise<readonly Rounds[]> {
  const rounds = runners.map((): Timing[] => []);
  const total = runners.length * (count + 1);
  let done = 0;
  for (let round = -1; round < count; round++) {
    for (let turn = 0; turn < runners.length; turn++) {
      const which = (turn + Math.max(0, round)) % runners.length;
      const runner = runners[which];
      if (!runner) continue;
      const { clock, processor } = await runner.time();
      if (round >= 0)
        rounds[which]?.push({ clock: clock / runner.trials, processor: processor / runner.trials });
      onTurn(++done, total);
    }
  }
  return rounds;
}

/** Time of one over time of another: medians over the rounds, and the least and greatest by the clock. */
export interface Ratio {
  readonly clock: number;
  readonly low: number;
  readonly high: number;
  readonly processor: number;
}

export function ratioOf(a: Rounds, b: Rounds): Ratio {
  const each = (which: keyof Timing): Spread =>
    spreadOf(a.map((timing, round) => timing[which] / (b[round]?.[which] ?? Number.NaN)));
  const { median, low, high } = each('clock');
  return { clock: median, low, high, processor: each('processor').median };
}

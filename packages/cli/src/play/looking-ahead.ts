/** Bots that look ahead; what they run is loaded when one of them has a turn. */
import { seatsThatLookAhead, type World } from '@stave/classroom';
import type { Runner } from '@stave/classroom/fan';
import type { ChooseBots } from './table.ts';

export interface LookingAhead {
  readonly choose: ChooseBots;
  close(): Promise<void>;
}

export function lookingAhead(world: World): LookingAhead {
  let runner: Runner | undefined;
  return {
    choose: async (state) => {
      if (seatsThatLookAhead(world, state).length === 0) return {};
      const { lookAheadOrders, startRunner } = await import('@stave/classroom/fan');
      runner ??= startRunner(2);
      return (await lookAheadOrders(runner, world, state)) ?? {};
    },
    close: async () => runner?.close(),
  };
}

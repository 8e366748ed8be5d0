/** What seats do in a room that look ahead, before a turn is adjudicated; it goes into the log with the turn. */
import { seatsThatLookAhead, type BotOrders } from '../room/adjudicate.ts';
import { answererOf } from '../room/people.ts';
import type { RoomState } from '../room/state.ts';
import { presetOf, type World } from '../room/world.ts';
import { lookAhead } from './look-ahead.ts';
import type { Answers } from './orders.ts';
import { held } from './room-fan.ts';
import type { Runner, Watch } from './runner.ts';

/** Trials for all options of a seat together. */
export const BUDGET = 2000;

/**
 * By seat; nothing where `watch` stopped it. A bot knows who holds still and no more: what others have handed in is as
 * secret to it as to people. Who people play does not agree to its moves unless they have said so. A seat without a
 * goal that the scenario can tell makes no move.
 * @param budget trials a seat, and never time, so that a bot always chooses the same
 */
export async function lookAheadOrders(
  runner: Runner,
  world: World,
  state: RoomState,
  budget = BUDGET,
  watch?: Watch,
): Promise<BotOrders | undefined> {
  const { turns } = presetOf(world, state);
  const orders: Record<string, BotOrders[string]> = {};
  for (const seat of seatsThatLookAhead(world, state)) {
    const goal = state.goals[seat];
    const found = await lookAhead(
      runner,
      world,
      {
        ...{ turns, seat, budget, frame: state.frame, seed: state.seed },
        ...(goal !== undefined && { goal }),
        others: held(world, turns, state, state.clock.turn),
        answers: answersOf(world, state, seat),
      },
      watch,
    );
    if (watch?.signal?.aborted === true) return undefined;
    if (found) orders[seat] = found.orders;
  }
  return orders;
}

/** Of people who are asked about moves of the seat. */
function answersOf(world: World, state: RoomState, name: string): Answers {
  const seat = world.ir.seats?.seats.find((other) => other.name === name);
  const moves = (seat?.plans ?? []).flatMap(({ moves }) => moves);
  return Object.fromEntries(
    moves.map(({ name: move, consents }) => [
      move,
      Object.fromEntries(
        consents.flatMap(({ who }): readonly (readonly [string, boolean])[] => {
          const given = state.answers[move]?.[who];
          if (given !== undefined) return [[who, given]];
          return answererOf(world, state, who) ? [[who, false]] : [];
        }),
      ),
    ]),
  );
}

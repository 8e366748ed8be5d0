/**
 * Addressed draws of a room: what is drawn here follows from the room's seed and the place alone, so rooms on the same
 * seed draw the same, whatever happens in them.
 */
import { drawWord, seedKey, siteHash } from '@stave/engine';
import type { LegalMove } from '@stave/engine/reference';
import type { Orders } from './events.ts';
import type { RoomState } from './state.ts';
import { chancesOf, type World } from './world.ts';

const TWO_32 = 4294967296;

/** A whole number from 0 to `count` - 1, each with the same probability to within 2^-32. */
function picked(
  { seed, trial }: { readonly seed: string; readonly trial: number },
  site: string,
  step: number,
  count: number,
): number {
  const word = drawWord({ seed: seedKey(seed), stream: 0 }, siteHash(site), trial, step, 0);
  return Math.floor((word / TWO_32) * count);
}

/** A secret goal for each seat that has any. Rooms of one seed draw the same, whichever trial's luck they have. */
export const goalsOf = ({ exercise }: World, { seed }: Pick<RoomState, 'seed'>): Record<string, string> =>
  Object.fromEntries(
    exercise.seats.flatMap(({ name, goals }) => {
      const goal = goals[picked({ seed, trial: 0 }, `goal.${name}`, 0, goals.length)];
      return goal ? [[name, goal.id]] : [];
    }),
  );

/** One of the moves that can be made, or none, each alike: an open one first, then a covert one beside it. */
export function randomOrders(world: World, state: RoomState, seat: string): Orders {
  const [step] = chancesOf(world, state, seat);
  if (step === undefined) return {};
  const pick = (kind: LegalMove['kind'], open?: string): string | undefined => {
    const moves = world.play
      .legalMoves(state.frame, seat, open)
      .filter((move) => move.kind === kind && move.obstacles.length === 0);
    const index = picked(state, `bot.${seat}.${kind}`, step, moves.length + 1);
    return moves[index - 1]?.name;
  };
  const open = pick('open');
  const covert = pick('covert', open);
  return { ...(open !== undefined && { open }), ...(covert !== undefined && { covert }) };
}

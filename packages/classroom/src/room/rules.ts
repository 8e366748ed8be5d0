/**
 * Editions of the rules of a room. A log says which one it follows, and goes on under it, so that what was played
 * before a rule changed replays as it was.
 *
 * 1: an inject acts in the first step of its turn, whatever its date. Who was forgotten is there until he is missed.
 * 2: an inject with a date acts in the step that holds it. Who was forgotten is away at once.
 */
import type { Inject } from '../exercise/exercise.ts';
import type { RoomState } from './state.ts';
import { stepsOf, type World } from './world.ts';

export const RULES = 2;

export const isKnownEdition = (rules: unknown): boolean =>
  rules === undefined || (Number.isInteger(rules) && (rules as number) >= 2 && (rules as number) <= RULES);

/** The step of a turn in which an inject of the file acts; nothing where that is the first, as it is of most. */
export function stepOfInject(
  world: World,
  state: RoomState,
  { when }: Pick<Inject, 'when'>,
  turn: number,
): { readonly step?: number } {
  if (state.rules < 2 || when.kind !== 'turn' || when.step === undefined) return {};
  // Put in by hand in another turn, it acts as that begins.
  return stepsOf(world, state, turn).includes(when.step) ? { step: when.step } : {};
}

/** Who is asked about moves that were handed in, and when seats decide, as views tell it. */
import type { By } from './events.ts';
import { askedOf } from './intentions.ts';
import { answererOf, mayAnswer as may } from './people.ts';
import type { RoomState } from './state.ts';
import * as turns from './world.ts';
import type { World } from './world.ts';

export interface Asked {
  /** `seat.move` */
  readonly move: string;
  /** A seat, or a role as `seat.role`. */
  readonly who: string;
}

/** What people are asked now; nothing outside the phase of answers. */
export const askedNow = (world: World, state: RoomState): readonly Asked[] =>
  state.clock.phase === 'answers' ? askedOf(world, state) : [];

/** What people would be asked about the moves that were handed in. */
export const askedOfPeople = (world: World, state: RoomState): readonly Asked[] => askedOf(world, state);

export function mayAnswer(world: World, state: RoomState, person: string, who: string): boolean {
  const answerer = answererOf(world, state, who);
  return answerer !== undefined && may(world, state, person as By, answerer);
}

/** Steps of a turn, from 1: the first and the last. */
export function stepsOf(world: World, state: RoomState, turn: number): readonly [number, number] {
  const steps = turns.stepsOf(world, state, turn);
  return [steps[0] ?? 1, steps.at(-1) ?? 0];
}

/** Whether the seat decides in the turn that runs; before the first, in the first. */
export function hasTurn(world: World, state: RoomState, seat: string): boolean {
  const turn = Math.max(1, state.clock.turn);
  return turns.chancesOf(world, { ...state, clock: { ...state.clock, turn } }, seat).length > 0;
}

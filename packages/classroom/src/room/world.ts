/** What the rules of a room are read from: the exercise, its scenario, and the engine's moves on it. */
import { sha256Hex, seedKey, type Ir, type Model } from '@stave/engine';
import { Play } from '@stave/engine/reference';
import type { Exercise, ExerciseSeat, Preset } from '../exercise/exercise.ts';
import type { RoomState } from './state.ts';

export interface World {
  readonly exercise: Exercise;
  /** Checked and worded, as the exercise has it. */
  readonly model: Model;
  readonly ir: Ir;
  readonly play: Play;
  /** SHA-256 (hex) of the checked exercise, whatever its file looks like. */
  readonly digest: string;
}

export const makeWorld = (exercise: Exercise, model: Model, ir: Ir): World => ({
  exercise,
  model,
  ir,
  play: new Play(ir),
  digest: sha256Hex(JSON.stringify(exercise)),
});

export const seatOf = ({ exercise }: World, name: string): ExerciseSeat | undefined =>
  exercise.seats.find((seat) => seat.name === name);

/** @throws InvariantError where the room was opened with a preset that the exercise does not have */
export function presetOf(
  { exercise }: Pick<World, 'exercise'>,
  { preset }: Pick<RoomState, 'preset'>,
): Preset {
  const found = exercise.presets.find(({ id }) => id === preset);
  if (!found) throw new Error(`InvariantError: no preset ${preset}`);
  return found;
}

/** Where the luck of a room is. */
export const addressOf = ({
  seed,
  trial,
}: Pick<RoomState, 'seed' | 'trial'>): {
  readonly seed: readonly [number, number];
  readonly stream: number;
  readonly first: number;
  readonly share: number;
} => ({ seed: seedKey(seed), stream: 0, first: trial, share: 1 });

/** Steps of a turn, as the scenario counts them; none beyond its clock. */
export function stepsOf(world: World, state: RoomState, turn = state.clock.turn): readonly number[] {
  const { turns } = presetOf(world, state);
  const before = turns.slice(0, Math.max(0, turn - 1)).reduce((sum, count) => sum + count, 0);
  return Array.from({ length: turns[turn - 1] ?? 0 }, (_, i) => before + 1 + i).filter(
    (k) => k <= world.ir.clock.steps,
  );
}

/** The day on which a step begins; nothing on a clock without dates. */
export const dateOfStep = ({ ir }: Pick<World, 'ir'>, step: number): string | undefined =>
  ir.clock.dates?.[step - 1];

/** Steps of the turn in which the seat could make a move; it decides in the first of them. */
export const chancesOf = (world: World, state: RoomState, seat: string): readonly number[] =>
  stepsOf(world, state).filter((k) => world.play.isTurn({ ...state.frame, step: k - 1 }, seat));

export const isKnownSeat = (world: World, name: string): boolean => seatOf(world, name) !== undefined;

/** Whether the scenario is in a state, `driver.state`, at whatever depth. */
export function isIn({ ir }: World, { frame }: Pick<RoomState, 'frame'>, name: string): boolean {
  const slot = ir.states.findIndex((state) => state.name === name);
  return frame.active.some(({ state }) => state === slot);
}

/**
 * What trials of an exercise run on: the scenario with open decisions, and with the goals of seats as questions. One
 * module serves all turns, seats and options of a room, so that asking again costs no compiling.
 */
import {
  frameDeciding,
  frameInto,
  frameWithGoals,
  intervened,
  turnsOf,
  withGoalQuestions,
  withOpenDecisions,
  type Intervention,
  type Ir,
  type OpenDecisions,
  type SavedFrame,
} from '@stave/engine';
import type { World } from '../room/world.ts';

export interface Ground {
  readonly plain: Ir;
  /** What trials run. */
  readonly ir: Ir;
  /** Steps of each turn. */
  readonly turns: readonly number[];
  /** The frame with which the exercise ends. */
  readonly end: number;
  /** A frame of the plain scenario as one to start from, with what seats decide. */
  readonly start: (frame: SavedFrame, decisions: OpenDecisions) => SavedFrame;
}

/** Of what an exercise is played on, what fans need. */
export type Board = Pick<World, 'exercise' | 'ir' | 'play'>;

/** By scenario and what was put in; a few, since somebody may ask again. */
const made = new WeakMap<Ir, Map<string, Ground>>();
const KEPT = 8;

/**
 * @param turns steps of each turn of the exercise
 * @param put what else was put in from outside: events, states and attempts, and no choices or consents
 * @throws InvariantError where that is nothing of this scenario; what comes from people is asked `interventionProblem`
 */
export function groundOf(
  { ir: plain, exercise }: Board,
  turns: readonly number[],
  put: readonly Intervention[] = [],
): Ground {
  const seats = exercise.seats.map(({ name }) => name);
  const known = made.get(plain) ?? new Map<string, Ground>();
  made.set(plain, known);
  const key = JSON.stringify([turns, seats, put]);
  const found = known.get(key);
  if (found) return found;
  const last = turnsOf(turns).at(-1)?.to ?? plain.clock.steps;
  const end = Math.min(last, plain.clock.steps);
  const base = intervened(plain, put);
  const asking = withGoalQuestions(base, end);
  const ir = withOpenDecisions(asking, turns, seats);
  const ground: Ground = {
    ...{ plain, ir, turns, end },
    start: (frame, decisions) =>
      frameDeciding(asking, ir, frameWithGoals(base, asking, frameInto(plain, base, frame)), decisions),
  };
  const [oldest] = known.keys();
  if (known.size >= KEPT && oldest !== undefined) known.delete(oldest);
  known.set(key, ground);
  return ground;
}

/**
 * Streams of trials that ask what might come or might have come. A room's own luck is stream 0, which none of them
 * touches: a fan tells nothing of what will happen in the room.
 */
export const STREAM = { fan: 7001, lookAhead: 7002, screening: 7003, luck: 7004 } as const;

/**
 * Goals of seats as questions, so that every executor says in how many trials a seat reached what it wanted. They read
 * one frame, or the last one of a trial that ended before; those that people judge are left out.
 */
import { sha256Hex } from './digest.ts';
import type { Ir, IrQuestion } from './ir.ts';
import type { SavedFrame } from './saved-frame.ts';

export const goalQuestion = (seat: string, goal: string): string => `goal.${seat}.${goal}`;

/**
 * The scenario with a binary question `goal.SEAT.GOAL` for each goal with a condition, after its own questions.
 * @param frame at which they are read
 */
export function withGoalQuestions(ir: Ir, frame: number): Ir {
  const added = (ir.seats?.seats ?? []).flatMap(({ name, goals }) =>
    goals.flatMap(({ id, when }): IrQuestion[] =>
      when
        ? [
            {
              id: goalQuestion(name, id),
              kind: 'binary',
              at: true,
              first: frame,
              last: frame,
              test: when,
              outcomes: [{ id: 'yes' }, { id: 'no' }],
            },
          ]
        : [],
    ),
  );
  return {
    ...ir,
    hash: sha256Hex(`${ir.hash} goals ${frame}`),
    questions: [...ir.questions, ...added],
  };
}

/**
 * A frame of the scenario as one of that with goals.
 * @throws InvariantError where it is a frame of another scenario
 */
export function frameWithGoals(ir: Ir, other: Ir, frame: SavedFrame): SavedFrame {
  if (frame.scenario !== ir.hash) throw new Error('InvariantError: the frame belongs to another scenario');
  const added = other.questions.slice(ir.questions.length);
  const each = <T>(value: T): T[] => added.map(() => value);
  return {
    ...frame,
    scenario: other.hash,
    // Answers that are not given yet are a no.
    answers: [...frame.answers, ...each(1)],
    sums: [...frame.sums, ...each(0)],
    met: [...frame.met, ...each(true)],
    stopped: [...frame.stopped, ...each(false)],
  };
}

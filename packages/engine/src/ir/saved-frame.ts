/**
 * A frame of one trial as plain data in Ir terms: everything that what comes after depends on, and nothing else.
 * Every executor writes and reads it bit for bit, so a trial can be stopped, sent elsewhere, replayed and forked.
 *
 * It is taken when the frame has been read and what later frames read of it is kept. Draws need no state: they are
 * addressed, so a fork names another stream and a replay the same one.
 */
import { frameProblem } from './frame-problem.ts';
import type { Ir } from './ir.ts';

export interface SavedFrame {
  readonly schema: 'stave-frame/1';
  /** Hash of the Ir it belongs to. */
  readonly scenario: string;
  /** k: the next step is k + 1. */
  readonly step: number;
  /** Values by slot. */
  readonly parameters: readonly number[];
  readonly variables: readonly number[];
  readonly indicators: readonly number[];
  readonly previous: readonly number[];
  readonly starts: readonly number[];
  /** Active states in document order, each with the step it was entered in. */
  readonly active: readonly { readonly state: number; readonly entered: number }[];
  /** What history states remember, as far as they do: states in document order. */
  readonly remembered: readonly { readonly history: number; readonly states: readonly number[] }[];
  /** Timers that wait, in the order in which they were set. */
  readonly timers: readonly SavedTimer[];
  /** By delay line: what leaves it in this frame, the next, and so on; the last was taken in just now. */
  readonly lines: readonly (readonly number[])[];
  /** By question: answer so far, running sum, whether `given` has held (or there is none), whether the sum stopped. */
  readonly answers: readonly number[];
  readonly sums: readonly number[];
  readonly met: readonly boolean[];
  readonly stopped: readonly boolean[];
}

export type AnswersSoFar = Pick<SavedFrame, 'answers' | 'sums' | 'met' | 'stopped'>;

/** Due in step `due`, after those with a lower `dueAt`. */
export type SavedTimer = { readonly due: number; readonly dueAt: number } & (
  | { readonly state: number; readonly index: number }
  | { readonly event: number; readonly data: readonly number[]; readonly id: number }
);

/**
 * The frame itself, or nothing where none is given.
 * @throws where the frame is not one of this Ir. What comes from outside is asked `frameProblem` first.
 */
export function requireFrameOf(ir: Ir, frame: SavedFrame | undefined): SavedFrame | undefined {
  const problem = frame && frameProblem(ir, frame);
  if (problem !== undefined) throw new Error(`InvariantError: ${problem}`);
  return frame;
}

/**
 * What an executor is: Ir in, trials or their counts out. The reference, the kernels and whatever comes later answer to
 * this contract and to the same laws; two executors agree when their blocks are equal to the last bit.
 */

import type { Tally } from '../tally/index.ts';
import type { SavedFrame } from './saved-frame.ts';

/** Which trials to run. Trial numbers are addresses: any range gives the numbers a longer range would. */
export interface TrialRange {
  /** Key words of the seed text (chance/seed.ts). */
  readonly seed: readonly [number, number];
  /** Separates runs on one seed: 0 is the main run, 1 the nested run behind the range over assumptions. */
  readonly stream: number;
  readonly first: number;
  readonly count: number;
  /**
   * Trials that share one draw of the parameters: trial i takes the parameters addressed by floor(i / share) in the
   * same stream. 1 in an ordinary run.
   */
  readonly share: number;
}

/** Why a trial fails. Kernels know each by its place here. */
export const FAILURE_CODES = [
  'not-finite',
  'out-of-range',
  'bad-probability',
  'bad-distribution',
  'microsteps',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** A trial that could not be carried to its end: where and why, the same in every executor. */
export interface TrialFailure {
  readonly trial: number;
  readonly step: number;
  readonly code: FailureCode;
  /** Name of the site or place, such as `warmth.next` or `opinion.tolerant.chance`. */
  readonly place: string;
}

/** Answers of trials first..first+count-1, trial by trial. Cells of failed trials are -1 and NaN. */
export interface TrialAnswers {
  readonly first: number;
  readonly count: number;
  /**
   * [trial][question]: index of the outcome; `time` questions: the frame of first passage, or steps + 1 for never;
   * `numeric` and `total`: 0. -2 (NOT_APPLICABLE) where the question's `given` never held.
   */
  readonly answers: Int32Array;
  /** [trial][`IrQuestion.number`]: the answer of a numeric or total question; NaN where it is not applicable. */
  readonly numbers: Float64Array;
  readonly failures: readonly TrialFailure[];
}

export interface TrialBlock extends TrialAnswers {
  /** [trial][reported measure][recorded frame]: the measure's value; after `until` the last value stands. */
  readonly measures: Float64Array;
}

export interface Executor {
  readonly name: 'reference' | 'js' | 'wasm';
  /**
   * With `from`, every trial starts from that frame; cells of frames up to it are NaN, parameters are the frame's.
   * @param room a block of as many trials of this executor that nobody needs any more; its measures are written again
   */
  run(range: TrialRange, from?: SavedFrame, room?: TrialBlock): TrialBlock;
  /** What `run` gives but for the measures. */
  answer(range: TrialRange): TrialAnswers;
  /**
   * Runs trials and adds them to what the executor has counted, without keeping any: in the memory it has, which grows
   * with the scenario alone. Below 2^32 trials may be counted before they are taken.
   */
  count(range: TrialRange): void;
  /**
   * All that was counted since this was asked last: the same bits from every executor. Counting begins anew.
   * @param room a tally of this executor that nobody needs any more; its memory is used again
   */
  takeTally(room?: Tally): Tally;
  /** [trial][parameter]: what the trials draw, without running them; a row of NaN where drawing faults. */
  parameters(range: TrialRange): Float64Array;
  /** Frame k of the range's first trial; nothing where that trial fails before or ends with frame k or before. */
  save(range: TrialRange, k: number, from?: SavedFrame): SavedFrame | undefined;
}

/** A length that is half a step but for rounding is half a step. */
const HAIR = 1e-9;

/** The whole number of steps of a delay line; one that ends beyond the clock is as good as any other. */
export const lineSteps = (length: number, steps: number): number =>
  Math.min(Math.max(1, Math.floor(length + (0.5 + HAIR))), steps + 1);

/** The answer of a trial in which a question's condition never held. */
export const NOT_APPLICABLE = -2;

/** More microsteps than this in one step fail the trial. */
export const MICROSTEPS_MAX = 1000;

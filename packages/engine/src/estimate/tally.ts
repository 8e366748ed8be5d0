/**
 * Folds blocks of trials into counts. A tally is plain data of integers and extremes, so it can be written, sent
 * between threads and added to another: in whatever order blocks come, the sum is the same.
 */
import type { TrialBlock, TrialFailure } from '../ir/executor.ts';
import type { Ir, IrQuestion } from '../ir/ir.ts';
import { addNumber, emptySample, mergeSamples, type Sample } from './sample.ts';
import { addCounts, addFrames, createHistograms, mergeHistograms, type Histograms } from './histogram.ts';

/** So many failures are kept, those of the first trials; all are counted. */
export const FAILURES_MAX = 1000;

/** What a tally reads of an Ir. */
export type Tallied = Pick<Ir, 'questions' | 'measures' | 'clock'>;

export interface Tally {
  /** All trials, failed ones too; below 2^32. */
  trials: number;
  failed: number;
  /** By trial. */
  failures: readonly TrialFailure[];
  /** [question][answer]: how many trials gave it; trials that were not applicable are in none. */
  readonly answers: readonly Uint32Array[];
  /** [question whose answer is a number] */
  readonly numbers: Sample[];
  /** [measure] */
  readonly measures: readonly Histograms[];
}

/** How many answers a question has: its outcomes, for `time` the frames 0..steps and never, one for a number. */
export function answerCount(question: IrQuestion, steps: number): number {
  if (question.number !== undefined) return 1;
  return question.kind === 'time' ? steps + 2 : question.outcomes.length;
}

export function createTally({ questions, measures, clock }: Tallied): Tally {
  return {
    trials: 0,
    failed: 0,
    failures: [],
    answers: questions.map((question) => new Uint32Array(answerCount(question, clock.steps))),
    numbers: questions.flatMap(({ number }) => (number === undefined ? [] : [emptySample()])),
    measures: measures.map(({ range }) => createHistograms(clock.recorded.length, range)),
  };
}

/** Adds a block to a tally in place. */
export function addBlock(tally: Tally, block: TrialBlock): void {
  const { answers, measures, numbers } = tally;
  const frames = measures[0]?.least.length ?? 0;
  const failed = failedTrials(block);
  for (let trial = 0; trial < block.count; trial++) {
    if (failed[trial]) continue;
    for (let q = 0; q < answers.length; q++) {
      const answer = block.answers[trial * answers.length + q] as number;
      if (answer >= 0) (answers[q] as Uint32Array)[answer]!++;
    }
    for (let n = 0; n < numbers.length; n++) {
      const value = block.numbers[trial * numbers.length + n] as number;
      if (!Number.isNaN(value)) addNumber(numbers[n] as Sample, value);
    }
    for (let m = 0; m < measures.length; m++) {
      addFrames(measures[m] as Histograms, block.measures, (trial * measures.length + m) * frames);
    }
  }
  tally.trials += block.count;
  tally.failed += block.failures.length;
  tally.failures = firstFailures(tally.failures, block.failures);
}

/** The tally of both together; neither is changed. */
export function mergeTallies(a: Tally, b: Tally): Tally {
  return {
    trials: a.trials + b.trials,
    failed: a.failed + b.failed,
    failures: firstFailures(a.failures, b.failures),
    answers: a.answers.map((counts, q) => addCounts(counts, b.answers[q] ?? new Uint32Array(0))),
    numbers: a.numbers.map((sample, n) => mergeSamples(sample, b.numbers[n] ?? emptySample())),
    measures: a.measures.map((histograms, m) => mergeHistograms(histograms, b.measures[m] as Histograms)),
  };
}

/** One flag a trial of the block. */
export function failedTrials(block: TrialBlock): Uint8Array {
  const failed = new Uint8Array(block.count);
  for (const { trial } of block.failures) failed[trial - block.first] = 1;
  return failed;
}

/** The first of both, by trial. */
export function firstFailures(
  a: readonly TrialFailure[],
  b: readonly TrialFailure[],
): readonly TrialFailure[] {
  if (b.length === 0) return a;
  return [...a, ...b].sort((x, y) => x.trial - y.trial).slice(0, FAILURES_MAX);
}

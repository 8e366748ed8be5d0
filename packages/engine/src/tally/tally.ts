/**
 * What is kept of trials: counts, exact sums and extremes. A tally is plain data, so it can be written, sent between
 * threads and added to another: in whatever order and parts trials come, the sum is the same.
 */
import type { TrialAnswers, TrialBlock, TrialFailure } from '../ir/executor.ts';
import type { Ir, IrQuestion } from '../ir/ir.ts';
import { addSums, addToSums, carry, createSums, type FrameSums } from './frame-sums.ts';
import {
  addCounts,
  addRows,
  clearHistograms,
  createHistograms,
  mergeHistograms,
  type Histograms,
} from './histogram.ts';
import { COUNT_BYTES_MAX, pagesMax, requireRoom, roomOf, tooLarge, type CountRoom } from './room.ts';
import { addNumber, emptySample, mergeSamples, type Sample } from './sample.ts';

/** So many failures are kept, those of the first trials; all are counted. */
export const FAILURES_MAX = 1000;

/** What a tally reads of an Ir; `measures` are the reported ones. */
export type Tallied = Pick<Ir, 'questions' | 'measures' | 'clock' | 'states'>;

/** All counts of trials are at most `trials`, so 32 bits hold them (TRIALS_MAX in language/study.ts). */
export interface Tally {
  /** All trials, failed ones too; below 2^32. Failed trials are in no count but `failed`. */
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
  /** [measure] */
  readonly sums: readonly FrameSums[];
  /** [recorded frame][state]: trials in which it was active; one that has ended stays in its last states. */
  readonly occupancy: Uint32Array;
  readonly room: CountRoom;
}

/** What of a scenario is counted. */
export const talliedOf = ({ questions, measures, clock, reported, states }: Ir): Tallied => ({
  questions,
  measures: measures.slice(0, reported),
  clock,
  states,
});

/** The same without what is counted frame by frame. */
export const answersOnly = (tallied: Tallied): Tallied => ({ ...tallied, measures: [], states: [] });

/** How many answers a question has: its outcomes, for `time` the frames 0..steps and never, one for a number. */
export function answerCount(question: IrQuestion, steps: number): number {
  if (question.number !== undefined) return 1;
  return question.kind === 'time' ? steps + 2 : question.outcomes.length;
}

/** @throws NoRoomError where counts would take more than `bytesMax` bytes */
export function createTally(tallied: Tallied, bytesMax = COUNT_BYTES_MAX): Tally {
  const { questions, measures, clock, states } = tallied;
  const room = roomOf(tallied, bytesMax);
  if (pagesMax(room) < 0) throw tooLarge(room);
  const frames = clock.recorded.length;
  return {
    trials: 0,
    failed: 0,
    failures: [],
    answers: questions.map((question) => new Uint32Array(answerCount(question, clock.steps))),
    numbers: questions.flatMap(({ number }) => (number === undefined ? [] : [emptySample()])),
    measures: measures.map(({ range }) => createHistograms(frames, range)),
    sums: measures.map(() => createSums(frames)),
    occupancy: new Uint32Array(frames * states.length),
    room,
  };
}

/** As if nothing had been counted, in the same memory. */
export function clearTally(tally: Tally): Tally {
  tally.trials = tally.failed = 0;
  tally.failures = [];
  for (const counts of tally.answers) counts.fill(0);
  tally.numbers.forEach((_, n) => (tally.numbers[n] = emptySample()));
  for (const histograms of tally.measures) clearHistograms(histograms);
  for (const sums of tally.sums) {
    sums.digits.fill(0);
    sums.loose = 0;
  }
  tally.occupancy.fill(0);
  return tally;
}

/** Adds a block to a tally in place. Blocks do not say which states were active: those are counted by who runs trials. */
export function addBlock(tally: Tally, block: TrialBlock): void {
  const frames = tally.measures[0]?.least.length ?? 0;
  const failed = failedTrials(block);
  for (let trial = 0; trial < block.count; trial++) {
    if (failed[trial]) continue;
    addAnswers(tally, block.answers, trial * tally.answers.length);
    addNumbers(tally, block.numbers, trial * tally.numbers.length);
    addMeasures(tally, block.measures, trial * tally.measures.length * frames, 1);
  }
  addTrials(tally, block.count, block.failures);
}

/** Adds `answers[from + question]` of a trial that did not fail. */
export function addAnswers({ answers: counted }: Tally, answers: Int32Array, from: number): void {
  for (let q = 0; q < counted.length; q++) {
    const answer = answers[from + q] as number;
    if (answer >= 0) (counted[q] as Uint32Array)[answer]!++;
  }
}

/** Adds `numbers[from + IrQuestion.number]` of a trial that did not fail. */
export function addNumbers({ numbers: counted }: Tally, numbers: Float64Array, from: number): void {
  for (let n = 0; n < counted.length; n++) {
    const value = numbers[from + n] as number;
    if (!Number.isNaN(value)) addNumber(counted[n] as Sample, value);
  }
}

/** Adds `values[from + measure * frames + frame]` of a trial that did not fail, and of `count - 1` more behind it. */
export function addMeasures(tally: Tally, values: Float64Array, from: number, count: number): void {
  const { measures, sums } = tally;
  const frames = measures[0]?.least.length ?? 0;
  const stride = measures.length * frames;
  for (let m = 0; m < measures.length; m++) {
    const rows = { values, from: from + m * frames, stride, count };
    addRows(measures[m] as Histograms, rows);
    addToSums(sums[m] as FrameSums, rows);
  }
  requireRoom(tally);
}

/** Adds how many trials there were, and which of them failed, once what they gave has been added. */
export function addTrials(tally: Tally, count: number, failures: readonly TrialFailure[]): void {
  tally.trials += count;
  tally.failed += failures.length;
  tally.failures = firstFailures(tally.failures, failures);
  for (const sums of tally.sums) carry(sums);
}

/** The tally of both together; neither is changed. */
export function mergeTallies(a: Tally, b: Tally): Tally {
  const measures = a.measures.map((histograms, m) =>
    mergeHistograms(histograms, b.measures[m] as Histograms),
  );
  requireRoom({ room: a.room, measures });
  return {
    trials: a.trials + b.trials,
    failed: a.failed + b.failed,
    failures: firstFailures(a.failures, b.failures),
    answers: a.answers.map((counts, q) => addCounts(counts, b.answers[q] ?? new Uint32Array(0))),
    numbers: a.numbers.map((sample, n) => mergeSamples(sample, b.numbers[n] ?? emptySample())),
    measures,
    sums: a.sums.map(({ digits, loose }, m) => {
      const sums = { digits: digits.slice(), loose };
      addSums(sums, b.sums[m] as FrameSums);
      return sums;
    }),
    occupancy: addCounts(a.occupancy, b.occupancy),
    room: a.room,
  };
}

/** One flag a trial of the block. */
export function failedTrials(block: TrialAnswers): Uint8Array {
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

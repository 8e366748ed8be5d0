/**
 * The nested run behind the range over assumptions: some draws of the parameters (design points), several trials on
 * each. Here are its size and its counts; what follows from them is range.ts.
 */
import type { TrialBlock } from '../ir/executor.ts';
import { addValue, emptySum, mergeSums, type ExactSum } from './exact-sum.ts';
import { addCounts } from './histogram.ts';
import { RANGE_POINTS_MIN } from './range.ts';
import { answerCount, failedTrials, type Tallied } from './tally.ts';

const SHARE_MIN = 8;
const SHARE_MAX = 100;
const POINTS_MAX = 1000;

export interface NestedPlan {
  /** Draws of the parameters. */
  readonly points: number;
  /** Trials on each. */
  readonly share: number;
}

/**
 * Up to here the nested run is as long as the main run; beyond, it grows with the square root. With p uniform on
 * (0.2, 0.6) and 20,000 trials the ends of the range were 0.013 off on average over 14 seeds, 0.009 with a full run.
 */
const TRIALS_EVEN = 5000;

/**
 * Size of the nested run beside a main run of so many trials. As many in all as the main run up to 5,000, then the
 * geometric mean of both: percentiles over assumptions need fewer digits than a probability. About total^0.4 trials
 * a point (many points matter more than many trials on each, see range.ts), until 1,000 points of 100 are enough.
 * Nothing where that would be too few points to estimate from.
 */
export function nestedPlan(trials: number): NestedPlan | undefined {
  const even = Math.min(trials, Math.floor(Math.sqrt(trials * TRIALS_EVEN)));
  const total = Math.min(even, SHARE_MAX * POINTS_MAX);
  let share = SHARE_MIN;
  while (share < SHARE_MAX && fifthPower(share + 1) <= total * total) share++;
  const points = Math.min(POINTS_MAX, Math.floor(total / share));
  return points < RANGE_POINTS_MIN ? undefined : { share, points };
}

const fifthPower = (n: number): number => n * n * n * n * n;

export interface NestedTally {
  readonly plan: NestedPlan;
  /** [point]: trials that did not fail. */
  readonly answered: Uint32Array;
  /** [question][point][answer] */
  readonly answers: readonly Uint32Array[];
  /** [question whose answer is a number][point] */
  readonly numbers: readonly (readonly ExactSum[])[];
}

export function createNestedTally({ questions, clock }: Tallied, plan: NestedPlan): NestedTally {
  return {
    plan,
    answered: new Uint32Array(plan.points),
    answers: questions.map((question) => new Uint32Array(plan.points * answerCount(question, clock.steps))),
    numbers: questions.flatMap(({ number }) =>
      number === undefined ? [] : [Array.from({ length: plan.points }, emptySum)],
    ),
  };
}

/** Adds a block of the nested run (trial i belongs to point floor(i / share)) in place. */
export function addNestedBlock({ plan, answered, answers, numbers }: NestedTally, block: TrialBlock): void {
  const failed = failedTrials(block);
  for (let i = 0; i < block.count; i++) {
    const point = Math.floor((block.first + i) / plan.share);
    if (point >= plan.points) throw new Error('InvariantError: a trial beyond the nested plan');
    if (failed[i]) continue;
    answered[point]!++;
    for (let q = 0; q < answers.length; q++) {
      const counts = answers[q] as Uint32Array;
      const answer = block.answers[i * answers.length + q] as number;
      if (answer >= 0) counts[point * (counts.length / plan.points) + answer]!++;
    }
    for (let n = 0; n < numbers.length; n++) {
      const value = block.numbers[i * numbers.length + n] as number;
      if (!Number.isNaN(value)) addValue(numbers[n]![point] as ExactSum, value);
    }
  }
}

/** Sums the counts of two parts of one nested run. */
export function mergeNestedTallies(a: NestedTally, b: NestedTally): NestedTally {
  return {
    plan: a.plan,
    answered: addCounts(a.answered, b.answered),
    answers: a.answers.map((counts, q) => addCounts(counts, b.answers[q] ?? new Uint32Array(0))),
    numbers: a.numbers.map((points, n) =>
      points.map((sum, point) => mergeSums(sum, b.numbers[n]?.[point] ?? emptySum())),
    ),
  };
}

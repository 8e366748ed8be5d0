/**
 * Counts of the nested run behind the range over assumptions: some draws of the parameters (design points), several
 * trials on each.
 */
import type { TrialAnswers } from '../ir/executor.ts';
import { addValue, emptySum, mergeSums, type ExactSum } from './exact-sum.ts';
import { addCounts } from './histogram.ts';
import { answerCount, failedTrials, type Tallied } from './tally.ts';

export interface NestedPlan {
  /** Draws of the parameters. */
  readonly points: number;
  /** Trials on each. */
  readonly share: number;
}

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

/** Adds answers of the nested run (trial i belongs to point floor(i / share)) in place. */
export function addNestedBlock({ plan, answered, answers, numbers }: NestedTally, block: TrialAnswers): void {
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

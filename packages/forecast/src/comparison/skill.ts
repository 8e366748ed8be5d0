/** Skill: how much of a reference's score a forecaster saves, on the tasks of both. */
import { type Answer, unanswerable } from '../statistics/answer.ts';
import { meanOf } from '../statistics/numbers.ts';
import { pairScores, type TaskScore } from './task-score.ts';

export interface Skill {
  readonly forecaster: string;
  readonly reference: string;
  readonly n: number;
  readonly mean: number;
  readonly referenceMean: number;
  /** 1 − mean / mean of the reference: 1 perfect, 0 as the reference, below 0 worse. */
  readonly skill: number;
  /** Tasks that only one of them has, which do not enter. */
  readonly missing: number;
}

/** Murphy (1988), "Skill scores based on the mean square error", Monthly Weather Review 116. */
export function skillAgainst(
  scores: readonly TaskScore[],
  forecaster: string,
  reference: string,
): Answer<Skill> {
  const { pairs, onlyFirst, onlySecond } = pairScores(scores, forecaster, reference);
  if (pairs.length === 0) return unanswerable(`${forecaster} and ${reference} have no task in common`);
  const mean = meanOf(pairs.map((pair) => pair.first));
  const referenceMean = meanOf(pairs.map((pair) => pair.second));
  if (!(referenceMean > 0) || !Number.isFinite(referenceMean)) {
    return unanswerable(
      `The mean score of ${reference} is ${referenceMean}; a skill is a share of it and needs one that is finite and above 0`,
    );
  }
  return {
    forecaster,
    reference,
    n: pairs.length,
    mean,
    referenceMean,
    skill: 1 - mean / referenceMean,
    missing: onlyFirst.length + onlySecond.length,
  };
}

/**
 * Probabilities of the reference forecasters for yes-or-no tasks, one for each task in order: `base rate` the share of
 * yes among the other tasks (leaving a task's own outcome out, or the reference would know it), `no change` the outcome
 * before in order (the base rate at first), `uniform` one half.
 *
 * @param outcomes 0 or 1 in the order of tasks
 */
export function binaryReferences(outcomes: readonly (0 | 1)[]): {
  readonly baseRate: readonly number[];
  readonly noChange: readonly number[];
  readonly uniform: readonly number[];
} {
  const n = outcomes.length;
  const yes = outcomes.reduce<number>((sum, y) => sum + y, 0);
  const baseRate = outcomes.map((y) => (n > 1 ? (yes - y) / (n - 1) : 0.5));
  return {
    baseRate,
    noChange: outcomes.map((_, t) => (t === 0 ? (baseRate[0] ?? 0.5) : outcomes[t - 1]!)),
    uniform: outcomes.map(() => 0.5),
  };
}

/**
 * The Brier score (Brier 1950, Monthly Weather Review 78:1) in each of its conventions, which differ by factors and by
 * sign and are never mixed: the name of a function is the name of the convention.
 */
import { assure } from '../statistics/answer.ts';

/** Single probability: (p − o)², in [0, 1]; 0.25 for a probability of one half. */
export function brier(probability: number, happened: boolean): number {
  const miss = probability - (happened ? 1 : 0);
  return miss * miss;
}

/** Both categories of a yes/no question: twice the single one, in [0, 2]; Brier's own definition. */
export const brierTwoCategories = (probability: number, happened: boolean): number =>
  2 * brier(probability, happened);

/** The single one turned round: 1 − (p − o)², more is better. */
export const brierPositive = (probability: number, happened: boolean): number =>
  1 - brier(probability, happened);

/** Σₖ (pₖ − oₖ)² over all categories, in [0, 2]; `outcome` is the index of what happened. */
export function brierCategories(probabilities: readonly number[], outcome: number): number {
  assure(outcome in probabilities, `no category ${outcome} of ${probabilities.length}`);
  return probabilities.reduce((sum, p, k) => sum + brier(p, k === outcome), 0);
}

/**
 * Ordered categories: the mean over the K − 1 cuts of the two-category Brier score of "at or below the cut", in [0, 2],
 * the way tournaments of the Good Judgment Project score ordered questions. Twice the normalised ranked probability
 * score.
 */
export function brierOrdered(probabilities: readonly number[], outcome: number): number {
  assure(outcome in probabilities, `no category ${outcome} of ${probabilities.length}`);
  const cuts = probabilities.length - 1;
  if (cuts === 0) return 0;
  let below = 0;
  let sum = 0;
  for (let k = 0; k < cuts; k++) {
    below += probabilities[k]!;
    sum += brierTwoCategories(below, outcome <= k);
  }
  return sum / cuts;
}

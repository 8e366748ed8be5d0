/** Weights of the members of a pool: not negative, summing to 1. */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';
import { sumOf } from '../statistics/numbers.ts';

/** Equal weights where none are given. */
export function normalised(weights: readonly number[] | undefined, members: number): number[] {
  assure(members > 0, 'a pool has a member');
  if (weights === undefined) return Array.from({ length: members }, () => 1 / members);
  assure(weights.length === members, 'a weight for each member');
  assure(
    weights.every((w) => w >= 0 && Number.isFinite(w)),
    'weights are not negative',
  );
  const sum = sumOf(weights);
  assure(sum > 0, 'some weight is above 0');
  return weights.map((w) => w / sum);
}

/**
 * Weights in proportion to (1 / mean score) ^ power over past tasks: 0 is equal weights, 1 inverse scores. The past tasks
 * must not be those that the pool is scored on.
 */
export function inverseScoreWeights(meanScores: readonly number[], power = 1): Answer<readonly number[]> {
  if (meanScores.length === 0) return unanswerable('There is no member to weigh');
  const bad = meanScores.findIndex((score) => !(score > 0) || !Number.isFinite(score));
  if (bad >= 0) {
    return unanswerable(
      `Member number ${bad + 1} has the mean score ${meanScores[bad]}; a weight by its inverse needs one that is finite and above 0`,
    );
  }
  const raw = meanScores.map((score) => Math.pow(score, -power));
  return normalised(raw, raw.length);
}

/**
 * Scores of ordered categories by their cumulative probabilities, so that a near miss costs less than a far one
 * (Epstein 1969, J. Appl. Meteorol. 8:985; Murphy 1971).
 */
import { assure } from '../statistics/answer.ts';
import { logScoreBinary } from './log.ts';

/** Ranked probability score: Σ over the K − 1 cuts of (Fₖ − Oₖ)², in [0, K − 1]; not divided. */
export function rps(probabilities: readonly number[], outcome: number): number {
  assure(outcome in probabilities, `no category ${outcome} of ${probabilities.length}`);
  let below = 0;
  let sum = 0;
  for (let k = 0; k < probabilities.length - 1; k++) {
    below += probabilities[k]!;
    const miss = below - (outcome <= k ? 1 : 0);
    sum += miss * miss;
  }
  return sum;
}

/** The same divided by K − 1, in [0, 1]; of one category it is 0. */
export const rpsNormalised = (probabilities: readonly number[], outcome: number): number =>
  probabilities.length === 1 ? 0 : rps(probabilities, outcome) / (probabilities.length - 1);

/**
 * Ranked logarithmic score (Tödter and Ahrens 2012, Monthly Weather Review 140:2005): the logarithmic score of each cut's
 * yes/no question, summed, in nats. Not the logarithmic score of the category.
 */
export function rankedLogScore(probabilities: readonly number[], outcome: number): number {
  assure(outcome in probabilities, `no category ${outcome} of ${probabilities.length}`);
  let below = 0;
  let sum = 0;
  for (let k = 0; k < probabilities.length - 1; k++) {
    below = Math.min(1, below + probabilities[k]!);
    sum += logScoreBinary(below, outcome <= k);
  }
  return sum;
}

/**
 * The error-spread score (Christensen et al. 2015, Q. J. R. Meteorol. Soc. 141:538): (s² − e² − e·s·g)², with the sample's
 * variance s² (1/(M − 1)), its skewness g and the error e of its mean. In the unit of the outcome to the fourth power.
 */
import { mean } from './sample.ts';
import { noScore, type Score } from './score.ts';

/** Needs three draws; of equal draws the skewness counts as 0. */
export function errorSpreadScore(values: readonly number[], outcome: number): Score {
  const count = values.length;
  if (count < 3) return noScore('the skewness of a sample needs at least three draws');
  const centre = mean(values);
  const power = (n: number): number => values.reduce((sum, x) => sum + (x - centre) ** n, 0);
  const variance = power(2) / (count - 1);
  const spread = Math.sqrt(variance);
  // The third central moment as the source of the score defines its estimate.
  const skewness = spread === 0 ? 0 : power(3) / spread ** 3 / ((count - 1) * (count - 2));
  const error = centre - outcome;
  return (variance - error * error - error * spread * skewness) ** 2;
}

/** The quantile score, also called pinball or check loss (Koenker and Bassett 1978, Econometrica 46:33). */
import { assure } from '../statistics/answer.ts';

/** (1{y < q} − α)(q − y), in the unit of the outcome. */
export const pinball = (level: number, quantile: number, outcome: number): number =>
  outcome < quantile ? (1 - level) * (quantile - outcome) : level * (outcome - quantile);

/**
 * Twice the mean quantile score over the given levels: what the continuous ranked probability score tends to as levels
 * fill (0, 1) evenly. Any levels will do, but their spacing weighs the parts of the distribution.
 */
export function crpsFromQuantiles(
  levels: readonly number[],
  quantiles: readonly number[],
  outcome: number,
): number {
  assure(levels.length === quantiles.length && levels.length > 0, 'one quantile for each level');
  const sum = levels.reduce((total, level, i) => total + pinball(level, quantiles[i]!, outcome), 0);
  return (2 * sum) / levels.length;
}

/**
 * Bias in [−1, 1]: where the outcome lies within the forecast. 1 is all of the forecast above the outcome (too high), −1
 * all below, 0 the median. Not a proper score, and never averaged as a ratio.
 */
import { medianOf } from './levels.ts';
import { sortedSample } from './sample.ts';
import type { Score } from './score.ts';

/**
 * From quantiles: 1 − 2·(largest level whose quantile is at or below the outcome) where the outcome is below the median,
 * 1 − 2·(smallest level whose quantile is at or above it) where it is above; ±1 outside all of them (Bosse et al. 2022,
 * arXiv 2205.07090).
 */
export function biasFromQuantiles(
  levels: readonly number[],
  quantiles: readonly number[],
  outcome: number,
): Score {
  const median = medianOf(levels, quantiles);
  if (typeof median !== 'number') return median;
  if (outcome === median) return 0;
  if (outcome < median) {
    const level = levels.findLast((_, i) => quantiles[i]! <= outcome);
    return level === undefined ? 1 : 1 - 2 * level;
  }
  const level = levels.find((_, i) => quantiles[i]! >= outcome);
  return level === undefined ? -1 : 1 - 2 * level;
}

/**
 * From a sample. `continuous`: 1 − 2·P(X ≤ y). `integer`: 1 − P(X ≤ y) − P(X ≤ y − 1), which shares what fell on the
 * outcome (Funk et al. 2019, PLoS Comput. Biol. 15:e1006785).
 */
export type BiasConvention = 'continuous' | 'integer';

export function biasFromSample(
  values: readonly number[],
  outcome: number,
  convention: BiasConvention = values.every(Number.isInteger) ? 'integer' : 'continuous',
  weights?: readonly number[],
): number {
  const { x, p } = sortedSample(values, weights);
  const upTo = (bound: number): number =>
    x.reduce((sum, value, i) => (value <= bound ? sum + p[i]! : sum), 0);
  return convention === 'continuous' ? 1 - 2 * upTo(outcome) : 1 - (upTo(outcome) + upTo(outcome - 1));
}

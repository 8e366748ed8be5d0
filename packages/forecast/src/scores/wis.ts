/**
 * The weighted interval score (Bracher et al. 2021, PLoS Comput. Biol. 17:e1008618): interval scores of all central
 * intervals, weighted by α/2, and the absolute error of the median; an approximation of the continuous ranked
 * probability score from quantiles.
 */
import { intervalsOf } from './levels.ts';
import type { NoScore, Score } from './score.ts';

/**
 * How much the median counts. `half`: weight 1/2, the definition of Bracher et al., equal to twice the mean quantile
 * score. `full`: weight 1, as if the median were one more interval of width 0 (in some programs "counted twice").
 */
export type MedianWeight = 'half' | 'full';

export interface WisParts {
  /** From outcomes below intervals and below the median: the forecast was too high. */
  readonly overprediction: number;
  /** From outcomes above them. */
  readonly underprediction: number;
  /** From the width of the intervals. */
  readonly dispersion: number;
  /** Their sum. */
  readonly wis: number;
}

/**
 * The score with its three parts, in the unit of the outcome; `levels` rise. No score where a level is without its
 * mirror: an interval of one end has no width (twice the mean quantile score still exists).
 */
export function wisParts(
  levels: readonly number[],
  quantiles: readonly number[],
  outcome: number,
  medianWeight: MedianWeight = 'half',
): WisParts | NoScore {
  const intervals = intervalsOf(levels, quantiles);
  if ('noScore' in intervals) return intervals;
  const { central, median } = intervals;
  let over = 0;
  let under = 0;
  let width = 0;
  // α/2 · (u − l + 2/α · miss) without the detour of dividing by α.
  for (const { alpha, lower, upper } of central) {
    width += (alpha / 2) * (upper - lower);
    over += Math.max(0, lower - outcome);
    under += Math.max(0, outcome - upper);
  }
  let weights = central.length;
  if (median !== undefined) {
    const weight = medianWeight === 'half' ? 0.5 : 1;
    over += weight * Math.max(0, median - outcome);
    under += weight * Math.max(0, outcome - median);
    weights += weight;
  }
  const parts = {
    overprediction: over / weights,
    underprediction: under / weights,
    dispersion: width / weights,
  };
  return { ...parts, wis: parts.overprediction + parts.underprediction + parts.dispersion };
}

/** The score alone. */
export function wis(
  levels: readonly number[],
  quantiles: readonly number[],
  outcome: number,
  medianWeight: MedianWeight = 'half',
): Score {
  const parts = wisParts(levels, quantiles, outcome, medianWeight);
  return 'noScore' in parts ? parts : parts.wis;
}

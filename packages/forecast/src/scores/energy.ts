/**
 * The energy score (Gneiting and Raftery 2007, JASA 102:359): E‖X − y‖ − ½ E‖X − X′‖ over vectors forecast jointly, such
 * as one trajectory over all horizons; the CRPS where there is one coordinate. In the unit of the coordinates, which
 * should share one.
 */
import { assure } from '../statistics/answer.ts';
import { partnerOf, type CrpsEstimator } from './crps-sample.ts';
import { mean, probabilitiesOf } from './sample.ts';
import { noScore, type Score } from './score.ts';

/** A draw of all coordinates at once. */
export type Point = readonly number[];

export function euclidean(a: Point, b: Point): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) * (a[i]! - b[i]!);
  return Math.sqrt(sum);
}

/** Every draw has as many coordinates as the outcome, which has at least one. */
export function sameCoordinates(draws: readonly Point[], outcome: Point): void {
  assure(
    draws.length > 0 && outcome.length > 0 && draws.every((draw) => draw.length === outcome.length),
    'draws with one number for each coordinate of the outcome',
  );
}

/** As for the CRPS: `edf` (1/M², with or without weights), `fair` (1/(M(M − 1)), unbiased), `akr`, `akr-circular`. */
export type EnergyEstimator = Extract<CrpsEstimator, 'edf' | 'fair' | 'akr' | 'akr-circular'>;

export function energyScore(
  draws: readonly Point[],
  outcome: Point,
  estimator: EnergyEstimator = 'edf',
  weights?: readonly number[],
): Score {
  sameCoordinates(draws, outcome);
  if (estimator !== 'edf' && weights !== undefined) {
    return noScore(`the estimator '${estimator}' is not defined for weighted draws`);
  }
  if (estimator === 'fair' && draws.length < 2) return noScore('a fair estimate needs at least two draws');
  const p = probabilitiesOf(draws.length, weights);
  const miss = draws.reduce((sum, draw, i) => sum + p[i]! * euclidean(draw, outcome), 0);
  if (estimator === 'akr' || estimator === 'akr-circular') {
    const partner = partnerOf(draws.length, estimator);
    return miss - mean(draws.map((draw, i) => euclidean(draw, draws[partner(i)]!))) / 2;
  }
  let apart = 0;
  for (let i = 0; i < draws.length; i++) {
    for (let j = i + 1; j < draws.length; j++) apart += p[i]! * p[j]! * euclidean(draws[i]!, draws[j]!);
  }
  // Each pair stands for two ordered ones, and half of their mean is taken off.
  return miss - apart * (estimator === 'fair' ? draws.length / (draws.length - 1) : 1);
}

/**
 * The continuous ranked probability score of a sample: ∫ (F(z) − 1{y ≤ z})² dz = E|X − y| − ½ E|X − X′| (Matheson and
 * Winkler 1976; Gneiting and Raftery 2007, JASA 102:359), in the unit of the outcome. Estimators differ in what they take
 * for E|X − X′| and are named, because their values do.
 */
import { halfGini, mean, sortedSample } from './sample.ts';
import { noScore, type Score } from './score.ts';

/**
 * `edf`: the score of the empirical distribution itself (1/M²); the energy form `nrg`, the integral `int` and the quantile
 * decomposition `qd` are the same number. `fair`: unbiased for the score of the distribution the draws come from
 * (1/(M(M − 1)), Ferro 2014, Q. J. R. Meteorol. Soc. 140:1917); probability-weighted moments `pwm` are the same number.
 * `akr`, `akr-circular`: E|X − X′| from M pairs only, neighbours in the given order or half of the sample apart; cheap,
 * and dependent on the order.
 */
export type CrpsEstimator = 'edf' | 'nrg' | 'int' | 'qd' | 'fair' | 'pwm' | 'akr' | 'akr-circular';

/** Weights (not negative, not all 0) are for `edf` and its synonyms; the others have none that are agreed on. */
export function crpsFromSample(
  values: readonly number[],
  outcome: number,
  estimator: CrpsEstimator = 'edf',
  weights?: readonly number[],
): Score {
  const exact = estimator === 'edf' || estimator === 'nrg' || estimator === 'int' || estimator === 'qd';
  if (exact) return edf(values, outcome, weights);
  if (weights !== undefined) return noScore(`the estimator '${estimator}' is not defined for weighted draws`);
  return estimator === 'fair' || estimator === 'pwm'
    ? fair(values, outcome)
    : pairs(values, outcome, estimator);
}

/** The integral, piece by piece between the draws and the outcome: squares only, so it cannot come out below 0. */
function edf(values: readonly number[], outcome: number, weights?: readonly number[]): number {
  const { x, p } = sortedSample(values, weights);
  let below = 0;
  let sum = Math.max(0, x[0]! - outcome);
  for (let i = 0; i + 1 < x.length; i++) {
    below += p[i]!;
    const cut = Math.min(Math.max(outcome, x[i]!), x[i + 1]!);
    sum += below * below * (cut - x[i]!) + (1 - below) * (1 - below) * (x[i + 1]! - cut);
  }
  return sum + Math.max(0, outcome - x.at(-1)!);
}

function fair(values: readonly number[], outcome: number): Score {
  const count = values.length;
  if (count < 2) return noScore('a fair estimate needs at least two draws');
  return distance(values, outcome) - (halfGini(sortedSample(values)) * count) / (count - 1);
}

function pairs(values: readonly number[], outcome: number, estimator: 'akr' | 'akr-circular'): number {
  const partner = partnerOf(values.length, estimator);
  const apart = mean(values.map((x, i) => Math.abs(x - values[partner(i)]!)));
  return distance(values, outcome) - apart / 2;
}

/** The draw that each draw is paired with. */
export const partnerOf =
  (count: number, estimator: 'akr' | 'akr-circular') =>
  (i: number): number =>
    estimator === 'akr' ? (i + count - 1) % count : Math.floor((i + 1 + (count - 1) / 2) % count);

const distance = (values: readonly number[], outcome: number): number =>
  mean(values.map((x) => Math.abs(x - outcome)));

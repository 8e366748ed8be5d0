/**
 * The variogram score of order p (Scheuerer and Hamill 2015, Monthly Weather Review 143:1321): Σᵢⱼ wᵢⱼ (|yᵢ − yⱼ|^p −
 * E|Xᵢ − Xⱼ|^p)², which sees dependence between coordinates that the energy score hardly does. The sum is over ordered
 * pairs, so each pair of coordinates counts twice.
 */
import { assure } from '../statistics/answer.ts';
import { sameCoordinates, type Point } from './energy.ts';
import { probabilitiesOf } from './sample.ts';
import { noScore, type Score } from './score.ts';

export interface VariogramOptions {
  /** Larger than 0; 0.5 by default, 1 is the other one in use. */
  readonly order?: number;
  /** `edf` by default; `fair` is unbiased for the distribution the draws come from. */
  readonly estimator?: 'edf' | 'fair';
  /** wᵢⱼ, a row a coordinate; 1 by default. */
  readonly pairs?: readonly (readonly number[])[];
  /** Of the draws; not with `fair`. */
  readonly weights?: readonly number[];
}

export function variogramScore(
  draws: readonly Point[],
  outcome: Point,
  { order = 0.5, estimator = 'edf', pairs, weights }: VariogramOptions = {},
): Score {
  sameCoordinates(draws, outcome);
  assure(order > 0, 'an order above 0');
  if (estimator === 'fair') {
    if (weights !== undefined) return noScore("the estimator 'fair' is not defined for weighted draws");
    if (draws.length < 2) return noScore('a fair estimate needs at least two draws');
  }
  const p = probabilitiesOf(draws.length, weights);
  let sum = 0;
  for (let i = 0; i < outcome.length; i++) {
    for (let j = 0; j < outcome.length; j++) {
      const apart = (point: Point): number => Math.abs(point[i]! - point[j]!) ** order;
      const expected = draws.reduce((total, draw, k) => total + p[k]! * apart(draw), 0);
      const miss = apart(outcome) - expected;
      sum += (pairs?.[i]?.[j] ?? 1) * (miss * miss - excess(draws.map(apart), estimator));
    }
  }
  return sum;
}

/** By how much a squared mean of M draws exceeds the squared expectation: their variance over M. */
function excess(values: readonly number[], estimator: 'edf' | 'fair'): number {
  if (estimator === 'edf') return 0;
  const count = values.length;
  const centre = values.reduce((sum, x) => sum + x, 0) / count;
  return values.reduce((sum, x) => sum + (x - centre) * (x - centre), 0) / (count * (count - 1));
}

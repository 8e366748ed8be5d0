/** Is the mean difference between two forecasters' scores different from 0, when successive differences are correlated? */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import {
  type Alternative,
  standardNormalCdf,
  standardNormalQuantile,
  tailOf,
  tCdf,
  tQuantile,
} from '../statistics/distributions.ts';
import { meanOf } from '../statistics/numbers.ts';
import type { Interval } from '../statistics/proportion.ts';
import { longRunVariance } from './autocovariance.ts';
import { heringGentonVariance } from './hering-genton.ts';

export type VarianceEstimator = 'acf' | 'bartlett' | 'hering-genton';

export interface DieboldMarianoOptions {
  /** h: forecasts are made so many tasks ahead, so differences are correlated up to lag h − 1. 1 unless said. */
  readonly horizon?: number;
  /** `acf` unless said. */
  readonly estimator?: VarianceEstimator;
  /** Small-sample factor of Harvey, Leybourne and Newbold; on unless said, and not defined for `hering-genton`. */
  readonly harvey?: boolean;
  /** `t` with n − 1 degrees of freedom unless said; `hering-genton` refers to the normal unless said. */
  readonly reference?: 't' | 'normal';
  readonly alternative?: Alternative;
  /** Of the interval; 0.95 unless said. */
  readonly level?: number;
}

export interface DieboldMariano {
  readonly n: number;
  readonly horizon: number;
  readonly estimator: VarianceEstimator;
  readonly harvey: boolean;
  readonly reference: 't' | 'normal';
  readonly alternative: Alternative;
  /** First minus second; with scores of which less is better, negative means that the first is better. */
  readonly meanDifference: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly pValue: number;
  /** Two-sided, for the mean difference. */
  readonly interval: Interval;
}

/**
 * Test of equal predictive accuracy on differences of scores in the order of their tasks.
 *
 * Diebold and Mariano (1995), "Comparing predictive accuracy", JBES 13; with the factor
 * √((n + 1 − 2h + h(h − 1)/n)/n) and the t distribution of Harvey, Leybourne and Newbold (1997), "Testing the equality
 * of prediction mean squared errors", IJF 13.
 *
 * @param differences one for each task, score of the first minus score of the second
 * @returns unanswerable where a difference is not finite, where there are too few, and where the estimated variance is
 *   not positive: no other estimator is put in its place unasked
 */
export function dieboldMariano(
  differences: readonly number[],
  options: DieboldMarianoOptions = {},
): Answer<DieboldMariano> {
  const { horizon = 1, estimator = 'acf', alternative = 'two-sided', level = 0.95 } = options;
  const n = differences.length;
  const hg = estimator === 'hering-genton';
  const harvey = options.harvey ?? !hg;
  const reference = options.reference ?? (hg ? 'normal' : 't');
  assure(Number.isInteger(horizon) && horizon >= 1, 'a horizon is a whole number from 1');
  assure(level > 0 && level < 1, 'a level lies in (0, 1)');
  assure(!(hg && harvey), 'the factor of Harvey, Leybourne and Newbold belongs to acf and bartlett');
  const infinite = whyNotFinite(differences, 'Difference');
  if (infinite !== undefined) return unanswerable(infinite);
  if (n < 2 || n <= horizon) {
    return unanswerable(
      `${n} common tasks are too few for horizon ${horizon}: more than ${Math.max(1, horizon)} are needed`,
    );
  }
  const mean = meanOf(differences);
  // Differences that are equal but for rounding carry no chance either.
  const largest = Math.max(...differences.map(Math.abs));
  if (differences.every((d) => Math.abs(d - mean) <= 1e-12 * largest)) {
    return unanswerable(
      mean === 0
        ? 'Both forecasters have the same score on every task, so there is no difference to test'
        : `Every difference is ${Number(mean.toPrecision(12))}, so their variance is 0 and no test of chance applies`,
    );
  }
  const longRun = hg
    ? heringGentonVariance(differences, horizon)
    : longRunVariance(differences, horizon - 1, estimator);
  if (!(longRun > 0)) {
    return unanswerable(
      `The ${estimator} estimate of the variance at horizon ${horizon} is ${longRun.toPrecision(3)}, not positive, on ${n} differences; ask for the bartlett or hering-genton estimator`,
    );
  }
  const h = horizon;
  const factor = harvey ? Math.sqrt((n + 1 - 2 * h + (h * (h - 1)) / n) / n) : 1;
  const standardError = Math.sqrt(longRun / n) / factor;
  const statistic = mean / standardError;
  const t = reference === 't';
  const cdf = (x: number): number => (t ? tCdf(x, n - 1) : standardNormalCdf(x));
  const upper = 1 - (1 - level) / 2;
  const half = (t ? tQuantile(upper, n - 1) : standardNormalQuantile(upper)) * standardError;
  return {
    n,
    horizon,
    estimator,
    harvey,
    reference,
    alternative,
    meanDifference: mean,
    standardError,
    statistic,
    pValue: tailOf(statistic, cdf, alternative),
    interval: { low: mean - half, high: mean + half, level },
  };
}

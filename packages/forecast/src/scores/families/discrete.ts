/**
 * Distributions of whole numbers, scored as what they are: a finite distribution. Where there is no last number the tail
 * is cut where it can no longer change a digit. The outcome may be any number, also one that cannot happen.
 */
import gammaln from '@stdlib/math-base-special-gammaln';
import { assure } from '../../statistics/answer.ts';
import { crpsFromSample } from '../crps-sample.ts';
import type { Family } from './family.ts';

/** A tail that no double notices beside 1. */
const TAIL = 1e-18;
/** A bound for the loop; means of a million are within it. */
const LARGEST_SUPPORT = 10_000_000;

const logChoose = (n: number, k: number): number => gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
const times = (count: number, log: number): number => (count === 0 ? 0 : count * log);

export function binomial(trials: number, probability: number): Family {
  assure(
    Number.isInteger(trials) && trials >= 0 && probability >= 0 && probability <= 1,
    'trials and probability',
  );
  return finite(
    (k) =>
      k > trials
        ? -Infinity
        : logChoose(trials, k) +
          times(k, Math.log(probability)) +
          times(trials - k, Math.log1p(-probability)),
    trials * probability,
    trials,
  );
}

export function poisson(rate: number): Family {
  assure(rate > 0, 'a rate above 0');
  return finite((k) => times(k, Math.log(rate)) - rate - gammaln(k + 1), rate);
}

/** Failures before the `size`-th success; `size` need not be whole. Mean size·(1 − p)/p. */
export function negativeBinomial(size: number, probability: number): Family {
  assure(size > 0 && probability > 0 && probability <= 1, 'a size above 0 and a probability in (0, 1]');
  return finite(
    (k) =>
      gammaln(k + size) -
      gammaln(size) -
      gammaln(k + 1) +
      size * Math.log(probability) +
      times(k, Math.log1p(-probability)),
    (size * (1 - probability)) / probability,
  );
}

/** Probabilities from 0 up to `last`, or to where beyond the mean they vanish. */
function finite(logProbability: (k: number) => number, mean: number, last = LARGEST_SUPPORT): Family {
  const values: number[] = [];
  const weights: number[] = [];
  for (let k = 0; k <= last; k++) {
    const p = Math.exp(logProbability(k));
    if (p > 0) {
      values.push(k);
      weights.push(p);
    }
    if (k > mean && p < TAIL) break;
  }
  return {
    logDensity: (y) => (Number.isInteger(y) && y >= 0 && y <= last ? logProbability(y) : -Infinity),
    cdf: (y) =>
      Math.min(
        1,
        values.reduce((sum, k, i) => (k <= y ? sum + weights[i]! : sum), 0),
      ),
    crps: (y) => crpsFromSample(values, y, 'edf', weights) as number,
  };
}

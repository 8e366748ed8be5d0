/** What a sample's continuous ranked probability score is made of, in two conventions. */
import { crpsFromSample } from './crps-sample.ts';
import { halfGini, mean, median, sortedSample } from './sample.ts';

/** E|X − y| split by side, less the spread: `under + over − spread`. */
export interface CrpsBySide {
  /** E max(y − X, 0): draws below the outcome. */
  readonly under: number;
  /** E max(X − y, 0): draws above it. */
  readonly over: number;
  /** ½ E|X − X′|; taken off. */
  readonly spread: number;
  readonly crps: number;
}

export function crpsBySide(
  values: readonly number[],
  outcome: number,
  estimator: 'edf' | 'fair' = 'edf',
  weights?: readonly number[],
): CrpsBySide | { readonly noScore: string } {
  const crps = crpsFromSample(values, outcome, estimator, weights);
  if (typeof crps !== 'number') return crps;
  const side = (sign: number): number =>
    mean(
      values.map((x) => Math.max(0, sign * (x - outcome))),
      weights,
    );
  const correction = estimator === 'fair' ? values.length / (values.length - 1) : 1;
  return {
    under: side(-1),
    over: side(1),
    spread: halfGini(sortedSample(values, weights)) * correction,
    crps,
  };
}

/**
 * Three parts that sum to the score, as the weighted interval score has them: `dispersion` is the score the sample would
 * have if its own median had happened, and the rest is over- or underprediction by the side on which the outcome lies of
 * the median.
 */
export interface CrpsAtMedian {
  readonly overprediction: number;
  readonly underprediction: number;
  readonly dispersion: number;
  readonly crps: number;
}

/** Of the empirical distribution (`edf`). */
export function crpsAtMedian(
  values: readonly number[],
  outcome: number,
  weights?: readonly number[],
): CrpsAtMedian {
  const middle = median(values, weights);
  const at = (y: number): number => crpsFromSample(values, y, 'edf', weights) as number;
  const dispersion = at(middle);
  const crps = at(outcome);
  return {
    overprediction: outcome < middle ? crps - dispersion : 0,
    underprediction: outcome > middle ? crps - dispersion : 0,
    dispersion,
    crps,
  };
}

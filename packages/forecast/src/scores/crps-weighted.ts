/**
 * Continuous ranked probability scores that look at a part of the outcomes without rewarding forecasters who know which
 * cases will be looked at (Gneiting and Ranjan 2011, JBES 29:411; Allen, Ginsbourger and Ziegel 2023, SIAM/ASA JUQ 11:906).
 */
import { assure } from '../statistics/answer.ts';
import { crpsFromSample } from './crps-sample.ts';
import { mean, probabilitiesOf } from './sample.ts';
import { noScore, type Score } from './score.ts';

/** Outcomes of interest, from `low` to `high`; either may be infinite. */
export interface Region {
  readonly low?: number;
  readonly high?: number;
}

/** Moves what lies outside to the nearest end: the chaining function of the indicator of the region. */
export function chain({ low = -Infinity, high = Infinity }: Region): (value: number) => number {
  assure(low < high, 'a region from a lower to a higher end');
  return (value) => Math.min(Math.max(value, low), high);
}

/** Threshold-weighted: ∫ over the region of (F − 1{y ≤ z})², which is the score of draws and outcome after chaining. */
export function thresholdWeightedCrps(
  values: readonly number[],
  outcome: number,
  region: Region | ((value: number) => number),
  estimator: 'edf' | 'fair' = 'edf',
  weights?: readonly number[],
): Score {
  const move = typeof region === 'function' ? region : chain(region);
  return crpsFromSample(values.map(move), move(outcome), estimator, weights);
}

/**
 * Outcome-weighted: w(y) times the score of the forecast conditioned by the weight function w ≥ 0. It sees what the
 * forecast says within, not how much of it lies there; no score where w is 0 for every draw but not for the outcome.
 */
export function outcomeWeightedCrps(
  values: readonly number[],
  outcome: number,
  weight: (value: number) => number,
): Score {
  const counts = weight(outcome);
  if (counts === 0) return 0;
  const weights = values.map(weight);
  if (weights.every((w) => w === 0)) {
    return noScore('no draw lies where outcomes count, so there is no conditional distribution to score');
  }
  const crps = crpsFromSample(values, outcome, 'edf', weights);
  return typeof crps === 'number' ? counts * crps : crps;
}

/** Vertically re-scaled (Allen et al. 2023): the kernel |x − x′| weighted at both ends, centred at 0. */
export function verticallyRescaledCrps(
  values: readonly number[],
  outcome: number,
  weight: (value: number) => number,
): number {
  const p = probabilitiesOf(values.length);
  const w = values.map(weight);
  const counts = weight(outcome);
  const miss = mean(values.map((x, i) => Math.abs(x - outcome) * w[i]! * counts));
  let apart = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      apart += p[i]! * p[j]! * Math.abs(values[i]! - values[j]!) * w[i]! * w[j]!;
    }
  }
  const level = mean(values.map((x, i) => Math.abs(x) * w[i]!)) - Math.abs(outcome) * counts;
  return miss - apart + level * (mean(w) - counts);
}

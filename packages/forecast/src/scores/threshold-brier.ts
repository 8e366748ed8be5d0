/**
 * Brier scores of a sample for the event that a threshold is passed; over all thresholds the plain one integrates to the
 * continuous ranked probability score.
 */
import { brier } from './brier.ts';
import { probabilitiesOf } from './sample.ts';
import { noScore, type Score } from './score.ts';

/** What counts as the event: where draws fall on the threshold it matters. */
export type Passing = '>' | '>=' | '<' | '<=';

export function passes(value: number, passing: Passing, threshold: number): boolean {
  switch (passing) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
  }
  return passing satisfies never;
}

/** Of the share of draws that pass (1/M, or by weight). */
export function thresholdBrier(
  values: readonly number[],
  outcome: number,
  threshold: number,
  passing: Passing = '>',
  weights?: readonly number[],
): number {
  const p = probabilitiesOf(values.length, weights);
  const hits = values.map((value) => passes(value, passing, threshold));
  // All or none: exactly 1 or 0, whatever the shares round to.
  const share = hits.every(Boolean) ? 1 : hits.reduce((sum, hit, i) => sum + (hit ? p[i]! : 0), 0);
  return brier(share, passes(outcome, passing, threshold));
}

/** Without the part that comes from the number of draws (Ferro 2014); may be below 0. */
export function fairThresholdBrier(
  values: readonly number[],
  outcome: number,
  threshold: number,
  passing: Passing = '>',
): Score {
  const hits = values.filter((value) => passes(value, passing, threshold)).length;
  return fairBrier(hits, values.length, passes(outcome, passing, threshold));
}

/** Brier score of the probability that `hits` of `trials` draws estimate: (k/n − o)² − k(n − k)/(n²(n − 1)). */
export function fairBrier(hits: number, trials: number, happened: boolean): Score {
  if (trials < 2) return noScore('a fair estimate needs at least two draws');
  return brier(hits / trials, happened) - (hits * (trials - hits)) / (trials * trials * (trials - 1));
}

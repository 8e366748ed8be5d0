/** How scores of successive tasks hang together. */
import { meanOf, sumOf } from '../statistics/numbers.ts';

/** γ(0) … γ(lagMax), each divided by n (not by n − k), which keeps the sequence positive definite. */
export function autocovariances(series: readonly number[], lagMax: number): number[] {
  const n = series.length;
  const mean = meanOf(series);
  const centred = series.map((x) => x - mean);
  return Array.from(
    { length: Math.min(lagMax, n - 1) + 1 },
    (_, lag) => sumOf(centred.slice(lag).map((x, t) => x * centred[t]!)) / n,
  );
}

export type LongRunEstimator = 'acf' | 'bartlett';

/**
 * Long-run variance γ(0) + 2 Σ w(k) γ(k) up to a lag. `acf`: w = 1 (Diebold and Mariano 1995, JBES 13), which may come
 * out negative. `bartlett`: w = 1 − k/(lagMax + 1) (Newey and West 1987, Econometrica 55), which may not.
 */
export function longRunVariance(
  series: readonly number[],
  lagMax: number,
  estimator: LongRunEstimator,
): number {
  const [variance = 0, ...rest] = autocovariances(series, lagMax);
  return variance + 2 * sumOf(rest.map((c, k) => (estimator === 'acf' ? 1 : 1 - (k + 1) / (lagMax + 1)) * c));
}

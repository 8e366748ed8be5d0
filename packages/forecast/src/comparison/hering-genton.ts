/**
 * Long-run variance by an exponential model of the autocovariances, σ² exp(−3 k / θ), fitted by least squares to lags
 * below half the series (or below h): positive whatever the data (Hering and Genton 2011, "Comparing spatial
 * predictions", Technometrics 53).
 */
import { sumOf } from '../statistics/numbers.ts';
import { gridMinimum } from '../statistics/search.ts';
import { autocovariances } from './autocovariance.ts';

/** @returns the modelled γ(0) + 2 Σ γ(k) over all lags of the series; 0 where the best model has no variance */
export function heringGentonVariance(series: readonly number[], horizon: number): number {
  const n = series.length;
  const lags = Math.max(Math.floor((n - 1) / 2), horizon);
  const empirical = autocovariances(series, lags - 1);
  // For a given decay the best σ² is linear, so one dimension is left to search: q = exp(−3/θ) in [0, 1).
  const scaleFor = (q: number): number => {
    let [power, top, bottom] = [1, 0, 0];
    for (const c of empirical) {
      top += c * power;
      bottom += power * power;
      power *= q;
    }
    return Math.max(0, top / bottom);
  };
  const misfit = (q: number): number => {
    const scale = scaleFor(q);
    let power = 1;
    return sumOf(
      empirical.map((c) => {
        const gap = scale * power - c;
        power *= q;
        return gap * gap;
      }),
    );
  };
  const grid = Array.from({ length: 401 }, (_, i) => i / 401);
  const q = gridMinimum(misfit, grid);
  const powers = Array.from({ length: n - 1 }, (_, k) => Math.pow(q, k + 1));
  return scaleFor(q) * (1 + 2 * sumOf(powers));
}

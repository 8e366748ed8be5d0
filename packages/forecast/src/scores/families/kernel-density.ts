/** A sample smoothed by a Gaussian kernel, for scores that need a density. */
import { mean, quantileType7 } from '../sample.ts';
import { noScore, type NoScore } from '../score.ts';
import type { Family } from './family.ts';
import { normalMixture } from './normal.ts';

/**
 * Bandwidth by the normal reference rule (Scott 1992): 1.06·min(s, IQR/1.34)·M^(−1/5), with s of 1/(M − 1) and quartiles of
 * type 7; `nrd` of R.
 */
export function normalReferenceBandwidth(values: readonly number[]): number {
  const centre = mean(values);
  const s = Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1));
  const sorted = values.toSorted((a, b) => a - b);
  const range = quantileType7(sorted, 0.75) - quantileType7(sorted, 0.25);
  return 1.06 * Math.min(s, range / 1.34) * values.length ** -0.2;
}

/** The smoothed sample; no score where the draws give no bandwidth. */
export function kernelDensity(values: readonly number[], bandwidth?: number): Family | NoScore {
  const width = bandwidth ?? (values.length < 2 ? 0 : normalReferenceBandwidth(values));
  if (!(width > 0)) {
    return noScore(
      values.length < 2
        ? 'a bandwidth needs at least two draws'
        : 'at least half of the draws are equal, so the normal reference rule gives no bandwidth',
    );
  }
  return normalMixture(
    values,
    values.map(() => width),
  );
}

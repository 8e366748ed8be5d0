/** Where outcomes fall in forecast distributions: PIT and rank histograms, flat for a calibrated forecaster. */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { chisquareTail } from '../statistics/distributions.ts';
import { sumOf } from '../statistics/numbers.ts';
import { chanceOf } from '../statistics/random.ts';

export interface Histogram {
  readonly n: number;
  /** Cases in each bin, from low to high; fractions where a case is shared among bins. */
  readonly counts: readonly number[];
  /** Expected of a calibrated forecaster: n / bins. */
  readonly expected: number;
  /** Pearson's test of flatness for independent cases: an upper bound of evidence where cases share causes. */
  readonly chiSquare: number;
  readonly pValue: number;
  readonly ties: 'shared' | 'random';
}

export interface TieOptions {
  /**
   * What happens to a case whose place is not one point: `shared` (unless said) spreads it evenly over the places it
   * may have, `random` draws one by the seed.
   */
  readonly ties?: 'shared' | 'random';
  readonly seed?: string;
}

export interface Ensemble {
  /** One draw or model each. */
  readonly members: readonly number[];
  readonly outcome: number;
}

/**
 * Rank of each outcome among its ensemble, 0 … M; one histogram for each ensemble size M, since ranks of different sizes
 * do not share bins. Hamill (2001), "Interpretation of rank histograms for verifying ensemble forecasts", MWR 129.
 */
export function rankHistograms(
  ensembles: readonly Ensemble[],
  options: TieOptions = {},
): Answer<readonly (Histogram & { readonly members: number })[]> {
  const why =
    whyNotFinite(
      ensembles.flatMap((e) => e.members),
      'Member',
    ) ??
    whyNotFinite(
      ensembles.map((e) => e.outcome),
      'Outcome',
    );
  if (why !== undefined) return unanswerable(why);
  if (ensembles.length === 0) return unanswerable('There is no resolved task with draws');
  const sizes = [...new Set(ensembles.map((e) => e.members.length))].sort((a, b) => a - b);
  const { ties = 'shared', seed = 'ranks' } = options;
  const chance = chanceOf(seed);
  return sizes.map((members) => {
    const counts = Array.from({ length: members + 1 }, () => 0);
    for (const { members: draws, outcome } of ensembles.filter((e) => e.members.length === members)) {
      const below = draws.filter((x) => x < outcome).length;
      const equal = draws.filter((x) => x === outcome).length;
      if (ties === 'random') counts[below + chance.index(equal + 1)]! += 1;
      else for (let k = 0; k <= equal; k++) counts[below + k]! += 1 / (equal + 1);
    }
    return { members, ...histogram(counts, ties) };
  });
}

export interface Transform {
  /** F(y−), the probability forecast for values below the outcome. */
  readonly below: number;
  /** F(y), for values up to the outcome; equal to `below` where the distribution has no atom there. */
  readonly upTo: number;
}

/**
 * Histogram of the probability integral transform. `shared` is the non-randomised PIT of Czado, Gneiting and Held (2009),
 * "Predictive model assessment for count data", Biometrics 65; `random` draws uniformly in [F(y−), F(y)].
 */
export function pitHistogram(
  transforms: readonly Transform[],
  bins = 10,
  options: TieOptions = {},
): Answer<Histogram & { readonly values?: readonly number[] }> {
  assure(Number.isInteger(bins) && bins >= 2, 'bins are a whole number from 2');
  assure(
    transforms.every(({ below, upTo }) => below >= 0 && upTo <= 1 && below <= upTo),
    '0 ≤ F(y−) ≤ F(y) ≤ 1',
  );
  if (transforms.length === 0) return unanswerable('There is no resolved task with a distribution');
  const { ties = 'shared', seed = 'pit' } = options;
  const counts = Array.from({ length: bins }, () => 0);
  const binOf = (u: number): number => Math.min(bins - 1, Math.floor(u * bins));
  if (ties === 'random') {
    const chance = chanceOf(seed);
    const values = transforms.map(({ below, upTo }) => below + chance.uniform() * (upTo - below));
    for (const u of values) counts[binOf(u)]! += 1;
    return { ...histogram(counts, ties), values };
  }
  for (const { below, upTo } of transforms) {
    if (below === upTo) counts[binOf(upTo)]! += 1;
    else {
      for (let k = 0; k < bins; k++) {
        const shared = Math.min(upTo, (k + 1) / bins) - Math.max(below, k / bins);
        counts[k]! += Math.max(0, shared) / (upTo - below);
      }
    }
  }
  return histogram(counts, ties);
}

function histogram(counts: readonly number[], ties: 'shared' | 'random'): Histogram {
  const n = Math.round(sumOf(counts));
  const expected = n / counts.length;
  const chiSquare = sumOf(counts.map((c) => ((c - expected) * (c - expected)) / expected));
  return { n, counts, expected, chiSquare, pValue: chisquareTail(chiSquare, counts.length - 1), ties };
}

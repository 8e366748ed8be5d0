/** A mean score with an interval that knows that tasks are not independent. */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { tQuantile } from '../statistics/distributions.ts';
import { ascending, groupBy, meanOf, quantileOfSorted, sumOf, varianceOf } from '../statistics/numbers.ts';
import type { Interval } from '../statistics/proportion.ts';
import { chanceOf } from '../statistics/random.ts';
import { longRunVariance } from './autocovariance.ts';

export interface MeanWithInterval {
  readonly n: number;
  readonly mean: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** How, with its numbers, for the head of a table. */
  readonly method: string;
}

export interface HacOptions {
  /** Lags that count; ⌊4 (n/100)^(2/9)⌋ (Newey and West 1994, Review of Economic Studies 61) unless said. */
  readonly lags?: number;
  readonly level?: number;
}

/**
 * Mean of a series in order with a heteroskedasticity- and autocorrelation-consistent interval: Bartlett weights of
 * Newey and West (1987), Econometrica 55, the variance times n/(n − 1), t with n − 1 degrees of freedom: without lags it is
 * the t interval.
 */
export function hacMean(series: readonly number[], options: HacOptions = {}): Answer<MeanWithInterval> {
  const n = series.length;
  const { level = 0.95, lags = Math.floor(4 * Math.pow(n / 100, 2 / 9)) } = options;
  assure(Number.isInteger(lags) && lags >= 0, 'lags are a whole number');
  const why = tooFew(series, 2);
  if (why !== undefined) return unanswerable(why);
  const used = Math.min(lags, n - 1);
  const mean = meanOf(series);
  const standardError = Math.sqrt((longRunVariance(series, used, 'bartlett') * n) / (n - 1) / n);
  const half = tQuantile(1 - (1 - level) / 2, n - 1) * standardError;
  return {
    n,
    mean,
    standardError,
    interval: { low: mean - half, high: mean + half, level },
    method: `Newey–West, ${used} lags, t(${n - 1})`,
  };
}

export interface BootstrapOptions {
  /** Mean length of a block; n^(1/3) rounded up unless said. 1 is the ordinary bootstrap. */
  readonly block?: number;
  /** 2,000 unless said. */
  readonly resamples?: number;
  readonly level?: number;
  readonly seed?: string;
}

/**
 * Mean of a series in order with a percentile interval from the stationary bootstrap: blocks of geometric length that
 * wrap around (Politis and Romano 1994, "The stationary bootstrap", JASA 89).
 */
export function bootstrapMean(
  series: readonly number[],
  options: BootstrapOptions = {},
): Answer<MeanWithInterval> {
  const n = series.length;
  const { level = 0.95, resamples = 2000, seed = 'stationary bootstrap' } = options;
  const block = options.block ?? Math.ceil(Math.cbrt(n));
  assure(block >= 1, 'a block is at least 1 long');
  const why = tooFew(series, 2);
  if (why !== undefined) return unanswerable(why);
  const chance = chanceOf(seed);
  const means = Array.from({ length: resamples }, () => {
    let at = chance.index(n);
    let sum = 0;
    for (let k = 0; k < n; k++) {
      sum += series[at]!;
      at = chance.uniform() * block < 1 ? chance.index(n) : (at + 1) % n;
    }
    return sum / n;
  });
  return percentile(
    means,
    n,
    meanOf(series),
    level,
    `stationary bootstrap, mean block ${block}, ${resamples} resamples, seed "${seed}"`,
  );
}

export interface ClusterBootstrapOptions {
  readonly resamples?: number;
  readonly level?: number;
  readonly seed?: string;
}

/** Mean with a percentile interval from resampling whole clusters (Davison and Hinkley 1997, section 3.8). */
export function clusterBootstrapMean(
  values: readonly { readonly value: number; readonly cluster: string }[],
  options: ClusterBootstrapOptions = {},
): Answer<MeanWithInterval> {
  const { level = 0.95, resamples = 2000, seed = 'cluster bootstrap' } = options;
  const series = values.map((x) => x.value);
  const why = tooFew(series, 2);
  if (why !== undefined) return unanswerable(why);
  const groups = [...groupBy(values, (x) => x.cluster).values()].map((group) => ({
    n: group.length,
    sum: sumOf(group.map((x) => x.value)),
  }));
  if (groups.length < 2) {
    return unanswerable(`All ${values.length} tasks are of one cluster, so nothing says how clusters differ`);
  }
  const chance = chanceOf(seed);
  const means = Array.from({ length: resamples }, () => {
    let [n, sum] = [0, 0];
    for (let k = 0; k < groups.length; k++) {
      const group = groups[chance.index(groups.length)]!;
      n += group.n;
      sum += group.sum;
    }
    return sum / n;
  });
  return percentile(
    means,
    series.length,
    meanOf(series),
    level,
    `cluster bootstrap, ${groups.length} clusters, ${resamples} resamples, seed "${seed}"`,
  );
}

function percentile(
  resampled: readonly number[],
  n: number,
  mean: number,
  level: number,
  method: string,
): MeanWithInterval {
  const sorted = ascending(resampled);
  return {
    n,
    mean,
    standardError: Math.sqrt(varianceOf(resampled)),
    interval: {
      low: quantileOfSorted(sorted, (1 - level) / 2),
      high: quantileOfSorted(sorted, 1 - (1 - level) / 2),
      level,
    },
    method,
  };
}

function tooFew(series: readonly number[], needed: number): string | undefined {
  if (series.length < needed)
    return `${series.length} scores are too few for an interval; ${needed} are needed`;
  return whyNotFinite(series, 'Score');
}

/**
 * The range over assumptions: 5th to 95th percentile of a probability over draws of the parameters, with simulation
 * noise taken out. Each design point has a probability p of its own, of which only y yes in R trials are seen; the
 * shares y/R spread wider than p does, so their percentiles would report noise as disagreement.
 *
 * The distribution G of p is estimated on a grid, dense near 0 and 1, as a binomial mixture:
 *
 * 1. Start: shares shrunk towards their mean until they have the variance of p, V = S² − mean p̂(1−p̂)/(R−1) (Louis,
 *    JASA 79, 1984, 393–398), each spread over the width of one trial, and smoothed twice by [1 2 1]/4. V ≤ 0 means
 *    that the points differ no more than noise does: no spread is seen.
 * 2. Twenty EM steps towards the maximum likelihood (Laird, JASA 73, 1978, 805–811). The maximum itself is a handful
 *    of points; stopping early keeps the smoothness of the start.
 *
 * Steps and smoothing were chosen over sixteen shapes of G (even, two points, two humps, beta from U-shaped to narrow,
 * rare, near 1) and plans from 12x8 to 1000x100. Others considered: 50 and 100 EM steps gain 0.01 on two points and
 * lose as much on smooth shapes; smoothing within every step widens what has little spread; shrunk shares without EM
 * are 0.05 off on two points, a beta-binomial by moments (the best on beta shapes) 0.12 there and 0.08 on two humps.
 *
 * What is said, and when:
 *
 * - A **range** only where the points differ more than noise would make them in 1 of 100 cases: V above the 99th
 *   percentile that it has when p is the same everywhere (its exact variance and skewness then, Wilson and Hilferty's
 *   approximation of the quantile). Over p from 0.0001 to 0.5 and plans from 30x8 to 256x39 a spread that is none was
 *   seen in at most 1.4% of 3,000 samples.
 * - Each of its ends has a **standard error** of four parts: the points are a sample (half the distance between the
 *   percentiles one standard error of a share to both sides), V is uncertain (a normal G is then wider or narrower),
 *   the mean is, and a shape is not resolved much finer than the noise of one point's share, sqrt(p(1-p)/R): two camps
 *   that are closer look like one hump. Over 18 shapes and four plans 94 to 97% of the ends were within two standard
 *   errors of the truth, at worst 74% of a shape (0.1 for nine draws of ten, 0.5 for one).
 * - Else an outer **bound**: mean ± 2 standard deviations at the upper 95% limit of V, nor beyond five times the
 *   upper limit of the mean (or of 1 - mean). It holds for any G with one hump as skewed as an exponential
 *   distribution, and for two camps of which the smaller has a fifth of the draws. At p = 0.5 and 256x39 it is 14
 *   points wide, which is what such a run can tell.
 * - Nothing with fewer than 30 points: a 5th percentile of less is the smallest of them.
 *
 * With 256x39 (a run of 20,000 trials) a standard error is 0.02 to 0.03 for p around a half, 0.005 for p around 0.02.
 * `range-study.test.ts` repeats the study in short.
 *
 * Only products are used, so the result has the same bits everywhere.
 */
import { wilson, type Interval } from './wilson.ts';

const CELLS = 400;
const EM_STEPS = 20;
const START_SMOOTHINGS = 2;
/** Fewer design points say nothing of a 5th percentile. */
export const RANGE_POINTS_MIN = 30;

/** 95th and 99th percentile of the standard normal distribution. */
const NORMAL_95 = 1.645;
const NORMAL_99 = 2.326;
/** Steps of the fixed point for the upper limit of V; each leaves at most three fifths of the way. */
const BOUND_STEPS = 60;
/** Standard deviations from the mean to a bound. */
const BOUND_SD = 2;
/** A bound is at most so many times the mean. */
const BOUND_MEANS = 5;
/** Error by unresolved shape, in noise of one point's share; it counts up to so many standard deviations of p. */
const SHAPE_ERROR = 0.4;
const SHAPE_SD = 1.5;

/** One design point: `yes` of `of` trials. */
export interface PointCount {
  readonly yes: number;
  readonly of: number;
}

/** Ends with their standard errors, or outer bounds where no spread was seen. */
export type RangeOutcome =
  | ({ readonly kind: 'range'; readonly lowSe: number; readonly highSe: number } & Interval)
  | ({ readonly kind: 'bound' } & Interval)
  | { readonly kind: 'too-few-points' };

/** Edges p = x²(3 − 2x) of the cells, and their midpoints in x. */
const EDGES = Float64Array.from({ length: CELLS + 1 }, (_, i) => bend(i / CELLS));
const MIDDLES = Float64Array.from({ length: CELLS }, (_, i) => bend((i + 0.5) / CELLS));

function bend(x: number): number {
  return x * x * (3 - 2 * x);
}

/** Points with equal counts are one pair, weighted. */
interface Pair {
  readonly yes: number;
  readonly of: number;
  weight: number;
}

/** Estimator that keeps the likelihoods it has computed; make one for all outcomes of a run. */
export class RangeEstimator {
  /** [power][cell] of the midpoints and of one minus them. */
  private readonly yesPowers = [new Float64Array(CELLS).fill(1)];
  private readonly noPowers = [new Float64Array(CELLS).fill(1)];
  private readonly likelihoods = new Map<number, Float64Array>();
  private readonly factors = new Float64Array(CELLS);

  /** 5th to 95th percentile of p over the points. Points without trials are left out. */
  estimate(points: readonly PointCount[]): RangeOutcome {
    const pairs = pairsOf(points);
    let count = 0;
    for (const pair of pairs) count += pair.weight;
    const moments = momentsOf(pairs, count);
    if (count < RANGE_POINTS_MIN || moments.couples === 0) return { kind: 'too-few-points' };
    if (!isSeen(moments)) return { kind: 'bound', ...boundOf(moments) };
    return rangeOf(this.climb(startOf(pairs, count, moments), pairs, count), moments);
  }

  /** EM for the weights of the cells. */
  private climb(start: Float64Array, pairs: readonly Pair[], count: number): Float64Array {
    const { factors } = this;
    const cells = start.slice();
    const likelihoods = pairs.map((pair) => this.likelihoodOf(pair));
    for (let step = 0; step < EM_STEPS; step++) {
      factors.fill(0);
      for (let j = 0; j < pairs.length; j++) {
        const likelihood = likelihoods[j]!;
        const total = dot(likelihood, cells);
        if (!(total > 0)) continue; // only beyond 1,000 trials a point, where products underflow
        const scaled = pairs[j]!.weight / total;
        for (let i = 0; i < CELLS; i++) factors[i]! += scaled * likelihood[i]!;
      }
      for (let i = 0; i < CELLS; i++) cells[i]! *= factors[i]! / count;
    }
    return cells;
  }

  /** p^yes (1-p)^(of-yes) in each cell. */
  private likelihoodOf({ yes, of }: Pair): Float64Array {
    const key = yes * 0x100000 + of;
    let likelihood = this.likelihoods.get(key);
    if (!likelihood) {
      const ups = power(this.yesPowers, yes, (i) => MIDDLES[i]!);
      const downs = power(this.noPowers, of - yes, (i) => 1 - MIDDLES[i]!);
      likelihood = ups.map((up, i) => up * downs[i]!);
      this.likelihoods.set(key, likelihood);
    }
    return likelihood;
  }
}

/** Sum of products, in four sums that do not wait for each other. */
function dot(a: Float64Array, b: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < CELLS; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  return s0 + s1 + (s2 + s3);
}

/** Row `exponent` of a table of powers, extended as far as needed. */
function power(rows: Float64Array[], exponent: number, base: (cell: number) => number): Float64Array {
  while (rows.length <= exponent) {
    rows.push((rows.at(-1) as Float64Array).map((value, i) => value * base(i)));
  }
  return rows[exponent]!;
}

function pairsOf(points: readonly PointCount[]): Pair[] {
  const pairs = new Map<number, Pair>();
  for (const { yes, of } of points) {
    if (of === 0) continue;
    const key = yes * 0x100000 + of;
    const pair = pairs.get(key);
    if (pair) pair.weight++;
    else pairs.set(key, { yes, of, weight: 1 });
  }
  return [...pairs.values()].sort((a, b) => a.of - b.of || a.yes - b.yes);
}

interface Moments {
  /** Design points, trials on all of them, and pairs of trials on one point. */
  readonly points: number;
  readonly trials: number;
  readonly couples: number;
  readonly mean: number;
  /** Variance of a single trial's answer: mean (1 - mean). */
  readonly single: number;
  /** Variance of the shares y/R between the points. */
  readonly total: number;
  /** What of it is no noise: the variance of p. */
  readonly spread: number;
  /** Skewness of `spread` when p is the same everywhere. */
  readonly skew: number;
}

function momentsOf(pairs: readonly Pair[], count: number): Moments {
  let mean = 0;
  for (const { yes, of, weight } of pairs) mean += (weight * (yes / of)) / count;
  const single = mean * (1 - mean);
  let [total, noise, trials, couples, triples] = [0, 0, 0, 0, 0];
  for (const { yes, of, weight } of pairs) {
    const p = yes / of;
    total += (weight * (p - mean) * (p - mean)) / (count - 1);
    noise += (weight * (of > 1 ? (p * (1 - p)) / (of - 1) : single)) / count;
    trials += weight * of;
    couples += (weight * of * (of - 1)) / 2;
    triples += (weight * of * (of - 1) * (of - 2)) / 6;
  }
  const lean = single * (1 - 2 * mean);
  const variance = couples * single * single;
  const third = couples * lean * lean + 6 * triples * single * single * single;
  const skew = variance > 0 ? third / (variance * Math.sqrt(variance)) : 0;
  return { points: count, trials, couples, mean, single, total, spread: total - noise, skew };
}

/**
 * Standard error of the estimated variance of p, were `spread` the true one: products of two answers of one point,
 * pairs of such products with an answer in common, and the sampling of points from a normal G.
 */
function spreadError({ points, trials, couples, mean, single }: Moments, spread: number): number {
  const lean = 1 - 2 * mean;
  return Math.sqrt(
    (single * single + spread * lean * lean) / couples +
      (4 * spread * single) / trials +
      (2 * spread * spread) / points,
  );
}

/** 99th percentile of a standardised quantity of so much skewness (Wilson and Hilferty); 0 where that is below. */
export function skewed99(skew: number): number {
  if (!(skew > 0)) return NORMAL_99;
  const cube = 1 + (NORMAL_99 * skew) / 6 - (skew * skew) / 36;
  return Math.max(0, (2 / skew) * (cube * cube * cube - 1));
}

/** Whether the points differ by more than noise would make them differ once in a hundred times. */
function isSeen(moments: Moments): boolean {
  const { couples, spread, skew } = moments;
  // One pair of like answers more or less is the least step in which the spread can change.
  return spread - 0.5 / couples > skewed99(skew) * spreadError(moments, 0);
}

/**
 * How far from the mean a range that was not seen reaches: by the upper limit of the variance between points, which is
 * approached from `above` it. `errorOf` is the standard error of the estimated variance, given the true one.
 */
export function boundReach(spread: number, errorOf: (spread: number) => number, above: number): number {
  const seen = Math.max(0, spread);
  let most = above;
  for (let i = 0; i < BOUND_STEPS; i++) most = seen + NORMAL_95 * errorOf(most);
  return BOUND_SD * Math.sqrt(most);
}

/** Where a range that was not seen lies. */
function boundOf(moments: Moments): Interval {
  const { mean, trials, spread } = moments;
  const reach = boundReach(spread, (other) => spreadError(moments, other), 1);
  const { low, high } = wilson(mean * trials, trials);
  return {
    low: Math.max(0, mean - reach, 1 - BOUND_MEANS * (1 - low)),
    high: Math.min(1, mean + reach, BOUND_MEANS * high),
  };
}

/** The shares shrunk to the variance of p, spread over the width of one trial, smoothed. */
function startOf(pairs: readonly Pair[], count: number, { mean, total, spread }: Moments): Float64Array {
  const shrink = Math.sqrt(spread / total);
  let cells = new Float64Array(CELLS);
  for (const { yes, of, weight } of pairs) {
    const centre = mean + shrink * (yes / of - mean);
    const low = Math.max(0, centre - shrink / (2 * of));
    const high = Math.min(1, centre + shrink / (2 * of));
    for (let i = 0; i < CELLS; i++) {
      const overlap = Math.min(high, EDGES[i + 1]!) - Math.max(low, EDGES[i]!);
      if (overlap > 0) cells[i]! += ((weight / count) * overlap) / (high - low);
    }
  }
  for (let s = 0; s < START_SMOOTHINGS; s++) {
    cells = cells.map(
      (cell, i) => 0.5 * cell + 0.25 * (cells[Math.max(0, i - 1)]! + cells[Math.min(CELLS - 1, i + 1)]!),
    );
  }
  return cells;
}

/** Percentiles of the cells with their errors. */
function rangeOf(cells: Float64Array, moments: Moments): RangeOutcome {
  const { points, trials, single, spread } = moments;
  let total = 0;
  for (const cell of cells) total += cell;
  return withErrors((share) => percentile(cells, share * total), {
    points,
    spread,
    // That the points are a sample is in the percentiles around the end.
    spreadError: spreadError({ ...moments, points: Infinity }, spread),
    meanError: Math.sqrt(single / trials),
    noiseAt: (end) => Math.sqrt((end * (1 - end) * points) / trials),
  });
}

export interface EndErrors {
  readonly points: number;
  /** Variance of the true values between the points, and its standard error by noise alone. */
  readonly spread: number;
  readonly spreadError: number;
  /** Standard error of the mean of all points by noise alone. */
  readonly meanError: number;
  /** Standard error of what is seen of a point that truly lies at `end`. */
  readonly noiseAt: (end: number) => number;
}

/** The range between two percentiles, each with the four parts of its standard error. */
export function withErrors(at: (share: number) => number, errors: EndErrors): RangeOutcome {
  const sd = Math.sqrt(errors.spread);
  const stretch = (NORMAL_95 * errors.spreadError) / (2 * sd);
  const slack = Math.sqrt((0.05 * 0.95) / errors.points);
  const errorOf = (share: number): number => {
    const order = (at(Math.min(1, share + slack)) - at(Math.max(0, share - slack))) / 2;
    const shape = SHAPE_ERROR * Math.min(errors.noiseAt(at(share)), SHAPE_SD * sd);
    return Math.sqrt(order * order + stretch * stretch + shape * shape + errors.meanError * errors.meanError);
  };
  return { kind: 'range', low: at(0.05), high: at(0.95), lowSe: errorOf(0.05), highSe: errorOf(0.95) };
}

function percentile(cells: Float64Array, wanted: number): number {
  let below = 0;
  for (let i = 0; i < CELLS; i++) {
    const cell = cells[i]!;
    if (cell > 0 && below + cell >= wanted) {
      const low = EDGES[i]!;
      return low + (EDGES[i + 1]! - low) * ((wanted - below) / cell);
    }
    below += cell;
  }
  return 1;
}

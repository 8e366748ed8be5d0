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
 * rare, near 1, no spread at all) and plans from 12x8 to 1000x100. With 400x50 the root mean square error of either
 * percentile is below 0.03 in all but beta(1, 3), whose 95th percentile is 0.034 off; 0.029 of that is what 400 draws
 * have even when each p is known. Without spread, at p = 0.4, the range is 0.024 wide on average and 0.10 at most.
 * With 1000x100 it is below 0.021 everywhere; with 66x15 it is 0.05 to 0.12: a run of 1,000 trials has a rough range.
 *
 * Others considered: 50 and 100 EM steps gain 0.01 on two points and lose as much on smooth shapes; smoothing within
 * every step widens what has little spread; shrunk shares without EM are 0.05 off on two points, a beta-binomial by
 * moments (the best on beta shapes) 0.12 there and 0.08 on two humps.
 *
 * Only products are used, so the result has the same bits everywhere.
 */
import type { Interval } from './wilson.ts';

const CELLS = 400;
const EM_STEPS = 20;
const START_SMOOTHINGS = 2;
/** Fewer design points say nothing of a 5th percentile. */
export const RANGE_POINTS_MIN = 10;

/** One design point: `yes` of `of` trials. */
export interface PointCount {
  readonly yes: number;
  readonly of: number;
}

export type RangeOutcome = Interval | 'no-spread' | 'too-few-points';

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

  /** 5th to 95th percentile of p over the points. Points without trials are left out. */
  estimate(points: readonly PointCount[]): RangeOutcome {
    const pairs = pairsOf(points);
    let count = 0;
    for (const pair of pairs) count += pair.weight;
    if (count < RANGE_POINTS_MIN) return 'too-few-points';
    const moments = momentsOf(pairs, count);
    if (!(moments.spread > 0)) return 'no-spread';
    return percentiles(this.climb(startOf(pairs, count, moments), pairs, count));
  }

  /** EM for the weights of the cells. */
  private climb(start: Float64Array, pairs: readonly Pair[], count: number): Float64Array {
    const cells = start.slice();
    const likelihoods = pairs.map((pair) => this.likelihoodOf(pair));
    for (let step = 0; step < EM_STEPS; step++) {
      const factors = new Float64Array(CELLS);
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
  readonly mean: number;
  /** Variance of the shares y/R between the points. */
  readonly total: number;
  /** What of it is no noise: the variance of p. */
  readonly spread: number;
}

function momentsOf(pairs: readonly Pair[], count: number): Moments {
  let mean = 0;
  for (const { yes, of, weight } of pairs) mean += (weight * (yes / of)) / count;
  let total = 0;
  let noise = 0;
  for (const { yes, of, weight } of pairs) {
    const p = yes / of;
    total += (weight * (p - mean) * (p - mean)) / (count - 1);
    noise += (weight * (of > 1 ? (p * (1 - p)) / (of - 1) : mean * (1 - mean))) / count;
  }
  return { mean, total, spread: total - noise };
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

function percentiles(cells: Float64Array): Interval {
  let total = 0;
  for (const cell of cells) total += cell;
  return { low: percentile(cells, 0.05 * total), high: percentile(cells, 0.95 * total) };
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

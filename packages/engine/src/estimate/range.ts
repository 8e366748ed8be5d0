/**
 * The range over assumptions: 5th to 95th percentile of a probability over draws of the parameters, with simulation
 * noise taken out. Each design point has a probability p of its own, of which only y yes in R trials are seen; the
 * shares y/R spread wider than p does, so their percentiles would report noise as disagreement.
 *
 * The distribution G of p is estimated on a grid, dense near 0 and 1, as a binomial mixture:
 *
 * 1. Start: shares shrunk towards their mean until they have the variance of p, V = S² − mean p̂(1−p̂)/(R−1) (Louis,
 *    JASA 79, 1984, 393–398), each spread over the width of one trial, and smoothed twice by [1 2 1]/4. V ≤ 0 means
 *    that the points differ no more than noise does: the range is the probability itself.
 * 2. Twenty EM steps towards the maximum likelihood (Laird, JASA 73, 1978, 805–811). The maximum itself is a handful
 *    of points; stopping early keeps the smoothness of the start.
 *
 * Steps and smoothing were chosen over sixteen shapes of G (even, two-point, beta from U-shaped to narrow, rare, near
 * 1, no spread at all) and plans from 12x8 to 1000x100: with 400x50 the root mean square error of each percentile is
 * below 0.03 in all of them; without spread the range is 0.02 to 0.03 wide at p = 0.4. Fifty or a hundred steps gain
 * 0.01 on two points and lose about as much on smooth shapes; shrunk shares alone, and a beta-binomial by moments,
 * are 0.05 and 0.12 off on two points; smoothing within every step widens what has no spread.
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
    let cells = start;
    const likelihoods = pairs.map((pair) => this.likelihoodOf(pair));
    for (let step = 0; step < EM_STEPS; step++) {
      const factors = new Float64Array(CELLS);
      pairs.forEach(({ weight }, j) => {
        const likelihood = likelihoods[j] as Float64Array;
        let total = 0;
        for (let i = 0; i < CELLS; i++) total += (likelihood[i] as number) * (cells[i] as number);
        if (!(total > 0)) return; // cannot happen below 1,000 trials a point: no product underflows where p is likely
        const scaled = weight / total;
        for (let i = 0; i < CELLS; i++) factors[i]! += scaled * (likelihood[i] as number);
      });
      cells = cells.map((cell, i) => (cell * (factors[i] as number)) / count);
    }
    return cells;
  }

  /** p^yes (1-p)^(of-yes) in each cell. */
  private likelihoodOf({ yes, of }: Pair): Float64Array {
    const key = yes * 0x100000 + of;
    let likelihood = this.likelihoods.get(key);
    if (!likelihood) {
      const ups = power(this.yesPowers, yes, (i) => MIDDLES[i] as number);
      const downs = power(this.noPowers, of - yes, (i) => 1 - (MIDDLES[i] as number));
      likelihood = ups.map((up, i) => up * (downs[i] as number));
      this.likelihoods.set(key, likelihood);
    }
    return likelihood;
  }
}

/** Row `exponent` of a table of powers, extended as far as needed. */
function power(rows: Float64Array[], exponent: number, base: (cell: number) => number): Float64Array {
  while (rows.length <= exponent) {
    rows.push((rows.at(-1) as Float64Array).map((value, i) => value * base(i)));
  }
  return rows[exponent] as Float64Array;
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
      const overlap = Math.min(high, EDGES[i + 1] as number) - Math.max(low, EDGES[i] as number);
      if (overlap > 0) cells[i]! += ((weight / count) * overlap) / (high - low);
    }
  }
  for (let s = 0; s < START_SMOOTHINGS; s++) {
    cells = cells.map(
      (cell, i) =>
        0.5 * cell +
        0.25 * ((cells[Math.max(0, i - 1)] as number) + (cells[Math.min(CELLS - 1, i + 1)] as number)),
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
    const cell = cells[i] as number;
    if (cell > 0 && below + cell >= wanted) {
      const low = EDGES[i] as number;
      return low + ((EDGES[i + 1] as number) - low) * ((wanted - below) / cell);
    }
    below += cell;
  }
  return 1;
}

/**
 * The range over assumptions of a mean: 5th to 95th percentile over draws of the parameters, with simulation noise
 * taken out. Each design point has a mean of its own, of which only that of a few trials is seen. The way is that of
 * the range of a probability (range.ts), with normal errors in place of binomial ones:
 *
 * 1. Start: means shrunk towards their mean until they have the variance of the true ones, V = S² − mean(sᵢ²/nᵢ)
 *    (Louis, JASA 79, 1984, 393–398), on an even grid, smoothed.
 * 2. Twenty EM steps towards the maximum likelihood (Laird, JASA 73, 1978, 805–811) of a mixture of normal errors.
 *
 * Looked at over five shapes of the true means (normal, even, exponential, lognormal with sigma 1, two points), in
 * standard deviations of them. With 400x50 and a noise variance of a tenth of theirs the root mean square error of
 * either percentile is 0.07 to 0.24, on lognormal 0.34 at its long end; with half of theirs 0.12 to 0.30, on lognormal
 * 0.41, on two points 0.45. With 66x15 it is 0.1 to 0.6 and 0.3 to 0.8: a run of 1,000 trials has a rough range. Shrunk
 * means without EM are 0.1 better on normal shapes and up to 0.3 worse on all others.
 *
 * What is said, and when, is as there: a range with standard errors only where V is above the 99th percentile that it
 * has when all true means are one and errors are normal; else a bound of two standard deviations at the upper 95% limit
 * of V. Errors far from normal (a few trials that carry most of a mean) make both looser than that.
 *
 * Only products and roots are used, so the result has the same bits everywhere.
 */
import { deviationOf, meanOf, type ExactSum } from '../tally/index.ts';
import { boundReach, RANGE_POINTS_MIN, skewed99, withErrors, type RangeOutcome } from './range.ts';

const CELLS = 400;
const EM_STEPS = 20;
const START_SMOOTHINGS = 16;
/** The variance within a point of few trials leans on the average of all, as if it came from so many trials. */
const LEANING = 4;

/** One design point: mean of its trials and variance of that mean's error. */
interface Point {
  readonly mean: number;
  readonly error: number;
}

type Percentiles = (share: number) => number;

/** Unlike probabilities, numbers may be too large or too small for what is computed of them. */
export type MeanRangeOutcome = RangeOutcome | { readonly kind: 'out-of-reach' };

/** Squares of variances below this have lost digits, or are 0. */
const REACH_MIN = 1e-290;

/** Points without a number are left out. */
export function meanRange(sums: readonly ExactSum[]): MeanRangeOutcome {
  const points = pointsOf(sums);
  if (points.length < RANGE_POINTS_MIN) return { kind: 'too-few-points' };
  const centre = average(points.map(({ mean }) => mean));
  const total =
    (average(points.map(({ mean }) => square(mean - centre))) * points.length) / (points.length - 1);
  const noise = average(points.map(({ error }) => error));
  const spread = total - noise;
  const freedom = points.length - 1;
  // Squares of variances are compared below.
  const reach = square(total + noise);
  const isOne = points.every(({ mean }) => mean === points[0]?.mean);
  if (!(reach < Infinity) || (reach < REACH_MIN && !isOne)) return { kind: 'out-of-reach' };
  /** Standard error of V, were `other` the true variance. */
  const errorOf = (other: number): number => Math.sqrt(2 / freedom) * (noise + other);
  if (!(spread > skewed99(Math.sqrt(8 / freedom)) * errorOf(0))) {
    const reach = boundReach(spread, errorOf, 4 * (noise + total));
    return { kind: 'bound', low: centre - reach, high: centre + reach };
  }
  const shrink = Math.sqrt(spread / total);
  const shrunk = points.map(({ mean }) => centre + shrink * (mean - centre));
  // Without noise the means are the true ones.
  const at = points.every(({ error }) => error === 0)
    ? percentilesOf(Float64Array.from(shrunk).sort())
    : mixture(points, shrunk);
  return withErrors(at, {
    points: points.length,
    spread,
    // By noise alone: noise with itself and with the true means.
    spreadError: Math.sqrt((2 * noise * noise + 4 * noise * spread) / freedom),
    meanError: Math.sqrt(noise / points.length),
    noiseAt: () => Math.sqrt(noise),
  });
}

function pointsOf(sums: readonly ExactSum[]): readonly Point[] {
  const seen = sums.filter(({ count }) => count > 0);
  const deviations = seen.map((sum) => (sum.count > 1 ? deviationOf(sum) : 0));
  const freedom = seen.reduce((total, { count }) => total + count - 1, 0);
  if (freedom === 0) return [];
  const common =
    seen.reduce((total, { count }, i) => total + (count - 1) * square(deviations[i] ?? 0), 0) / freedom;
  return seen.map((sum, i) => {
    const own = (sum.count - 1) * square(deviations[i] ?? 0);
    const variance = (own + LEANING * common) / (sum.count - 1 + LEANING);
    return { mean: meanOf(sum), error: variance / sum.count };
  });
}

// ---------------------------------------------------------------- mixture

/** Percentiles of the true means. */
function mixture(points: readonly Point[], shrunk: readonly number[]): Percentiles {
  const low = least(points.map(({ mean }) => mean));
  const width = (most(points.map(({ mean }) => mean)) - low) / CELLS;
  let cells = startOf(shrunk, low, width);
  const likelihoods = points.map((point) => likelihoodOf(point, low, width));
  for (let step = 0; step < EM_STEPS; step++) {
    const factors = new Float64Array(CELLS);
    for (const likelihood of likelihoods) {
      let sum = 0;
      for (let i = 0; i < CELLS; i++) sum += likelihood[i]! * cells[i]!;
      if (!(sum > 0)) continue; // a point out of reach of every cell
      for (let i = 0; i < CELLS; i++) factors[i]! += likelihood[i]! / sum;
    }
    cells = cells.map((cell, i) => (cell * factors[i]!) / points.length);
  }
  return (share) => percentile(cells, share, low, width);
}

function startOf(means: readonly number[], low: number, width: number): Float64Array {
  let cells = new Float64Array(CELLS);
  for (const mean of means)
    cells[Math.min(CELLS - 1, Math.max(0, Math.floor((mean - low) / width)))]! += 1 / means.length;
  for (let s = 0; s < START_SMOOTHINGS; s++) {
    cells = cells.map(
      (cell, i) => 0.5 * cell + 0.25 * (cells[Math.max(0, i - 1)]! + cells[Math.min(CELLS - 1, i + 1)]!),
    );
  }
  return cells;
}

/** Density of the seen mean, up to a factor, in the middle of each cell; errors are no finer than half a cell. */
function likelihoodOf({ mean, error }: Point, low: number, width: number): Float64Array {
  const variance = Math.max(error, square(width / 2));
  return Float64Array.from({ length: CELLS }, (_, i) =>
    bell(square(mean - (low + (i + 0.5) * width)) / variance),
  );
}

/** exp(−z²/2) as (1 − z²/2048)^1024: within 1% of itself up to z = 3, and 0 beyond z = 45. */
function bell(squaredZ: number): number {
  let value = Math.max(0, 1 - squaredZ / 2048);
  for (let i = 0; i < 10; i++) value *= value;
  return value;
}

function percentile(cells: Float64Array, share: number, low: number, width: number): number {
  let total = 0;
  for (const cell of cells) total += cell;
  const wanted = share * total;
  let below = 0;
  for (let i = 0; i < CELLS; i++) {
    const cell = cells[i]!;
    if (cell > 0 && below + cell >= wanted) return low + (i + (wanted - below) / cell) * width;
    below += cell;
  }
  return low + CELLS * width;
}

// ---------------------------------------------------------------- small things

const square = (x: number): number => x * x;
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** Linear between the order statistics; of n equal parts the middle of each is at its value. */
function percentilesOf(sorted: Float64Array): Percentiles {
  return (share) => {
    const rank = Math.min(sorted.length - 1, Math.max(0, share * sorted.length - 0.5));
    const below = Math.floor(rank);
    const from = sorted[below] as number;
    return from + ((sorted[Math.min(sorted.length - 1, below + 1)] as number) - from) * (rank - below);
  };
}

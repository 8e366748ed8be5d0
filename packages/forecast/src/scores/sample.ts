/** Draws as a distribution: sorting, weights, moments and quantiles, each with its definition by name. */
import { assure } from '../statistics/answer.ts';

export interface SortedSample {
  /** Rising. */
  readonly x: readonly number[];
  /** The probability of each; they sum to 1. */
  readonly p: readonly number[];
}

/** The probability of each draw: equal, or its share of the weights. */
export function probabilitiesOf(count: number, weights?: readonly number[]): readonly number[] {
  assure(count > 0, 'a sample of at least one draw');
  if (weights === undefined) return Array.from({ length: count }, () => 1 / count);
  assure(weights.length === count, 'one weight for each draw');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  assure(total > 0, 'weights that are not all 0');
  return weights.map((weight) => weight / total);
}

export function sortedSample(values: readonly number[], weights?: readonly number[]): SortedSample {
  const p = probabilitiesOf(values.length, weights);
  if (weights === undefined) return { x: values.toSorted((a, b) => a - b), p };
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  return { x: order.map((i) => values[i]!), p: order.map((i) => p[i]!) };
}

/** Counted from the first draw, so that the mean of equal draws is exactly theirs. */
export function mean(values: readonly number[], weights?: readonly number[]): number {
  const first = values[0]!;
  if (weights === undefined) return first + values.reduce((sum, x) => sum + (x - first), 0) / values.length;
  const p = probabilitiesOf(values.length, weights);
  return first + values.reduce((sum, x, i) => sum + p[i]! * (x - first), 0);
}

/** Σ p (x − mean)²: the variance of the empirical distribution, 1/M and not 1/(M − 1). */
export function varianceOf(values: readonly number[], weights?: readonly number[]): number {
  const centre = mean(values, weights);
  return mean(
    values.map((x) => (x - centre) * (x - centre)),
    weights,
  );
}

/** Half of the mean absolute difference of two independent draws (1/M²): Σ F(1 − F)·gap. */
export function halfGini({ x, p }: SortedSample): number {
  let below = 0;
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    below += p[i]!;
    sum += below * (1 - below) * (x[i + 1]! - x[i]!);
  }
  return sum;
}

/** Type 7 of Hyndman and Fan (1996), the default of R and NumPy: linear between order statistics. Without weights. */
export function quantileType7(sorted: readonly number[], level: number): number {
  assure(sorted.length > 0 && level >= 0 && level <= 1, 'a level in [0, 1] of at least one draw');
  const at = level * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  return at === below ? low : low + (at - below) * (sorted[below + 1]! - low);
}

/** The median: the middle, or the mean of the two middle ones; with weights where half of them is reached. */
export function median(values: readonly number[], weights?: readonly number[]): number {
  const sorted = sortedSample(values, weights);
  if (weights === undefined) return quantileType7(sorted.x, 0.5);
  // A draw without weight is not there, and no neighbour.
  const x = sorted.x.filter((_, i) => sorted.p[i]! > 0);
  const p = sorted.p.filter((share) => share > 0);
  let below = 0;
  for (let i = 0; i < x.length; i++) {
    below += p[i]!;
    // Half reached exactly, up to the rounding of the shares: the middle lies between this draw and the next.
    if (Math.abs(below - 0.5) < 1e-12 && i + 1 < x.length) return (x[i]! + x[i + 1]!) / 2;
    if (below > 0.5) return x[i]!;
  }
  return x.at(-1)!;
}

/** Pools of distributions given by quantiles or by distribution functions. */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';
import { standardNormalCdf, standardNormalQuantile } from '../statistics/distributions.ts';
import { orderOf, sumOf } from '../statistics/numbers.ts';
import { bisect } from '../statistics/search.ts';
import { normalised } from './weights.ts';

/** Quantiles at rising levels in (0, 1), values never falling. */
export interface Quantiles {
  readonly levels: readonly number[];
  readonly values: readonly number[];
}

/** Smallest value with half of the weight at or below it; where exactly half is, the middle to the next. */
export function weightedMedian(values: readonly number[], weights?: readonly number[]): number {
  const w = normalised(weights, values.length);
  const order = orderOf(values).filter((i) => w[i]! > 0);
  let sum = 0;
  for (const [k, i] of order.entries()) {
    sum += w[i]!;
    const next = order[k + 1];
    if (next !== undefined && Math.abs(sum - 0.5) < 1e-12) return (values[i]! + values[next]!) / 2;
    if (sum > 0.5) return values[i]!;
  }
  return values[order.at(-1)!]!;
}

/**
 * Pool of quantile functions, level by level: the weighted mean (Vincent 1912; Ratcliff 1979, Psychological Bulletin 86)
 * or the weighted median. @returns unanswerable where members do not give the same levels
 */
export function quantilePool(
  members: readonly Quantiles[],
  options: { readonly weights?: readonly number[]; readonly by?: 'mean' | 'median' } = {},
): Answer<Quantiles> {
  const w = normalised(options.weights, members.length);
  const levels = members[0]!.levels;
  const other = members.findIndex(
    (m) => m.levels.length !== levels.length || m.levels.some((l, k) => l !== levels[k]),
  );
  if (other >= 0) {
    return unanswerable(
      `Member number ${other + 1} gives other quantile levels than the first; use the linear pool, or keep the levels that all have`,
    );
  }
  const by = options.by ?? 'mean';
  return {
    levels,
    values: levels.map((_, k) => {
      const values = members.map((m) => m.values[k]!);
      return by === 'median' ? weightedMedian(values, w) : sumOf(values.map((v, i) => w[i]! * v));
    }),
  };
}

/**
 * A distribution function through quantiles: normal scores Φ⁻¹(level) are joined by straight lines, and the outermost
 * lines go on as normal tails, so that the quantiles of a normal distribution give that distribution back. Levels of equal
 * values are one point mass.
 *
 * @returns P(Y ≤ x); unanswerable with fewer than two levels
 */
export function distributionThrough({ levels, values }: Quantiles): Answer<(x: number) => number> {
  assure(levels.length === values.length, 'a value for each level');
  assure(
    levels.every((l, k) => l > 0 && l < 1 && (k === 0 || l > levels[k - 1]!)),
    'levels rise in (0, 1)',
  );
  assure(
    values.every((v, k) => Number.isFinite(v) && (k === 0 || v >= values[k - 1]!)),
    'values never fall',
  );
  if (levels.length < 2) return unanswerable('A distribution needs at least two quantiles');
  const z = levels.map(standardNormalQuantile);
  const last = levels.length - 1;
  if (values[0] === values[last]) {
    const all = values[0]!;
    return (x) => (x >= all ? 1 : 0);
  }
  // Tails use the slopes of the outermost pieces of positive width.
  const left = values.findIndex((v) => v > values[0]!);
  let right = last;
  while (values[right] === values[last]) right--;
  const slopeOf = (k: number): number => (z[k + 1]! - z[k]!) / (values[k + 1]! - values[k]!);
  const [leftSlope, rightSlope] = [slopeOf(left - 1), slopeOf(right)];
  return (x) => {
    if (x < values[0]!) return standardNormalCdf(z[0]! - leftSlope * (values[0]! - x));
    if (x >= values[last]!) return standardNormalCdf(z[last]! + rightSlope * (x - values[last]!));
    let k = 0;
    while (values[k + 1]! <= x) k++;
    return standardNormalCdf(z[k]! + slopeOf(k) * (x - values[k]!));
  };
}

/**
 * Quantiles of the weighted mean of distribution functions. Members may have different levels.
 * @param levels of the pool, rising
 */
export function linearPoolOfQuantiles(
  members: readonly Quantiles[],
  levels: readonly number[],
  weights?: readonly number[],
): Answer<Quantiles> {
  const w = normalised(weights, members.length);
  const functions: ((x: number) => number)[] = [];
  for (const member of members) {
    const f = distributionThrough(member);
    if (typeof f !== 'function') return f;
    functions.push(f);
  }
  const mixture = (x: number): number => sumOf(functions.map((f, i) => (w[i] === 0 ? 0 : w[i]! * f(x))));
  let low = Math.min(...members.flatMap((m) => m.values));
  let high = Math.max(...members.flatMap((m) => m.values));
  const width = Math.max(high - low, Math.abs(low), 1e-300);
  for (let k = 0, step = width; k < 100 && mixture(low) >= levels[0]!; k++, step *= 2) low -= step;
  for (let k = 0, step = width; k < 100 && mixture(high) < levels.at(-1)!; k++, step *= 2) high += step;
  return {
    levels,
    values: levels.map((level) => {
      const value = bisect((x) => (mixture(x) >= level ? 1 : -1), low, high);
      return value === 0 ? 0 : value;
    }),
  };
}

/** Weighted mean of distribution functions at the same thresholds. */
export function linearPoolOfCdfs(
  members: readonly (readonly number[])[],
  weights?: readonly number[],
): number[] {
  const w = normalised(weights, members.length);
  assure(
    members.every((m) => m.length === members[0]!.length),
    'members give the same thresholds',
  );
  return members[0]!.map((_, k) => sumOf(members.map((m, i) => w[i]! * m[k]!)));
}

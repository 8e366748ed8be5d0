/**
 * Distributions with straight lines between quantiles (the least informative ones, given these): what an expert's three
 * numbers say when nothing is added, with ends at the intrinsic range.
 */
import { assure } from '../statistics/answer.ts';
import { ascending, sumOf } from '../statistics/numbers.ts';
import { bisect } from '../statistics/search.ts';
import type { Judgement } from './judgement.ts';

/** Rising points (value, P(Y ≤ value)) from probability 0 to 1. */
export interface Piecewise {
  readonly values: readonly number[];
  readonly levels: readonly number[];
}

export interface IntrinsicRange {
  readonly low: number;
  readonly high: number;
}

/**
 * The range from the lowest to the highest of all numbers said (and of the truth, where known), widened by `overshoot` of
 * its width on each side: Cooke (1991), Experts in Uncertainty, 10% unless said, and never beyond the limits given.
 */
export function intrinsicRange(
  judgements: readonly Judgement[],
  options: {
    readonly truth?: number;
    readonly overshoot?: number;
    readonly limits?: { readonly low?: number; readonly high?: number };
  } = {},
): IntrinsicRange {
  const { truth, overshoot = 0.1, limits = {} } = options;
  const all = [...judgements.flatMap((j) => [j.low, j.high]), ...(truth === undefined ? [] : [truth])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const width = high - low;
  return {
    low: Math.max(limits.low ?? -Infinity, low - overshoot * width),
    high: Math.min(limits.high ?? Infinity, high + overshoot * width),
  };
}

/** Levels of an expert's low and high: what is outside is shared evenly between both sides. */
export function levelsOf(confidence: number): readonly [low: number, high: number] {
  return [(1 - confidence) / 2, (1 + confidence) / 2];
}

/** low, best (as the median) and high as quantiles; beyond them straight to the ends of the range. */
export function piecewiseOf(judgement: Judgement, range: IntrinsicRange): Piecewise {
  const [lowLevel, highLevel] = levelsOf(judgement.confidence);
  const points: [number, number][] = [
    [Math.min(range.low, judgement.low), 0],
    [judgement.low, lowLevel],
    [judgement.best, 0.5],
    [judgement.high, highLevel],
    [Math.max(range.high, judgement.high), 1],
  ];
  // With confidence 1 low and high are the ends themselves.
  const kept = points.filter(([value, level], k) => {
    const next = points[k + 1];
    const before = points[k - 1];
    if (level === 0 && next !== undefined && next[1] === 0) return false;
    return !(level === 1 && before !== undefined && before[1] === 1) && Number.isFinite(value);
  });
  return { values: kept.map(([value]) => value), levels: kept.map(([, level]) => level) };
}

/** P(Y ≤ x). */
export function piecewiseCdf({ values, levels }: Piecewise, x: number): number {
  if (x < values[0]!) return 0;
  const next = values.findIndex((v) => v > x);
  if (next < 0) return 1;
  const [a, b] = [values[next - 1]!, values[next]!];
  return levels[next - 1]! + ((x - a) / (b - a)) * (levels[next]! - levels[next - 1]!);
}

/** Weighted mean of distribution functions, which is piecewise itself: straight between the values of its members. */
export function mixtureOf(members: readonly Piecewise[], weights: readonly number[]): Piecewise {
  const counted = members.filter((_, i) => weights[i]! > 0);
  const values = ascending([...new Set(counted.flatMap((m) => m.values))]);
  const levels = values.map((x) => sumOf(members.map((m, i) => weights[i]! * piecewiseCdf(m, x))));
  // Sums of weights may miss the ends by rounding.
  levels[0] = 0;
  levels[levels.length - 1] = 1;
  return { values, levels };
}

/** Weighted mean of distribution functions: quantiles at the levels given, 0 and 1 being the ends of the range. */
export function mixtureQuantiles(
  members: readonly Piecewise[],
  weights: readonly number[],
  levels: readonly number[],
): number[] {
  assure(members.length === weights.length && members.length > 0, 'a weight for each member');
  const counted = members.filter((_, i) => weights[i]! > 0);
  const low = Math.min(...counted.map((m) => m.values[0]!));
  const high = Math.max(...counted.map((m) => m.values.at(-1)!));
  const mixture = (x: number): number => sumOf(members.map((m, i) => weights[i]! * piecewiseCdf(m, x)));
  return levels.map((level) =>
    level <= 0 ? low : level >= 1 ? high : bisect((x) => (mixture(x) >= level ? 1 : -1), low, high),
  );
}

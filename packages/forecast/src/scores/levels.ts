/** Quantile levels in pairs: a central interval is two levels that are each other's mirror. */
import { assure } from '../statistics/answer.ts';
import { noScore, type NoScore } from './score.ts';

/** Written levels such as 0.05 and 0.95 are mirrors although 1 − 0.95 is not exactly 0.05. */
const SAME_LEVEL = 1e-9;

export interface CentralInterval {
  /** The interval is from the α/2 to the 1 − α/2 quantile and should hold 1 − α. */
  readonly alpha: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Intervals {
  /** Widest first. */
  readonly central: readonly CentralInterval[];
  readonly median?: number;
}

const indexOfLevel = (levels: readonly number[], wanted: number): number =>
  levels.findIndex((level) => Math.abs(level - wanted) < SAME_LEVEL);

/** The value at a level, where that level was given. */
export function quantileAt(
  levels: readonly number[],
  quantiles: readonly number[],
  level: number,
): number | undefined {
  assure(levels.length === quantiles.length, 'one quantile for each level');
  return quantiles[indexOfLevel(levels, level)];
}

/** Central intervals and median of rising levels; no score where a level is without its mirror. */
export function intervalsOf(levels: readonly number[], quantiles: readonly number[]): Intervals | NoScore {
  assure(levels.length === quantiles.length && levels.length > 0, 'one quantile for each level');
  const central: CentralInterval[] = [];
  for (const [i, level] of levels.entries()) {
    const mirror = indexOfLevel(levels, 1 - level);
    if (mirror === -1) {
      return noScore(`level ${level} is without its mirror ${Number((1 - level).toPrecision(12))}`);
    }
    if (mirror > i) central.push({ alpha: 2 * level, lower: quantiles[i]!, upper: quantiles[mirror]! });
  }
  const median = quantileAt(levels, quantiles, 0.5);
  return median === undefined ? { central } : { central, median };
}

/**
 * The median of a quantile forecast: its 0.5 quantile, or, where that was not given, on the straight line between the
 * levels around it; no score where 0.5 lies outside the levels.
 */
export function medianOf(levels: readonly number[], quantiles: readonly number[]): number | NoScore {
  const given = quantileAt(levels, quantiles, 0.5);
  if (given !== undefined) return given;
  const above = levels.findIndex((level) => level > 0.5);
  if (above <= 0) return noScore('the levels do not reach to both sides of 0.5, so there is no median');
  const share = (0.5 - levels[above - 1]!) / (levels[above]! - levels[above - 1]!);
  return quantiles[above - 1]! + share * (quantiles[above]! - quantiles[above - 1]!);
}

/** Did the outcome fall where it should? Not scores: their means are compared with what was promised. */
import { quantileAt } from './levels.ts';
import { noScore, type NoScore } from './score.ts';

/** Both ends belong to the interval. */
export const covered = (lower: number, upper: number, outcome: number): boolean =>
  lower <= outcome && outcome <= upper;

/** Is the outcome in the central interval that should hold `coverage` (such as 0.5)? 0 is the median as an interval. */
export function intervalCovers(
  levels: readonly number[],
  quantiles: readonly number[],
  coverage: number,
  outcome: number,
): boolean | NoScore {
  const lower = quantileAt(levels, quantiles, (1 - coverage) / 2);
  const upper = quantileAt(levels, quantiles, (1 + coverage) / 2);
  if (lower === undefined || upper === undefined) {
    const ends = [(1 - coverage) / 2, (1 + coverage) / 2].map((level) => Number(level.toPrecision(12)));
    return noScore(`the levels ${ends.join(' and ')} were not given`);
  }
  return covered(lower, upper, outcome);
}

/** Is the outcome at or below the quantile? Should be so in `level` of the cases. */
export const quantileCovers = (quantile: number, outcome: number): boolean => outcome <= quantile;

/** Share of the cases that were covered less the share that was promised: 0 is right, below 0 overconfident. */
export function coverageDeviation(covers: readonly boolean[], promised: number): number {
  return covers.filter(Boolean).length / covers.length - promised;
}

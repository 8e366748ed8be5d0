/** The interval score (Winkler 1972, JASA 67:187; Gneiting and Raftery 2007, JASA 102:359, equation 43) and its parts. */
import { assure } from '../statistics/answer.ts';

export interface IntervalParts {
  /** Width of the interval. */
  readonly width: number;
  /** Penalty for an outcome below the interval: the forecast was too high. */
  readonly over: number;
  /** Penalty for an outcome above the interval: the forecast was too low. */
  readonly under: number;
  /** Their sum: the interval score. */
  readonly total: number;
}

/**
 * Of the interval between the quantiles of two levels a < b, not necessarily central: width, plus the distance of an
 * outcome below divided by a, plus that of one above divided by 1 − b. In the unit of the outcome.
 */
export function intervalParts(
  lower: number,
  upper: number,
  lowerLevel: number,
  upperLevel: number,
  outcome: number,
): IntervalParts {
  assure(0 < lowerLevel && lowerLevel < upperLevel && upperLevel < 1, 'levels 0 < a < b < 1');
  const width = upper - lower;
  const over = outcome < lower ? (lower - outcome) / lowerLevel : 0;
  const under = outcome > upper ? (outcome - upper) / (1 - upperLevel) : 0;
  return { width, over, under, total: width + over + under };
}

/** Of the central interval that should hold `coverage`, such as 0.8. */
export function intervalScore(lower: number, upper: number, coverage: number, outcome: number): number {
  assure(0 < coverage && coverage < 1, 'a coverage in (0, 1)');
  // 2/α as it stands, rather than through the levels, which would round twice.
  const penalty = 2 / (1 - coverage);
  const miss = outcome < lower ? lower - outcome : outcome > upper ? outcome - upper : 0;
  return upper - lower + penalty * miss;
}

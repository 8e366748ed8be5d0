/**
 * Estimates of a number: mean with its standard error, and quantiles as order statistics, each with a 95% interval of
 * the simulation error.
 *
 * The p-quantile is the least value with at least that share of the values at or below it. Its interval goes from the
 * r-th to the s-th smallest value with r = ⌈np − z√(np(1−p))⌉ and s = ⌈np + z√(np(1−p))⌉ (W. J. Conover, Practical
 * Nonparametric Statistics, 3rd ed. 1999, section 3.2), whatever the distribution is. A failed trial has a number
 * nobody knows: the low end counts all of them as below everything, the high end as above. An end that would lie among
 * them, or beyond the smallest or largest value, is open and null.
 *
 * A mean has no bound once one number is unknown, so with failed trials its interval is open at both ends.
 */
import { deviationOf, meanOf } from '../tally/index.ts';
import { cellsOf, momentsOf, type Cell, type Sample } from '../tally/index.ts';
import { Z } from './wilson.ts';

export interface QuantileEstimate {
  readonly q: number;
  /** Null where values are counted in bins and the one that has it is too wide to say (tally/histogram.ts). */
  readonly value: number | null;
  /** Null where the interval is open. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface NumberEstimate {
  /** Trials that gave a number. */
  readonly trials: number;
  /** Nulls where no trial gave a number; `se` and the interval need two. */
  readonly mean: number | null;
  readonly se: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Of the interval of the mean, or why there is none. */
  readonly method: string;
  readonly least: number | null;
  readonly most: number | null;
  readonly quantiles: readonly QuantileEstimate[];
}

const PERCENTS = [5, 25, 50, 75, 95];

/** `failed` trials gave no number, and might have given any. */
export function estimateNumber(sample: Sample, failed: number): NumberEstimate {
  const moments = momentsOf(sample);
  const { count: trials } = moments;
  if (trials === 0)
    return { trials, ...NO_MEAN, method: 'no trial gave a number', least: null, most: null, quantiles: [] };
  const cells = cellsOf(sample);
  const mean = meanOf(moments);
  const error = trials > 1 ? deviationOf(moments) / Math.sqrt(trials) : Infinity;
  const [low, high] = [mean - Z * error, mean + Z * error];
  const isOpen = failed > 0 || !Number.isFinite(low) || !Number.isFinite(high);
  return {
    trials,
    mean,
    se: Number.isFinite(error) ? error : null,
    low: isOpen ? null : low,
    high: isOpen ? null : high,
    method:
      failed > 0
        ? 'open: a failed trial might have had any number'
        : isOpen
          ? 'open: no error is known'
          : 'normal',
    least: cells[0]?.low ?? null,
    most: cells.at(-1)?.high ?? null,
    quantiles: PERCENTS.map((percent) => quantileOf(cells, trials, failed, percent)),
  };
}

const NO_MEAN = { mean: null, se: null, low: null, high: null };

function quantileOf(
  cells: readonly Cell[],
  trials: number,
  failed: number,
  percent: number,
): QuantileEstimate {
  const all = trials + failed;
  const centre = (percent * all) / 100;
  const half = Z * Math.sqrt((percent * (100 - percent) * all) / 10_000);
  const low = Math.ceil(centre - half) - failed;
  const high = Math.ceil(centre + half);
  return {
    q: percent / 100,
    value: valueAt(cells, Math.max(1, Math.ceil((percent * trials) / 100))),
    low: low < 1 ? null : cellAt(cells, low).low,
    high: high > trials ? null : cellAt(cells, high).high,
  };
}

/** The cell that holds the value of a rank, counted from 1. */
function cellAt(cells: readonly Cell[], rank: number): Cell & { readonly below: number } {
  let below = 0;
  for (const cell of cells) {
    if (below + cell.count >= rank) return { ...cell, below };
    below += cell.count;
  }
  throw new Error(`InvariantError: no value of rank ${rank}`);
}

/** The value of a rank, linear inside a bin. */
function valueAt(cells: readonly Cell[], rank: number): number | null {
  const { low, high, count, below, isOpen } = cellAt(cells, rank);
  return isOpen ? null : low + (high - low) * ((rank - below) / count);
}

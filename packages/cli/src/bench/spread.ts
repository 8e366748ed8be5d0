/** What rounds of measuring come to: the median, and the least and the greatest beside it. */

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((x, y) => x - y);
  return {
    median: rounded(medianOf(sorted)),
    low: rounded(sorted[0] ?? Number.NaN),
    high: rounded(sorted.at(-1) ?? Number.NaN),
  };
}

function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** Measuring has no more digits than these. */
const rounded = (x: number): number => Number(x.toPrecision(4));

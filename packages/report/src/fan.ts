/** The quantiles of one measure over time, ready to be drawn. */
import type { MeasureEstimate } from '@stave/engine';

export interface Fan {
  /** Least and largest value of any quantile shown; 0 where none is known. */
  readonly low: number;
  readonly high: number;
  /** Null where a quantile is not known. */
  readonly values: (q: number) => readonly (number | null)[];
  /** What stands below the first and the last frame. */
  readonly ends: readonly [string, string];
}

/** Nothing when every trial failed: then a measure has no quantiles. */
export function fanOf({ steps, dates, quantiles }: MeasureEstimate): Fan | undefined {
  if (quantiles.length === 0) return undefined;
  const names = dates ?? steps.map(String);
  let low = Infinity;
  let high = -Infinity;
  for (const { values } of quantiles) {
    for (const value of values) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) low = high = 0;
  return {
    low,
    high,
    values: (q) => quantiles.find((quantile) => quantile.q === q)?.values ?? [],
    ends: [names[0] ?? '', names.at(-1) ?? ''],
  };
}

/** A value to between a 25th and a 250th of the span it is read on; a dash for none. */
export function valueText(value: number | null, low: number, high: number): string {
  if (value === null) return '–';
  const span = Math.max(high - low, Math.max(Math.abs(low), Math.abs(high)) / 1000);
  let decimals = 0;
  for (let unit = 1; decimals < 6 && span > 0 && 25 * unit > span; unit /= 10) decimals++;
  return (Math.abs(value) < 1e-12 ? 0 : value).toFixed(decimals);
}

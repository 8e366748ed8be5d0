import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addRows, countOf, createHistograms, quantiles } from './histogram.ts';

const PERCENTS = [5, 25, 50, 75, 95];

function filled(values: readonly number[], range?: readonly [number, number]) {
  const histograms = createHistograms(1, range);
  addRows(histograms, { values: Float64Array.from(values), from: 0, stride: 1, count: values.length });
  return histograms;
}

/** Least value with at least that percentage of the values at or below it. */
function exact(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)]!;
}

const near =
  (bound: (value: number) => number) => (values: readonly number[], found: readonly number[] | undefined) => {
    expect(found).toHaveLength(PERCENTS.length);
    PERCENTS.forEach((percent, i) => {
      const truth = exact(values, percent);
      expect(Math.abs(found![i]! - truth), `p${percent}`).toBeLessThanOrEqual(bound(truth));
      expect(found![i]).toBeGreaterThanOrEqual(Math.min(...values));
      expect(found![i]).toBeLessThanOrEqual(Math.max(...values));
      expect(found![i]).toBeGreaterThanOrEqual(found![i - 1] ?? -Infinity);
    });
  };

test('quantiles in a declared range are within a bin of the sample quantile', () => {
  const range = [-3, 5] as const;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -3, max: 5, noNaN: true }), { minLength: 1, maxLength: 300 }),
      (values) => {
        near(() => 8 / 1024 + 1e-12)(values, quantiles(filled(values, range), 0, PERCENTS));
      },
    ),
  );
});

test('quantiles without a range are within 1/256 of the sample quantile', () => {
  const anything = fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
    fc.constantFrom(0, 1, -1, 2 ** 64, -(2 ** 64), 2 ** -64),
  );
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 300 }), (values) => {
      near((truth) => Math.abs(truth) / 256 + 2 ** -64)(values, quantiles(filled(values), 0, PERCENTS));
    }),
  );
});

test('every value is counted, however large, small or outside the range', () => {
  const values = [0, -0, 5e-324, -5e-324, 1e-300, 1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, 1, -1];
  for (const range of [undefined, [0, 1] as const, [2, 2] as const]) {
    const histograms = filled(values, range);
    expect(countOf(histograms, 0)).toBe(values.length);
    const found = quantiles(histograms, 0, [0, 5, 50, 95, 100])!;
    expect(found[0]).toBe(-Number.MAX_VALUE);
    expect(found[4]).toBe(Number.MAX_VALUE);
  }
});

test('a constant comes back exactly', () => {
  for (const value of [0, 0.3, -7.25, 1e-30, 1e30]) {
    for (const range of [undefined, [-10, 10] as const]) {
      expect(quantiles(filled([value, value, value], range), 0, PERCENTS)).toEqual([
        value,
        value,
        value,
        value,
        value,
      ]);
    }
  }
});

test('no value, no quantile; a value that is not finite is our own fault', () => {
  expect(quantiles(createHistograms(1, undefined), 0, PERCENTS)).toBeUndefined();
  for (const odd of [Number.NaN, Infinity, -Infinity]) expect(() => filled([odd])).toThrow(/InvariantError/);
});

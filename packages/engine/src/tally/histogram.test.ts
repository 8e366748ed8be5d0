import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addRows, countOf, createHistograms, quantiles } from './histogram.ts';

const PERCENTS = [5, 25, 50, 75, 95];
/** 2^-64, and the start of the last bin below 2^65. */
const TINY = 1 / 18446744073709551616;
const LARGE = 18446744073709551616 * (1 + 255 / 256);

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
  (bound: (value: number) => number) =>
  (values: readonly number[], found: readonly (number | null)[] | undefined) => {
    expect(found).not.toContain(null);
    expect(found).toHaveLength(PERCENTS.length);
    PERCENTS.forEach((percent, i) => {
      const truth = exact(values, percent);
      expect(Math.abs(found![i]! - truth), `p${percent}`).toBeLessThanOrEqual(bound(truth));
      expect(found![i]).toBeGreaterThanOrEqual(Math.min(...values));
      expect(found![i]).toBeLessThanOrEqual(Math.max(...values));
      expect(found![i]).toBeGreaterThanOrEqual(found![i - 1] ?? -Infinity);
    });
  };

/** Whether bins without a range are fine enough for a value to be told. */
const isInReach = (value: number): boolean =>
  value === 0 || (Math.abs(value) >= TINY && Math.abs(value) < LARGE);

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
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => (isInReach(x) ? x : 0)),
    fc.double({ min: 1e-9, max: 1e-6, noNaN: true }),
    fc.constantFrom(0, 1, -1, 2 ** 64, -(2 ** 64), 2 ** -64),
  );
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 300 }), (values) => {
      near((truth) => Math.abs(truth) / 256)(values, quantiles(filled(values), 0, PERCENTS));
    }),
  );
});

test('every value is counted, however large, small or outside the range', () => {
  const values = [0, -0, 5e-324, -5e-324, 1e-300, 1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, 1, -1];
  for (const range of [undefined, [0, 1] as const, [2, 2] as const]) {
    const histograms = filled(values, range);
    expect(countOf(histograms, 0)).toBe(values.length);
    // The least and the largest lie in bins that say nothing.
    expect(quantiles(histograms, 0, [0, 100])).toEqual([null, null]);
    expect([histograms.least[0], histograms.most[0]]).toEqual([-Number.MAX_VALUE, Number.MAX_VALUE]);
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

// 6e23 or 0, and values spread over octaves that share a bin: interpolation put quantiles where no value was.
test('without a range there is a quantile of very large and very small values only where it is told exactly', () => {
  expect(quantiles(filled([0, 0, 0, 6e23]), 0, PERCENTS)).toEqual([0, 0, 0, 0, null]);
  expect(quantiles(filled([1e21, 1e22, 5e22]), 0, PERCENTS)).toEqual([null, null, null, null, null]);
  expect(quantiles(filled([-1e22, -1e21, 3, 3, 3]), 0, [25, 95])![0]).toBeNull();
  // All in one place are told; so are those nearer to each other than a bin is wide.
  expect(quantiles(filled([1e30, 1.001e30]), 0, [50])![0]).toBeCloseTo(1e30, -28);
  expect(quantiles(filled([0, 0, 0, 1e-30, 5e-30]), 0, PERCENTS)).toEqual([0, 0, 0, null, null]);
  expect(quantiles(filled([-5e-30, -1e-30, 0, 0, 1]), 0, [25, 75])).toEqual([null, 0]);
  expect(quantiles(filled([1e-30, 2e-30, 5e-30]), 0, [50])).toEqual([null]);
});

test('a quantile without a range is told or null, and null only out of reach', () => {
  const anything = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -1e-18, max: 1e-18, noNaN: true }),
    fc.double({ min: -1e21, max: 1e21, noNaN: true }),
    fc.constantFrom(0, TINY, -TINY, LARGE, -LARGE, 2 * TINY, 1),
  );
  let unknown = 0;
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 60 }), (values) => {
      const found = quantiles(filled(values), 0, PERCENTS)!;
      PERCENTS.forEach((percent, i) => {
        const truth = exact(values, percent);
        const value = found[i]!;
        if (value === null) {
          unknown++;
          expect(isInReach(truth), `p${percent} ${truth}`).toBe(false);
        } else expect(Math.abs(value - truth)).toBeLessThanOrEqual(Math.abs(truth) / 256);
      });
    }),
  );
  expect(unknown).toBeGreaterThan(20);
});

test('outside a declared range there is a quantile only within a bin of its end', () => {
  const range = [0, 1024] as const;
  expect(quantiles(filled([5, 5, 5, 9000, 10000], range), 0, [25, 75, 95])).toEqual([
    expect.closeTo(5.4, 0),
    null,
    null,
  ]);
  expect(quantiles(filled([-9000, -8000, 5, 5, 5], range), 0, [25])).toEqual([null]);
  expect(quantiles(filled([1024.5, 1024.5, 1024.5], range), 0, [50])).toEqual([1024.5]);
  expect(quantiles(filled([2000, 2000], range), 0, [50])).toEqual([2000]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateNumber, type NumberEstimate } from './number.ts';
import { addNumber, emptySample } from '../tally/index.ts';

function estimate(values: readonly number[], failed = 0): NumberEstimate {
  const sample = emptySample();
  for (const value of values) addNumber(sample, value);
  return estimateNumber(sample, failed);
}

const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
const quantile = (e: NumberEstimate, q: number): unknown => {
  const { value, low, high } = e.quantiles.find((row) => row.q === q)!;
  return [value, low, high];
};

test('of the numbers 1 to 100', () => {
  const e = estimate(hundred);
  expect(e).toMatchObject({ trials: 100, mean: 50.5, least: 1, most: 100, method: 'normal' });
  // Variance of 1..n is n(n+1)/12.
  expect(e.se).toBeCloseTo(Math.sqrt((100 * 101) / 12 / 100), 12);
  expect(e.high! - e.mean!).toBeCloseTo(1.959963984540054 * e.se!, 12);
  // Ranks by hand: 50 ± 9.80, 25 ± 8.49, 5 ± 4.27.
  expect(quantile(e, 0.5)).toEqual([50, 41, 60]);
  expect(quantile(e, 0.25)).toEqual([25, 17, 34]);
  expect(quantile(e, 0.05)).toEqual([5, 1, 10]);
  expect(quantile(e, 0.95)).toEqual([95, 91, 100]);
});

test('ends beyond the sample are open', () => {
  const e = estimate([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(quantile(e, 0.05)).toEqual([1, null, 2]); // 0.5 ± 1.35
  expect(quantile(e, 0.5)).toEqual([5, 2, 9]); // 5 ± 3.10
  expect(quantile(e, 0.95)).toEqual([10, 9, null]);
});

test('failed trials count as below everything and as above everything', () => {
  const e = estimate(hundred, 10);
  expect(e).toMatchObject({ trials: 100, mean: 50.5, low: null, high: null });
  // 110 trials: 55 ± 10.28 is ranks 45 to 66; ten unknown ones may be the lowest.
  expect(quantile(e, 0.5)).toEqual([50, 35, 66]);
  expect(quantile(e, 0.95)).toEqual([95, 91, null]); // 104.5 ± 4.48
});

test('nothing and one number', () => {
  expect(estimate([], 3)).toMatchObject({
    trials: 0,
    mean: null,
    se: null,
    low: null,
    high: null,
    quantiles: [],
  });
  expect(estimate([4])).toMatchObject({ mean: 4, se: null, low: null, high: null, least: 4, most: 4 });
  expect(quantile(estimate([4]), 0.5)).toEqual([4, null, null]);
});

test('an interval holds its value, failures only widen it, and all is JSON', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), fc.nat(20), (values, failed) => {
      const [with_, without] = [estimate(values, failed), estimate(values)];
      expect(JSON.parse(JSON.stringify(with_))).toEqual(with_);
      with_.quantiles.forEach(({ value, low, high }, i) => {
        // So few values are kept one by one, and so are told wherever they lie.
        expect(low ?? -Infinity).toBeLessThanOrEqual(value ?? Number.NaN);
        expect(high ?? Infinity).toBeGreaterThanOrEqual(value ?? Number.NaN);
        expect(low ?? -Infinity).toBeLessThanOrEqual(without.quantiles[i]!.low ?? -Infinity);
        expect(high ?? Infinity).toBeGreaterThanOrEqual(without.quantiles[i]!.high ?? Infinity);
      });
    }),
  );
});

/**
 * 600 samples of 200 exponential numbers. That a quantile lies between the r-th and the s-th value has the binomial
 * probability of r to s − 1 values below it; of the mean only that it is near 0.945 for this skew is known. The shares
 * seen are within 3.9 standard deviations but for 1 of 10,000 seeds each, 1 of 1,700 for the six together.
 */
const COVERAGE: Readonly<Record<string, number>> = {
  mean: 0.945,
  0.05: 0.96715, // ranks 4 to 17 of 200
  0.25: 0.95921, // 38 to 63
  0.5: 0.94403, // 87 to 114
  0.75: 0.95921, // 138 to 163
  0.95: 0.96715, // 184 to 197
};

test('intervals cover the truth as often as they say', () => {
  let state = 20230701;
  const unit = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let x = state ^ (state >>> 16);
    x = Math.imul(x, 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return (((x ^ (x >>> 16)) >>> 0) + 0.5) / 2 ** 32;
  };
  const covered = new Map<string, number>();
  const count = (what: string, truth: number, low: number | null, high: number | null): void => {
    const hit = (low ?? -Infinity) <= truth && truth <= (high ?? Infinity);
    covered.set(what, (covered.get(what) ?? 0) + (hit ? 1 : 0));
  };
  for (let i = 0; i < 600; i++) {
    const e = estimate(Array.from({ length: 200 }, () => -Math.log(unit())));
    count('mean', 1, e.low, e.high);
    for (const { q, low, high } of e.quantiles) count(String(q), -Math.log(1 - q), low, high);
  }
  expect(covered.size).toBe(6);
  for (const [what, hits] of covered) {
    const coverage = COVERAGE[what]!;
    expect(Math.abs(hits / 600 - coverage), what).toBeLessThan(
      3.9 * Math.sqrt((coverage * (1 - coverage)) / 600),
    );
  }
});

test('of more different values than are kept, those in a bin that is too wide have no value', () => {
  const values = Array.from({ length: 70_000 }, (_, i) => (1 + i / 70_000) * (i % 4 === 0 ? 1 : 1e22));
  const found = estimate(values);
  expect(found.quantiles.map(({ value }) => value === null)).toEqual([false, false, true, true, true]);
  // Its interval is that bin: everything that the bin may hold.
  expect(found.quantiles[3]).toMatchObject({ value: null, high: Math.max(...values) });
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});

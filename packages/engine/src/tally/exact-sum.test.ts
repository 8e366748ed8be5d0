import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addValue, deviationOf, emptySum, meanOf, mergeSums, type ExactSum } from './exact-sum.ts';

function sumOf(values: readonly number[]): ExactSum {
  const sum = emptySum();
  for (const value of values) addValue(sum, value);
  return sum;
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test.each([
  [[1e100, 1, -1e100, 3], 1],
  [[0.1, 0.2], 0.15000000000000002], // the exact half of the two doubles, rounded once
  [[5e-324, 5e-324], 5e-324],
  [[1.7976931348623157e308, 1.7976931348623157e308], 1.7976931348623157e308],
  [[-3, -4], -3.5],
])('the mean of %j is %d', (values, mean) => {
  expect(meanOf(sumOf(values))).toBe(mean);
});

test('the deviation does not suffer from a large mean', () => {
  // Chan, Golub and LeVeque (1983): 4, 7, 13, 16 have variance 30, wherever they are moved to.
  for (const offset of [0, 1e9, 2 ** 49])
    expect(deviationOf(sumOf([4, 7, 13, 16].map((x) => x + offset)))).toBe(Math.sqrt(30));
  expect(deviationOf(sumOf([2, 2, 2]))).toBe(0);
  expect(deviationOf(sumOf([1e200, -1e200]))).toBeCloseTo(Math.sqrt(2) * 1e200, -190);
  expect(deviationOf(sumOf([1e-170, -1e-170])) / (Math.sqrt(2) * 1e-170)).toBeCloseTo(1, 14);
});

test('no order and no partition changes anything', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1 }), fc.nat(), (values, at) => {
      const whole = sumOf(values);
      const cut = at % (values.length + 1);
      expect(mergeSums(sumOf(values.slice(cut).reverse()), sumOf(values.slice(0, cut)))).toEqual(whole);
      expect(mergeSums(whole, emptySum())).toEqual(whole);
    }),
  );
});

test('the mean of one number is that number', () => {
  fc.assert(
    fc.property(finite, fc.integer({ min: 1, max: 50 }), (value, times) => {
      expect(meanOf(sumOf(Array.from({ length: times }, () => value))) + 0).toBe(value + 0);
    }),
  );
});

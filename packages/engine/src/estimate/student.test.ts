import { expect, test } from 'vitest';
import { studentT } from './student.ts';

// Percentage points of the t-distribution: E. S. Pearson and H. O. Hartley, Biometrika Tables for Statisticians I,
// table 12, to three decimals.
test.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [5, 2.571],
  [7, 2.365],
  [8, 2.306],
  [10, 2.228],
  [15, 2.131],
  [20, 2.086],
  [30, 2.042],
  [60, 2.0],
  [120, 1.98],
])('%i degrees of freedom', (freedom, t) => {
  expect(studentT(freedom)).toBeCloseTo(t, 3);
});

test('with two degrees of freedom it has a closed form, 2p - 1 over sqrt(2p(1 - p))', () => {
  expect(studentT(2)).toBeCloseTo(0.95 / Math.sqrt(2 * 0.975 * 0.025), 9);
});

test('the two ways meet, and both fall towards the normal quantile', () => {
  // Its slope falls as 1/v^2 where one way ends and the other begins.
  const [before, at, after] = [199, 200, 201].map(studentT) as [number, number, number];
  expect((before - at) / (at - after)).toBeCloseTo(201 / 199, 3);
  expect(studentT(1e9)).toBeCloseTo(1.959963984540054, 8);
});

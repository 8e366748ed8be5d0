/** The measures of agreement on the examples of their authors. */
import { expect, it } from 'vitest';
import { alpha, icc, interval, kappa, meanAbsoluteDifference, nominal } from './agreement.ts';

/** Krippendorff 2011, section C: four observers, twelve units, missing values. */
const four = [
  [1, 1, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [5, 5, 5],
  [1, 1],
  [3],
];

/** Shrout and Fleiss 1979, table 2: six targets, four judges. */
const judges = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

it("gives Krippendorff's alpha of his examples", () => {
  const a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
  const b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
  const pairs = a.map((value, at) => [value, b[at] ?? Number.NaN]);
  expect(alpha(pairs, nominal)).toBeCloseTo(0.095, 3);
  expect(alpha(four, nominal)).toBeCloseTo(0.743, 3);
  expect(alpha(four, interval)).toBeCloseTo(0.849, 3);
});

it('gives ICC(2,1) of the example of Shrout and Fleiss', () => {
  expect(icc(judges)).toBeCloseTo(0.29, 2);
});

it('gives kappa and the mean absolute difference by hand', () => {
  // Both yes 20, first alone 5, second alone 10, both no 15: seen 0.7, by chance 0.5.
  const cells = [
    ...Array(20).fill([1, 1]),
    ...Array(5).fill([1, 0]),
    ...Array(10).fill([0, 1]),
    ...Array(15).fill([0, 0]),
  ];
  const a = cells.map(([x]: number[]) => x ?? 0);
  const b = cells.map(([, y]: number[]) => y ?? 0);
  expect(kappa(a, b)).toBeCloseTo(0.4, 12);
  expect(meanAbsoluteDifference(a, b)).toBeCloseTo(0.3, 12);
  expect(kappa([1, 1], [1, 1])).toBeUndefined();
});

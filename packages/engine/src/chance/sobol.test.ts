/** Sobol points against published ones, and what scrambling keeps. */
import { describe, expect, test } from 'vitest';
import { toUnit } from './draw.ts';
import { seedKey } from './seed.ts';
import { scrambledSobolWord, SOBOL_DIMENSIONS, sobolWord } from './sobol.ts';

const fraction = (word: number): number => word / 4294967296;
const KEY = { seed: seedKey('7'), stream: 0 };

test('the first points in three dimensions are those that Joe and Kuo print with their program', () => {
  const points = Array.from({ length: 10 }, (_, i) => [0, 1, 2].map((d) => fraction(sobolWord(d, i))));
  expect(points).toEqual([
    [0, 0, 0],
    [0.5, 0.5, 0.5],
    [0.75, 0.25, 0.25],
    [0.25, 0.75, 0.75],
    [0.375, 0.375, 0.625],
    [0.875, 0.875, 0.125],
    [0.625, 0.125, 0.875],
    [0.125, 0.625, 0.375],
    [0.1875, 0.3125, 0.9375],
    [0.6875, 0.8125, 0.4375],
  ]);
});

// Computed with scipy.stats.qmc.Sobol (1.17.1), unscrambled, 32 bits: point, dimension from 0, coordinate.
test.each([
  [5, 3, 0.375],
  [17, 9, 0.65625],
  [63, 40, 0.671875],
  [69, 100, 0.9609375],
  [69, 255, 0.5234375],
  [33, 199, 0.046875],
  [69, 399, 0.3828125],
])('point %i, dimension %i', (index, dimension, value) => {
  expect(fraction(sobolWord(dimension, index))).toBe(value);
});

test('there are no more dimensions than there are numbers', () => {
  expect(sobolWord(SOBOL_DIMENSIONS - 1, 1)).toBeGreaterThan(0);
  expect(() => sobolWord(SOBOL_DIMENSIONS, 1)).toThrow(RangeError);
});

describe('scrambled', () => {
  const word = (dimension: number, index: number, stream = 0, site = 1000 + dimension): number =>
    scrambledSobolWord(dimension, index, { ...KEY, stream }, site);

  test('each of 2^m equal strata has one of the first 2^m points, in every dimension', () => {
    for (const dimension of [0, 1, 2, 17, 200, 511])
      for (const m of [1, 5, 10]) {
        const strata = Array.from({ length: 2 ** m }, (_, i) =>
          Math.floor(toUnit(word(dimension, i)) * 2 ** m),
        );
        expect(new Set(strata).size).toBe(2 ** m);
      }
  });

  test('the first two dimensions are a (0, m, 2)-net: each elementary box has one point', () => {
    const m = 8;
    for (let k = 0; k <= m; k++) {
      const boxes = Array.from({ length: 2 ** m }, (_, i) => {
        const [x, y] = [toUnit(word(0, i)), toUnit(word(1, i))];
        return `${Math.floor(x * 2 ** k)} ${Math.floor(y * 2 ** (m - k))}`;
      });
      expect(new Set(boxes).size).toBe(2 ** m);
    }
  });

  test('another seed, stream or site scrambles otherwise', () => {
    const first = Array.from({ length: 8 }, (_, i) => word(3, i));
    expect(Array.from({ length: 8 }, (_, i) => word(3, i, 2))).not.toEqual(first);
    expect(Array.from({ length: 8 }, (_, i) => word(3, i, 0, 5))).not.toEqual(first);
    expect(Array.from({ length: 8 }, (_, i) => word(3, i))).toEqual(first);
  });

  test('a single point is uniform over streams', () => {
    const counts = new Array<number>(16).fill(0);
    for (let stream = 0; stream < 3200; stream++) {
      const cell = Math.floor(toUnit(word(5, 11, stream)) * 16);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const chi2 = counts.reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);
    // Chi-square with 15 degrees of freedom: beyond 44.26 once in 10,000.
    expect(chi2).toBeLessThan(44.26);
  });

  test('the error of a sum of smooth functions falls as n^-3/2, that of independent draws as n^-1/2', () => {
    // x^2 has mean 1/3 and variance 4/45; with one point in each of n strata the variance within them is left, which
    // is less than 1/n^2 of it times 15 (the mean square slope over 12, against 4/45).
    const n = 4096;
    const errors = Array.from({ length: 16 }, (_, r) => {
      let sum = 0;
      for (let i = 0; i < n; i++) for (let d = 0; d < 4; d++) sum += toUnit(word(d, i, 2 * r)) ** 2 - 1 / 3;
      return sum / n;
    });
    const rms = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    const independent = Math.sqrt((4 * 4) / 45 / n);
    expect(rms).toBeLessThan((independent * Math.sqrt(15) * 3) / n);
    expect(rms).toBeGreaterThan(0);
  });
});

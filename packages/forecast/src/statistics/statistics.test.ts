import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whyNotFinite } from './answer.ts';
import { chisquareTail, gammaln, logGammaP, tailOf, standardNormalCdf } from './distributions.ts';
import { solvePositive } from './linear.ts';
import { quantileOfSorted, sumOf } from './numbers.ts';
import { proportionInterval } from './proportion.ts';
import { chanceOf } from './random.ts';
import { bisect, goldenMinimum, gridMinimum, smoothRoot } from './search.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

const binomialTail = (n: number, from: number, p: number): number =>
  sumOf(
    Array.from({ length: n - from + 1 }, (_, i) => {
      const k = from + i;
      return Math.exp(
        gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p),
      );
    }),
  );

test('the ends of a Clopper–Pearson interval leave half the error on each side', () => {
  const { low, high } = proportionInterval(7, 20, 0.95, 'clopper-pearson');
  expect(binomialTail(20, 7, low)).toBeCloseTo(0.025, 12);
  expect(1 - binomialTail(20, 8, high)).toBeCloseTo(0.025, 12);
  // No hits: 1 − (α/2)^(1/n).
  expect(proportionInterval(0, 10, 0.95, 'clopper-pearson')).toEqual({
    low: 0,
    high: expect.closeTo(1 - 0.025 ** 0.1, 12),
    level: 0.95,
  });
});

test('the ends of a Wilson interval are proportions that the score test just keeps', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const count = Math.round(share * n);
      const { low, high } = proportionInterval(count, n);
      for (const p of [low, high].filter((x) => x > 0 && x < 1)) {
        expect(Math.abs(count / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeCloseTo(1.959963984540054, 8);
      }
      expect(low <= count / n && count / n <= high).toBe(true);
    }),
  );
});

test('incomplete gamma in logarithm: closed forms, and no underflow', () => {
  for (const x of [0.01, 0.5, 1, 3, 20]) {
    expect(logGammaP(1, x)).toBeCloseTo(Math.log(-Math.expm1(-x)), 13);
    expect(logGammaP(2, x)).toBeCloseTo(Math.log(-Math.expm1(-x) - x * Math.exp(-x)), 10);
  }
  // P(a, x) → x^a / Γ(a + 1) for small x: far below the smallest number.
  expect(logGammaP(500, 1e-3)).toBeCloseTo(500 * Math.log(1e-3) - gammaln(501), 2);
});

test('tails', () => {
  expect(chisquareTail(7, 2)).toBeCloseTo(Math.exp(-3.5), 14);
  expect(chisquareTail(200, 2)).toBeCloseTo(Math.exp(-100), 55);
  expect(chisquareTail(0, 3)).toBe(1);
  expect(chisquareTail(-1, 1)).toBe(1);
  const p = (side: 'less' | 'greater' | 'two-sided'): number => tailOf(1.5, standardNormalCdf, side);
  expect(p('less') + p('greater')).toBeCloseTo(1, 14);
  expect(p('two-sided')).toBeCloseTo(2 * p('greater'), 14);
});

test('linear systems are solved, singular ones refused', () => {
  const a = [
    [4, 2, 1],
    [2, 5, 3],
    [1, 3, 6],
  ];
  const x = solvePositive(a, [1, 2, 3])!;
  a.forEach((row, i) => expect(sumOf(row.map((v, k) => v * x[k]!))).toBeCloseTo(i + 1, 13));
  expect(
    solvePositive(
      [
        [1, 1],
        [1, 1],
      ],
      [1, 1],
    ),
  ).toBeUndefined();
});

test('searches', () => {
  expect(bisect((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
  expect(smoothRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14);
  expect(smoothRoot((x) => Math.exp(x) - 1e6, 0, 50)).toBeCloseTo(Math.log(1e6), 12);
  expect(goldenMinimum((x) => (x - 0.3) ** 2, 0, 1)).toBeCloseTo(0.3, 7);
  // Two valleys: the grid finds the deeper one.
  const valleys = (x: number): number => Math.min((x - 1) ** 2 + 0.5, (x - 4) ** 2);
  expect(gridMinimum(valleys, [0, 0.5, 1, 2, 3, 3.8, 5])).toBeCloseTo(4, 6);
});

test('sums keep small terms among large ones', () => {
  expect(sumOf([1, 1e100, 1, -1e100])).toBe(2);
  expect(sumOf([1, Infinity])).toBe(Infinity);
  expect(sumOf([])).toBe(0);
});

test('quantiles of a sample as R type 7', () => {
  expect(quantileOfSorted([1, 2, 3, 4], 0.1)).toBeCloseTo(1.3, 15);
  expect(quantileOfSorted([5], 0.9)).toBe(5);
});

test('chance is a function of its seed', () => {
  const draws = (seed: string): number[] => Array.from({ length: 5 }, chanceOf(seed).uniform);
  expect(draws('a')).toEqual(draws('a'));
  expect(draws('a')).not.toEqual(draws('b'));
});

test('what is not finite is named by its place', () => {
  expect(whyNotFinite([1, 2], 'Score')).toBeUndefined();
  expect(whyNotFinite([1, Infinity, Number.NaN], 'Score')).toMatch(/^Score number 2, 3 of 3 is not finite/);
});

/** The range of a mean against parameter distributions whose percentiles are known. */
import { expect, test } from 'vitest';
import { addValue, emptySum, type ExactSum } from './exact-sum.ts';
import { meanRange } from './mean-range.ts';

/** Points with the given means; each point's trials lie at mean ± noise, half of them on either side. */
const points = (
  means: readonly number[],
  trials: number,
  noise: number,
  seen = (_: number): number => 0,
): ExactSum[] =>
  means.map((mean, point) => {
    const sum = emptySum();
    for (let i = 0; i < trials; i++) addValue(sum, mean + seen(point) + (i % 2 === 0 ? noise : -noise));
    return sum;
  });

const even = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 0.5) / count);

test('without noise the percentiles are those of the means', () => {
  expect(meanRange(points(even(100), 4, 0))).toEqual({
    low: expect.closeTo(0.05, 10),
    high: expect.closeTo(0.95, 10),
  });
});

test('noise is taken out', () => {
  // Two errors of equal size and opposite sign at each mean: the errors' own variance is that of the trials / trials.
  const means = even(200).flatMap((mean) => [mean, mean]);
  const trials = 16;
  const noise = 0.8; // error of a mean: 0.8 / 4 = 0.2, against 0.29 of the true means
  const range = meanRange(points(means, trials, noise, (point) => (point % 2 === 0 ? 0.2 : -0.2)));
  if (typeof range === 'string') throw new Error(range);
  // The means as seen have percentiles of -0.10 and 1.10.
  expect(range.low).toBeGreaterThan(0);
  expect(range.low).toBeLessThan(0.1);
  expect(range.high).toBeGreaterThan(0.9);
  expect(range.high).toBeLessThan(1);
});

test('two camps far apart are two camps', () => {
  const means = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? -10 : 10));
  const range = meanRange(points(means, 10, 1, (point) => (point % 4 < 2 ? 0.3 : -0.3)));
  if (typeof range === 'string') throw new Error(range);
  expect(range.low).toBeCloseTo(-10, 0);
  expect(range.high).toBeCloseTo(10, 0);
});

test('points that differ no more than noise does have no spread', () => {
  expect(
    meanRange(
      points(
        Array.from({ length: 50 }, () => 3),
        10,
        1,
      ),
    ),
  ).toBe('no-spread');
});

test('points without a number are left out, and too few are too few', () => {
  const some = points(even(12), 4, 0);
  expect(meanRange([...some, emptySum(), emptySum()])).toEqual(meanRange(some));
  expect(meanRange([...some.slice(0, 9), emptySum()])).toBe('too-few-points');
  expect(meanRange(points(even(40), 1, 0))).toBe('too-few-points'); // nothing is known of the noise
});

/** The range of a mean against parameter distributions whose percentiles are known. */
import { expect, test } from 'vitest';
import { addValue, emptySum, type ExactSum } from '../tally/index.ts';
import { meanRange } from './mean-range.ts';
import { generator } from './range-family.testing.ts';

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
  expect(meanRange(points(even(100), 4, 0))).toMatchObject({
    kind: 'range',
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
  if (range.kind !== 'range') throw new Error(range.kind);
  // The means as seen have percentiles of -0.10 and 1.10.
  expect(range.low).toBeGreaterThan(0);
  expect(range.low).toBeLessThan(0.1);
  expect(range.high).toBeGreaterThan(0.9);
  expect(range.high).toBeLessThan(1);
});

test('two camps far apart are two camps', () => {
  const means = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? -10 : 10));
  const range = meanRange(points(means, 10, 1, (point) => (point % 4 < 2 ? 0.3 : -0.3)));
  if (range.kind !== 'range') throw new Error(range.kind);
  expect(range.low).toBeCloseTo(-10, 0);
  expect(range.high).toBeCloseTo(10, 0);
});

test('points that differ no more than noise does have a bound around their mean', () => {
  const same = Array.from({ length: 50 }, () => 3);
  const bound = meanRange(points(same, 10, 1));
  if (bound.kind !== 'bound') throw new Error(bound.kind);
  expect(bound.low).toBeLessThan(3);
  expect(bound.high).toBeGreaterThan(3);
  expect(bound.high + bound.low).toBeCloseTo(6, 10);
});

test('points without a number are left out, and too few are too few', () => {
  const some = points(even(32), 4, 0);
  expect(meanRange([...some, emptySum(), emptySum()])).toEqual(meanRange(some));
  expect(meanRange([...some.slice(0, 29), emptySum()])).toEqual({ kind: 'too-few-points' });
  expect(meanRange(points(even(40), 1, 0))).toEqual({ kind: 'too-few-points' }); // nothing is known of the noise
});

const normal = (u: () => number): number => Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u());
const sampled = (law: (u: () => number) => number, noise: number, seed: number): ExactSum[] => {
  const u = generator(seed);
  return Array.from({ length: 66 }, () => {
    const mean = law(u);
    const sum = emptySum();
    for (let i = 0; i < 15; i++) addValue(sum, mean + noise * normal(u));
    return sum;
  });
};

// 1% of 300 samples: more than 9 with probability 0.001.
test('one mean everywhere: a spread is seen in 1 of 100', () => {
  let seen = 0;
  for (let seed = 0; seed < 300; seed++) if (meanRange(sampled(() => 0, 1, seed)).kind === 'range') seen++;
  expect(seen).toBeLessThanOrEqual(9);
});

// 95% of some 400 ends in truth; below 90% has probability 0.0001.
test('ends are within two standard errors of the truth', () => {
  let [ends, covered] = [0, 0];
  for (const [law, low, high] of [
    [normal, -1.645, 1.645],
    [(u) => 3.46 * (u() - 0.5), -1.557, 1.557],
    [(u) => (u() < 0.5 ? -1 : 1), -1, 1],
  ] as readonly [(u: () => number) => number, number, number][]) {
    for (let seed = 0; seed < 60; seed++) {
      const range = meanRange(sampled(law, 2, seed));
      if (range.kind !== 'range') continue;
      ends += 2;
      if (Math.abs(range.low - low) <= 2 * range.lowSe) covered++;
      if (Math.abs(range.high - high) <= 2 * range.highSe) covered++;
    }
  }
  expect(ends).toBeGreaterThan(300);
  expect(covered / ends).toBeGreaterThan(0.9);
});

test('numbers whose variances have no squares among doubles have no range, and others do', () => {
  for (const size of [1e80, 1e160, 1.7e308, 1e-80, 1e-160, 1e-320])
    expect(
      meanRange(
        points(
          even(100).map((x) => x * size),
          4,
          size / 100,
        ),
      ),
    ).toEqual({ kind: 'out-of-reach' });
  expect(
    meanRange(
      points(
        even(100).map((x) => x * 1e60),
        4,
        1e58,
      ),
    ),
  ).toMatchObject({ kind: 'range' });
  // One mean everywhere has no variance, however small it is.
  expect(
    meanRange(
      points(
        even(100).map(() => 1e-200),
        4,
        0,
      ),
    ),
  ).toMatchObject({ kind: 'bound', low: 1e-200 });
});

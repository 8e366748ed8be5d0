/**
 * What the range over assumptions promises (range.ts), over shapes, plans and fixed seeds. Draws are seeded, so nothing
 * here fails by chance; were the seeds fresh, a limit would fail a correct estimator as often as each test says.
 */
import { describe, expect, test } from 'vitest';
import { FAMILY, percentilesOf, sample, type Law } from './range-family.testing.ts';
import { RangeEstimator } from './range.ts';

const PLANS = [
  [256, 39],
  [66, 15],
] as const;

// Binomial with 600 samples and 1%: more than 15 with probability 0.0004.
test.each([0.5, 0.2, 0.05, 0.005, 0.0005])('p = %d everywhere: a spread is seen in 1 of 100', (p) => {
  const estimator = new RangeEstimator();
  let seen = 0;
  for (let seed = 0; seed < 600; seed++) {
    if (estimator.estimate(sample(() => p, 66, 15, seed)).kind === 'range') seen++;
  }
  expect(seen).toBeLessThanOrEqual(15);
});

const REPETITIONS = 40;

interface Study {
  readonly ends: number;
  readonly covered: number;
  readonly bounds: number;
  readonly missed: number;
}

/** What came of all samples of one shape under one plan. */
function study(law: Law, points: number, trials: number): Study {
  const [low, high] = percentilesOf(law);
  const estimator = new RangeEstimator();
  let [ends, covered, bounds, missed] = [0, 0, 0, 0];
  for (let seed = 0; seed < REPETITIONS; seed++) {
    const range = estimator.estimate(sample(law, points, trials, 1000 + seed));
    if (range.kind === 'range') {
      ends += 2;
      if (Math.abs(range.low - low) <= 2 * range.lowSe) covered++;
      if (Math.abs(range.high - high) <= 2 * range.highSe) covered++;
    } else if (range.kind === 'bound') {
      bounds++;
      if (range.low > low || range.high < high) missed++;
    }
  }
  return { ends, covered, bounds, missed };
}

describe.each(PLANS)('%ix%i', (points, trials) => {
  const studies = Object.entries(FAMILY).map(([name, law]) => ({ name, ...study(law, points, trials) }));

  test('says something of every sample', () => {
    for (const { ends, bounds } of studies) expect(ends / 2 + bounds).toBe(REPETITIONS);
  });

  // In truth 94 to 97% of some 900 ends; below 92% has probability 0.01 at worst.
  test('ends are within two standard errors of the truth', () => {
    const [ends, covered] = studies.reduce(([e, c], found) => [e + found.ends, c + found.covered], [0, 0]);
    expect(covered / ends).toBeGreaterThan(0.92);
  });

  // Two points: a camp of a tenth is beyond what a bound promises. In truth at most one sample in twenty has a wrong
  // bound; more than 6 of 40 have probability 0.003.
  test.each(studies.filter(({ name }) => name !== 'two points'))(
    '$name: a wrong bound is rare',
    ({ missed }) => expect(missed).toBeLessThanOrEqual(6),
  );
});

test('a narrow spread is told from none by a run long enough, and its range is right', () => {
  const [low, high] = percentilesOf(FAMILY['even, narrow']!);
  for (let seed = 0; seed < 5; seed++) {
    const range = new RangeEstimator().estimate(sample(FAMILY['even, narrow']!, 1000, 100, seed));
    if (range.kind !== 'range') throw new Error(range.kind);
    expect(Math.abs(range.low - low)).toBeLessThan(0.02);
    expect(Math.abs(range.high - high)).toBeLessThan(0.02);
  }
});

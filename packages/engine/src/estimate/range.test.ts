/**
 * The estimator against distributions of p whose percentiles are known. Draws are seeded, so nothing here can fail by
 * chance; the tolerances follow from the study in range.ts.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RangeEstimator, type PointCount } from './range.ts';

/** Mulberry32: a test's own small generator. */
function generator(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Law = (u: () => number) => number;

/** Beta(a, b) with whole a and b: the a-th smallest of a + b - 1 uniform numbers. */
const beta =
  (a: number, b: number): Law =>
  (u) =>
    Array.from({ length: a + b - 1 }, u).sort((x, y) => x - y)[a - 1]!;

const FAMILY: Readonly<Record<string, Law>> = {
  even: (u) => 0.2 + 0.4 * u(),
  'two points': (u) => (u() < 0.9 ? 0.1 : 0.5),
  'two humps': (u) => (u() < 0.5 ? beta(30, 70)(u) : beta(70, 30)(u)),
  'beta(2, 2)': beta(2, 2),
  'beta(1, 3)': beta(1, 3),
  'beta(20, 30)': beta(20, 30),
  rare: beta(1, 499),
  'near 1': beta(49, 1),
};

function sample(law: Law, points: number, trials: number, seed: number): PointCount[] {
  const u = generator(seed);
  return Array.from({ length: points }, () => {
    const p = law(u);
    let yes = 0;
    for (let i = 0; i < trials; i++) if (u() < p) yes++;
    return { yes, of: trials };
  });
}

function range(points: readonly PointCount[]): { low: number; high: number } {
  const outcome = new RangeEstimator().estimate(points);
  if (outcome === 'too-few-points') throw new Error(outcome);
  const mean = points.reduce((sum, { yes, of }) => sum + yes / of / points.length, 0);
  return outcome === 'no-spread' ? { low: mean, high: mean } : outcome;
}

test.each(Object.entries(FAMILY))('%s: percentiles are near the truth on average over samples', (_, law) => {
  const u = generator(1);
  const draws = Float64Array.from({ length: 20_000 }, () => law(u)).sort();
  const truth = [draws[1000]!, draws[19_000]!];
  const squares = [0, 0];
  const repetitions = 12;
  for (let seed = 0; seed < repetitions; seed++) {
    const { low, high } = range(sample(law, 400, 50, 100 + seed));
    squares[0]! += (low - truth[0]!) ** 2 / repetitions;
    squares[1]! += (high - truth[1]!) ** 2 / repetitions;
  }
  expect(Math.sqrt(squares[0]!)).toBeLessThan(0.04);
  expect(Math.sqrt(squares[1]!)).toBeLessThan(0.04);
});

test('rare events: right to a few parts in a thousand', () => {
  const { low, high } = range(sample(FAMILY['rare']!, 400, 50, 5));
  expect(low).toBeLessThan(0.001);
  expect(high).toBeGreaterThan(0.003);
  expect(high).toBeLessThan(0.009); // the truth is 0.0060; raw shares have 0.02
});

test('noise is taken out: no range, or a narrow one, where nothing varies', () => {
  let narrow = 0;
  for (let seed = 0; seed < 40; seed++) {
    const points = sample(() => 0.4, 400, 50, seed);
    const { low, high } = range(points);
    const width = high - low;
    narrow += width / 40;
    expect(width).toBeLessThan(0.1); // raw shares are 0.23 wide
  }
  expect(narrow).toBeLessThan(0.035);
});

test('points may have different numbers of trials, or none', () => {
  const u = generator(3);
  const points = sample(FAMILY['even']!, 400, 50, 9);
  const thinned = points.map(({ yes, of }) => {
    const lost = Math.floor(u() * 10);
    return { yes: Math.round((yes * (of - lost)) / of), of: of - lost };
  });
  const whole = range(points);
  const part = range([...thinned, { yes: 0, of: 0 }]);
  expect(Math.abs(part.low - whole.low)).toBeLessThan(0.02);
  expect(Math.abs(part.high - whole.high)).toBeLessThan(0.02);
});

test('fewer than ten points give no percentiles, equal points no spread', () => {
  const estimator = new RangeEstimator();
  expect(estimator.estimate(sample(FAMILY['even']!, 9, 50, 1))).toBe('too-few-points');
  expect(estimator.estimate([])).toBe('too-few-points');
  for (const yes of [0, 20, 50]) {
    expect(estimator.estimate(Array.from({ length: 30 }, () => ({ yes, of: 50 })))).toBe('no-spread');
  }
});

test('for any counts: inside [0, 1], in order, whatever the order of the points', () => {
  const point = fc.nat(60).chain((of) => fc.record({ yes: fc.nat(of), of: fc.constant(of) }));
  const estimator = new RangeEstimator();
  fc.assert(
    fc.property(fc.array(point, { minLength: 10, maxLength: 60 }), (points) => {
      const outcome = estimator.estimate(points);
      expect(new RangeEstimator().estimate(points.toReversed())).toEqual(outcome);
      if (typeof outcome === 'string') return;
      expect(outcome.low).toBeGreaterThanOrEqual(0);
      expect(outcome.high).toBeGreaterThanOrEqual(outcome.low);
      expect(outcome.high).toBeLessThanOrEqual(1);
    }),
  );
});

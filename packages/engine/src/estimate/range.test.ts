/**
 * The estimator against distributions of p whose percentiles are known. Draws are seeded, so nothing here can fail by
 * chance; the tolerances follow from the study in range.ts.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAMILY, generator, sample } from './range-family.testing.ts';
import { RangeEstimator, type PointCount } from './range.ts';

function range(points: readonly PointCount[]): { low: number; high: number } {
  const outcome = new RangeEstimator().estimate(points);
  if (outcome.kind !== 'range') throw new Error(outcome.kind);
  return outcome;
}

const SMOOTH_OR_FAR = [
  'even',
  'two points',
  'two humps',
  'beta(2, 2)',
  'beta(1, 3)',
  'beta(20, 30)',
  'near 1',
];

test.each(SMOOTH_OR_FAR)('%s: percentiles are near the truth on average over samples', (name) => {
  const law = FAMILY[name]!;
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
  const { low, high } = range(sample(FAMILY['rare']!, 1000, 100, 5));
  expect(low).toBeLessThan(0.001);
  expect(high).toBeGreaterThan(0.003);
  expect(high).toBeLessThan(0.009); // the truth is 0.0060; raw shares have 0.01
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

test('fewer than thirty points say nothing, nor does one trial on each', () => {
  const estimator = new RangeEstimator();
  expect(estimator.estimate(sample(FAMILY['even']!, 29, 50, 1))).toEqual({ kind: 'too-few-points' });
  expect(estimator.estimate(sample(FAMILY['even']!, 50, 1, 1))).toEqual({ kind: 'too-few-points' });
  expect(estimator.estimate([])).toEqual({ kind: 'too-few-points' });
});

test('equal points give a bound around their share', () => {
  const estimator = new RangeEstimator();
  for (const yes of [0, 20, 50]) {
    const bound = estimator.estimate(Array.from({ length: 30 }, () => ({ yes, of: 50 })));
    if (bound.kind !== 'bound') throw new Error(bound.kind);
    expect(bound.low).toBeLessThanOrEqual(yes / 50);
    expect(bound.high).toBeGreaterThanOrEqual(yes / 50);
  }
});

test('an answer never seen: the bound is five times the upper limit of its probability', () => {
  // Wilson, 0 of 1,500: z² / (n + z²) = 3.8415 / 1503.8415
  const points = Array.from({ length: 30 }, () => ({ yes: 0, of: 50 }));
  const bound = new RangeEstimator().estimate(points);
  expect(bound).toMatchObject({ kind: 'bound', low: 0 });
  expect(bound).toHaveProperty('high', expect.closeTo((5 * 3.8415) / 1503.8415, 5));
});

test('for any counts: inside [0, 1], in order, whatever the order of the points', () => {
  const point = fc.nat(60).chain((of) => fc.record({ yes: fc.nat(of), of: fc.constant(of) }));
  const estimator = new RangeEstimator();
  fc.assert(
    fc.property(fc.array(point, { minLength: 25, maxLength: 60 }), (points) => {
      const outcome = estimator.estimate(points);
      expect(new RangeEstimator().estimate(points.toReversed())).toEqual(outcome);
      if (outcome.kind === 'too-few-points') return;
      expect(outcome.low).toBeGreaterThanOrEqual(0);
      expect(outcome.high).toBeGreaterThanOrEqual(outcome.low);
      expect(outcome.high).toBeLessThanOrEqual(1);
    }),
  );
});

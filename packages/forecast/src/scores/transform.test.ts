/** Other scales: what does not depend on the scale, and values that a scale does not have. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { biasFromQuantiles, biasFromSample } from './bias.ts';
import { intervalCovers } from './coverage.ts';
import { bits, logScore, logScoreRelative } from './log.ts';
import { median } from './sample.ts';
import { thresholdBrier } from './threshold-brier.ts';
import { logShift, moved, NATURAL_SCALE, SQUARE_ROOT } from './transform.ts';
import { wis } from './wis.ts';

test('places in a distribution do not depend on a rising scale', () => {
  // Whole numbers, so that the cube is exact and rises strictly.
  const whole = fc.integer({ min: -50, max: 50 });
  const levels = [0.05, 0.25, 0.5, 0.75, 0.95];
  const cube = (x: number): number => x * x * x;
  fc.assert(
    fc.property(fc.array(whole, { minLength: 5, maxLength: 5 }), whole, whole, (values, y, t) => {
      const rising = values.toSorted((a, b) => a - b);
      const cubes = rising.map(cube);
      expect(biasFromQuantiles(levels, cubes, cube(y))).toBe(biasFromQuantiles(levels, rising, y));
      expect(intervalCovers(levels, cubes, 0.9, cube(y))).toBe(intervalCovers(levels, rising, 0.9, y));
      expect(biasFromSample(cubes, cube(y), 'continuous')).toBe(biasFromSample(rising, y, 'continuous'));
      expect(thresholdBrier(cubes, cube(y), cube(t))).toBe(thresholdBrier(rising, y, t));
      expect(median(cubes)).toBe(cube(median(rising)));
    }),
    { seed: 27, numRuns: 200 },
  );
});

describe('scales', () => {
  test('on a logarithmic scale a doubled outcome costs its logarithm, whatever the size', () => {
    const scale = logShift(0);
    for (const size of [1, 1000]) {
      const at = scale.apply(2 * size) as number;
      expect(wis([0.5], moved([size], scale) as number[], at)).toBeCloseTo(Math.LN2, 12);
    }
    expect(logShift(1).apply(0)).toBe(0);
    expect(moved([0, 4], SQUARE_ROOT)).toEqual([0, 2]);
    expect(moved([-3], NATURAL_SCALE)).toEqual([-3]);
  });
  test('values that a scale does not have are said', () => {
    expect(moved([3, -1, -2], logShift(1))).toEqual({ noScore: 'log(x + 1) does not exist for -1' });
    expect(logShift(0).apply(0)).toEqual({ noScore: 'log(x) does not exist for 0' });
    expect(SQUARE_ROOT.apply(-1)).toEqual({ noScore: 'sqrt(x) does not exist for -1' });
  });
});

describe('logarithmic score', () => {
  test('in bits, and against a reference', () => {
    expect(bits(logScore(0.25))).toBe(2);
    expect(logScoreRelative(0.5, 0.25)).toBeCloseTo(-Math.LN2, 12);
    expect(logScoreRelative(0.2, 0)).toBe(-Infinity);
    expect(logScoreRelative(0, 0.2)).toBe(Infinity);
    expect(logScoreRelative(0, 0)).toBe(0);
  });
});

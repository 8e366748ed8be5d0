/** What scores have to do with each other, over random forecasts. The seed is fixed, so there is no false alarm. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { biasFromQuantiles, biasFromSample } from './bias.ts';
import { brier, brierCategories, brierOrdered, brierTwoCategories } from './brier.ts';
import { intervalCovers } from './coverage.ts';
import { crpsFromCdf } from './crps-cdf.ts';
import { crpsAtMedian, crpsBySide } from './crps-parts.ts';
import { crpsFromSample, type CrpsEstimator } from './crps-sample.ts';
import { outcomeWeightedCrps, thresholdWeightedCrps, verticallyRescaledCrps } from './crps-weighted.ts';
import { dawidSebastianiFromSample } from './dawid-sebastiani.ts';
import { energyScore } from './energy.ts';
import { errorSpreadScore } from './error-spread.ts';
import { uniform } from './families/continuous.ts';
import { intervalParts, intervalScore } from './interval.ts';
import { kernelScore } from './kernel.ts';
import { medianOf } from './levels.ts';
import { logScoreBinary } from './log.ts';
import { crpsFromQuantiles, pinball } from './pinball.ts';
import { rankedLogScore, rps, rpsNormalised } from './rps.ts';
import { thresholdBrier, type Passing } from './threshold-brier.ts';
import { variogramScore } from './variogram.ts';
import { wis, wisParts, type WisParts } from './wis.ts';

const RUNS = { seed: 48000, numRuns: 200 };
const value = fc.double({ min: -100, max: 100, noNaN: true });
/** With ties, since empirical distributions have them. */
const draws = fc.array(fc.oneof(value, fc.integer({ min: -3, max: 3 })), { minLength: 2, maxLength: 12 });
const close = (found: unknown, expected: number, scale = 100): void => {
  expect(typeof found).toBe('number');
  expect(Math.abs((found as number) - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, scale));
};
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('CRPS of a sample', () => {
  const energyForm = (x: readonly number[], y: number, pairs: number): number =>
    average(x.map((one) => Math.abs(one - y))) -
    x.flatMap((a) => x.map((b) => Math.abs(a - b))).reduce((a, b) => a + b, 0) / (2 * pairs);

  test('is the energy form, summed pair by pair', () => {
    fc.assert(
      fc.property(draws, value, (x, y) => {
        close(crpsFromSample(x, y), energyForm(x, y, x.length ** 2));
        close(crpsFromSample(x, y, 'fair'), energyForm(x, y, x.length * (x.length - 1)));
      }),
      RUNS,
    );
  });

  test('has three parts by side, three at the median, and a fair estimate below it', () => {
    fc.assert(
      fc.property(draws, value, (x, y) => {
        const crps = crpsFromSample(x, y) as number;
        expect(crps).toBeGreaterThanOrEqual(0);
        expect(crpsFromSample(x, y, 'fair') as number).toBeLessThanOrEqual(crps + 1e-12);
        for (const estimator of ['edf', 'fair'] as const) {
          const side = crpsBySide(x, y, estimator);
          if ('noScore' in side) throw new Error(side.noScore);
          close(side.under + side.over - side.spread, side.crps);
        }
        const at = crpsAtMedian(x, y);
        close(at.overprediction + at.underprediction + at.dispersion, crps);
        expect(Math.min(at.overprediction, at.underprediction)).toBe(0);
        expect(Math.max(at.overprediction, at.underprediction)).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  test('is exactly twice the mean quantile score of the draws at levels (i − ½)/M', () => {
    fc.assert(
      fc.property(draws, value, (x, y) => {
        const levels = x.map((_, i) => (i + 0.5) / x.length);
        close(
          crpsFromQuantiles(
            levels,
            x.toSorted((a, b) => a - b),
            y,
          ),
          crpsFromSample(x, y) as number,
        );
      }),
      RUNS,
    );
  });

  test('is what the step function gives, and the Brier scores of all thresholds', () => {
    fc.assert(
      fc.property(draws, value, (x, y) => {
        const ends = [...new Set([...x, y])].sort((a, b) => a - b);
        const share = (z: number): number => x.filter((one) => one <= z).length / x.length;
        const crps = crpsFromSample(x, y) as number;
        close(crpsFromCdf(ends, ends.map(share), y, 'step').crps, crps);
        const byThreshold = ends
          .slice(1)
          .map((end, i) => (end - ends[i]!) * thresholdBrier(x, y, ends[i]!, '>'))
          .reduce((a, b) => a + b, 0);
        close(byThreshold, crps);
      }),
      RUNS,
    );
  });

  test('weights: repeating a draw is weighing it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 8 }),
        value,
        (pairs, y) => {
          fc.pre(pairs.some(([, count]) => count > 0));
          const x = pairs.map(([one]) => one);
          const w = pairs.map(([, count]) => count);
          const repeated = pairs.flatMap(([one, count]) => Array.from({ length: count }, () => one));
          close(crpsFromSample(x, y, 'edf', w), crpsFromSample(repeated, y) as number);
          close(crpsAtMedian(x, y, w).dispersion, crpsAtMedian(repeated, y).dispersion);
          close(
            energyScore(
              x.map((one) => [one]),
              [y],
              'edf',
              w,
            ),
            energyScore(
              repeated.map((one) => [one]),
              [y],
            ) as number,
          );
          close(biasFromSample(x, y, 'continuous', w), biasFromSample(repeated, y, 'continuous'));
        },
      ),
      RUNS,
    );
  });

  test('the threshold-weighted ones of two sides add up to the whole', () => {
    fc.assert(
      fc.property(draws, value, value, (x, y, t) => {
        const part = (region: { low?: number; high?: number }): number =>
          thresholdWeightedCrps(x, y, region) as number;
        close(part({ low: t }) + part({ high: t }), crpsFromSample(x, y) as number);
        const everything = (): number => 1;
        close(outcomeWeightedCrps(x, y, everything), crpsFromSample(x, y) as number);
        close(verticallyRescaledCrps(x, y, everything), crpsFromSample(x, y) as number);
      }),
      RUNS,
    );
  });

  test('the order of the draws matters to the pairing estimators only', () => {
    fc.assert(
      fc.property(draws, value, (x, y) => {
        const turned = x.toReversed();
        for (const estimator of ['edf', 'nrg', 'int', 'qd', 'fair', 'pwm'] as const) {
          close(crpsFromSample(turned, y, estimator), crpsFromSample(x, y, estimator) as number);
        }
      }),
      RUNS,
    );
    const estimators: CrpsEstimator[] = ['akr', 'akr-circular'];
    for (const estimator of estimators) {
      expect(crpsFromSample([0, 1, 5, 2], 1, estimator)).not.toBe(crpsFromSample([0, 5, 1, 2], 1, estimator));
    }
  });
});

describe('any scale and order', () => {
  const points = fc.array(fc.tuple(value, value, value), { minLength: 2, maxLength: 6 });
  test('scores of distance move with the unit and not with the origin', () => {
    fc.assert(
      fc.property(
        draws,
        value,
        fc.constantFrom(0.5, 2, -3),
        fc.integer({ min: -9, max: 9 }),
        (x, y, a, b) => {
          const move = (one: number): number => a * one + b;
          for (const estimator of ['edf', 'fair', 'akr', 'akr-circular'] as const) {
            close(
              crpsFromSample(x.map(move), move(y), estimator),
              Math.abs(a) * (crpsFromSample(x, y, estimator) as number),
              1000,
            );
          }
        },
      ),
      RUNS,
    );
  });
  test('joint scores do not know the order of draws, and of one coordinate the energy score is the CRPS', () => {
    fc.assert(
      fc.property(points, fc.tuple(value, value, value), (x, y) => {
        const turned = x.toReversed();
        close(energyScore(turned, y), energyScore(x, y) as number);
        close(variogramScore(turned, y), variogramScore(x, y) as number, 1000);
        close(kernelScore(turned, y), kernelScore(x, y));
        const first = x.map(([a]) => a);
        for (const estimator of ['edf', 'fair', 'akr', 'akr-circular'] as const) {
          close(
            energyScore(
              first.map((a) => [a]),
              [y[0]],
              estimator,
            ),
            crpsFromSample(first, y[0], estimator) as number,
          );
        }
      }),
      RUNS,
    );
  });
  test('the variogram score by hand', () => {
    // Two draws with |x₁ − x₂| = 1 and 3, outcome 4, order 1: the mean is 2, the miss 2, both orders of the pair.
    expect(
      variogramScore(
        [
          [0, 1],
          [0, 3],
        ],
        [0, 4],
        { order: 1 },
      ),
    ).toBe(8);
    // Fair: the squared mean exceeds by variance/M = 2/2 = 1 for each order.
    expect(
      variogramScore(
        [
          [0, 1],
          [0, 3],
        ],
        [0, 4],
        { order: 1, estimator: 'fair' },
      ),
    ).toBe(6);
    expect(
      variogramScore(
        [
          [0, 1],
          [0, 3],
        ],
        [0, 4],
        {
          order: 1,
          pairs: [
            [0, 1],
            [0, 0],
          ],
        },
      ),
    ).toBe(4);
  });
  test('the error-spread score of equal draws is the error to the fourth', () => {
    expect(errorSpreadScore([2, 2, 2], 5)).toBe(81);
    expect(errorSpreadScore([2, 3], 5)).toEqual({
      noScore: 'the skewness of a sample needs at least three draws',
    });
  });
});

describe('quantiles', () => {
  const LEVELS = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
  const quantiles = fc
    .array(value, { minLength: LEVELS.length, maxLength: LEVELS.length })
    .map((values) => values.toSorted((a, b) => a - b));

  test('WIS is its three parts, and twice the mean quantile score where the median counts half', () => {
    fc.assert(
      fc.property(quantiles, value, (q, y) => {
        const parts = wisParts(LEVELS, q, y) as WisParts;
        expect(parts.wis).toBe(parts.overprediction + parts.underprediction + parts.dispersion);
        close(parts.wis, crpsFromQuantiles(LEVELS, q, y));
        const without = LEVELS.map((_, i) => i).filter((i) => LEVELS[i] !== 0.5);
        const [levels, values] = [without.map((i) => LEVELS[i]!), without.map((i) => q[i]!)];
        close(wis(levels, values, y), crpsFromQuantiles(levels, values, y));
        // The median in full: half of its error and one half weight more.
        const full = (parts.wis * 3.5 + Math.abs(q[3]! - y) / 2) / 4;
        close(wis(LEVELS, q, y, 'full'), full);
      }),
      RUNS,
    );
  });

  test('an interval score is the two quantile scores of its ends', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, y) => {
        const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
        const parts = intervalParts(lower, upper, 0.1, 0.9, y);
        close(parts.total, parts.width + parts.over + parts.under);
        close(intervalScore(lower, upper, 0.8, y), parts.total, 1e4);
        close(parts.total, 10 * (pinball(0.1, lower, y) + pinball(0.9, upper, y)), 1e4);
      }),
      RUNS,
    );
  });

  test('levels without their mirrors have no WIS, but a mean quantile score', () => {
    expect(wis([0.1, 0.5, 0.8], [1, 2, 3], 2)).toEqual({ noScore: 'level 0.1 is without its mirror 0.9' });
    expect(crpsFromQuantiles([0.1, 0.5, 0.8], [1, 2, 3], 2)).toBeCloseTo((2 / 3) * (0.1 + 0.2), 12);
    expect(wis([0.5], [1], 3)).toBe(2);
  });

  test('from quantiles to the distribution: the uniform one, ever more levels', () => {
    const exact = uniform(0, 1).crps(0.3);
    // ∫₀^0.3 z² + ∫_0.3^1 (1 − z)²
    close(exact, (0.3 ** 3 + 0.7 ** 3) / 3);
    for (const count of [9, 99, 999]) {
      const levels = Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));
      const off = Math.abs(crpsFromQuantiles(levels, levels, 0.3) - exact);
      expect(off).toBeLessThan(1 / count);
    }
  });

  test('both ends belong to an interval', () => {
    const covers = (y: number): unknown => intervalCovers([0.25, 0.75], [1, 2], 0.5, y);
    expect([0.9, 1, 1.5, 2, 2.1].map(covers)).toEqual([false, true, true, true, false]);
    expect(intervalCovers([0.25, 0.75], [1, 2], 0.9, 1)).toHaveProperty('noScore');
  });

  test('bias by hand, and the median where it was not asked for', () => {
    const levels = [0.25, 0.75];
    const q = [0, 4];
    expect(medianOf(levels, q)).toBe(2);
    expect(biasFromQuantiles(levels, q, 2)).toBe(0);
    expect(biasFromQuantiles(levels, q, 1)).toBe(0.5);
    expect(biasFromQuantiles(levels, q, 3)).toBe(-0.5);
    expect(biasFromQuantiles(levels, q, -1)).toBe(1);
    expect(biasFromQuantiles(levels, q, 5)).toBe(-1);
    expect(biasFromQuantiles([0.6, 0.7], [0, 1], 2)).toHaveProperty('noScore');
    expect(biasFromSample([1, 2, 2, 3], 2)).toBe(0);
    expect(biasFromSample([1, 2, 2, 3], 2, 'continuous')).toBe(-0.5);
  });
});

describe('categories', () => {
  const pmf = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 5 })
    .filter((shares) => shares.some((share) => share > 0))
    .map((shares) => shares.map((share) => share / shares.reduce((a, b) => a + b, 0)));

  test('conventions differ by their factors', () => {
    fc.assert(
      fc.property(pmf, fc.nat(), (p, seed) => {
        const k = seed % p.length;
        close(rpsNormalised(p, k) * (p.length - 1), rps(p, k), 1);
        close(brierOrdered(p, k), 2 * rpsNormalised(p, k), 1);
        // The ranked probability score is the CRPS of the category's number.
        close(
          rps(p, k),
          crpsFromSample(
            p.map((_, i) => i),
            k,
            'edf',
            p,
          ) as number,
          1,
        );
        const binary = [1 - p[0]!, p[0]!];
        close(brierCategories(binary, 1), brierTwoCategories(p[0]!, true), 1);
        close(rps(binary, 1), brier(p[0]!, true), 1);
        const log = logScoreBinary(p[0]!, true);
        if (Number.isFinite(log)) close(rankedLogScore(binary, 1), log, 1);
        else expect(rankedLogScore(binary, 1)).toBe(Infinity);
      }),
      RUNS,
    );
  });

  test('what lies on a threshold passes by name', () => {
    // Draws 1, 2, 2, 3 and the outcome 2, at the threshold 2: shares 1/4, 3/4, 1/4, 3/4.
    const score = (passing: Passing): number => thresholdBrier([1, 2, 2, 3], 2, 2, passing);
    expect([score('>'), score('>='), score('<'), score('<=')]).toEqual([0.0625, 0.0625, 0.0625, 0.0625]);
    // And the outcome 3.
    const higher = (passing: Passing): number => thresholdBrier([1, 2, 2, 3], 3, 2, passing);
    expect([higher('>'), higher('>='), higher('<'), higher('<=')]).toEqual([0.5625, 0.0625, 0.0625, 0.5625]);
  });

  test('zero for what happened is Infinity, and never NaN', () => {
    expect(logScoreBinary(0, true)).toBe(Infinity);
    expect(logScoreBinary(1, false)).toBe(Infinity);
    expect(Object.is(logScoreBinary(1, true), 0)).toBe(true);
    expect(rankedLogScore([0, 0, 1], 0)).toBe(Infinity);
    expect(rankedLogScore([0, 0, 1], 2)).toBe(0);
  });
});

test('the Dawid-Sebastiani score of equal draws is its limit', () => {
  expect(dawidSebastianiFromSample([2, 2], 2)).toBe(-Infinity);
  expect(dawidSebastianiFromSample([2, 2], 3)).toBe(Infinity);
  // Whose mean would round to another number by adding up first.
  expect(dawidSebastianiFromSample([0.1, 0.1, 0.1], 0.1)).toBe(-Infinity);
  expect(dawidSebastianiFromSample([0.1, 0.1], 0.1, [0.3, 0.4])).toBe(-Infinity);
  expect(dawidSebastianiFromSample([1, 3], 4)).toBe(4);
  expect(dawidSebastianiFromSample([3, 1], 4)).toBe(4);
});

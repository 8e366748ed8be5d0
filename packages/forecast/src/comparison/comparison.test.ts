import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnanswerable } from '../statistics/answer.ts';
import { meanOf, sumOf, varianceOf } from '../statistics/numbers.ts';
import { chanceOf } from '../statistics/random.ts';
import { adjustedP } from './adjusted-p.ts';
import { autocovariances } from './autocovariance.ts';
import { clustering } from './clusters.ts';
import { detectableDifference } from './detectable.ts';
import { dieboldMariano } from './diebold-mariano.ts';
import { giacominiWhite } from './giacomini-white.ts';
import { heringGentonVariance } from './hering-genton.ts';
import { bootstrapMean, clusterBootstrapMean, hacMean } from './mean-score.ts';
import { signFlipTest } from './permutation.ts';
import { wilcoxonSignedRank } from './wilcoxon.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

const series = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 60 });

test('Diebold–Mariano: scale changes nothing, the other order changes the sign', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 1, max: 4 }), (d, horizon) => {
      const result = dieboldMariano(d, { horizon, estimator: 'bartlett' });
      fc.pre(!isUnanswerable(result));
      const scaled = answered(
        dieboldMariano(
          d.map((x) => 8 * x),
          { horizon, estimator: 'bartlett' },
        ),
      );
      const swapped = answered(
        dieboldMariano(
          d.map((x) => -x),
          { horizon, estimator: 'bartlett' },
        ),
      );
      const { statistic, pValue, interval } = answered(result);
      expect(scaled.statistic).toBeCloseTo(statistic, 10);
      expect(swapped.statistic).toBeCloseTo(-statistic, 12);
      expect(swapped.pValue).toBeCloseTo(pValue, 12);
      // The interval leaves 0 out exactly where the two-sided test at 5% rejects.
      if (Math.abs(pValue - 0.05) > 1e-9) expect(interval.low > 0 || interval.high < 0).toBe(pValue < 0.05);
    }),
  );
});

test('Diebold–Mariano at horizon 1 is the paired t test', () => {
  const d = [3, -1, 4, 1, -5, 9, 2, 6];
  const t = meanOf(d) / Math.sqrt(varianceOf(d) / d.length);
  expect(answered(dieboldMariano(d)).statistic).toBeCloseTo(t, 13);
});

test('a variance that comes out negative is said, and nothing else is tried', () => {
  const d = Array.from({ length: 20 }, (_, k) => (k % 2 === 0 ? 1.1 : -1));
  const result = dieboldMariano(d, { horizon: 2 });
  expect(result).toMatchObject({
    unanswerable: expect.stringMatching(/acf estimate .* horizon 2 is -.*not positive/),
  });
  expect(isUnanswerable(dieboldMariano(d, { horizon: 2, estimator: 'bartlett' }))).toBe(false);
  expect(isUnanswerable(dieboldMariano(d, { horizon: 2, estimator: 'hering-genton' }))).toBe(false);
});

test('what cannot be tested says why', () => {
  const why = (d: number[], horizon = 1): string => {
    const result = dieboldMariano(d, { horizon });
    return isUnanswerable(result) ? result.unanswerable : '';
  };
  expect(why([0, 0, 0])).toMatch(/same score on every task/);
  expect(why([2, 2, 2])).toMatch(/Every difference is 2/);
  expect(why([0.3, 0.1 + 0.2, 0.3])).toMatch(/Every difference is 0.3/);
  expect(why([1, Infinity, 2])).toMatch(/number 2 of 3 is not finite/);
  expect(why([1, 2, 3], 3)).toMatch(/too few for horizon 3/);
});

test('Hering–Genton gives back an exponential autocovariance and white noise', () => {
  // Of white noise the model's decay ends at once.
  const chance = chanceOf('white');
  const noise = Array.from({ length: 400 }, () => chance.uniform() - 0.5);
  const [variance = 0] = autocovariances(noise, 0);
  expect(heringGentonVariance(noise, 1) / variance).toBeGreaterThan(0.8);
  expect(heringGentonVariance(noise, 1) / variance).toBeLessThan(1.3);
  fc.assert(
    fc.property(series, (d) => {
      expect(heringGentonVariance(d, 2)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('Giacomini–White without conditions is n mean² / mean square', () => {
  const d = [0.2, -0.1, 0.4, 0.3, -0.2, 0.5, 0.1];
  const { statistic, degreesOfFreedom, shareSecondBetter } = answered(
    giacominiWhite(d, { conditional: false }),
  );
  expect(statistic).toBeCloseTo((7 * meanOf(d) ** 2) / meanOf(d.map((x) => x * x)), 13);
  expect(degreesOfFreedom).toBe(1);
  expect(shareSecondBetter).toBe(1);
  expect(giacominiWhite([0, 0, 0, 0, 0, 0])).toMatchObject({
    unanswerable: expect.stringContaining('singular'),
  });
});

test('the conditional test keeps its level, and finds a difference that alternates', () => {
  // 400 series of independent differences at 5%: 20 expected, standard deviation 4.4. Beyond 37 by chance: 1 in 10,000.
  const chance = chanceOf('conditional');
  const rejections = Array.from({ length: 400 }, () =>
    answered(giacominiWhite(Array.from({ length: 80 }, () => chance.uniform() - 0.5))),
  ).filter((r) => r.pValue < 0.05).length;
  expect(rejections).toBeLessThanOrEqual(37);
  const alternating = Array.from(
    { length: 80 },
    (_, k) => (k % 2 === 0 ? 1 : -1) + chance.uniform() / 2 - 0.25,
  );
  expect(answered(giacominiWhite(alternating)).pValue).toBeLessThan(1e-10);
  expect(answered(giacominiWhite(alternating, { conditional: false })).pValue).toBeGreaterThan(0.5);
});

test('Wilcoxon: the depression scores of Hollander and Wolfe (1973), p. 29', () => {
  const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
  const result = answered(
    wilcoxonSignedRank(
      before.map((x, i) => x - after[i]!),
      { alternative: 'greater' },
    ),
  );
  expect(result).toMatchObject({ statistic: 40, method: 'exact', n: 9, zeros: 0, tied: false });
  expect(result.pValue).toBeCloseTo(0.01953125, 12);
});

test('exact Wilcoxon p-values with ties are those of all assignments of signs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 8 }),
      fc.constantFrom('less' as const, 'greater' as const),
      (d, alternative) => {
        fc.pre(d.some((x) => x !== 0));
        const { statistic, pValue } = answered(wilcoxonSignedRank(d, { alternative, method: 'exact' }));
        const sizes = d.filter((x) => x !== 0).map(Math.abs);
        const rank = sizes.map(
          (x) => sizes.filter((y) => y < x).length + (sizes.filter((y) => y === x).length + 1) / 2,
        );
        let count = 0;
        for (let code = 0; code < 2 ** sizes.length; code++) {
          const v = sumOf(rank.filter((_, k) => ((code >> k) & 1) === 1));
          if (alternative === 'less' ? v <= statistic : v >= statistic) count++;
        }
        expect(pValue).toBeCloseTo(count / 2 ** sizes.length, 12);
      },
    ),
  );
});

test('Wilcoxon: order and scale of the differences change nothing', () => {
  fc.assert(
    fc.property(series, (d) => {
      fc.pre(d.some((x) => x !== 0));
      const one = answered(wilcoxonSignedRank(d));
      expect(answered(wilcoxonSignedRank(d.toReversed().map((x) => x / 4)))).toEqual(one);
      expect(answered(wilcoxonSignedRank(d.map((x) => -x))).pValue).toBeCloseTo(one.pValue, 12);
    }),
  );
  expect(wilcoxonSignedRank([0, 0])).toMatchObject({
    unanswerable: expect.stringContaining('No two scores differ'),
  });
});

test('sign flips: listed, by cluster, and random beside the exact value', () => {
  // All of n differences of one sign and size: 2 of 2^n relabellings are as extreme.
  expect(answered(signFlipTest([1, 1, 1, 1, 1])).pValue).toBe(2 / 32);
  expect(answered(signFlipTest([1, 1, 1, 1, 1], { alternative: 'greater' })).pValue).toBe(1 / 32);
  // Three clusters leave 8 relabellings, however many tasks.
  const clustered = answered(signFlipTest([1, 1, 2, 2, 3, 3], { clusters: ['a', 'a', 'b', 'b', 'c', 'c'] }));
  expect(clustered).toMatchObject({ units: 3, n: 6, method: 'exact', pValue: 2 / 8 });
  // 17 equal differences: p exact 2^-16; with 9,999 random ones at least 1 in 10,000 by counting the observed.
  const random = answered(signFlipTest(Array.from({ length: 17 }, () => 1)));
  expect(random).toMatchObject({ method: 'random', relabellings: 9999 });
  expect(random.pValue).toBeGreaterThanOrEqual(1e-4);
  expect(random.pValue).toBeLessThan(1e-3);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 10 }), (d) => {
      const p = answered(signFlipTest(d)).pValue;
      expect(answered(signFlipTest(d.toReversed())).pValue).toBe(p);
      expect(answered(signFlipTest(d.map((x) => -x))).pValue).toBe(p);
    }),
  );
});

test('adjusted p-values by hand, and their laws', () => {
  const p = [0.01, 0.04, 0.03, 0.02];
  const close = (values: number[]): unknown[] => values.map((v) => expect.closeTo(v, 12) as unknown);
  expect(adjustedP(p, 'bonferroni')).toEqual(close([0.04, 0.16, 0.12, 0.08]));
  expect(adjustedP(p, 'holm')).toEqual(close([0.04, 0.06, 0.06, 0.06]));
  expect(adjustedP(p, 'benjamini-hochberg')).toEqual(close([0.04, 0.04, 0.04, 0.04]));
  expect(adjustedP(p, 'none')).toEqual(p);
  const many = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(many, (values) => {
      const [bonferroni, holm, bh] = (['bonferroni', 'holm', 'benjamini-hochberg'] as const).map((a) =>
        adjustedP(values, a),
      );
      values.forEach((value, i) => {
        expect(bh![i]!).toBeGreaterThanOrEqual(value * (1 - 1e-12));
        expect(bh![i]!).toBeLessThanOrEqual(holm![i]! * (1 + 1e-12));
        expect(holm![i]!).toBeLessThanOrEqual(bonferroni![i]!);
        values.forEach((other, k) => {
          if (value <= other) expect(holm![i]!).toBeLessThanOrEqual(holm![k]!);
        });
      });
      expect(adjustedP(values.toReversed(), 'holm')).toEqual(holm!.toReversed());
    }),
  );
});

test('an interval without lags is the t interval', () => {
  const x = [3, 1, 4, 1, 5, 9, 2, 6];
  const { mean, standardError, interval } = answered(hacMean(x, { lags: 0 }));
  expect(standardError).toBeCloseTo(Math.sqrt(varianceOf(x) / 8), 13);
  // t(7) at 97.5%: 2.364624 in every table.
  expect(interval.high - mean).toBeCloseTo(2.364624 * standardError, 5);
});

test('intervals of a series that hangs together are wider than those that take it for independent', () => {
  const chance = chanceOf('walk');
  let x = 0;
  const persistent = Array.from({ length: 200 }, () => (x = 0.8 * x + chance.uniform() - 0.5));
  const width = (r: unknown): number => {
    const { interval } = answered(r as ReturnType<typeof hacMean>);
    return interval.high - interval.low;
  };
  expect(width(hacMean(persistent))).toBeGreaterThan(1.5 * width(hacMean(persistent, { lags: 0 })));
  expect(width(bootstrapMean(persistent, { block: 15 }))).toBeGreaterThan(
    1.5 * width(bootstrapMean(persistent, { block: 1 })),
  );
  expect(bootstrapMean(persistent)).toEqual(bootstrapMean(persistent));
  expect(bootstrapMean([1])).toMatchObject({ unanswerable: expect.stringContaining('too few') });
});

test('clusters: tasks that say the same are worth one', () => {
  const twice = [1, 2, 3, 4].flatMap((value) => [
    { value, cluster: String(value) },
    { value, cluster: String(value) },
  ]);
  expect(answered(clustering(twice))).toMatchObject({
    n: 8,
    mean: 2.5,
    meanOfClusters: 2.5,
    intraClusterCorrelation: 1,
    designEffect: 2,
    effectiveTasks: 4,
  });
  // By hand: means 1 and 3, within sum of squares 4 on 2 degrees, between 4 on 1, m = 2: (4 − 2)/(4 + 2) = 1/3.
  const hand = answered(
    clustering([
      { value: 0, cluster: 'a' },
      { value: 2, cluster: 'a' },
      { value: 2, cluster: 'b' },
      { value: 4, cluster: 'b' },
    ]),
  );
  expect(hand.intraClusterCorrelation).toBeCloseTo(1 / 3, 14);
  expect(hand.effectiveTasks).toBeCloseTo(3, 14);
  expect(clustering([{ value: 1, cluster: 'a' }])).toMatchObject({
    unanswerable: expect.stringContaining('at least 2 clusters'),
  });
});

test('resampling clusters keeps them whole', () => {
  const flat = [1, 2, 3, 4, 5, 6].map((value) => ({ value, cluster: String(value) }));
  const twice = flat.flatMap((x) => [x, x]);
  // Doubling every task adds nothing when clusters are drawn.
  expect(answered(clusterBootstrapMean(twice)).interval).toEqual(
    answered(clusterBootstrapMean(flat)).interval,
  );
  expect(clusterBootstrapMean([flat[0]!, flat[0]!])).toMatchObject({
    unanswerable: expect.stringContaining('one cluster'),
  });
});

test('detectable difference: 2.8016 standard errors at 5% and power 80%', () => {
  const d = [-1, 1];
  const { difference, tasksForTarget } = answered(
    detectableDifference(d, { effectiveTasks: 100, target: Math.SQRT2 * 0.28016 }),
  );
  expect(difference).toBeCloseTo(Math.SQRT2 * 0.28016, 4);
  expect(tasksForTarget).toBe(100);
});

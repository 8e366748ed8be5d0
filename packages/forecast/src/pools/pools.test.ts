import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnanswerable } from '../statistics/answer.ts';
import { standardNormalCdf, standardNormalQuantile } from '../statistics/distributions.ts';
import { chanceOf } from '../statistics/random.ts';
import { conditionalCoherence } from './coherence.ts';
import { leaveOneOut } from './contribution.ts';
import {
  distributionThrough,
  linearPoolOfCdfs,
  linearPoolOfQuantiles,
  quantilePool,
  weightedMedian,
} from './distributions.ts';
import {
  fitExtremising,
  linearPool,
  linearPoolOfCategories,
  logOddsPool,
  logPoolOfCategories,
} from './probabilities.ts';
import { inverseScoreWeights } from './weights.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const members = fc.array(inside, { minLength: 1, maxLength: 8 });

test('pools of probabilities lie between their members, in any order', () => {
  fc.assert(
    fc.property(members, (p) => {
      for (const pool of [(x: number[]) => linearPool(x), (x: number[]) => answered(logOddsPool(x))]) {
        const value = pool(p);
        expect(value).toBeGreaterThanOrEqual(Math.min(...p));
        expect(value).toBeLessThanOrEqual(Math.max(...p));
        expect(pool(p.toReversed())).toBeCloseTo(value, 12);
        // The other side of the question gives the other side of the answer.
        expect(pool(p.map((x) => 1 - x))).toBeCloseTo(1 - value, 10);
      }
    }),
  );
});

test('extremising keeps one half and certainty, moves the rest away from one half, and 1 is no change', () => {
  fc.assert(
    fc.property(members, fc.double({ min: 1.01, max: 4, noNaN: true }), (p, factor) => {
      const plain = answered(logOddsPool(p));
      const extreme = answered(logOddsPool(p, undefined, factor));
      expect(Math.sign(extreme - plain) * Math.sign(plain - 0.5)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(extreme - 0.5)).toBeGreaterThanOrEqual(Math.abs(plain - 0.5) - 1e-12);
    }),
  );
  expect(answered(logOddsPool([0.5, 0.5], undefined, 3))).toBe(0.5);
  expect(answered(logOddsPool([0.2, 0.8], undefined, 3))).toBeCloseTo(0.5, 14);
  expect(answered(logOddsPool([0, 0.4], undefined, 2))).toBe(0);
  expect(answered(logOddsPool([1, 0.4]))).toBe(1);
  expect(answered(logOddsPool([1, 0.4], [0, 1]))).toBeCloseTo(0.4, 14);
  expect(logOddsPool([0, 1])).toMatchObject({ unanswerable: expect.stringContaining('certain of yes') });
  // By hand: odds 1/4 and 4/1·4 = 16: geometric mean 2.
  expect(answered(logOddsPool([0.2, 16 / 17]))).toBeCloseTo(2 / 3, 14);
});

test('the fitted factor is the one that made the outcomes', () => {
  // Pool 0.6 (log-odds 0.405) came true in 771 of 1,000: 1 / (1 + 1.5^-3) = 0.7714.
  const past = Array.from({ length: 1000 }, (_, k) => ({
    probabilities: [0.6, 0.6],
    outcome: k < 771 ? (1 as const) : (0 as const),
  }));
  const fit = answered(fitExtremising(past));
  expect(fit.factor).toBeCloseTo(Math.log(771 / 229) / Math.log(1.5), 5);
  expect(fit.meanLogScore).toBeLessThan(fit.meanLogScorePlain);
  expect(fit.atBound).toBe(false);
  expect(answered(fitExtremising(past.map((t) => ({ ...t, outcome: 1 as const })))).atBound).toBe(true);
  expect(answered(fitExtremising(past.map((t) => ({ ...t, outcome: 0 as const })))).factor).toBeCloseTo(0, 6);
  expect(isUnanswerable(fitExtremising([]))).toBe(true);
});

test('pools of categories', () => {
  const two = [
    [0.2, 0.3, 0.5],
    [0.4, 0.1, 0.5],
  ];
  expect(linearPoolOfCategories(two)).toEqual(
    [0.2 / 2 + 0.2, 0.2, 0.5].map((x) => expect.closeTo(x, 14) as unknown),
  );
  const raw = answered(logPoolOfCategories(two, undefined, { normalise: false }));
  expect(raw[2]).toBeCloseTo(0.5, 14);
  expect(raw.reduce((a, b) => a + b, 0)).toBeLessThan(1);
  const pooled = answered(logPoolOfCategories(two));
  expect(pooled.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
  // Two categories: the same as pooling log-odds.
  const binary = answered(
    logPoolOfCategories([
      [0.2, 0.8],
      [0.6, 0.4],
    ]),
  );
  expect(binary[1]).toBeCloseTo(answered(logOddsPool([0.8, 0.4])), 14);
  expect(
    logPoolOfCategories([
      [0, 1],
      [1, 0],
    ]),
  ).toMatchObject({ unanswerable: expect.stringContaining('impossible') });
});

test('weighted median', () => {
  expect(weightedMedian([5, 1, 3])).toBe(3);
  expect(weightedMedian([1, 2, 3, 4])).toBe(2.5);
  expect(weightedMedian([1, 2, 10], [1, 1, 5])).toBe(10);
  expect(weightedMedian([1, 2, 10], [1, 0, 1])).toBe(5.5);
  fc.assert(
    fc.property(members, (p) => {
      expect(weightedMedian(p.toReversed())).toBe(weightedMedian(p));
    }),
  );
});

const levels = [0.05, 0.25, 0.5, 0.75, 0.95];
const quantilesOf = (mean: number, sd: number): { levels: number[]; values: number[] } => ({
  levels,
  values: levels.map((l) => mean + sd * standardNormalQuantile(l)),
});

test('quantiles of a normal give it back, tails included', () => {
  const f = answered(distributionThrough(quantilesOf(3, 2)));
  for (const x of [-9, -1, 0, 2, 3, 5, 12]) expect(f(x)).toBeCloseTo(standardNormalCdf((x - 3) / 2), 12);
});

test('repeated quantiles are point masses, also at the ends', () => {
  const f = answered(distributionThrough({ levels: [0.1, 0.3, 0.5, 0.9], values: [0, 0, 1, 1] }));
  expect(f(-1e-12)).toBeCloseTo(0.1, 6);
  expect(f(0)).toBeCloseTo(0.3, 12);
  expect(f(1 - 1e-12)).toBeCloseTo(0.5, 6);
  expect(f(1)).toBeCloseTo(0.9, 12);
  const point = answered(distributionThrough({ levels: [0.1, 0.9], values: [2, 2] }));
  expect([point(1.9), point(2)]).toEqual([0, 1]);
  expect(isUnanswerable(distributionThrough({ levels: [0.5], values: [1] }))).toBe(true);
});

test('pools of distributions: agreement stays, quantiles rise and lie between, the mixture is the mixture', () => {
  const one = quantilesOf(0, 1);
  const same = answered(linearPoolOfQuantiles([one, one, one], levels));
  same.values.forEach((v, k) => expect(v).toBeCloseTo(one.values[k]!, 9));
  const number = fc.double({ min: -5, max: 5, noNaN: true });
  const width = fc.double({ min: 0.1, max: 4, noNaN: true });
  fc.assert(
    fc.property(
      number,
      width,
      number,
      width,
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      (a, s, b, t, w) => {
        const both = [quantilesOf(a, s), quantilesOf(b, t)];
        const pool = answered(linearPoolOfQuantiles(both, levels, [w, 1 - w]));
        pool.values.forEach((v, k) => {
          const [x, y] = [both[0]!.values[k]!, both[1]!.values[k]!];
          expect(v).toBeGreaterThanOrEqual(Math.min(x, y) - 1e-9);
          expect(v).toBeLessThanOrEqual(Math.max(x, y) + 1e-9);
          if (k > 0) expect(v).toBeGreaterThanOrEqual(pool.values[k - 1]!);
          const mixture = w * standardNormalCdf((v - a) / s) + (1 - w) * standardNormalCdf((v - b) / t);
          expect(mixture).toBeCloseTo(levels[k]!, 9);
        });
        const vincent = answered(quantilePool(both, { weights: [w, 1 - w] }));
        vincent.values.forEach((v, k) =>
          expect(v).toBeCloseTo(w * both[0]!.values[k]! + (1 - w) * both[1]!.values[k]!, 12),
        );
      },
    ),
    { numRuns: 40 },
  );
  expect(quantilePool([one, { levels: [0.5], values: [0] }])).toMatchObject({
    unanswerable: expect.stringContaining('Member number 2 gives other quantile levels'),
  });
  expect(
    linearPoolOfCdfs(
      [
        [0, 1],
        [0.5, 1],
      ],
      [3, 1],
    ),
  ).toEqual([0.125, 1]);
});

test('weights by inverse score', () => {
  expect(answered(inverseScoreWeights([1, 2]))).toEqual([2 / 3, expect.closeTo(1 / 3, 14)]);
  expect(answered(inverseScoreWeights([1, 3], 0))).toEqual([0.5, 0.5]);
  expect(inverseScoreWeights([1, 0])).toMatchObject({
    unanswerable: expect.stringContaining('Member number 2'),
  });
});

test('leave-one-out: who knows helps, who repeats adds nothing, who misleads harms', () => {
  const chance = chanceOf('members');
  const tasks = Array.from({ length: 60 }, () => {
    const truth = chance.bernoulli(0.5);
    const statements = new Map<string, number>([
      ['knows', truth === 1 ? 0.9 : 0.1],
      ['shrugs', 0.5],
      ['misleads', truth === 1 ? 0.3 : 0.7],
    ]);
    return { statements, outcome: truth };
  });
  const result = leaveOneOut(
    tasks,
    (p) => linearPool(p),
    (p, y) => (p - y) ** 2,
  );
  const of = (name: string): number => result.find((c) => c.member === name)!.contribution;
  expect(of('knows')).toBeGreaterThan(0);
  expect(of('misleads')).toBeLessThan(0);
  const alone = leaveOneOut(
    [{ statements: new Map([['x', 0.5]]), outcome: 1 }],
    (p) => linearPool(p),
    (p, y) => (p - y) ** 2,
  );
  expect(alone).toEqual([{ member: 'x', n: 0, contribution: 0 }]);
});

test('coherence over complete cases, incomplete ones, and ones that overlap', () => {
  const cases = (b?: number): Parameters<typeof conditionalCoherence>[1] => [
    { condition: 'wins', probabilityOfCondition: 0.6, probabilityGiven: 0.5 },
    { condition: 'loses', probabilityOfCondition: 0.4, ...(b === undefined ? {} : { probabilityGiven: b }) },
  ];
  expect(conditionalCoherence(0.4, cases(0.25))).toMatchObject({
    coherent: true,
    gap: 0,
    unsaid: 0,
    problems: [],
  });
  const off = conditionalCoherence(0.5, cases(0.25));
  expect(off.coherent).toBe(false);
  expect(off.gap).toBeCloseTo(0.1, 14);
  expect(off.impliedLow).toBeCloseTo(0.4, 14);
  // Of losing nothing was said: anything from 0.3 to 0.7.
  const open = conditionalCoherence(0.65, cases());
  expect([open.impliedLow, open.impliedHigh, open.coherent]).toEqual([
    expect.closeTo(0.3, 14),
    expect.closeTo(0.7, 14),
    true,
  ]);
  const over = conditionalCoherence(0.5, [
    { condition: 'a', probabilityOfCondition: 0.7, probabilityGiven: 0.5 },
    { condition: 'b', probabilityOfCondition: 0.7, probabilityGiven: 0.5 },
  ]);
  expect(over.problems[0]).toMatch(/add up to 1.4/);
  expect(over.coherent).toBe(false);
});

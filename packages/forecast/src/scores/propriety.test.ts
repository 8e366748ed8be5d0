/**
 * Proper scores, by exact expectation over finitely many outcomes: nobody does better on average than by saying what they
 * believe. The seed is fixed, so there is no false alarm.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brier, brierCategories, brierOrdered, brierPositive, brierTwoCategories } from './brier.ts';
import { brierOfThresholds, crpsFromCdf } from './crps-cdf.ts';
import { crpsFromSample } from './crps-sample.ts';
import { outcomeWeightedCrps, thresholdWeightedCrps, verticallyRescaledCrps } from './crps-weighted.ts';
import { dawidSebastianiFromSample } from './dawid-sebastiani.ts';
import { energyScore } from './energy.ts';
import { intervalParts } from './interval.ts';
import { kernelScore } from './kernel.ts';
import { logScore, logScoreBinary } from './log.ts';
import { pinball } from './pinball.ts';
import { absoluteError, squaredError } from './point.ts';
import { rankedLogScore, rps, rpsNormalised } from './rps.ts';
import { spherical, sphericalBinary, sphericalPositive } from './spherical.ts';
import { censoredLogScore } from './survival/censored-log.ts';
import { survivalCrps } from './survival/survival-crps.ts';
import { thresholdBrier } from './threshold-brier.ts';
import { variogramScore } from './variogram.ts';
import { wis } from './wis.ts';

const RUNS = { seed: 20230716, numRuns: 200 };
const CATEGORIES = 4;
/** Sums of a handful of terms of size 1 to 10. */
const ROUNDING = 1e-11;

/** Whole shares, so that equal forecasts are equal and zeros occur. */
const distribution = (size: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: 0, max: 8 }), { minLength: size, maxLength: size })
    .filter((shares) => shares.some((share) => share > 0))
    .map((shares) => shares.map((share) => share / shares.reduce((a, b) => a + b, 0)));

/** E over outcomes 0, 1, … of a score; an outcome that cannot happen counts nothing, whatever its score. */
const expectation = (truth: readonly number[], score: (outcome: number) => number): number =>
  truth.reduce((sum, p, outcome) => (p === 0 ? sum : sum + p * score(outcome)), 0);

const apart = (p: readonly number[], q: readonly number[]): number =>
  Math.max(...p.map((x, k) => Math.abs(x - q[k]!)));

/** Less is better here. `strict`: who says something else does worse. */
function expectProper(
  truth: readonly number[],
  said: readonly number[],
  score: (forecast: readonly number[], outcome: number) => number,
  strict: boolean,
): void {
  const honest = expectation(truth, (outcome) => score(truth, outcome));
  const other = expectation(truth, (outcome) => score(said, outcome));
  expect(honest).toBeLessThanOrEqual(other + ROUNDING);
  if (strict && apart(truth, said) > 0.01) expect(other - honest).toBeGreaterThan(1e-9);
}

type Rule = (forecast: readonly number[], outcome: number) => number;

describe('of categories', () => {
  const rules: Readonly<Record<string, Rule>> = {
    brierCategories,
    brierOrdered,
    logScore: (p, k) => logScore(p[k]!),
    spherical,
    sphericalPositive: (p, k) => -sphericalPositive(p, k),
    rps,
    rpsNormalised,
    rankedLogScore,
    'brier of the first': (p, k) => brier(p[0]!, k === 0),
    'brierTwoCategories of the first': (p, k) => brierTwoCategories(p[0]!, k === 0),
    'brierPositive of the first': (p, k) => -brierPositive(p[0]!, k === 0),
    'logScoreBinary of the first': (p, k) => logScoreBinary(p[0]!, k === 0),
    'sphericalBinary of the first': (p, k) => sphericalBinary(p[0]!, k === 0),
  };
  test.each(Object.entries(rules))('%s', (name, rule) => {
    fc.assert(
      fc.property(distribution(CATEGORIES), distribution(CATEGORIES), (truth, said) =>
        expectProper(truth, said, rule, !name.includes('first')),
      ),
      RUNS,
    );
  });
});

describe('of numbers', () => {
  /** What the categories come to. */
  const PLACES = [-1.5, 0, 0.25, 3];
  const weight = (x: number): number => (x >= 0 ? 1 : 0);
  const number =
    (score: (values: readonly number[], y: number, weights: readonly number[]) => unknown): Rule =>
    (p, k) =>
      score(PLACES, PLACES[k]!, p) as number;
  const vectors = PLACES.map((x) => [x, x * x]);
  const rules: Readonly<Record<string, readonly [Rule, 'strict' | 'proper']>> = {
    crpsFromSample: [number((x, y, w) => crpsFromSample(x, y, 'edf', w)), 'strict'],
    'crpsFromCdf, step': [
      number(
        (x, y, w) =>
          crpsFromCdf(
            x,
            w.map((_, i) => w.slice(0, i + 1).reduce((a, b) => a + b)),
            y,
            'step',
          ).crps,
      ),
      'strict',
    ],
    brierOfThresholds: [
      number((x, y, w) =>
        brierOfThresholds(
          // Between the places too: what is said there counts, not what is drawn.
          [-1, 0.1, 1],
          [-1, 0.1, 1].map((z) => x.reduce((sum, one, i) => (one <= z ? sum + w[i]! : sum), 0)),
          y,
        ),
      ),
      'strict',
    ],
    dawidSebastiani: [number((x, y, w) => dawidSebastianiFromSample(x, y, w)), 'proper'],
    thresholdBrier: [number((x, y, w) => thresholdBrier(x, y, 0, '>', w)), 'proper'],
    thresholdWeightedCrps: [number((x, y, w) => thresholdWeightedCrps(x, y, { low: 0 }, 'edf', w)), 'proper'],
    energyScore: [(p, k) => energyScore(vectors, vectors[k]!, 'edf', p) as number, 'strict'],
    variogramScore: [(p, k) => variogramScore(vectors, vectors[k]!, { weights: p }) as number, 'proper'],
    kernelScore: [(p, k) => kernelScore(vectors, vectors[k]!, p), 'strict'],
    squaredError: [
      number((x, y, w) =>
        squaredError(
          x.reduce((sum, one, i) => sum + w[i]! * one, 0),
          y,
        ),
      ),
      'proper',
    ],
    absoluteError: [number((x, y, w) => absoluteError(quantile(x, w, 0.5), y)), 'proper'],
    pinball: [number((x, y, w) => pinball(0.2, quantile(x, w, 0.2), y)), 'proper'],
    wis: [
      number((x, y, w) => {
        const levels = [0.1, 0.3, 0.5, 0.7, 0.9];
        return wis(
          levels,
          levels.map((level) => quantile(x, w, level)),
          y,
        );
      }),
      'proper',
    ],
    intervalScore: [
      number((x, y, w) => intervalParts(quantile(x, w, 0.1), quantile(x, w, 0.7), 0.1, 0.7, y).total),
      'proper',
    ],
  };
  test.each(Object.entries(rules))('%s', (_, [rule, kind]) => {
    fc.assert(
      fc.property(distribution(CATEGORIES), distribution(CATEGORIES), (truth, said) => {
        expectProper(truth, said, rule, kind === 'strict');
      }),
      RUNS,
    );
  });

  test('of samples of equal draws: outcome-weighted and vertically re-scaled', () => {
    const draws = fc.array(fc.constantFrom(...PLACES), { minLength: 2, maxLength: 6 });
    const mean = (truth: readonly number[], score: (y: number) => unknown): number =>
      truth.reduce((sum, y) => sum + (score(y) as number), 0) / truth.length;
    fc.assert(
      fc.property(
        draws.filter((x) => x.some((one) => one >= 0)),
        draws.filter((x) => x.some((one) => one >= 0)),
        (truth, said) => {
          for (const score of [outcomeWeightedCrps, verticallyRescaledCrps]) {
            const honest = mean(truth, (y) => score(truth, y, weight));
            const other = mean(truth, (y) => score(said, y, weight));
            expect(honest).toBeLessThanOrEqual(other + ROUNDING);
          }
        },
      ),
      RUNS,
    );
  });

  /** The smallest value at which the distribution function reaches the level. */
  function quantile(values: readonly number[], weights: readonly number[], level: number): number {
    let below = 0;
    for (const [i, w] of weights.entries()) {
      below += w;
      if (below >= level - 1e-12) return values[i]!;
    }
    return values.at(-1)!;
  }
});

describe('of times', () => {
  const TIMES = [1, 2, 5];
  /** The last category is "not by the last time". */
  const curve = (p: readonly number[]): { times: number[]; survival: number[] } => ({
    times: TIMES,
    survival: TIMES.map((_, i) => Math.max(0, 1 - p.slice(0, i + 1).reduce((a, b) => a + b))),
  });
  const seen = (k: number): { time: number; event: boolean } =>
    k < TIMES.length ? { time: TIMES[k]!, event: true } : { time: 5, event: false };

  test.each([
    ['censoredLogScore', censoredLogScore],
    ['survivalCrps', survivalCrps],
  ])('%s, with a deadline', (_, score) => {
    fc.assert(
      fc.property(distribution(CATEGORIES), distribution(CATEGORIES), (truth, said) =>
        expectProper(truth, said, (p, k) => score(curve(p), seen(k)), true),
      ),
      RUNS,
    );
  });

  test('censoredLogScore, with cases that are lost after time 1 or 2', () => {
    fc.assert(
      fc.property(distribution(CATEGORIES), distribution(CATEGORIES), (truth, said) => {
        for (const lost of [1, 2]) {
          // An event at the time of loss is still seen.
          const outcome = (k: number): { time: number; event: boolean } =>
            k < TIMES.length && TIMES[k]! <= lost ? seen(k) : { time: lost, event: false };
          expectProper(truth, said, (p, k) => censoredLogScore(curve(p), outcome(k)), false);
        }
      }),
      RUNS,
    );
  });

  test('survivalCrps is not proper where cases are lost before the deadline, whatever the reason of the loss', () => {
    const truth = [0.25, 0.25, 0.25, 0.25];
    const outcome = (k: number): { time: number; event: boolean } =>
      k <= 1 ? seen(k) : { time: 2, event: false };
    const score = (p: readonly number[]): number =>
      expectation(truth, (k) => survivalCrps(curve(p), outcome(k)));
    // From time 2 on only those are judged who had their event: better to say that everybody had.
    expect(score([0.25, 0.75, 0, 0])).toBeLessThan(score(truth));
  });
});

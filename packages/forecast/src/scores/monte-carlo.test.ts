/** Simulation noise of scores, against all outcomes of a small simulation. */
import { describe, expect, test } from 'vitest';
import type { Forecast, Statement } from '../records/forecast.ts';
import type { Outcome } from '../records/resolution.ts';
import {
  brierCategoriesOfTrials,
  brierOfTrials,
  crpsOfTrials,
  logScoreOfTrials,
  rpsOfTrials,
} from './monte-carlo.ts';
import { noiseOf } from './noise.ts';

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
const binomial = (n: number, p: number): number[] =>
  Array.from({ length: n + 1 }, (_, k) => choose(n, k) * p ** k * (1 - p) ** (n - k));

describe.each([
  [3, 12],
  [6, 12],
  [11, 12],
])('%i of %i trials', (hits, trials) => {
  test.each([true, false])('the error is the standard deviation over all simulations (%s)', (happened) => {
    const scores = binomial(trials, hits / trials).map(
      (p, k) => [p, (k / trials - (happened ? 1 : 0)) ** 2] as const,
    );
    const mean = scores.reduce((sum, [p, s]) => sum + p * s, 0);
    const variance = scores.reduce((sum, [p, s]) => sum + p * (s - mean) ** 2, 0);
    const found = brierOfTrials(hits, trials, happened);
    expect(found.error).toBeCloseTo(Math.sqrt(variance), 12);
    expect(found.score).toBe((hits / trials - (happened ? 1 : 0)) ** 2);
  });
});

test('all or none: no noise is seen, and the logarithm has limits', () => {
  expect(brierOfTrials(0, 50, false)).toEqual({ score: 0, fair: 0, error: 0 });
  const none = logScoreOfTrials(0, 100);
  expect([none.score, none.error, none.high]).toEqual([Infinity, Infinity, Infinity]);
  // Wilson's upper limit of 0 in 100 is z²/(100 + z²).
  expect(none.low).toBeCloseTo(Math.log((100 + 1.959963984540054 ** 2) / 1.959963984540054 ** 2), 12);
  const all = logScoreOfTrials(100, 100);
  expect([all.score, all.error, all.low]).toEqual([0, 0, 0]);
  expect(all.high).toBeGreaterThan(0);
  expect(all.fair).toHaveProperty('noScore');
});

test('the delta method agrees with the exact error where trials are many', () => {
  const exact = brierOfTrials(30_000, 100_000, true);
  const [two, ranked] = [brierCategoriesOfTrials([70_000, 30_000], 1), rpsOfTrials([70_000, 30_000], 1)];
  expect(two.score).toBeCloseTo(2 * exact.score, 12);
  expect(two.error / (2 * exact.error)).toBeCloseTo(1, 4);
  expect(two.fair).toBeCloseTo(2 * (exact.fair as number), 12);
  expect(ranked.score).toBeCloseTo(exact.score, 12);
  expect(ranked.error / exact.error).toBeCloseTo(1, 4);
  expect(ranked.fair).toBeCloseTo(exact.fair as number, 12);
  const p = 0.3;
  expect(logScoreOfTrials(30_000, 100_000).error).toBeCloseTo(Math.sqrt((1 - p) / p / 100_000), 12);
});

test('three ordered categories: the error of the cumulative shares by hand', () => {
  // Shares 0.5, 0.3, 0.2 of 1,000; the middle one happened. Score (F₁)² + (F₂ − 1)² = 0.25 + 0.04.
  // Slopes by category: 2·0.5 − 2·0.2, −2·0.2, 0; their mean 0.3 − 0.12, their mean square 0.18 + 0.048.
  const found = rpsOfTrials([500, 300, 200], 1);
  expect(found.score).toBeCloseTo(0.29, 12);
  expect(found.error).toBeCloseTo(Math.sqrt((0.228 - 0.18 ** 2) / 1000), 12);
});

test('draws of 0 and 1 are a yes/no question', () => {
  const [hits, trials] = [30, 100];
  const draws = Array.from({ length: trials }, (_, i) => (i < hits ? 1 : 0));
  const found = crpsOfTrials(draws, 1);
  expect(found.score).toBeCloseTo(brierOfTrials(hits, trials, true).score, 12);
  expect(found.fair).toBeCloseTo(brierOfTrials(hits, trials, true).fair as number, 12);
  // Linear: 2|p − o|·√(pq/(N − 1)).
  expect(found.error).toBeCloseTo(2 * 0.7 * Math.sqrt((0.3 * 0.7) / 99), 12);
  expect(crpsOfTrials([1], 0)).toEqual({
    score: 1,
    fair: { noScore: 'a fair estimate needs at least two draws' },
    error: Infinity,
  });
});

describe('of forecasts', () => {
  const said = (statement: Statement, trials?: number): Forecast => ({
    forecaster: 'A',
    task: 'q',
    statement,
    ...(trials !== undefined && { trials }),
  });
  const yes: Outcome = { kind: 'binary', happened: true };
  const low: Outcome = { kind: 'category', category: 'low' };
  const ordinal = (probabilities: number[]): Statement => ({
    kind: 'ordinal',
    categories: ['low', 'high'],
    probabilities,
  });
  test('counts from shares', () => {
    expect(noiseOf(said({ kind: 'binary', probability: 0.3 }, 10), yes)).toEqual({
      brier: brierOfTrials(3, 10, true),
      log_score: logScoreOfTrials(3, 10),
    });
    expect(
      noiseOf(said({ kind: 'binary', probability: 0.3 }, 10), { kind: 'binary', happened: false }),
    ).toEqual({
      brier: brierOfTrials(3, 10, false),
      log_score: logScoreOfTrials(7, 10),
    });
    expect(noiseOf(said(ordinal([0.3, 0.7]), 10), low)).toEqual({
      brier_categories: brierCategoriesOfTrials([3, 7], 0),
      log_score: logScoreOfTrials(3, 10),
      rps: rpsOfTrials([3, 7], 0),
    });
    expect(noiseOf(said({ kind: 'sample', values: [1, 2, 4] }), { kind: 'number', value: 3 })).toEqual({
      crps: crpsOfTrials([1, 2, 4], 3),
    });
  });
  test.each<[Forecast, Outcome, string]>([
    [
      said({ kind: 'binary', probability: 0.3 }),
      yes,
      'the forecast does not say on how many trials it rests',
    ],
    [said({ kind: 'binary', probability: 0.35 }, 10), yes, 'the probabilities are no shares of 10 trials'],
    [said(ordinal([0.3, 0.5]), 10), low, 'the probabilities are no shares of 10 trials'],
    [said(ordinal([0.3, 0.7]), 10), { kind: 'category', category: 'x' }, "'x' is none of the categories"],
    [
      said({ kind: 'sample', values: [1, 2], weights: [1, 2] }),
      { kind: 'number', value: 3 },
      'weighted draws are not equally many trials',
    ],
    [
      said({ kind: 'quantile', levels: [0.5], values: [1] }, 10),
      { kind: 'number', value: 3 },
      'trials give no quantile statement by counting',
    ],
  ])('%j: says why not', (forecast, outcome, why) => {
    expect(noiseOf(forecast, outcome)).toEqual({ noScore: why });
  });
});

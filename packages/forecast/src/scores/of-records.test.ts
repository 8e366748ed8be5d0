/** From records to scores: every kind of statement, every state of a task. */
import { describe, expect, test } from 'vitest';
import type { Forecast, Statement } from '../records/forecast.ts';
import type { Outcome, Resolution } from '../records/resolution.ts';
import { CATALOGUE } from './catalogue.ts';
import { meanScore, scoreForecast } from './of-forecast.ts';
import { jointDraws, scoresOfGroup } from './of-group.ts';
import { scoresOf } from './of-statement.ts';

const said = (statement: Statement, task = 'q1'): Forecast => ({ forecaster: 'A', task, statement });
const sixty: Statement = { kind: 'binary', probability: 0.6 };
const yes: Outcome = { kind: 'binary', happened: true };
const no: Outcome = { kind: 'binary', happened: false };
const number = (value: number): Outcome => ({ kind: 'number', value });
const resolution = (state: Resolution['state']): Resolution => ({ task: 'q1', state });

/** One of each kind, with an outcome that fits. */
const STATEMENTS: readonly (readonly [Statement, Outcome])[] = [
  [sixty, yes],
  [
    { kind: 'nominal', categories: ['a', 'b'], probabilities: [0.25, 0.75] },
    { kind: 'category', category: 'b' },
  ],
  [
    { kind: 'ordinal', categories: ['a', 'b', 'c'], probabilities: [0.25, 0.5, 0.25] },
    { kind: 'category', category: 'c' },
  ],
  [{ kind: 'quantile', levels: [0.25, 0.5, 0.75], values: [1, 2, 4] }, number(5)],
  [{ kind: 'sample', values: [1, 2, 4] }, number(3)],
  [{ kind: 'cdf', thresholds: [0, 2, 4], probabilities: [0, 0.5, 1] }, number(2)],
  [
    { kind: 'time-to-event', times: [1, 2], survival: [0.8, 0.5] },
    { kind: 'time', time: 2, event: true },
  ],
  [{ kind: 'point', statistic: 'mean', value: 2 }, number(5)],
  [{ kind: 'point', statistic: 'median', value: 2 }, number(5)],
];

const scores = (statement: Statement, outcome: Outcome): Record<string, unknown> =>
  scoresOf(statement, outcome) as Record<string, unknown>;

describe('statements', () => {
  test('by hand, one of each kind', () => {
    expect(scores(sixty, yes)).toMatchObject({
      brier: 0.4 * 0.4,
      brier_two_categories: 2 * (0.4 * 0.4),
      brier_positive: 1 - 0.4 * 0.4,
    });
    expect(scores(sixty, yes)['log_score']).toBeCloseTo(-Math.log(0.6), 12);
    expect(scores(sixty, no)['brier']).toBeCloseTo(0.36, 12);
    const [[, , ordinal, quantile, sample, cdf, time, mean, median]] = [
      STATEMENTS.map(([statement, outcome]) => scores(statement, outcome)),
    ];
    expect(ordinal).toMatchObject({ rps: 0.0625 + 0.5625, rps_normalised: 0.3125, brier_ordered: 0.625 });
    expect(ordinal!['log_score']).toBeCloseTo(Math.log(4), 12);
    // Interval [1, 4], α = 0.5: width 3/4, miss 1; median miss 3/2; weights 1.5.
    expect(quantile).toMatchObject({ overprediction: 0, interval_coverage_50: 0, ae_median: 3, bias: -1 });
    expect(quantile!['wis']).toBeCloseTo((0.75 + 1 + 1.5) / 1.5, 12);
    expect(quantile!['interval_coverage_90']).toEqual({ noScore: 'the levels 0.05 and 0.95 were not given' });
    expect(sample).toMatchObject({ ae_median: 1 });
    expect(sample!['crps']).toBeCloseTo((2 + 1 + 1) / 3 - (2 * (1 + 3 + 2)) / 18, 12);
    expect(sample!['se_mean']).toBeCloseTo((7 / 3 - 3) ** 2, 12);
    expect(cdf!['crps_cdf_linear']).toBeCloseTo(2 * (0.25 / 3) * 2, 12);
    expect(cdf!['crps_cdf_step']).toBeCloseTo(2 * 0.25, 12);
    expect(cdf!['brier_thresholds']).toBeCloseTo(0.25 / 3, 12);
    expect(time!['survival_crps']).toBeCloseTo(0.04, 12);
    expect(time!['censored_log_score']).toBeCloseTo(-Math.log(0.3), 12);
    expect(mean).toEqual({ se_point: 9 });
    expect(median).toEqual({ ae_point: 3 });
  });

  test('what is scored stands in the catalogue, and all of the catalogue can be scored', () => {
    const names = STATEMENTS.flatMap(([statement, outcome]) => Object.keys(scores(statement, outcome)));
    const joint = Object.keys(
      scoresOfGroup([said({ kind: 'sample', values: [1, 2], indices: ['1', '2'] })], [1]),
    );
    expect([...new Set([...names, ...joint])].sort()).toEqual(Object.keys(CATALOGUE).sort());
  });

  test('an outcome of another kind is said, and a category that nobody named', () => {
    for (const [statement] of STATEMENTS) {
      const wrong = statement.kind === 'binary' ? number(1) : yes;
      expect(scoresOf(statement, wrong)).toEqual({
        noScore: `a ${statement.kind} statement cannot be scored on an outcome of kind ${wrong.kind}`,
      });
    }
    expect(scoresOf(STATEMENTS[1]![0], { kind: 'category', category: 'c' })).toEqual({
      noScore: "'c' happened, which is none of the categories a, b",
    });
  });

  test('weighted draws have the scores that are defined for them', () => {
    const found = scores({ kind: 'sample', values: [1, 2, 4], weights: [1, 0, 1] }, number(3));
    expect(found['crps']).toBeCloseTo(1.5 - 0.75, 12);
    expect(found['ae_median']).toBe(0.5);
    expect(found['crps_fair']).toHaveProperty('noScore');
    expect(found['mad']).toHaveProperty('noScore');
  });
});

describe('states of a task', () => {
  test('resolved, open, void, not at all', () => {
    expect(scoreForecast(said(sixty), resolution({ is: 'resolved', outcome: yes }))).toEqual(
      scores(sixty, yes),
    );
    expect(scoreForecast(said(sixty), resolution({ is: 'open' }))).toEqual({ noScore: 'the task is open' });
    expect(scoreForecast(said(sixty), resolution({ is: 'void', why: 'asked twice' }))).toEqual({
      noScore: 'the task is void: asked twice',
    });
    expect(scoreForecast(said(sixty), undefined)).toEqual({ noScore: 'the task is not resolved yet' });
  });

  const partial = (share: number): Resolution =>
    resolution({
      is: 'partial',
      outcomes: [
        { outcome: yes, share },
        { outcome: no, share: 1 - share },
      ],
    });
  test('partial: the mean of the scores, weighted by the shares', () => {
    const found = scoreForecast(said(sixty), partial(0.75)) as Record<string, number>;
    expect(found['brier']).toBeCloseTo(0.75 * 0.16 + 0.25 * 0.36, 12);
    // It is best, on average, to have said the share.
    const at = (probability: number): number =>
      (scoreForecast(said({ kind: 'binary', probability }), partial(0.75)) as Record<string, number>)[
        'log_score'
      ]!;
    expect(at(0.75)).toBeLessThan(at(0.7));
    expect(at(0.75)).toBeLessThan(at(0.8));
  });
  test('partial: a part without a share does not make an infinite score no number', () => {
    const certain = said({ kind: 'binary', probability: 1 });
    expect(scoreForecast(certain, partial(1))).toMatchObject({ log_score: 0, brier: 0 });
    expect(scoreForecast(certain, partial(0.9))).toMatchObject({ log_score: Infinity });
  });
});

test('means say over how many they are', () => {
  const why = { noScore: 'why' };
  expect(meanScore([1, 3, why])).toEqual({ mean: 2, scored: 2, infinite: 0, without: 1 });
  expect(meanScore([1, Infinity])).toEqual({ mean: Infinity, scored: 2, infinite: 1, without: 0 });
  expect(meanScore([why]).mean).toHaveProperty('noScore');
  expect(meanScore([Infinity, -Infinity]).mean).toHaveProperty('noScore');
});

describe('joint draws', () => {
  const draws = (task: string, values: number[], indices?: string[]): Forecast =>
    said({ kind: 'sample', values, ...(indices !== undefined && { indices }) }, task);
  test('go together by index, in whatever order the rows stand', () => {
    const found = jointDraws([draws('a', [1, 2], ['x', 'y']), draws('b', [20, 10], ['y', 'x'])]);
    expect(found).toEqual([
      [1, 10],
      [2, 20],
    ]);
  });
  test.each<[string, Forecast[], string]>([
    ['no index', [draws('a', [1])], 'the draws on a have no indices, so none go together'],
    ['another', [draws('a', [1], ['x']), draws('b', [1], ['y'])], 'draw x of a is missing in b'],
    ['more', [draws('a', [1], ['x']), draws('b', [1, 2], ['x', 'y'])], 'b has 2 draws and a has 1'],
    ['no sample', [said(sixty)], 'the statement on q1 is no sample'],
    ['none', [], 'there is no forecast'],
  ])('%s', (_, forecasts, noScore) => {
    expect(jointDraws(forecasts)).toEqual({ noScore });
    expect(scoresOfGroup(forecasts, [])).toEqual({ noScore });
  });
});

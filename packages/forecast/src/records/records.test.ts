/** Every fault of records has its fixture, with place and remedy; and what counts of a history. */
import { describe, expect, test } from 'vitest';
import { checkForecast, checkForecasts } from './check-forecasts.ts';
import { checkResolution, checkResolutions } from './check-resolutions.ts';
import { FAULT_CODES, type Fault, type FaultCode } from './fault.ts';
import type { Forecast, Statement } from './forecast.ts';
import { withoutMissing } from './missing.ts';
import type { Resolution } from './resolution.ts';
import { standing } from './standing.ts';
import { fromCsvNumber, fromTagged, taggedJson, toCsvNumber, toTagged } from './tagged-number.ts';
import { compareMoments, isBy, isMoment } from './moment.ts';

const said = (statement: Statement, rest: Partial<Forecast> = {}): Forecast => ({
  forecaster: 'A',
  task: 'q1',
  statement,
  ...rest,
});
const of = (statement: Statement, rest: Partial<Forecast> = {}): readonly Fault[] =>
  checkForecast(said(statement, rest));
const resolved = (rest: Partial<Resolution>): Resolution => ({
  task: 'q1',
  state: { is: 'resolved', outcome: { kind: 'binary', happened: true } },
  ...rest,
});
const half: Statement = { kind: 'binary', probability: 0.5 };
const quantiles = (levels: number[], values: number[]): Statement => ({ kind: 'quantile', levels, values });
const nominal = (categories: string[], probabilities: number[]): Statement => ({
  kind: 'nominal',
  categories,
  probabilities,
});
const survival = (times: number[], probabilities: number[]): Statement => ({
  kind: 'time-to-event',
  times,
  survival: probabilities,
});
const A = [{ id: 'q1', keys: {} }];

/** What is wrong, where, and the code that says so. */
const WRONG: readonly (readonly [FaultCode, string, readonly Fault[]])[] = [
  ['no-name', 'forecast of  on q1: forecaster', of(half, { forecaster: '' })],
  ['no-name', 'categories[1]', of(nominal(['a', ' '], [0.5, 0.5]))],
  ['no-name', 'condition.event', of(half, { condition: { event: '' } })],
  ['not-a-number', 'probability', of({ kind: 'binary', probability: NaN })],
  ['not-a-number', 'values[1]', of({ kind: 'sample', values: [1, NaN] })],
  ['not-a-number', 'values[0]', of({ kind: 'sample', values: [null as unknown as number] })],
  ['not-a-number', 'probabilities[0]', of(nominal(['a', 'b'], ['0.5' as unknown as number, 0.5]))],
  ['not-finite', 'values[0]', of(quantiles([0.5], [Infinity]))],
  ['not-finite', 'value', of({ kind: 'point', statistic: 'mean', value: -Infinity })],
  [
    'not-finite',
    'outcome.value',
    checkResolution(resolved({ state: { is: 'resolved', outcome: { kind: 'number', value: Infinity } } })),
  ],
  ['out-of-range', 'probability', of({ kind: 'binary', probability: 1.2 })],
  ['out-of-range', 'probability', of({ kind: 'binary', probability: -1e-9 })],
  ['out-of-range', 'levels[0]', of(quantiles([0, 0.5], [1, 2]))],
  ['out-of-range', 'weights[1]', of({ kind: 'sample', values: [1, 2], weights: [1, -1] })],
  ['out-of-range', 'times[0]', of(survival([-1, 2], [0.5, 0.5]))],
  ['out-of-range', 'trials', of(half, { trials: 0.5 })],
  [
    'out-of-range',
    'outcome.time',
    checkResolution(
      resolved({ state: { is: 'resolved', outcome: { kind: 'time', time: -1, event: true } } }),
    ),
  ],
  ['nothing', 'values', of(quantiles([], []))],
  ['nothing', 'weights', of({ kind: 'sample', values: [] })],
  ['nothing', 'outcomes', checkResolution(resolved({ state: { is: 'partial', outcomes: [] } }))],
  ['length-mismatch', 'probabilities', of(nominal(['a', 'b'], [1]))],
  ['length-mismatch', 'indices', of({ kind: 'sample', values: [1, 2], indices: ['1'] })],
  ['probability-sum', 'probabilities', of(nominal(['a', 'b'], [0.5, 0.4]))],
  ['probability-sum', 'probabilities', of(nominal(['a', 'b'], [0.5, 0.50001]))],
  ['not-rising', 'levels[1]', of(quantiles([0.5, 0.1], [1, 2]))],
  ['not-rising', 'thresholds[2]', of({ kind: 'cdf', thresholds: [0, 1, 1], probabilities: [0, 0.5, 1] })],
  ['crossing', 'values[1]', of(quantiles([0.1, 0.5], [2, 1]))],
  ['crossing', 'probabilities[1]', of({ kind: 'cdf', thresholds: [0, 1], probabilities: [0.5, 0.4] })],
  ['crossing', 'survival[1]', of(survival([1, 2], [0.5, 0.6]))],
  ['weights-all-zero', 'weights', of({ kind: 'sample', values: [1, 2], weights: [0, 0] })],
  ['repeated', 'categories[1]', of(nominal(['a', 'a'], [0.5, 0.5]))],
  ['repeated', 'forecast of A on q1', checkForecasts([said(half), said(half)], A)],
  ['moment', 'issuedAt', of(half, { issuedAt: '5 November' })],
  ['moment', 'resolvedAt', checkResolution(resolved({ resolvedAt: '2024-11-05T09:00:00+09:00' }))],
  [
    'cutoff-after-issue',
    'informationCutoff',
    of(half, { issuedAt: '2024-11-05', informationCutoff: '2024-11-06' }),
  ],
  ['unknown-task', 'task', checkForecasts([said(half)], [])],
  ['unknown-task', 'task', checkResolutions([resolved({})], [])],
  [
    'share-sum',
    'outcomes',
    checkResolution(
      resolved({
        state: { is: 'partial', outcomes: [{ outcome: { kind: 'binary', happened: true }, share: 0.5 }] },
      }),
    ),
  ],
  [
    'mixed-outcomes',
    'outcomes',
    checkResolution(
      resolved({
        state: {
          is: 'partial',
          outcomes: [
            { outcome: { kind: 'binary', happened: true }, share: 0.5 },
            { outcome: { kind: 'category', category: 'a' }, share: 0.5 },
          ],
        },
      }),
    ),
  ],
  ['no-reason', 'why', checkResolution(resolved({ state: { is: 'void', why: ' ' } }))],
  [
    'rival-resolutions',
    'resolvedAt',
    checkResolutions([resolved({}), resolved({ state: { is: 'open' } })], A),
  ],
];

describe('faults', () => {
  test.each(WRONG)('%s: %s', (code, where, faults) => {
    expect(faults.map((fault) => fault.code)).toEqual([code]);
    const [fault] = faults;
    expect(fault!.where).toMatch(/^(forecast of .*|resolution of) ?q1/);
    expect(fault!.where!.endsWith(where)).toBe(true);
    expect(fault!.message).not.toMatch(/undefined|object|NaN,/);
    expect(fault!.help.length).toBeGreaterThan(5);
  });

  test('every code has its fixture', () => {
    expect([...new Set(WRONG.map(([code]) => code))].sort()).toEqual(Object.keys(FAULT_CODES).sort());
  });

  test('all are found at once', () => {
    const faults = of({ kind: 'quantile', levels: [0.5, 0.2, 2], values: [3, NaN] }, { issuedAt: 'now' });
    expect(faults.map(({ code }) => code)).toEqual([
      'length-mismatch',
      'out-of-range',
      'not-a-number',
      'moment',
    ]);
  });

  test('the message names what was found and what to do', () => {
    expect(of({ kind: 'binary', probability: 35 })).toEqual([
      {
        code: 'out-of-range',
        message: '35 is no probability',
        where: 'forecast of A on q1: probability',
        help: 'give a number from 0 to 1; 35% is 0.35',
      },
    ]);
    expect(of(nominal(['a', 'b'], [0.3, 0.3]))[0]!.message).toBe(
      'the probabilities sum to 0.6, not to 1 within 0.000001',
    );
  });

  test.each<[string, Statement, Partial<Forecast>]>([
    ['binary', half, { issuedAt: '2024-11-05', informationCutoff: '2024-11-05T09:00Z', trials: 10 }],
    ['nominal, thirds', nominal(['a', 'b', 'c'], [1 / 3, 1 / 3, 1 / 3]), {}],
    ['ordinal, certain', { kind: 'ordinal', categories: ['low', 'high'], probabilities: [0, 1] }, {}],
    ['quantiles that are equal', quantiles([0.1, 0.5, 0.9], [0, 0, 3]), {}],
    ['weighted draws', { kind: 'sample', values: [3, 1], weights: [0, 2], indices: ['1', '2'] }, {}],
    ['a distribution that stops below 1', { kind: 'cdf', thresholds: [0, 1], probabilities: [0, 0.7] }, {}],
    ['never', survival([0, 2], [1, 1]), { condition: { event: 'x', probability: 0 } }],
    ['a point', { kind: 'point', statistic: 'median', value: -3 }, {}],
  ])('none in %s', (_, statement, rest) => {
    expect(of(statement, rest)).toEqual([]);
  });

  test('statements of several kinds and of several times are not repeated ones', () => {
    const forecasts = [
      said(half),
      said(half, { issuedAt: '2024-11-05' }),
      said(half, { issuedAt: '2024-11-06' }),
      said(half, { condition: { event: 'x' } }),
      said({ kind: 'point', statistic: 'mean', value: 1 }),
      said({ kind: 'point', statistic: 'median', value: 1 }),
    ];
    expect(checkForecasts(forecasts, A)).toEqual([]);
  });

  test('rounded thirds pass where they are allowed', () => {
    const forecast = said(nominal(['a', 'b', 'c'], [0.33, 0.33, 0.33]));
    expect(checkForecast(forecast).map(({ code }) => code)).toEqual(['probability-sum']);
    expect(checkForecast(forecast, { sumTolerance: 0.015 })).toEqual([]);
  });
});

describe('moments', () => {
  test.each(['2024-02-29', '2000-02-29', '2024-11-05T09:00Z', '2024-11-05T23:59:59.999Z'])('%s', (text) => {
    expect(isMoment(text)).toBe(true);
  });
  test.each([
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-11-5',
    '2024-11-05T24:00Z',
    '2024-11-05T09:00',
    '2024-11-05 09:00Z',
    '',
  ])('not %s', (text) => expect(isMoment(text)).toBe(false));
  test('sort by time, however their seconds are written', () => {
    const rising = [
      '2024-11-04T23:59Z',
      '2024-11-05',
      '2024-11-05T09:00Z',
      '2024-11-05T09:00:00.5Z',
      '2024-11-05T09:00:01Z',
    ];
    expect(rising.toReversed().sort(compareMoments)).toEqual(rising);
    expect(compareMoments('2024-11-05T09:00Z', '2024-11-05T09:00:00.000Z')).toBe(0);
    expect(isBy('2024-11-05T23:00Z', '2024-11-05')).toBe(true);
    expect(isBy('2024-11-05T23:00Z', '2024-11-05T22:00Z')).toBe(false);
  });
});

describe('the standing resolution', () => {
  const open = resolved({ state: { is: 'open' } });
  const yes = resolved({ resolvedAt: '2024-05-01' });
  const no = resolved({
    resolvedAt: '2024-06-01',
    state: { is: 'resolved', outcome: { kind: 'binary', happened: false } },
  });
  const other = resolved({ task: 'q2', resolvedAt: '2024-07-01' });
  test('is the latest, and says what it revises', () => {
    expect(standing('q1', [no, other, open, yes])).toEqual({ resolution: no, revised: [open, yes] });
    expect(standing('q1', [no, open, yes], '2024-05-31')).toEqual({ resolution: yes, revised: [open] });
    expect(standing('q1', [no, open, yes], '2024-06-01')).toEqual({ resolution: no, revised: [open, yes] });
    expect(standing('q1', [no, yes], '2023-01-01')).toEqual({ revised: [] });
    expect(standing('q3', [no, yes])).toEqual({ revised: [] });
  });
});

describe('numbers in files', () => {
  const numbers = [0, -0.1, 1 / 3, 1e-300, 1.7976931348623157e308, Infinity, -Infinity, NaN];
  test('JSON: infinities are tagged, never null, and read back', () => {
    const text = taggedJson({ scores: numbers });
    expect(text).not.toContain('null');
    expect(text).toContain('"Infinity","-Infinity","NaN"');
    expect((JSON.parse(text) as { scores: unknown[] }).scores.map(fromTagged)).toEqual(numbers);
    expect(toTagged(-Infinity)).toBe('-Infinity');
  });
  test.each([null, '1', 'Inf', 'infinity', '', undefined, true])('JSON: %j is no number', (value) => {
    expect(fromTagged(value)).toBeUndefined();
  });
  test('CSV: Inf and -Inf, and back', () => {
    expect(numbers.map(toCsvNumber).slice(-3)).toEqual(['Inf', '-Inf', 'NaN']);
    expect(numbers.map((x) => fromCsvNumber(toCsvNumber(x)))).toEqual(numbers);
    expect([' 2 ', '+3', '.5', '1e3', 'inf', '+Infinity'].map(fromCsvNumber)).toEqual([
      2,
      3,
      0.5,
      1000,
      Infinity,
      Infinity,
    ]);
  });
  test.each(['', 'NA', 'null', '1,5', '0x10', '1e', '--1', '5 %'])('CSV: `%s` is no number', (cell) => {
    expect(fromCsvNumber(cell)).toBeUndefined();
  });
});

test('missing members are left out with their weights, and counted', () => {
  expect(withoutMissing([1, null, 3, NaN], [1, 2, 3, 4])).toEqual({
    values: [1, 3],
    weights: [1, 3],
    missing: 2,
  });
  expect(withoutMissing([undefined])).toEqual({ values: [], missing: 1 });
});

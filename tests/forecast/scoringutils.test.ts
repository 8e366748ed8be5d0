/** Scores of the example forecasts of scoringutils: binary and quantile, task by task and by model. */
import {
  absoluteError,
  biasFromQuantiles,
  brier,
  coverageDeviation,
  intervalCovers,
  logScoreBinary,
  medianOf,
  quantileAt,
  quantileCovers,
  wisParts,
} from '@stave/forecast';
import { expect, test } from 'vitest';
import { expectClose, grouped, number, table, type Row } from './vectors.ts';

const TASK = ['model', 'location', 'forecast_date', 'target_end_date', 'horizon', 'target_type'];
const average = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

test('binary forecasts', () => {
  const expected = grouped(table('scoringutils/binary_expected.csv'), TASK);
  const input = grouped(table('scoringutils/binary_input.csv'), TASK);
  expect([...input.keys()].sort()).toEqual([...expected.keys()].sort());
  expect(input.size).toBe(96);
  for (const [key, [row]] of input) {
    const p = number(row!['predicted']);
    const happened = row!['observed'] === '1';
    const [answer] = expected.get(key)!;
    expectClose(brier(p, happened), number(answer!['brier_score']), 1e-12, key);
    expectClose(logScoreBinary(p, happened), number(answer!['log_score']), 1e-12, key);
  }
  for (const row of table('scoringutils/binary_expected_by_model.csv')) {
    const mine = [...input.values()].flat().filter(({ model }) => model === row['model']);
    const scores = mine.map((one) => brier(number(one['predicted']), one['observed'] === '1'));
    const logs = mine.map((one) => logScoreBinary(number(one['predicted']), one['observed'] === '1'));
    expectClose(average(scores), number(row['brier_score']), 1e-12, row['model']!);
    expectClose(average(logs), number(row['log_score']), 1e-12, row['model']!);
  }
});

const input = grouped(table('scoringutils/quantile_input.csv'), TASK);
const forecast = (rows: readonly Row[]): { levels: number[]; values: number[]; y: number } => ({
  levels: rows.map((row) => number(row['quantile_level'])),
  values: rows.map((row) => number(row['predicted'])),
  y: number(rows[0]!['observed']),
});

test('quantile forecasts', () => {
  const expected = grouped(table('scoringutils/quantile_expected.csv'), TASK);
  expect([...input.keys()].sort()).toEqual([...expected.keys()].sort());
  expect(input.size).toBe(192);
  for (const [key, rows] of input) {
    const { levels, values, y } = forecast(rows);
    const answer = expected.get(key)![0]!;
    const found: Record<string, unknown> = {
      ...wisParts(levels, values, y),
      bias: biasFromQuantiles(levels, values, y),
      ae_median: absoluteError(medianOf(levels, values) as number, y),
    };
    for (const column of Object.keys(found)) {
      expectClose(found[column], number(answer[column]), 1e-12, `${key} ${column}`);
    }
    for (const range of [50, 90]) {
      const covers = intervalCovers(levels, values, range / 100, y);
      expect(covers, key).toBe(answer[`interval_coverage_${range}`] === 'TRUE');
    }
  }
});

test('coverage by model, interval and level', () => {
  const expected = table('scoringutils/quantile_coverage_by_model.csv');
  expect(expected.length).toBe(3 * 23);
  for (const row of expected) {
    const level = number(row['quantile_level']);
    const range = number(row['interval_range']) / 100;
    const mine = [...input].filter(([key]) => key.startsWith(`${row['model']}|`)).map(([, r]) => forecast(r));
    const inside = mine.map(({ levels, values, y }) => intervalCovers(levels, values, range, y) === true);
    const below = mine.map(({ levels, values, y }) => quantileCovers(quantileAt(levels, values, level)!, y));
    const what = `${row['model']} ${level}`;
    expectClose(coverageDeviation(inside, 0), number(row['interval_coverage']), 1e-12, what);
    expectClose(coverageDeviation(inside, range), number(row['interval_coverage_deviation']), 1e-12, what);
    expectClose(coverageDeviation(below, 0), number(row['quantile_coverage']), 1e-12, what);
    expectClose(coverageDeviation(below, level), number(row['quantile_coverage_deviation']), 1e-12, what);
  }
});

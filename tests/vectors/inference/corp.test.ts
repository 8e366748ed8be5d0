import { expect, test } from 'vitest';
import { corp, isUnanswerable, type Corp } from '@stave/forecast';
import { near, numberOf, numbers, table } from './read.ts';

const niamey = table('corp-niamey-2016.csv');
const outcomes = numbers(niamey, 'obs') as (0 | 1)[];
function fit(forecast: string, score: 'brier' | 'log' = 'brier'): Corp {
  const result = corp(numbers(niamey, forecast), outcomes, score);
  if (isUnanswerable(result)) throw new Error(result.unanswerable);
  return result;
}

test.each(table('corp-decomposition.csv'))('decomposition as reliabilitydiag: $forecast $score', (row) => {
  const result = fit(row['forecast']!, row['score'] as 'brier' | 'log');
  expect(near(result.meanScore, numberOf(row['mean_score']), 1e-11)).toBe(true);
  expect(near(result.miscalibration, numberOf(row['miscalibration']), 1e-11)).toBe(true);
  expect(near(result.discrimination, numberOf(row['discrimination']), 1e-11)).toBe(true);
  expect(near(result.uncertainty, numberOf(row['uncertainty']), 1e-11)).toBe(true);
});

const forecasts = [...new Set(table('corp-blocks.csv').map((row) => row['forecast']!))];

test.each(forecasts)('blocks as reliabilitydiag: %s', (forecast) => {
  const rows = table('corp-blocks.csv').filter((row) => row['forecast'] === forecast);
  const { blocks } = fit(forecast);
  expect(blocks.map((b) => b.n)).toEqual(numbers(rows, 'n'));
  for (const [k, block] of blocks.entries()) {
    expect(near(block.low, numberOf(rows[k]!['x_min']), 1e-14)).toBe(true);
    expect(near(block.high, numberOf(rows[k]!['x_max']), 1e-14)).toBe(true);
    expect(near(block.fitted, numberOf(rows[k]!['CEP_pav']), 1e-14)).toBe(true);
  }
});

test.each(forecasts)('recalibrated cases as reliabilitydiag: %s', (forecast) => {
  const rows = table('corp-cases.csv').filter((row) => row['forecast'] === forecast);
  const { cases } = fit(forecast);
  expect(cases.map((c) => c.index + 1)).toEqual(numbers(rows, 'case_id'));
  expect(cases.map((c) => c.outcome)).toEqual(numbers(rows, 'y'));
  expect(cases.map((c) => c.block + 1)).toEqual(numbers(rows, 'bin_id'));
  for (const [k, c] of cases.entries()) {
    expect(near(c.probability, numberOf(rows[k]!['x']), 1e-14)).toBe(true);
    expect(near(c.recalibrated, numberOf(rows[k]!['CEP_pav']), 1e-14)).toBe(true);
  }
});

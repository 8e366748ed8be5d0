/** Scores of the hub example, task by task, against what the hub's own programs say. */
import {
  absoluteError,
  absoluteErrorOfMedian,
  biasFromQuantiles,
  biasFromSample,
  crpsAtMedian,
  crpsFromSample,
  dawidSebastianiFromSample,
  intervalCovers,
  logScore,
  medianAbsoluteDeviation,
  medianOf,
  rps,
  squaredError,
  squaredErrorOfMean,
  wis,
  wisParts,
} from '@stave/forecast';
import { describe, expect, test } from 'vitest';
import { expectClose, grouped, hubRows, number, table, type Row } from './vectors.ts';

const TASK = ['reference_date', 'location', 'horizon', 'target_end_date', 'target'];
const TOLERANCE = 1e-12;

const oracle = grouped(table('hub/target-data/oracle-output.csv'), [
  'location',
  'target_end_date',
  'target',
  'output_type',
]);
const truth = (task: Row, outputType: string): readonly Row[] =>
  oracle.get([task['location'], task['target_end_date'], task['target'], outputType].join('|'))!;
const observed = (task: Row, outputType: string): number =>
  number(truth(task, outputType)[0]!['oracle_value']);

/** Calls `compute` for every row of the expected table with the forecast's rows; the table may not be shorter. */
function forEachTask(
  expectedTable: string,
  outputType: string,
  compute: (rows: readonly Row[], expected: Row) => Record<string, unknown>,
): void {
  const forecasts = grouped(hubRows(outputType), ['model_id', ...TASK]);
  const expected = grouped(table(`expected/${expectedTable}`), ['model_id', ...TASK]);
  expect([...expected.keys()].sort()).toEqual([...forecasts.keys()].sort());
  expect(expected.size).toBe(24);
  for (const [key, [row]] of expected) {
    const found = compute(forecasts.get(key)!, row!);
    const columns = Object.keys(row!).filter((name) => name !== 'model_id' && !TASK.includes(name));
    expect(Object.keys(found).sort()).toEqual(columns.toSorted());
    for (const column of columns)
      expectClose(found[column], number(row![column]), TOLERANCE, `${key} ${column}`);
  }
}

const quantiles = (rows: readonly Row[]): { levels: number[]; values: number[] } => {
  const rising = rows
    .map((row) => [number(row['output_type_id']), number(row['value'])] as const)
    .sort(([a], [b]) => a - b);
  return { levels: rising.map(([level]) => level), values: rising.map(([, value]) => value) };
};

describe('hub example', () => {
  test('quantile forecasts', () => {
    forEachTask('hub_quantile_by_task.csv', 'quantile', (rows, task) => {
      const { levels, values } = quantiles(rows);
      const y = observed(task, 'quantile');
      return {
        ...wisParts(levels, values, y),
        bias: biasFromQuantiles(levels, values, y),
        ae_median: absoluteError(medianOf(levels, values) as number, y),
        interval_coverage_50: Number(intervalCovers(levels, values, 0.5, y)),
        interval_coverage_80: Number(intervalCovers(levels, values, 0.8, y)),
        interval_coverage_90: Number(intervalCovers(levels, values, 0.9, y)),
      };
    });
  });

  test('quantile forecasts on the scale of log(x + 1)', () => {
    forEachTask('hub_quantile_logshift1_by_task.csv', 'quantile', (rows, task) => {
      const { levels, values } = quantiles(rows);
      const log = (x: number): number => Math.log(x + 1);
      return { wis: wis(levels, values.map(log), log(observed(task, 'quantile'))) };
    });
  });

  const pmf = (rows: readonly Row[], task: Row): { probabilities: number[]; outcome: number } => {
    // Files and truth list the categories from low to high.
    const categories = truth(task, 'pmf');
    const probabilities = categories.map(({ output_type_id: category }) =>
      number(rows.find((row) => row['output_type_id'] === category)!['value']),
    );
    return { probabilities, outcome: categories.findIndex((row) => row['oracle_value'] === '1') };
  };

  test('ordinal probabilities', () => {
    forEachTask('hub_pmf_ordinal_by_task.csv', 'pmf', (rows, task) => {
      const { probabilities, outcome } = pmf(rows, task);
      return { log_score: logScore(probabilities[outcome]!), rps: rps(probabilities, outcome) };
    });
  });

  test('nominal probabilities', () => {
    forEachTask('hub_pmf_nominal_by_task.csv', 'pmf', (rows, task) => {
      const { probabilities, outcome } = pmf(rows, task);
      return { log_score: logScore(probabilities[outcome]!) };
    });
  });

  test('samples, one horizon at a time', () => {
    forEachTask('hub_sample_marginal_by_task.csv', 'sample', (rows, task) => {
      const values = rows.map((row) => number(row['value']));
      const y = observed(task, 'sample');
      return {
        ...crpsAtMedian(values, y),
        crps: crpsFromSample(values, y),
        bias: biasFromSample(values, y),
        dss: dawidSebastianiFromSample(values, y),
        ae_median: absoluteErrorOfMedian(values, y),
        se_mean: squaredErrorOfMean(values, y),
        mad: medianAbsoluteDeviation(values),
      };
    });
  });

  test('means and medians', () => {
    forEachTask('hub_mean_by_task.csv', 'mean', ([row], task) => ({
      se_point: squaredError(number(row!['value']), observed(task, 'mean')),
    }));
    forEachTask('hub_median_by_task.csv', 'median', ([row], task) => ({
      ae_point: absoluteError(number(row!['value']), observed(task, 'median')),
    }));
  });
});

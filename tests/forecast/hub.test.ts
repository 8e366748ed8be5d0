/** Scores of the hub example, task by task, against what the hub's own programs say. */
import { energyScore, logShift, meanScore, moved, variogramScore, wis } from '@stave/forecast';
import { describe, expect, test } from 'vitest';
import { hubScoresByTask, observed, quantiles, TASK } from './hub-scores.ts';
import { expectClose, grouped, hubRows, number, table } from './vectors.ts';

const TOLERANCE = 1e-12;

describe('hub example', () => {
  test.each([
    ['quantile', 'hub_quantile_by_task.csv', 9],
    ['pmf', 'hub_pmf_ordinal_by_task.csv', 2],
    ['pmf', 'hub_pmf_nominal_by_task.csv', 1],
    ['sample', 'hub_sample_marginal_by_task.csv', 9],
    ['mean', 'hub_mean_by_task.csv', 1],
    ['median', 'hub_median_by_task.csv', 1],
  ])('%s forecasts: %s', (outputType, file, columns) => {
    const found = hubScoresByTask(outputType);
    const expected = grouped(table(`expected/${file}`), ['model_id', ...TASK]);
    expect([...expected.keys()].sort()).toEqual([...found.keys()].sort());
    expect(expected.size).toBe(24);
    for (const [key, [row]] of expected) {
      const scores = Object.entries(row!).filter(([name]) => name !== 'model_id' && !TASK.includes(name));
      expect(scores.length).toBe(columns);
      for (const [name, cell] of scores) {
        expectClose(found.get(key)![name], number(cell), TOLERANCE, `${key} ${name}`);
      }
    }
  });

  test('means by model', () => {
    for (const row of table('expected/hub_quantile_by_model_relative.csv')) {
      const mine = [...hubScoresByTask('quantile')].filter(([key]) => key.startsWith(`${row['model_id']}|`));
      const names = Object.keys(mine[0]![1]);
      expect(names.length).toBe(9);
      for (const name of names) {
        const { mean } = meanScore(mine.map(([, scores]) => scores[name]!));
        expectClose(mean, number(row[name]), TOLERANCE, `${row['model_id']} ${name}`);
      }
    }
  });

  test('quantile forecasts on the scale of log(x + 1)', () => {
    const expected = grouped(table('expected/hub_quantile_logshift1_by_task.csv'), ['model_id', ...TASK]);
    const forecasts = grouped(hubRows('quantile'), ['model_id', ...TASK]);
    expect(expected.size).toBe(24);
    const scale = logShift(1);
    for (const [key, [row]] of expected) {
      const { levels, values } = quantiles(forecasts.get(key)!);
      const outcome = scale.apply(observed(row!, 'quantile')) as number;
      const found = wis(levels, moved(values, scale) as number[], outcome);
      expectClose(found, number(row!['wis']), TOLERANCE, key);
    }
  });

  test('samples, all horizons of one trajectory jointly', () => {
    const expected = table('expected/hub_sample_compound_energy.csv');
    const group = ['model_id', 'reference_date', 'target', 'location'];
    const forecasts = grouped(hubRows('sample'), group);
    expect(expected.length).toBe(forecasts.size);
    for (const row of expected) {
      const key = group.map((name) => row[name]).join('|');
      const horizons = [...grouped(forecasts.get(key)!, ['horizon']).values()];
      const outcome = horizons.map(([first]) => observed(first!, 'sample'));
      const draws = [...grouped(forecasts.get(key)!, ['output_type_id']).values()].map((joint) =>
        horizons.map(([first]) =>
          number(joint.find((one) => one['horizon'] === first!['horizon'])!['value']),
        ),
      );
      expectClose(energyScore(draws, outcome), number(row['energy_score']), TOLERANCE, key);
      expectClose(variogramScore(draws, outcome), number(row['variogram_score']), TOLERANCE, key);
    }
  });
});

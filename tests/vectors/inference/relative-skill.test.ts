import { expect, test } from 'vitest';
import { relativeSkill, type TaskScore } from '@stave/forecast';
import { near, numberOf, table } from './read.ts';

const wis: TaskScore[] = table('scoringutils-wis.csv').map((row) => ({
  forecaster: row['model']!,
  task: ['location', 'forecast_date', 'target_end_date', 'horizon', 'target_type']
    .map((k) => row[k])
    .join(' '),
  score: numberOf(row['wis']),
}));

test('ratios, Wilcoxon p-values and their Holm adjustment as scoringutils', () => {
  const result = relativeSkill(wis, { baseline: 'EuroCOVIDhub-baseline' });
  const rows = table('scoringutils-pairwise.csv');
  expect(rows).toHaveLength(9);
  for (const row of rows) {
    const [first, second] = [row['model']!, row['compare_against']!];
    const skill = result.forecasters.find((f) => f.forecaster === first)!;
    expect(near(skill.relativeSkill!, numberOf(row['wis_relative_skill']), 1e-12)).toBe(true);
    expect(near(skill.scaledRelativeSkill!, numberOf(row['wis_scaled_relative_skill']), 1e-12)).toBe(true);
    if (first === second) continue;
    const pair = result.pairs.find((p) => p.first === first && p.second === second)!;
    expect(near(pair.ratio!, numberOf(row['mean_scores_ratio']), 1e-12)).toBe(true);
    expect(near(pair.pValue!, numberOf(row['pval']), 1e-12)).toBe(true);
    expect(near(pair.adjustedP!, numberOf(row['adj_pval']), 1e-12)).toBe(true);
  }
});

const hub = (column: 'wis' | 'ae_median'): TaskScore[] =>
  table('hubevals-scores.csv').map((row) => ({
    forecaster: row['model_id']!,
    task: `${row['reference_date']} ${row['location']} ${row['horizon']}`,
    score: numberOf(row[column]),
  }));

test.each(['wis', 'ae_median'] as const)(
  'relative skill of %s as hubEvals, with and without baseline',
  (column) => {
    const scaled = relativeSkill(hub(column), { baseline: 'Flusight-baseline' });
    const plain = relativeSkill(hub(column));
    const rows = table('hubevals-relative-skill.csv');
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      const of = (t: typeof plain): (typeof plain.forecasters)[number] =>
        t.forecasters.find((f) => f.forecaster === row['model_id'])!;
      expect(near(of(plain).mean, numberOf(row[column]), 1e-12)).toBe(true);
      expect(near(of(plain).relativeSkill!, numberOf(row[`${column}_relative_skill`]), 1e-12)).toBe(true);
      expect(of(plain).scaledRelativeSkill).toBeUndefined();
      expect(
        near(of(scaled).scaledRelativeSkill!, numberOf(row[`${column}_scaled_relative_skill`]), 1e-12),
      ).toBe(true);
    }
  },
);

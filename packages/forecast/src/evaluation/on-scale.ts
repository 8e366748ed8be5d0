/** Quantile forecasts scored on a logarithmic scale, where errors count relative to size. */
import type { Forecast } from '../records/forecast.ts';
import type { Resolution } from '../records/resolution.ts';
import { noScore } from '../scores/score.ts';
import { logShift, moved } from '../scores/transform.ts';
import type { ScoredStatement } from './evaluate.ts';
import { scoresInTable, type TableScores } from './score-statement.ts';
import type { ScoreRow } from './tables.ts';

/** All quantile rows with both sides moved by ln(x + shift); without scores where a value has no logarithm. */
export const onLogScale = (rows: readonly ScoredStatement[], shift: number): readonly ScoreRow[] =>
  rows.flatMap(({ forecast, task, table, resolution }) =>
    table === 'quantile'
      ? [{ model: forecast.forecaster, keys: task.keys, scores: shifted(forecast, resolution, shift) }]
      : [],
  );

function shifted(forecast: Forecast, resolution: Resolution, shift: number): TableScores {
  const scale = logShift(shift);
  const { statement } = forecast;
  const { state } = resolution;
  const none = (why: string): TableScores => ({ wis: noScore(why) });
  if (statement.kind !== 'quantile' || state.is !== 'resolved' || state.outcome.kind !== 'number')
    return none('it has no single number as outcome');
  const values = moved(statement.values, scale);
  const outcome = scale.apply(state.outcome.value);
  if ('noScore' in values) return none(values.noScore);
  if (typeof outcome !== 'number') return none(outcome.noScore);
  const found = scoresInTable(
    { ...forecast, statement: { ...statement, values } },
    { ...resolution, state: { is: 'resolved', outcome: { kind: 'number', value: outcome } } },
  );
  return 'noScore' in found ? none(String(found.noScore)) : found;
}

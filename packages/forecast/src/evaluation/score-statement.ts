/**
 * The scores of a statement as the tables have them: which of the catalogue stand in which table, in which order, and
 * what outcomes of another kind mean to a statement (a place among thresholds, yes as a category).
 */
import type { Forecast, Statement } from '../records/forecast.ts';
import type { Outcome, Resolution } from '../records/resolution.ts';
import { binNames } from '../formats/hub/oracle-output.ts';
import { brier } from '../scores/brier.ts';
import { CATALOGUE } from '../scores/catalogue.ts';
import { intervalCovers } from '../scores/coverage.ts';
import { intervalsOf } from '../scores/levels.ts';
import { scoreForecast } from '../scores/of-forecast.ts';
import { noScore, type NoScore, type Score } from '../scores/score.ts';
import { survivalAt } from '../scores/survival/curve.ts';

export type ScoreTable = 'binary' | 'pmf' | 'quantile' | 'sample' | 'cdf' | 'mean' | 'median' | 'time';

/** The first is the one by which forecasters are compared. */
const COLUMNS: Readonly<Record<ScoreTable, readonly string[]>> = {
  binary: ['brier', 'log_score'],
  pmf: ['log_score', 'rps', 'brier_categories'],
  quantile: ['wis', 'overprediction', 'underprediction', 'dispersion', 'bias', 'ae_median'],
  sample: [
    ...['crps', 'bias', 'dss', 'ae_median', 'se_mean', 'mad'],
    ...['overprediction', 'underprediction', 'dispersion'],
  ],
  cdf: ['rps', 'log_score', 'crps_cdf_linear'],
  mean: ['se_point'],
  median: ['ae_point'],
  time: ['survival_crps', 'censored_log_score', 'brier_by_end'],
};

export const SCORE_TABLES = Object.keys(COLUMNS) as readonly ScoreTable[];

/** By which the rows of a table are compared: of ordered categories the score that knows their order. */
export function mainScore(table: ScoreTable, rows: readonly { readonly scores: TableScores }[]): string {
  if (table === 'pmf' && rows.every(({ scores }) => scores['rps'] !== undefined)) return 'rps';
  return COLUMNS[table][0] ?? '';
}

/** Scores by name, in the order of the table. */
export type TableScores = Readonly<Record<string, Score>>;

/** A loss of its own, so that its ratios mean something: no part of another score, no bias, coverage or sharpness. */
export const isLoss = (column: string): boolean => {
  if (column === 'dss' || ['overprediction', 'underprediction', 'dispersion'].includes(column)) return false;
  const entry = CATALOGUE[column as keyof typeof CATALOGUE] as (typeof CATALOGUE)['brier'] | undefined;
  return column === 'brier_by_end' || entry?.better === 'less';
};

export function tableOf({ statement }: Pick<Forecast, 'statement'>): ScoreTable {
  switch (statement.kind) {
    case 'nominal':
    case 'ordinal':
      return 'pmf';
    case 'point':
      return statement.statistic;
    case 'time-to-event':
      return 'time';
    default:
      return statement.kind;
  }
}

/** Or why there is none of them. */
export function scoresInTable(forecast: Forecast, resolution: Resolution): TableScores | NoScore {
  const table = tableOf(forecast);
  const { statement } = forecast;
  const fitted = fittedTo(statement, resolution);
  const found = scoreForecast({ ...forecast, statement: fitted.statement }, fitted.resolution);
  if ('noScore' in found) return found;
  const scores: TableScores = { ...(found as TableScores), ...placeScores(forecast, resolution) };
  return {
    ...Object.fromEntries(
      COLUMNS[table].flatMap((name) => (scores[name] === undefined ? [] : [[name, scores[name]]])),
    ),
    ...(statement.kind === 'quantile' && coverageOf(statement, resolution)),
    ...(statement.kind === 'time-to-event' && { brier_by_end: brierByEnd(statement, resolution) }),
  };
}

/** Of a number, too, its place among the thresholds of a distribution function is scored, as it is where nothing else is known. */
function placeScores(forecast: Forecast, resolution: Resolution): TableScores {
  const { statement } = forecast;
  const { state } = resolution;
  if (statement.kind !== 'cdf' || state.is !== 'resolved' || state.outcome.kind !== 'number') return {};
  const { value } = state.outcome;
  const names = binNames(statement.thresholds);
  const at = statement.thresholds.findIndex((threshold) => value <= threshold);
  const category = names[at < 0 ? names.length - 1 : at] ?? '';
  const placed: Resolution = {
    ...resolution,
    state: { is: 'resolved', outcome: { kind: 'category', category } },
  };
  const fitted = fittedTo(statement, placed);
  const found = scoreForecast({ ...forecast, statement: fitted.statement }, fitted.resolution);
  if ('noScore' in found) return {};
  const { rps, log_score } = found;
  return { ...(rps !== undefined && { rps }), ...(log_score !== undefined && { log_score }) };
}

interface Fitted {
  readonly statement: Statement;
  readonly resolution: Resolution;
}

/**
 * Of a distribution function of whose outcome only the place among the thresholds is known, the places are categories.
 * `yes` and `no` are categories and an event alike.
 */
function fittedTo(statement: Statement, resolution: Resolution): Fitted {
  const { state } = resolution;
  const of =
    state.is === 'resolved'
      ? [state.outcome]
      : state.is === 'partial'
        ? state.outcomes.map(({ outcome }) => outcome)
        : [];
  if (statement.kind === 'cdf' && of.some(({ kind }) => kind === 'category')) {
    const { thresholds, probabilities } = statement;
    const bins = [...probabilities, 1].map((p, i) => Math.max(0, p - (probabilities[i - 1] ?? 0)));
    return {
      statement: { kind: 'ordinal', categories: binNames(thresholds), probabilities: bins },
      resolution,
    };
  }
  if (statement.kind === 'binary' && of.some(({ kind }) => kind === 'category'))
    return { statement, resolution: withOutcomes(resolution, asEvent) };
  if (
    (statement.kind === 'nominal' || statement.kind === 'ordinal') &&
    of.some(({ kind }) => kind === 'binary')
  )
    return { statement, resolution: withOutcomes(resolution, asCategory) };
  return { statement, resolution };
}

const asEvent = (outcome: Outcome): Outcome =>
  outcome.kind === 'category' && (outcome.category === 'yes' || outcome.category === 'no')
    ? { kind: 'binary', happened: outcome.category === 'yes' }
    : outcome;
const asCategory = (outcome: Outcome): Outcome =>
  outcome.kind === 'binary' ? { kind: 'category', category: outcome.happened ? 'yes' : 'no' } : outcome;

function withOutcomes(resolution: Resolution, change: (outcome: Outcome) => Outcome): Resolution {
  const { state } = resolution;
  if (state.is === 'resolved') return { ...resolution, state: { ...state, outcome: change(state.outcome) } };
  if (state.is !== 'partial') return resolution;
  const outcomes = state.outcomes.map(({ outcome, share }) => ({ outcome: change(outcome), share }));
  return { ...resolution, state: { ...state, outcomes } };
}

/** Of every central interval that was given, 1 or 0, by its width; of a partial outcome nothing. */
function coverageOf(
  { levels, values }: Extract<Statement, { kind: 'quantile' }>,
  { state }: Resolution,
): TableScores {
  const intervals = intervalsOf(levels, values);
  if ('noScore' in intervals || state.is !== 'resolved' || state.outcome.kind !== 'number') return {};
  const { value } = state.outcome;
  const percents = intervals.central.map(({ alpha }) => Number((100 * (1 - alpha)).toPrecision(9)));
  return Object.fromEntries(
    percents
      .sort((a, b) => a - b)
      .map((percent) => {
        const covers = intervalCovers(levels, values, percent / 100, value);
        return [`interval_coverage_${percent}`, typeof covers === 'boolean' ? Number(covers) : covers];
      }),
  );
}

/** Of the question whether it comes within the times that were asked about. */
function brierByEnd(statement: Extract<Statement, { kind: 'time-to-event' }>, { state }: Resolution): Score {
  if (state.is !== 'resolved' || state.outcome.kind !== 'time')
    return noScore('its outcome is no single time');
  const { time, event } = state.outcome;
  const last = statement.times.at(-1) ?? 0;
  if (!event && time < last) return noScore('nobody has looked until the last day that was asked about');
  return brier(1 - survivalAt(statement, last), event && time <= last);
}

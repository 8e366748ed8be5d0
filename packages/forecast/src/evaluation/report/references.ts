/**
 * Forecasters nobody has to be: the base rate that was fixed in advance, how often it came in the other tasks, all answers
 * alike, what had come in the past, and no change. Each only where it has a meaning; they are in no table and no ranking.
 */
import type { TimeSeries } from '../../formats/hub/time-series.ts';
import type { QuestionSpec } from '../../formats/question.ts';
import type { Forecast, Statement, Task } from '../../records/forecast.ts';
import { isBy } from '../../records/moment.ts';
import { quantileType7 } from '../../scores/sample.ts';
import type { Evaluation, ScoredStatement } from '../evaluate.ts';
import { scoresInTable, tableOf } from '../score-statement.ts';

export const REFERENCES = {
  'base rate': 'as the questions fix it in advance, from past frequencies',
  'rate of the others': 'how often each answer came in the other tasks, this one left out',
  uniform: 'all answers alike',
  climatology: 'quantiles of what was observed before the round',
  'no change': 'the last value observed before the round, for sure',
} as const;

export type ReferenceName = keyof typeof REFERENCES;

export interface ReferenceInput {
  readonly evaluation: Evaluation;
  readonly questions: ReadonlyMap<string, QuestionSpec>;
  readonly timeSeries?: TimeSeries;
}

/** A row for each task, table and reference that has a meaning there. */
export function referenceRows({
  evaluation,
  questions,
  timeSeries,
}: ReferenceInput): readonly ScoredStatement[] {
  const seen = new Map<string, ScoredStatement>();
  for (const row of evaluation.rows) {
    const key = `${row.table}\n${row.task.id}`;
    if (!seen.has(key)) seen.set(key, row);
  }
  const examples = [...seen.values()];
  return examples.flatMap((row) => {
    const { statement } = row.forecast;
    const made: readonly [ReferenceName, Statement | undefined][] = [
      ['base rate', baseRate(statement, questions.get(row.task.id))],
      ['rate of the others', rateOfOthers(row, examples)],
      ['uniform', uniform(statement)],
      ['climatology', timeSeries && climatology(statement, row.task, timeSeries)],
      ['no change', timeSeries && noChange(statement, row.task, timeSeries)],
    ];
    return made.flatMap(([forecaster, said]): ScoredStatement[] => {
      if (!said) return [];
      const forecast: Forecast = { forecaster, task: row.task.id, statement: said };
      const scores = scoresInTable(forecast, row.resolution);
      return 'noScore' in scores && typeof scores['noScore'] === 'string'
        ? []
        : [{ ...row, forecast, table: tableOf(forecast), scores: scores as ScoredStatement['scores'] }];
    });
  });
}

const withProbabilities = (statement: Statement, of: (category: string) => number): Statement | undefined => {
  if (statement.kind === 'binary') return { kind: 'binary', probability: of('yes') };
  if (statement.kind !== 'nominal' && statement.kind !== 'ordinal') return undefined;
  return { ...statement, probabilities: statement.categories.map(of) };
};

function baseRate(statement: Statement, question: QuestionSpec | undefined): Statement | undefined {
  const rates = question?.baseline?.probabilities;
  return rates && withProbabilities(statement, (category) => rates[category] ?? 0);
}

const uniform = (statement: Statement): Statement | undefined =>
  withProbabilities(statement, () => (statement.kind === 'binary' ? 0.5 : 1 / answersOf(statement).length));

const answersOf = (statement: Statement): readonly string[] =>
  statement.kind === 'nominal' || statement.kind === 'ordinal' ? statement.categories : [];

/** Among tasks with the same answers; of less than two others nothing can be said. */
function rateOfOthers(row: ScoredStatement, examples: readonly ScoredStatement[]): Statement | undefined {
  const { statement } = row.forecast;
  const answers = answersOf(statement).join('\n');
  const others = examples.filter(
    (other) =>
      other !== row &&
      other.forecast.statement.kind === statement.kind &&
      answersOf(other.forecast.statement).join('\n') === answers,
  );
  const came = others.flatMap(({ resolution: { state } }) => {
    if (state.is !== 'resolved') return [];
    const { outcome } = state;
    if (outcome.kind === 'binary') return [outcome.happened ? 'yes' : 'no'];
    return outcome.kind === 'category' ? [outcome.category] : [];
  });
  if (came.length < 2) return undefined;
  return withProbabilities(
    statement,
    (category) => came.filter((one) => one === category).length / came.length,
  );
}

const ROUNDS = ['reference_date', 'origin_date', 'forecast_date'];

/**
 * Values of the task's series before its round, by date, as they were known at the round: of several versions of a value
 * the last until then, for later ones nobody could have used.
 */
function before({ keys }: Task, { taskIds, observations }: TimeSeries): readonly number[] {
  const round = ROUNDS.map((name) => keys[name]).find((date) => date !== undefined);
  if (round === undefined) return [];
  const known = observations
    .filter(
      ({ date, keys: own, asOf }) =>
        date < round &&
        (asOf === undefined || isBy(asOf, round)) &&
        taskIds.every((name) => keys[name] === undefined || own[name] === keys[name]),
    )
    .sort((a, b) => (a.asOf === b.asOf ? 0 : (a.asOf ?? '') < (b.asOf ?? '') ? -1 : 1));
  const last = new Map(known.map((one) => [JSON.stringify([one.date, one.keys]), one]));
  return [...last.values()]
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .flatMap(({ value }) => (value === undefined ? [] : [value]));
}

function noChange(statement: Statement, task: Task, series: TimeSeries): Statement | undefined {
  const last = before(task, series).at(-1);
  if (last === undefined) return undefined;
  if (statement.kind === 'quantile') return { ...statement, values: statement.levels.map(() => last) };
  if (statement.kind === 'sample') return { kind: 'sample', values: [last] };
  return statement.kind === 'point' ? { ...statement, value: last } : undefined;
}

/** At least as many values as there are levels make a distribution. */
function climatology(statement: Statement, task: Task, series: TimeSeries): Statement | undefined {
  const past = [...before(task, series)].sort((a, b) => a - b);
  if (past.length < 5) return undefined;
  if (statement.kind === 'quantile')
    return { ...statement, values: statement.levels.map((level) => quantileType7(past, level)) };
  return statement.kind === 'sample' ? { kind: 'sample', values: past } : undefined;
}

/**
 * The CSV files of a Metaculus export: question_data, forecast_data, score_data. Source of the columns: the site's
 * export (Metaculus/metaculus, utils/csv_utils.py, and the README of its archives); editions of the export differ in
 * columns that are not needed here, so those are passed over.
 */
import type { Forecast, Statement } from '../records/forecast.ts';
import type { Outcome, Resolution } from '../records/resolution.ts';
import { COUNT, EXTENDED, FINITE, FLAG, MOMENT, PROBABILITY, TEXT, wordOf } from './cells.ts';
import { full, gaps, maybe, shortened, tableFormat, type Located, type RowOf } from './columns.ts';
import { binNames } from './hub/oracle-output.ts';
import { daysBetween, momentOf } from './moment.ts';
import { Problems, type Read } from './problem.ts';
import { readPythonList, writePythonList, type PythonValue } from './python-list.ts';
import type { QuestionSpec } from './question.ts';
import type { Sheet } from './sheet.ts';
import { didYouMean } from './suggest.ts';

const LIST = {
  what: 'a list such as [0.25, 0.75]',
  read: readPythonList,
  write: writePythonList,
  hasNa: false,
} as const;

export const METACULUS_QUESTIONS = tableFormat(
  {
    id: full('Question ID', TEXT),
    title: gaps('Question Title', TEXT),
    type: full('Question Type', wordOf('binary', 'multiple_choice', 'numeric', 'discrete', 'date')),
    options: maybe('MC Options (All)', LIST, 'MC Options'),
    range: gaps('Continuous Range', LIST),
    opens: gaps('Open Time', MOMENT),
    closes: gaps('Scheduled Close Time', MOMENT),
    closed: gaps('Actual Close Time', MOMENT),
    resolution: gaps('Resolution', TEXT),
    resolvedAt: gaps('Resolution Known Time', MOMENT),
    weight: maybe('Question Weight', FINITE),
  },
  { isOpen: true },
);
export const METACULUS_FORECASTS = tableFormat(
  {
    question: full('Question ID', TEXT),
    forecasterId: maybe('Forecaster ID', TEXT),
    forecaster: gaps('Forecaster Username', TEXT, 'Forecaster (Anonymized)', 'Forecaster'),
    isBot: maybe('Is Bot', FLAG),
    start: full('Start Time', MOMENT),
    end: gaps('End Time', MOMENT),
    count: gaps('Forecaster Count', COUNT),
    yes: gaps('Probability Yes', PROBABILITY),
    perCategory: gaps('Probability Yes Per Category', LIST),
    cdf: gaps('Continuous CDF', LIST),
  },
  { isOpen: true },
);
export const METACULUS_SCORES = tableFormat(
  {
    question: full('Question ID', TEXT),
    userId: maybe('User ID', TEXT),
    user: gaps('User Username', TEXT, 'User (Anonymized)', 'User'),
    type: full('Score Type', TEXT),
    score: full('Score', EXTENDED),
    coverage: gaps('Coverage', FINITE),
  },
  { isOpen: true },
);

export type MetaculusQuestionRow = RowOf<typeof METACULUS_QUESTIONS.columns>;
export type MetaculusForecastRow = RowOf<typeof METACULUS_FORECASTS.columns>;

export interface MetaculusQuestion {
  readonly question: QuestionSpec;
  /** Where a continuous forecast is evaluated; of a date question in days since 1970-01-01. */
  readonly thresholds: readonly number[];
  readonly weight?: number;
}

export interface MetaculusQuestions {
  readonly questions: ReadonlyMap<string, MetaculusQuestion>;
  readonly resolutions: readonly Resolution[];
}

export interface MetaculusForecast extends Forecast {
  /** Until when it stood; for ever where that is not said. */
  readonly end?: string;
  readonly isBot?: boolean;
  /** Of an aggregate: of how many forecasters. */
  readonly forecasterCount?: number;
}

const EPOCH = '1970-01-01';
/** Annulled and ambiguous questions resolve to nothing. */
const VOID = new Set(['ambiguous', 'annulled']);
/** By which options may miss 1: exports cut their decimals. */
const SUM_TOLERANCE = 1e-6;

export function readMetaculusQuestions(sheet: Sheet): Read<MetaculusQuestions> {
  const { value: rows, problems: found } = METACULUS_QUESTIONS.read(sheet);
  const problems = new Problems(sheet.source);
  problems.take(found);
  const questions = new Map<string, MetaculusQuestion>();
  const resolutions: Resolution[] = [];
  for (const entry of rows ?? []) {
    if (questions.has(entry.id))
      problems.error(`question ${entry.id} stands here already`, 'remove one of them', {
        row: entry.row,
        column: 'Question ID',
      });
    const question = questionOf(entry, problems);
    if (!question) continue;
    questions.set(entry.id, question);
    const state = stateOf(entry, question, problems);
    if (state)
      resolutions.push({
        task: entry.id,
        ...(entry.resolvedAt !== undefined && { resolvedAt: entry.resolvedAt }),
        state,
      });
  }
  return problems.result(() => ({ questions, resolutions }));
}

function questionOf(entry: Located<MetaculusQuestionRow>, problems: Problems): MetaculusQuestion | undefined {
  const { row, id, type, title, opens, closes, closed, weight } = entry;
  const options = (entry.options ?? []).filter((option) => typeof option === 'string');
  if (type === 'multiple_choice' && (options.length < 2 || options.length < (entry.options?.length ?? 0))) {
    problems.error(
      'a multiple choice question needs two or more options',
      "a list of texts stands here, such as ['a', 'b']",
      { row, column: 'MC Options (All)' },
    );
    return undefined;
  }
  const isContinuous = type === 'numeric' || type === 'discrete' || type === 'date';
  const thresholds = (isContinuous ? (entry.range ?? []) : []).map((at) => pointOf(at));
  if (
    isContinuous &&
    (thresholds.length < 2 ||
      thresholds.some((at, i) => at === undefined || at < (thresholds[i - 1] ?? -Infinity)))
  ) {
    problems.error(
      'the range of a continuous question is a rising list of two numbers or dates at least',
      'export it again',
      { row, column: 'Continuous Range' },
    );
    return undefined;
  }
  const closing = closed ?? closes;
  const question: QuestionSpec = {
    id,
    kind: type === 'binary' ? 'binary' : type === 'multiple_choice' ? 'nominal' : 'number',
    options: type === 'binary' ? ['yes', 'no'] : options,
    ...(title !== undefined && { ask: title }),
    ...(opens !== undefined && { opens }),
    ...(closing !== undefined && { closes: closing }),
    ...(closes !== undefined && closing !== closes && { scheduled: closes }),
  };
  return { question, thresholds: thresholds as readonly number[], ...(weight !== undefined && { weight }) };
}

function pointOf(at: PythonValue): number | undefined {
  if (typeof at === 'number') return at;
  const moment = typeof at === 'string' ? momentOf(at) : undefined;
  return moment === undefined ? undefined : daysBetween(EPOCH, moment);
}

/** Nothing where the question is open, or where something is wrong, which has been said. */
function stateOf(
  { row, type, resolution }: Located<MetaculusQuestionRow>,
  { question, thresholds }: MetaculusQuestion,
  problems: Problems,
): Resolution['state'] | undefined {
  if (resolution === undefined) return undefined;
  const word = resolution.trim().toLowerCase();
  if (VOID.has(word)) return { is: 'void', why: word };
  const outcome = ((): Outcome | undefined => {
    if (type === 'binary')
      return word === 'yes' || word === 'no' ? { kind: 'binary', happened: word === 'yes' } : undefined;
    if (type === 'multiple_choice')
      return question.options.includes(resolution) ? { kind: 'category', category: resolution } : undefined;
    const bins = binNames(distinct(thresholds, thresholds).thresholds);
    if (word === 'below_lower_bound') return { kind: 'category', category: bins[0] ?? '' };
    if (word === 'above_upper_bound') return { kind: 'category', category: bins.at(-1) ?? '' };
    const value = FINITE.read(word) ?? pointOf(resolution);
    return value === undefined ? undefined : { kind: 'number', value };
  })();
  if (outcome) return { is: 'resolved', outcome };
  problems.error(
    `\`${shortened(resolution)}\` is no resolution of a ${type} question`,
    question.options.length > 0
      ? didYouMean(resolution, question.options)
      : 'it is a number, a date, below_lower_bound or above_upper_bound',
    { row, column: 'Resolution' },
  );
  return undefined;
}

/**
 * @param questions - those of the same export; a forecast of another question is an error.
 * Aggregates have the name of their method as forecaster. An option that was not there yet is `None`: it is in no
 * forecast, and nothing is put in its place.
 */
export function readMetaculusForecasts(
  sheet: Sheet,
  questions: ReadonlyMap<string, MetaculusQuestion>,
): Read<readonly MetaculusForecast[]> {
  const { value: rows, problems: found } = METACULUS_FORECASTS.read(sheet);
  const problems = new Problems(sheet.source);
  problems.take(found);
  const seen = new Map<string, number>();
  const forecasts = (rows ?? []).flatMap((entry): MetaculusForecast[] => {
    const { row, question: id, forecaster, start, end, isBot, count } = entry;
    const known = questions.get(id);
    if (!known) {
      problems.error(`question_data has no question ${shortened(id)}`, 'both files are of one export', {
        row,
        column: 'Question ID',
      });
      return [];
    }
    if (forecaster === undefined) {
      problems.error('the cell is empty', 'a forecaster or a method of aggregation stands here', {
        row,
        column: 'Forecaster Username',
      });
      return [];
    }
    if (end !== undefined && end < start)
      problems.error('the forecast ends before it starts', 'check both times', { row, column: 'End Time' });
    const same = JSON.stringify([id, forecaster, start]);
    const first = seen.get(same);
    if (first !== undefined)
      problems.error(`row ${first} has the same question, forecaster and start`, 'remove one of them', {
        row,
        column: 'Start Time',
      });
    seen.set(same, row);
    const statement = statementOf(entry, known, problems);
    if (!statement) return [];
    return [
      {
        ...{ forecaster, task: id, statement, issuedAt: start },
        ...(end !== undefined && { end }),
        ...(isBot !== undefined && { isBot }),
        ...(count !== undefined && { forecasterCount: count }),
      },
    ];
  });
  return problems.result(() => forecasts);
}

function statementOf(
  { row, yes, perCategory, cdf }: Located<MetaculusForecastRow>,
  { question, thresholds }: MetaculusQuestion,
  problems: Problems,
): Statement | undefined {
  const missing = (column: string): undefined => {
    problems.error('the cell is empty', `question ${question.id} is answered here`, { row, column });
  };
  if (question.kind === 'binary')
    return yes === undefined ? missing('Probability Yes') : { kind: 'binary', probability: yes };
  if (question.kind === 'nominal') {
    const column = 'Probability Yes Per Category';
    if (perCategory === undefined) return missing(column);
    if (perCategory.length !== question.options.length) {
      problems.error(
        `${perCategory.length} probabilities stand for ${question.options.length} options`,
        'both lists are of one length, None where an option was not there',
        { row, column },
      );
      return undefined;
    }
    const there = perCategory.flatMap((p, i) =>
      p === null ? [] : [{ p, category: question.options[i] ?? '' }],
    );
    const sum = there.reduce((total, { p }) => total + Number(p), 0);
    if (there.some(({ p }) => typeof p !== 'number' || p < 0 || p > 1)) {
      problems.error('these are no probabilities from 0 to 1', 'export it again', { row, column });
      return undefined;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      // Some of the site's aggregates are no distributions.
      problems.warn(
        `the probabilities sum to ${sum}, so this forecast is left out`,
        'nothing can be done where an aggregate is no distribution',
        { row, column },
      );
      return undefined;
    }
    return {
      kind: 'nominal',
      categories: there.map(({ category }) => category),
      probabilities: there.map(({ p }) => Number(p)),
    };
  }
  const column = 'Continuous CDF';
  if (cdf === undefined) return missing(column);
  const isCdf = cdf.every(
    (p, i) => typeof p === 'number' && p >= 0 && p <= 1 && p >= Number(cdf[i - 1] ?? 0),
  );
  if (cdf.length !== thresholds.length || !isCdf) {
    problems.error(
      cdf.length === thresholds.length
        ? 'these are no probabilities from 0 to 1 that never fall'
        : `${cdf.length} probabilities stand for ${thresholds.length} points of the range`,
      'a cumulative distribution over the Continuous Range of the question stands here',
      { row, column },
    );
    return undefined;
  }
  return { kind: 'cdf', ...distinct(thresholds, cdf as readonly number[]) };
}

/** Points of a short range of dates fall on one day: the last of them holds what the day has. */
function distinct(thresholds: readonly number[], probabilities: readonly number[]) {
  const kept = [...thresholds.keys()].filter((i) => thresholds[i] !== thresholds[i + 1]);
  return {
    thresholds: kept.map((i) => thresholds[i] ?? 0),
    probabilities: kept.map((i) => probabilities[i] ?? 0),
  };
}

export interface PublishedScore {
  readonly question: string;
  readonly user: string;
  readonly type: string;
  /** Positive is better. */
  readonly score: number;
  readonly coverage?: number;
}

export function readMetaculusScores(sheet: Sheet): Read<readonly PublishedScore[]> {
  const { value: rows, problems: found } = METACULUS_SCORES.read(sheet);
  const problems = new Problems(sheet.source);
  problems.take(found);
  const scores = (rows ?? []).flatMap(({ row, question, user, type, score, coverage }): PublishedScore[] => {
    if (user === undefined) {
      problems.error('the cell is empty', 'a user or a method of aggregation stands here', {
        row,
        column: 'User Username',
      });
      return [];
    }
    return [{ question, user, type, score, ...(coverage !== undefined && { coverage }) }];
  });
  return problems.result(() => scores);
}

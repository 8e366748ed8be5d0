/** What a path is, told by what is in it, and its forecasts. */
import { basename, dirname, extname, join } from 'node:path';
import {
  claimsToBeRegistered,
  Problems,
  readClassroom,
  readClassroomQuestions,
  readClassroomResolutions,
  readMarket,
  readMetaculusForecasts,
  readMetaculusQuestions,
  readMetaculusScores,
  readModelOutput,
  readRegistered,
  resolutionsOf,
  type Forecast,
  type QuestionSpec,
  type Read,
  type Sheet,
} from '@stave/forecast';
import { isBatch, readBatch, taskOf, type BatchOptions } from './batch-folder.ts';
import { isHub, readHubFolder } from './hub-folder.ts';
import { firstOf, isFolder, readSheet, readText } from './read.ts';
import type { Source } from './source.ts';

export interface SourceOptions extends BatchOptions {
  /** Questions that are known from elsewhere, for formats that have only ids. */
  readonly questions: ReadonlyMap<string, QuestionSpec>;
  /** From a question's name in the source to its name here. */
  readonly names: ReadonlyMap<string, string>;
}

const KNOWN =
  'a folder of stave batch or stave run --out, a hub, a registered file, a classroom CSV or folder, a Metaculus export, a market series';

export async function readSource(path: string, options: SourceOptions): Promise<Read<Source>> {
  const found = await ofAnyKind(path, { ...options, questions: byTheirNames(options) });
  const { value } = found;
  return value && options.names.size > 0 ? { ...found, value: renamed(value, options.names) } : found;
}

/** Questions that are known here, under the names that the source has for them. */
function byTheirNames({ questions, names }: SourceOptions): SourceOptions['questions'] {
  const theirs = [...names].flatMap(([name, ours]) => {
    const question = questions.get(ours);
    return question ? [[name, { ...question, id: name }] as const] : [];
  });
  return new Map([...questions, ...theirs]);
}

async function ofAnyKind(path: string, options: SourceOptions): Promise<Read<Source>> {
  if (await isFolder(path)) {
    if (await isBatch(path)) return readBatch(path, options);
    if (await isHub(path)) return readHubFolder(path);
    const forecasts = await firstOf(path, ['forecast_data.csv']);
    if (forecasts !== undefined) return readMetaculus(path, join(path, 'question_data.csv'), forecasts);
    const classroom = await firstOf(path, ['forecasts.csv']);
    if (classroom !== undefined) return readClass(path, classroom, options);
    return refused(path, 'nothing in this folder is known as forecasts', `name ${KNOWN}`);
  }
  if (extname(path) === '.json') {
    const { value: text, problems } = await readText(path);
    if (text === undefined) return { problems };
    return claimsToBeRegistered(text)
      ? registered(text, path)
      : refused(path, 'this is no file of registered forecasts', `name ${KNOWN}`);
  }
  const { value: sheet, problems } = await readSheet(path);
  if (!sheet) return { problems };
  const has = (...names: readonly string[]): boolean => names.every((name) => sheet.columns.includes(name));
  if (has('output_type')) return ofHubFile(sheet, path);
  if (has('market', 'time')) return ofMarket(sheet, path, options);
  if (has('Question ID', 'Start Time'))
    return readMetaculus(path, join(dirname(path), 'question_data.csv'), path);
  if (has('probability') || has('issued_at')) return readClass(path, path, options);
  return refused(
    path,
    `its columns (${sheet.columns.slice(0, 8).join(', ')}) are of no format that is known`,
    `name ${KNOWN}`,
  );
}

function refused(path: string, message: string, help: string): Read<Source> {
  const problems = new Problems(path);
  problems.error(message, help);
  return { problems: problems.list() };
}

function registered(text: string, path: string): Read<Source> {
  const { value, problems } = readRegistered(text, path);
  if (!value) return { problems };
  const { tasks, forecasts, questions, registeredAt, hash, origin } = value;
  return {
    value: {
      ...{ path, kind: 'registered', tasks, questions, forecasts, notes: [], problems },
      facts: { ...origin, registeredAt, registered: hash },
    },
    problems,
  };
}

/** Of one model, whose name is that of the file, or of several by the column model_id. */
function ofHubFile(sheet: Sheet, path: string): Read<Source> {
  const model = basename(path, extname(path)).replace(/^\d{4}-\d{2}-\d{2}-/, '');
  const { value, problems } = readModelOutput(
    sheet,
    sheet.columns.includes('model_id') ? {} : { modelId: model },
  );
  if (!value) return { problems };
  const { taskIds, tasks, forecasts } = value;
  return {
    value: {
      ...{ path, kind: 'hub', tasks, forecasts, facts: {}, notes: [], problems },
      hub: { taskIds },
    },
    problems,
  };
}

function ofMarket(sheet: Sheet, path: string, { questions }: SourceOptions): Read<Source> {
  const { value, problems } = readMarket(sheet, questions);
  if (!value) return { problems };
  const sums = value.flatMap(({ priceSum }) => (priceSum === undefined ? [] : [priceSum]));
  const notes = [
    'a price is the middle of bid and ask where both are there, else the last trade; its fees and margins are not taken out',
  ];
  if (sums.length > 0)
    notes.push(
      `prices of several categories are divided by their sum, which lay between ${Math.min(...sums).toFixed(3)} and ${Math.max(...sums).toFixed(3)}`,
    );
  return {
    value: {
      path,
      kind: 'market',
      tasks: tasksIn(value, questions),
      forecasts: value,
      facts: { prices: value.length },
      notes,
      problems,
    },
    problems,
  };
}

const tasksIn = (forecasts: readonly Forecast[], questions: ReadonlyMap<string, QuestionSpec>) =>
  [...new Set(forecasts.map(({ task }) => task))].flatMap((id) => {
    const question = questions.get(id);
    return question ? [taskOf(question)] : [];
  });

async function readClass(path: string, file: string, options: SourceOptions): Promise<Read<Source>> {
  const problems = new Problems(path);
  const take = async <T>(at: string | undefined, read: (sheet: Sheet) => Read<T>): Promise<T | undefined> => {
    if (at === undefined) return undefined;
    const { value: sheet, problems: found } = await readSheet(at);
    problems.take(found);
    if (!sheet) return undefined;
    const made = read(sheet);
    problems.take(made.problems);
    return made.value;
  };
  const inFolder = path !== file;
  const own = await take(
    inFolder ? await firstOf(path, ['questions.csv']) : undefined,
    readClassroomQuestions,
  );
  const questions = new Map([
    ...(own ?? []).map((question) => [question.id, question] as const),
    ...known(options, own),
  ]);
  if (questions.size === 0)
    problems.error(
      'nothing says which questions there are',
      'put questions.csv (id, type, options, opens, closes) and forecasts.csv into one folder and name that, or compare with a batch',
    );
  if (problems.hasErrors) return { problems: problems.list() };
  const said = await take(file, (sheet) => readClassroom(sheet, questions));
  const resolved = await take(
    inFolder ? await firstOf(path, ['resolutions.csv']) : undefined,
    readClassroomResolutions,
  );
  const resolutions = resolved && resolutionsOf(resolved, questions, join(path, 'resolutions.csv'));
  if (resolutions) problems.take(resolutions.problems);
  return problems.result(() => {
    const { forecasts = [], withdrawals = [] } = said ?? {};
    const teams = new Map(
      forecasts.flatMap(({ forecaster, team }) => (team === undefined ? [] : [[forecaster, team] as const])),
    );
    return {
      ...{
        path,
        kind: 'classroom' as const,
        forecasts,
        withdrawals,
        teams,
        notes: [],
        problems: problems.list(),
      },
      tasks: own ? own.map(taskOf) : tasksIn(forecasts, questions),
      ...(own && { questions: own }),
      ...(resolutions?.value && { resolutions: resolutions.value }),
      facts: {
        forecasters: new Set(forecasts.map(({ forecaster }) => forecaster)).size,
        teams: new Set(teams.values()).size,
      },
    };
  });
}

/** What is known from elsewhere and not asked by the class itself. */
const known = ({ questions }: SourceOptions, own: readonly QuestionSpec[] | undefined) =>
  [...questions].filter(([id]) => !own?.some((question) => question.id === id));

async function readMetaculus(
  path: string,
  questionFile: string,
  forecastFile: string,
): Promise<Read<Source>> {
  const problems = new Problems(path);
  const asked = await readSheet(questionFile);
  problems.take(asked.problems);
  const exported = asked.value && readMetaculusQuestions(asked.value);
  if (exported) problems.take(exported.problems);
  const said = await readSheet(forecastFile);
  problems.take(said.problems);
  if (!exported?.value || !said.value) return { problems: problems.list() };
  const { questions, resolutions } = exported.value;
  const found = readMetaculusForecasts(said.value, questions);
  problems.take(found.problems);
  const scorePath = await firstOf(dirname(forecastFile), ['score_data.csv']);
  const scoreSheet = scorePath === undefined ? undefined : await readSheet(scorePath);
  if (scoreSheet) problems.take(scoreSheet.problems);
  const published = scoreSheet?.value && readMetaculusScores(scoreSheet.value);
  if (published) problems.take(published.problems);
  return problems.result(() => {
    const forecasts = found.value ?? [];
    const specs = [...questions.values()].map(({ question }) => question);
    const ends = forecasts.flatMap(({ forecaster, task, end }) =>
      end === undefined ? [] : [{ forecaster, task, at: end }],
    );
    return {
      ...{
        path,
        kind: 'metaculus' as const,
        forecasts,
        questions: specs,
        resolutions,
        problems: problems.list(),
      },
      // A forecast that another one follows at the moment of its end was not taken back.
      withdrawals: ends.filter(
        ({ forecaster, task, at }) =>
          !forecasts.some((one) => one.forecaster === forecaster && one.task === task && one.issuedAt === at),
      ),
      tasks: specs.map(taskOf),
      aggregates: new Set(
        forecasts.flatMap(({ forecaster, forecasterCount }) =>
          forecasterCount === undefined ? [] : [forecaster],
        ),
      ),
      ...(published?.value && { published: published.value }),
      facts: { questions: specs.length, forecasts: forecasts.length },
      notes: [],
    };
  });
}

/** Where questions have other names in a source than here. */
function renamed(source: Source, names: ReadonlyMap<string, string>): Source {
  const own = (id: string): string => names.get(id) ?? id;
  const { tasks, forecasts, withdrawals, questions, resolutions } = source;
  return {
    ...source,
    tasks: tasks.map((task) =>
      names.has(task.id) ? { ...task, id: own(task.id), keys: { question: own(task.id) } } : task,
    ),
    forecasts: forecasts.map((forecast) => ({ ...forecast, task: own(forecast.task) })),
    ...(withdrawals && { withdrawals: withdrawals.map((one) => ({ ...one, task: own(one.task) })) }),
    ...(questions && { questions: questions.map((question) => ({ ...question, id: own(question.id) })) }),
    ...(resolutions && { resolutions: resolutions.map((one) => ({ ...one, task: own(one.task) })) }),
  };
}

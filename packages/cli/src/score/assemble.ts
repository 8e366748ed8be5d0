/** Sources and truth put together: forecasters by name, tasks of all, one set of questions. */
import {
  didYouMean,
  checkForecasts,
  Problems,
  REFERENCES,
  sha256Hex,
  type Forecast,
  type FormatProblem,
  type QuestionSpec,
  type Read,
  type Statement,
  type Task,
  type Withdrawal,
} from '@stave/forecast';
import { readTruth, type Truth } from './truth.ts';
import type { Source } from './source.ts';
import { readSource, type SourceOptions } from './sources.ts';
import { readSheet } from './read.ts';

export interface Assembled {
  readonly sources: readonly Source[];
  readonly tasks: readonly Task[];
  readonly forecasts: readonly Forecast[];
  readonly withdrawals: readonly Withdrawal[];
  readonly questions: ReadonlyMap<string, QuestionSpec>;
  readonly truth: Truth;
  readonly problems: readonly FormatProblem[];
}

export interface AssembleOptions {
  readonly truth?: string;
  readonly against: readonly string[];
  readonly arm?: string;
  readonly lang: string;
  /** CSV of theirs, ours. */
  readonly map?: string;
}

export async function assemble(path: string, options: AssembleOptions): Promise<Read<Assembled>> {
  const problems = new Problems(path);
  const names = await namesIn(options.map, problems);
  const mapped = new Map([...names].map(([theirs, { ours }]) => [theirs, ours]));
  const questions = new Map<string, QuestionSpec>();
  const sources: Source[] = [];
  // Reference forecasters stand in every table under their own names.
  const used = new Set<string>(Object.keys(REFERENCES));
  for (const [i, written] of [path, ...options.against].entries()) {
    const [, name, at = written] = /^([\p{L}\p{N} ._-]+)=(.+)$/u.exec(written) ?? [];
    const own: SourceOptions = {
      questions,
      // The first source's questions are ours.
      names: i === 0 ? new Map() : mapped,
      lang: options.lang,
      ...(i === 0 && options.arm !== undefined && { arm: options.arm }),
    };
    const found = await readSource(at, own);
    problems.take(found.problems);
    if (!found.value) continue;
    const source = namedApart(found.value, name, used);
    if (source.forecasts.length === 0 && (source.withdrawals ?? []).length === 0)
      problems.take(nothingIn(source));
    for (const question of source.questions ?? [])
      if (!questions.has(question.id)) questions.set(question.id, question);
    sources.push(source);
  }
  requireOurs(options.map, names, questions, problems);
  // What readers hold to be true of their files has to hold of whatever they are made into.
  for (const source of sources) requireSound(source, problems);
  if (problems.hasErrors) return { problems: problems.list() };
  const aligned = sources.map((source) => onQuestions(source, questions, mapped, problems));
  const tasks = [
    ...new Map(aligned.flatMap((source) => source.tasks).map((task) => [task.id, task])).values(),
  ];
  const forecasts = aligned.flatMap((source) => source.forecasts);
  const truth = await truthOf(
    options.truth,
    aligned,
    { tasks, forecasts, questions, names: mapped },
    problems,
  );
  return problems.result(() => ({
    ...{ sources: aligned, tasks, forecasts, questions, problems: problems.list() },
    withdrawals: aligned.flatMap((source) => source.withdrawals ?? []),
    truth: truth as Truth,
  }));
}

/** Faults of records, which only a damaged folder or file can have. */
function requireSound({ path, tasks, forecasts }: Source, problems: Problems): void {
  for (const { message, where, help } of checkForecasts(forecasts, tasks))
    problems.take([
      { severity: 'error', source: path, ...(where !== undefined && { column: where }), message, help },
    ]);
}

/** A file of which nothing counts looks like one that was scored. */
function nothingIn({ path, kind }: Source): readonly FormatProblem[] {
  const help =
    kind === 'market'
      ? 'prices of several categories make a forecast once each has had one, and not all are 0'
      : 'check that it is the right file: it has no row that forecasts anything';
  return [{ severity: 'warning', source: path, message: 'nothing is forecast in it', help }];
}

interface Ours {
  readonly ours: string;
  readonly row: number;
}

async function namesIn(path: string | undefined, problems: Problems): Promise<ReadonlyMap<string, Ours>> {
  const names = new Map<string, Ours>();
  if (path === undefined) return names;
  const { value: sheet, problems: found } = await readSheet(path);
  problems.take(found);
  if (!sheet) return names;
  const own = new Problems(path);
  const [theirs, ours] = ['theirs', 'ours'].map((name) => sheet.columns.indexOf(name));
  if (theirs === -1 || ours === -1)
    own.error(
      'the columns theirs and ours are missing',
      'a map of questions has a row for each: theirs, ours',
      { row: 1 },
    );
  else
    for (const { row, cells } of sheet.rows) {
      const name = cells[theirs ?? 0] ?? '';
      const before = names.get(name);
      if (before)
        own.error(`row ${before.row} says already what ${name} is here`, 'leave one of them', {
          ...{ row, column: 'theirs' },
        });
      names.set(name, { ours: cells[ours ?? 0] ?? '', row });
    }
  problems.take(own.list());
  return names;
}

/** A name that is no question here would take a forecast away without a word. */
function requireOurs(
  path: string | undefined,
  names: ReadonlyMap<string, Ours>,
  questions: ReadonlyMap<string, QuestionSpec>,
  problems: Problems,
): void {
  if (path === undefined || questions.size === 0) return;
  const own = new Problems(path);
  for (const { ours, row } of names.values())
    if (!questions.has(ours))
      own.error(`there is no question \`${ours}\` here`, didYouMean(ours, questions.keys()), {
        ...{ row, column: 'ours' },
      });
  problems.take(own.list());
}

/** Two sources may have forecasters of one name: the later gets the name of its source, or the one that was said. */
function namedApart(source: Source, name: string | undefined, used: Set<string>): Source {
  const own = [...new Set(source.forecasts.map(({ forecaster }) => forecaster))];
  const names = new Map(
    own.map((forecaster) => {
      const wanted = name === undefined ? forecaster : own.length === 1 ? name : `${name}/${forecaster}`;
      return [forecaster, used.has(wanted) ? `${wanted} (${source.path})` : wanted];
    }),
  );
  for (const given of names.values()) used.add(given);
  const renamed = <T extends { readonly forecaster: string }>(one: T): T => ({
    ...one,
    forecaster: names.get(one.forecaster) ?? one.forecaster,
  });
  return {
    ...source,
    forecasts: source.forecasts.map(renamed),
    ...(source.withdrawals && { withdrawals: source.withdrawals.map(renamed) }),
    ...(source.aggregates && {
      aggregates: new Set([...source.aggregates].map((own) => names.get(own) ?? own)),
    }),
    ...(source.teams && {
      teams: new Map(
        [...source.teams].map(([forecaster, team]) => [names.get(forecaster) ?? forecaster, team]),
      ),
    }),
  };
}

/** Rows of a hub beside questions: `target` names the question, in its own words where there is a map. */
function onQuestions(
  source: Source,
  questions: ReadonlyMap<string, QuestionSpec>,
  names: ReadonlyMap<string, string>,
  problems: Problems,
): Source {
  if (source.kind !== 'hub' || questions.size === 0) return source;
  const taskOf = new Map(
    source.tasks.flatMap(({ id, keys: { target = '' } }) => {
      const question = names.get(target) ?? target;
      return questions.has(question) ? [[id, question]] : [];
    }),
  );
  const seen = new Set<string>();
  const forecasts = source.forecasts.flatMap((forecast): Forecast[] => {
    const task = taskOf.get(forecast.task);
    const question = task === undefined ? undefined : questions.get(task);
    if (task === undefined || !question) return [];
    const key = JSON.stringify([forecast.forecaster, task, forecast.statement.kind]);
    if (seen.has(key))
      problems.error(
        `${forecast.forecaster} has several tasks of the target ${task}`,
        'a question is one task: leave one in the hub',
        { column: 'target' },
      );
    seen.add(key);
    return [{ ...forecast, task, statement: asAnswer(forecast.statement, question) }];
  });
  if (forecasts.length === 0)
    problems.warn(
      `no target of ${source.path} is a question here`,
      'targets are named as questions, or say --map',
    );
  return { ...source, forecasts, tasks: [] };
}

/** What a hub can say of a question, as the question is answered. */
function asAnswer(statement: Statement, { kind }: QuestionSpec): Statement {
  if (kind === 'time' && statement.kind === 'cdf')
    return {
      kind: 'time-to-event',
      times: statement.thresholds,
      survival: statement.probabilities.map((p) => 1 - p),
    };
  if (kind === 'binary' && (statement.kind === 'nominal' || statement.kind === 'ordinal')) {
    const yes = statement.categories.indexOf('yes');
    return yes < 0 ? statement : { kind: 'binary', probability: statement.probabilities[yes] ?? 0 };
  }
  return statement;
}

async function truthOf(
  file: string | undefined,
  sources: readonly Source[],
  of: Parameters<typeof readTruth>[1],
  problems: Problems,
): Promise<Truth | undefined> {
  const own = sources.find(
    ({ hub, resolutions }) => hub?.oraclePath !== undefined || resolutions !== undefined,
  );
  const path = file ?? own?.hub?.oraclePath;
  if (path !== undefined) {
    const found = await readTruth(path, of);
    problems.take(found.problems);
    return found.value;
  }
  if (!own)
    problems.error('nothing says what came', 'name a file of resolutions or of oracle output with --truth');
  const resolutions = own?.resolutions ?? [];
  return { path: own?.path ?? '', hash: sha256Hex(JSON.stringify(resolutions)), resolutions };
}

/**
 * What a batch answered, as forecasts. The folder is that of `stave batch` or `stave run --out`: its manifest has the
 * scenario's text, where questions have resolution, baseline, cluster and proxy; estimates have the answers; the table of
 * trials, where there is one, has the numbers that were drawn.
 */
import { join } from 'node:path';
import { readKept, textIn, type Import, type Model, type QuestionEstimate } from '@stave/engine';
import {
  daysBetween,
  Problems,
  quantileType7,
  sha256Hex,
  type Forecast,
  type Read,
  type QuestionSpec,
  type Sheet,
  type Statement,
  type Task,
} from '@stave/forecast';
import { grouped } from '../numbers.ts';
import { examineSource, type Scenario } from '../scenario.ts';
import { firstOf, readColumns, readText } from './read.ts';
import type { Source } from './source.ts';

/** The levels hubs ask for. */
export const HUB_LEVELS: readonly number[] = [
  ...[0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5],
  ...[0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99],
];
/** Draws of a question that are scored as a sample: the first so many trials. */
const SAMPLE_MAX = 20_000;

interface Manifest {
  readonly schema: string;
  readonly scenario: {
    readonly id: string;
    readonly hash: string;
    readonly text: string;
    /** Fragments it imports. */
    readonly imports?: readonly Import[];
  };
  readonly study?: { readonly id: string };
  readonly seed: string;
  readonly trials: number;
  readonly arms?: readonly { readonly name: string; readonly hash: string }[];
}

interface Estimates {
  readonly trials: number;
  readonly failed: number;
  readonly questions: readonly QuestionEstimate[];
}

export interface BatchOptions {
  /** `all`, or one arm; `base` or the only one unless said. */
  readonly arm?: string;
  readonly lang: string;
}

export const isBatch = async (path: string): Promise<boolean> =>
  (await firstOf(path, ['results/manifest.json'])) !== undefined;

/** Fields the command wrote itself are taken as they are; that the folder is of this command is checked by its schema. */
export async function readBatch(path: string, { arm, lang }: BatchOptions): Promise<Read<Source>> {
  const problems = new Problems(path);
  const file = join(path, 'results/manifest.json');
  const manifest = await jsonOf(file, isManifest, problems);
  if (manifest && !/^stave-(batch-)?manifest\/1$/.test(manifest.schema))
    problems.error(
      'this is no manifest of stave batch or stave run --out',
      'name a folder one of them has written',
      {
        column: 'schema',
      },
    );
  if (!manifest || problems.hasErrors) return { problems: problems.list() };
  const { scenario } = await examineSource(
    { name: `${path} (its scenario)`, text: manifest.scenario.text },
    readKept(manifest.scenario.imports ?? []),
  );
  if (!scenario) {
    problems.error(
      'this edition of stave cannot read the scenario of the batch',
      'use the edition that wrote it',
      { column: 'scenario' },
    );
    return { problems: problems.list() };
  }
  const arms = armsOf(path, manifest, arm, problems);
  const questions = questionsOf(scenario, lang);
  const notes: string[] = [];
  const forecasts: Forecast[] = [];
  const trialsPath = await firstOf(path, ['results/trials.parquet']);
  const needsNumbers = questions.some(({ kind, internal }) => kind === 'number' && !internal);
  const asked = new Set(
    questions.flatMap(({ id, kind, internal }) => (kind === 'number' && !internal ? [`answer_${id}`] : [])),
  );
  const isRead = (column: string): boolean => ['arm', 'point'].includes(column) || asked.has(column);
  const trials = trialsPath !== undefined && needsNumbers ? await readColumns(trialsPath, isRead) : undefined;
  if (trials) problems.take(trials.problems);
  for (const { name, estimates: at } of arms) {
    const estimates = await jsonOf(at, isEstimates, problems);
    if (!estimates) continue;
    const forecaster =
      name === 'base' || arms.length === 1 ? manifest.scenario.id : `${manifest.scenario.id}/${name}`;
    for (const [i, estimate] of estimates.questions.entries()) {
      const question = questions[i];
      if (question?.id !== estimate.id) {
        problems.error(
          `the estimates have a question ${estimate.id} that the scenario has not`,
          'bring the folder back as it was written',
        );
        continue;
      }
      const values =
        trials?.value && question.kind === 'number' ? numbersOf(trials.value, name, question.id) : undefined;
      for (const statement of statementsOf(estimate, question, scenario, values))
        forecasts.push({
          ...{ forecaster, task: question.id, statement },
          trials: estimate.given?.applicable ?? estimates.trials - estimates.failed,
          ...(scenario.ir.clock.dates && { informationCutoff: scenario.ir.clock.dates[0] ?? '' }),
          ...(estimate.given && {
            condition: {
              event: `given of ${question.id}`,
              probability: estimate.given.applicable / estimate.given.of,
            },
          }),
        });
    }
  }
  if (needsNumbers)
    notes.push(
      trials?.value
        ? `numbers: ${HUB_LEVELS.length} quantiles (type 7) and the draws themselves (at most ${grouped(SAMPLE_MAX)}) from results/trials.parquet`
        : 'numbers: the five quantiles of the estimates, since the folder has no results/trials.parquet (--trials-table all writes it)',
    );
  return problems.result(() => ({
    ...{ path, kind: 'batch' as const, questions, forecasts, notes, problems: problems.list() },
    tasks: questions.map(taskOf),
    facts: {
      scenario: manifest.scenario.id,
      hash: manifest.scenario.hash,
      ...(manifest.study && { study: manifest.study.id }),
      ...{ seed: manifest.seed, trials: manifest.trials, arms: arms.map(({ name }) => name).join(', ') },
      answers: sha256Hex(JSON.stringify(forecasts)),
    },
  }));
}

/** A task of a question; a hub's oracle is joined on `target` and the dates. */
export const taskOf = ({ id, cluster, proxy }: QuestionSpec): Task => ({
  ...{ id, keys: { question: id } },
  ...(cluster !== undefined && { cluster }),
  ...(proxy !== undefined && { proxy }),
});

interface ArmFile {
  readonly name: string;
  readonly estimates: string;
}

function armsOf(
  path: string,
  { arms: all }: Manifest,
  wanted: string | undefined,
  problems: Problems,
): readonly ArmFile[] {
  if (!all) {
    if (wanted !== undefined && wanted !== 'all' && wanted !== 'base')
      problems.error(`a run has no arm ${wanted}`, 'leave --arm out');
    return [{ name: 'base', estimates: join(path, 'results/estimates.json') }];
  }
  const files = all.map(({ name }) => ({ name, estimates: join(path, 'results/estimates', `${name}.json`) }));
  if (wanted === 'all') return files;
  const name = wanted ?? (files.length === 1 ? files[0]?.name : 'base');
  const own = files.filter((file) => file.name === name);
  if (own.length === 0)
    problems.error(
      wanted === undefined
        ? 'the batch has several arms and none is called base'
        : `the batch has no arm ${wanted}`,
      `say --arm with one of ${files.map((file) => file.name).join(', ')}, or --arm all`,
    );
  return own;
}

async function jsonOf<T>(
  path: string,
  isOne: (value: unknown) => value is T,
  problems: Problems,
): Promise<T | undefined> {
  const { value: text, problems: found } = await readText(path);
  problems.take(found);
  if (text === undefined) return undefined;
  const value = parsed(text);
  if (isOne(value)) return value;
  problems.take([
    {
      ...{ severity: 'error', source: path, row: 1 },
      message: value === undefined ? 'this is no JSON text' : 'this is not what stave has written there',
      help: 'bring it back as it was written, or run the batch again',
    },
  ]);
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

type Unknown = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null;
const isListOf = (value: unknown, isItem: (item: Unknown) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isObject(item) && isItem(item));
const isMaybeNumber = (value: unknown): boolean => value === null || typeof value === 'number';

/** What is read of it is there; the rest does not matter. */
const isManifest = (value: unknown): value is Manifest =>
  isObject(value) &&
  typeof value['schema'] === 'string' &&
  isObject(value['scenario']) &&
  ['id', 'hash', 'text'].every((key) => typeof (value['scenario'] as Unknown)[key] === 'string') &&
  typeof value['seed'] === 'string' &&
  typeof value['trials'] === 'number' &&
  (value['arms'] === undefined || isListOf(value['arms'], ({ name }) => typeof name === 'string'));

const isEstimates = (value: unknown): value is Estimates =>
  isObject(value) &&
  typeof value['trials'] === 'number' &&
  typeof value['failed'] === 'number' &&
  isListOf(value['questions'], isEstimate);

const isEstimate = ({ id, outcomes, number, given }: Unknown): boolean =>
  typeof id === 'string' &&
  isListOf(
    outcomes,
    ({ value, probability, cumulative }) =>
      typeof value === 'string' &&
      isMaybeNumber(probability) &&
      (cumulative === undefined || (isObject(cumulative) && isMaybeNumber(cumulative['probability']))),
  ) &&
  (given === undefined ||
    (isObject(given) && typeof given['applicable'] === 'number' && typeof given['of'] === 'number')) &&
  (number === undefined ||
    (isObject(number) &&
      isListOf(number['quantiles'], ({ q, value }) => typeof q === 'number' && isMaybeNumber(value))));

const KINDS = {
  binary: 'binary',
  ordered: 'ordinal',
  count: 'ordinal',
  nominal: 'nominal',
  time: 'time',
  numeric: 'number',
  total: 'number',
} as const;

export function questionsOf(
  { model, ir }: Pick<Scenario, 'model' | 'ir'>,
  lang: string,
): readonly QuestionSpec[] {
  return model.questions.map((question, i) => {
    const { kind, last, outcomes } = ir.questions[i] as (typeof ir.questions)[number];
    const { dates } = ir.clock;
    const { resolution, baseline, cluster, proxy, internal } = question;
    const until = windowEnd(question) ?? (dates && dayBefore(dates[last] ?? ''));
    const closes = resolution?.closes ?? until;
    return {
      ...{ id: question.id, kind: KINDS[kind], ask: textIn(question.ask, lang) },
      options: kind === 'binary' ? ['yes', 'no'] : outcomes.map(({ id }) => id),
      ...(resolution?.opens !== undefined && { opens: resolution.opens }),
      ...(closes !== undefined && { closes }),
      ...(kind === 'time' && dates && { origin: dates[0] ?? '' }),
      ...(kind === 'time' && { until: until ?? String(last * ir.clock.perStep) }),
      ...(cluster !== undefined && { cluster }),
      ...(proxy && { proxy: textIn(proxy, lang) }),
      ...(baseline && { baseline: { probabilities: baseline.probabilities, source: baseline.source } }),
      ...(internal && { internal: true as const }),
    };
  });
}

/** The last day that counts, where it is written as a date. */
function windowEnd(question: Model['questions'][number]): string | undefined {
  const end: unknown = 'by' in question ? question.by : 'at' in question ? question.at : undefined;
  return typeof end === 'string' && end !== 'end' ? end : undefined;
}

const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** None where no trial answered. */
function statementsOf(
  { outcomes, number }: QuestionEstimate,
  { kind, options }: QuestionSpec,
  { ir }: Scenario,
  values: readonly number[] | undefined,
): readonly Statement[] {
  if (kind === 'number') {
    if (values && values.length > 0) return ofValues(values);
    const known = (number?.quantiles ?? []).flatMap(({ q, value }) => (value === null ? [] : [{ q, value }]));
    if (known.length === 0) return [];
    return [{ kind: 'quantile', levels: known.map(({ q }) => q), values: known.map(({ value }) => value) }];
  }
  if (outcomes.some(({ probability }) => probability === null)) return [];
  if (kind === 'binary') {
    const yes = outcomes.find(({ value }) => value === 'yes');
    return [{ kind: 'binary', probability: yes?.probability ?? 0 }];
  }
  if (kind === 'time') {
    const passed = outcomes.flatMap(({ value, cumulative }) =>
      cumulative ? [{ value, p: cumulative.probability ?? 0 }] : [],
    );
    const [start] = ir.clock.dates ?? [];
    return [
      {
        kind: 'time-to-event',
        times: passed.map(({ value }) => (start === undefined ? Number(value) : daysBetween(start, value))),
        survival: passed.map(({ p }) => 1 - p),
      },
    ];
  }
  const byId = new Map(outcomes.map(({ value, probability }) => [value, probability ?? 0]));
  return [{ kind, categories: options, probabilities: options.map((id) => byId.get(id) ?? 0) }];
}

export function ofValues(values: readonly number[]): readonly Statement[] {
  const sorted = values.toSorted((a, b) => a - b);
  return [
    { kind: 'quantile', levels: HUB_LEVELS, values: HUB_LEVELS.map((level) => quantileType7(sorted, level)) },
    {
      kind: 'sample',
      values: values.slice(0, SAMPLE_MAX),
      indices: values.slice(0, SAMPLE_MAX).map((_, i) => String(i)),
    },
  ];
}

/** Of the trials of an arm, or of one at a point of a design (`ARM@POINT`), that answered, in their order. */
function numbersOf({ columns, rows }: Sheet, arm: string, question: string): readonly number[] | undefined {
  const [at, of, point] = [`answer_${question}`, 'arm', 'point'].map((name) => columns.indexOf(name));
  if (at === undefined || at < 0) return undefined;
  const nameOf = (cells: readonly string[]): string => {
    const own = cells[of ?? -1] ?? '';
    const number = cells[point ?? -1] ?? '';
    return number === '' ? own : `${own}@${number}`;
  };
  return rows.flatMap(({ cells }) => {
    const text = cells[at] ?? '';
    return text !== '' && text !== 'NaN' && nameOf(cells) === arm ? [Number(text)] : [];
  });
}

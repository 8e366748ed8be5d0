/**
 * `stave forecast export --as hub`: a batch as a hub that any tool of the hubverse reads. A question is a target, an arm a
 * scenario; yes or no is a pmf over no and yes, the time of an event a cdf over days since the origin.
 */
import { join } from 'node:path';
import {
  answersOf,
  writeHubConfig,
  writeModelOutput,
  type Forecast,
  type HubAdmin,
  type HubForecast,
  type HubTasks,
  type OutputType,
  type QuestionSpec,
  type Task,
} from '@stave/forecast';
import { InputError } from '../failure.ts';
import { counted } from '../numbers.ts';
import { prepareFolder, prepareFolderIn, without, writeWhole } from '../outputs.ts';
import { readBatch } from './batch-folder.ts';
import { hasErrors, problemsSaid } from './problems.ts';
import { requireBatch } from './registering.ts';
import type { Source } from './source.ts';

export interface ExportOptions {
  readonly as: 'hub';
  readonly format: 'csv' | 'parquet';
  readonly out: string;
  readonly arm?: string;
  /** Draws of a number's sample. */
  readonly samples: number;
  /** Day of origin of a clock without dates. */
  readonly origin?: string;
  readonly model?: string;
  readonly lang: string;
}

const TASK_IDS = ['origin_date', 'scenario_id', 'target', 'target_end_date'];
const SCHEMA = 'v6.0.0';

export async function exportBatch(path: string, options: ExportOptions): Promise<void> {
  const { out, arm, lang } = options;
  await requireBatch(path);
  const { value: source, problems } = await readBatch(path, { lang, ...(arm !== undefined && { arm }) });
  process.stderr.write(problemsSaid(problems, 'exported'));
  if (!source || hasErrors(problems)) {
    process.exitCode = 1;
    return;
  }
  const model = modelId(options.model ?? `stave-${String(source.facts['scenario'])}`);
  const origin = originOf(source, options.origin);
  const { format } = options;
  const file = `${origin}-${model}.${format}`;
  await prepareFolder(out, { top: ['hub-config', 'model-output', 'target-data'] });
  await prepareFolderIn(out, 'hub-config');
  await prepareFolderIn(out, join('model-output', model));
  const questions = new Map((source.questions ?? []).map((question) => [question.id, question]));
  const { tasks, forecasts } = hubRows(source, questions, origin, model, options.samples);
  const asked = [...questions.values()].filter(({ id }) =>
    forecasts.some(({ task }) => task.endsWith(`\n${id}`)),
  );
  await writeWhole(
    join(out, 'hub-config/tasks.json'),
    writeHubConfig(tasksConfig(asked, forecasts, tasks, options.samples)),
  );
  await writeWhole(join(out, 'hub-config/admin.json'), writeHubConfig(adminConfig(source, format)));
  const output = join(out, 'model-output', model, file);
  // A hub has each row once.
  await without(output.replace(/\.\w+$/, format === 'csv' ? '.parquet' : '.csv'));
  if (format === 'parquet') await writeRows(output, tasks, forecasts);
  else await writeWhole(output, writeModelOutput({ taskIds: TASK_IDS, tasks, forecasts }));
  process.stdout.write(`exported ${counted(asked.length, 'question')} as ${output}\n`);
  process.stderr.write(`wrote ${out}\n`);
}

/** team-model, of letters, digits and underscores. */
function modelId(name: string): string {
  const [team = '', ...rest] = name.split('-');
  const [own, model] = [team, rest.join('_')].map((part) => part.replace(/[^A-Za-z0-9_]/g, '_'));
  if (own === '' || model === undefined || model === '')
    throw new InputError(
      `${name} is no name of a model in a hub`,
      'name it --model TEAM-MODEL, of letters, digits and _',
    );
  return `${own}-${model}`;
}

function originOf({ forecasts }: Source, said: string | undefined): string {
  const cutoff = forecasts.find(
    ({ informationCutoff }) => informationCutoff !== undefined,
  )?.informationCutoff;
  const origin = said ?? cutoff?.slice(0, 10);
  if (origin === undefined)
    throw new InputError(
      'the clock of the scenario has no dates, and a hub has nothing else',
      'say the day of its step 0: --origin 2024-01-01',
    );
  return origin;
}

const OUTPUT_OF: Readonly<Record<QuestionSpec['kind'], readonly OutputType[]>> = {
  binary: ['pmf'],
  nominal: ['pmf'],
  ordinal: ['pmf'],
  number: ['quantile', 'sample'],
  time: ['cdf'],
};

function hubRows(
  { forecasts, facts }: Source,
  questions: ReadonlyMap<string, QuestionSpec>,
  origin: string,
  model: string,
  samples: number,
): { readonly tasks: readonly Task[]; readonly forecasts: readonly HubForecast[] } {
  const tasks = new Map<string, Task>();
  const scenario = String(facts['scenario']);
  const rows = forecasts.flatMap((forecast): HubForecast[] => {
    const question = questions.get(forecast.task);
    if (!question || question.internal) return [];
    const arm = forecast.forecaster === scenario ? 'base' : forecast.forecaster.slice(scenario.length + 1);
    const id = `${arm}\n${question.id}`;
    const keys = {
      origin_date: origin,
      scenario_id: arm,
      target: question.id,
      target_end_date: endOf(question, origin),
    };
    tasks.set(id, { id, keys });
    return [{ ...forecast, forecaster: model, task: id, ...answerOf(forecast, samples) }];
  });
  return { tasks: [...tasks.values()], forecasts: rows };
}

/** The day by which a question is decided; of a clock without dates the day of origin, since there is no other. */
const endOf = ({ closes }: QuestionSpec, origin: string): string =>
  closes !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(closes) ? closes : origin;

function answerOf({ statement }: Forecast, samples: number): Pick<HubForecast, 'outputType' | 'statement'> {
  switch (statement.kind) {
    case 'time-to-event':
      return {
        outputType: 'cdf',
        statement: {
          kind: 'cdf',
          thresholds: statement.times,
          probabilities: statement.survival.map((s) => 1 - s),
        },
      };
    case 'sample':
      return {
        outputType: 'sample',
        statement: {
          kind: 'sample',
          values: statement.values.slice(0, samples),
          indices: (statement.indices ?? []).slice(0, samples),
        },
      };
    case 'quantile':
      return { outputType: 'quantile', statement };
    case 'cdf':
      return { outputType: 'cdf', statement };
    case 'point':
      return { outputType: statement.statistic, statement };
    default:
      return { outputType: 'pmf', statement };
  }
}

function tasksConfig(
  questions: readonly QuestionSpec[],
  forecasts: readonly HubForecast[],
  tasks: readonly Task[],
  samples: number,
): HubTasks {
  const keys = (name: string, of: (id: string) => boolean): string[] => [
    ...new Set(tasks.filter(({ id }) => of(id)).map((task) => task.keys[name] ?? '')),
  ];
  return {
    schema_version: `https://raw.githubusercontent.com/hubverse-org/schemas/main/${SCHEMA}/tasks-schema.json`,
    rounds: [
      {
        ...{ round_id_from_variable: true, round_id: 'origin_date' },
        model_tasks: questions.map((question) => {
          const of = (id: string): boolean => id.endsWith(`\n${question.id}`);
          const own = forecasts.filter(({ task }) => of(task));
          return {
            task_ids: Object.fromEntries(
              TASK_IDS.map((name) => [name, { required: null, optional: keys(name, of) }]),
            ),
            output_type: outputsOf(question, own, samples),
            target_metadata: [
              {
                target_id: question.id,
                target_name: question.ask ?? question.id,
                target_units:
                  question.kind === 'time'
                    ? 'days since origin_date'
                    : question.kind === 'number'
                      ? 'that of the question'
                      : 'probability',
                target_keys: { target: question.id },
                target_type: TARGET_TYPE[question.kind],
                ...(question.ask !== undefined && { description: question.ask }),
                is_step_ahead: false,
              },
            ],
          };
        }),
        submissions_due: { relative_to: 'origin_date', start: 0, end: 0 },
      },
    ],
  };
}

/** The same rows as in CSV, dates as dates; what does not apply is empty. */
async function writeRows(
  path: string,
  tasks: readonly Task[],
  forecasts: readonly HubForecast[],
): Promise<void> {
  const { writeParquet } = await import('../parquet/file.ts');
  const keysOf = new Map(tasks.map(({ id, keys }) => [id, keys]));
  writeParquet(path, {
    columns: {
      ...({ origin_date: 'date', scenario_id: 'text', target: 'text', target_end_date: 'date' } as const),
      ...({ output_type: 'text', output_type_id: 'text', value: 'number' } as const),
    },
    *rows() {
      for (const { task, outputType, statement } of forecasts)
        for (const [id, value] of answersOf(statement))
          yield {
            ...keysOf.get(task),
            ...{ output_type: outputType, output_type_id: id === 'NA' ? null : id, value },
          };
    },
  });
}

const TARGET_TYPE = {
  binary: 'binary',
  nominal: 'nominal',
  ordinal: 'ordinal',
  number: 'continuous',
  time: 'continuous',
} as const;

function outputsOf(
  { kind, options }: QuestionSpec,
  forecasts: readonly HubForecast[],
  samples: number,
): HubTasks['rounds'][number]['model_tasks'][number]['output_type'] {
  const probability = { type: 'double', minimum: 0, maximum: 1 };
  const head = { is_required: true };
  const outputs: ReturnType<typeof outputsOf> = {};
  for (const type of OUTPUT_OF[kind]) {
    const statement = forecasts.find(({ outputType }) => outputType === type)?.statement;
    if (!statement) continue;
    if (statement.kind === 'quantile')
      outputs[type] = {
        output_type_id: { required: [...statement.levels] },
        ...head,
        value: { type: 'double' },
      };
    else if (statement.kind === 'cdf')
      outputs[type] = {
        output_type_id: { required: [...statement.thresholds] },
        ...head,
        value: probability,
      };
    else if (statement.kind === 'sample')
      outputs[type] = {
        output_type_id_params: {
          type: 'integer',
          min_samples_per_task: Math.min(samples, statement.values.length),
          max_samples_per_task: statement.values.length,
          // A draw is a trial: the same over all questions of an arm, and under the same luck in every arm.
          compound_taskid_set: ['origin_date', 'scenario_id'],
        },
        ...head,
        value: { type: 'double' },
      };
    else
      outputs[type] = {
        output_type_id: { required: kind === 'binary' ? ['no', 'yes'] : [...options] },
        ...{ ...head, value: probability },
      };
  }
  return outputs;
}

const adminConfig = ({ facts }: Source, format: ExportOptions['format']): HubAdmin => ({
  schema_version: `https://raw.githubusercontent.com/hubverse-org/schemas/main/${SCHEMA}/admin-schema.json`,
  name: `Answers of ${String(facts['scenario'])}`,
  maintainer: 'not said',
  contact: { name: 'not said', email: 'not.said@example.org' },
  file_format: [format],
  timezone: 'UTC',
  model_output_dir: 'model-output',
});

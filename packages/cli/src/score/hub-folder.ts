/** A hub as a folder: configuration, every file of model output, target data. */
import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import {
  Problems,
  readHubAdmin,
  readHubTasks,
  readModelOutput,
  readTimeSeries,
  type FormatProblem,
  type HubForecast,
  type HubTasks,
  type Read,
  type Sheet,
  type Task,
} from '@stave/forecast';
import { firstOf, isFolder, readSheet, readTable, readText } from './read.ts';
import type { Source } from './source.ts';

const TABLE_FILE = /\.(csv|parquet)$/;

export const isHub = async (path: string): Promise<boolean> =>
  (await isFolder(join(path, 'model-output'))) || (await isFolder(join(path, 'hub-config')));

export async function readHubFolder(path: string): Promise<Read<Source>> {
  const problems = new Problems(path);
  const notes: string[] = [];
  const { tasksConfig, outputFolder } = await configOf(path, problems);
  if (!tasksConfig)
    notes.push(
      'the hub has no hub-config/tasks.json: task ids are the columns of its files, and categories are taken as ordered as they stand in the rows',
    );
  const read = await readOutputs(join(path, outputFolder), tasksConfig, problems);
  const oraclePath = await firstOf(join(path, 'target-data'), [
    'oracle-output.csv',
    'oracle-output.parquet',
    'oracle-output',
  ]);
  const seriesPath = await firstOf(join(path, 'target-data'), [
    'time-series.csv',
    'time-series.parquet',
    'time-series',
  ]);
  const take = async <T>(
    from: string | undefined,
    make: (sheet: Sheet) => Read<T>,
  ): Promise<T | undefined> => {
    if (from === undefined) return undefined;
    const { value: sheet, problems: found } = await readTable(from);
    problems.take(found);
    if (!sheet) return undefined;
    const made = make(sheet);
    problems.take(made.problems);
    return made.value;
  };
  const timeSeries = await take(seriesPath, (sheet) => readTimeSeries(sheet));
  return problems.result(() => ({
    ...{ path, kind: 'hub' as const, ...read, notes },
    facts: { models: new Set(read.forecasts.map(({ forecaster }) => forecaster)).size, files: read.files },
    problems: problems.list(),
    hub: {
      taskIds: read.taskIds,
      ...(tasksConfig && { tasksConfig }),
      ...(oraclePath !== undefined && { oraclePath }),
      ...(timeSeries && { timeSeries }),
    },
  }));
}

async function configOf(
  path: string,
  problems: Problems,
): Promise<{ readonly tasksConfig?: HubTasks; readonly outputFolder: string }> {
  const take = async <T>(
    name: string,
    read: (text: string, source: string) => Read<T>,
  ): Promise<T | undefined> => {
    const file = await firstOf(path, [join('hub-config', name)]);
    if (file === undefined) return undefined;
    const text = await readText(file);
    problems.take(text.problems);
    if (text.value === undefined) return undefined;
    const found = read(text.value, file);
    problems.take(found.problems);
    return found.value;
  };
  const tasksConfig = await take('tasks.json', readHubTasks);
  const admin = await take('admin.json', readHubAdmin);
  return { ...(tasksConfig && { tasksConfig }), outputFolder: admin?.model_output_dir ?? 'model-output' };
}

interface Outputs {
  readonly taskIds: readonly string[];
  readonly tasks: readonly Task[];
  readonly forecasts: readonly HubForecast[];
  readonly files: number;
}

async function readOutputs(
  folder: string,
  tasksConfig: HubTasks | undefined,
  problems: Problems,
): Promise<Outputs> {
  const tasks = new Map<string, Task>();
  const forecasts: HubForecast[] = [];
  let taskIds: readonly string[] | undefined;
  let firstFile = '';
  let files = 0;
  const seen = new Map<string, string>();
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const models = entries.filter((entry) => entry.isDirectory());
  for (const { name: modelId } of models.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const names = (await readdir(join(folder, modelId))).filter((name) => TABLE_FILE.test(name)).sort();
    for (const name of names) {
      const file = join(folder, modelId, name);
      files++;
      requireName(file, modelId, problems);
      const sheet = await readSheet(file);
      problems.take(sheet.problems);
      if (!sheet.value) continue;
      const found = readModelOutput(sheet.value, { modelId, ...(tasksConfig && { tasks: tasksConfig }) });
      problems.take(found.problems);
      if (!found.value) continue;
      taskIds ??= ((firstFile = file), found.value.taskIds);
      const differs = differenceOf(taskIds, found.value.taskIds);
      if (differs !== undefined) problems.take([columnsDiffer(file, firstFile, differs)]);
      requireRound(file, modelId, found.value.tasks, tasksConfig, problems);
      for (const task of found.value.tasks) tasks.set(task.id, task);
      for (const forecast of found.value.forecasts) {
        const key = JSON.stringify([forecast.forecaster, forecast.task, forecast.outputType]);
        const before = seen.get(key);
        if (before !== undefined && before !== file)
          problems.take([
            {
              ...{ severity: 'error', source: file, row: 1 },
              message: `${before} has the same task and output type already`,
              help: 'a task is submitted once; take it out of one of the files',
            },
          ]);
        seen.set(key, file);
        forecasts.push(forecast);
      }
    }
  }
  if (files === 0)
    problems.error('the hub has no model output', 'files are model-output/MODEL/ROUND-MODEL.csv');
  return { taskIds: taskIds ?? [], tasks: [...tasks.values()], forecasts, files };
}

/** Whose file it is stands in its name, too; a file in another's folder is a slip that nothing else shows. */
function requireName(file: string, modelId: string, problems: Problems): void {
  const name = basename(file, extname(file));
  if (name.endsWith(`-${modelId}`)) return;
  problems.take([
    {
      ...{ severity: 'error', source: file },
      message: `the name of the file does not end in -${modelId}`,
      help: `a file of ${modelId} is named ROUND-${modelId}${extname(file)}`,
    },
  ]);
}

/** Where a task id says the round, a file holds the rows of the round it is named by. */
function requireRound(
  file: string,
  modelId: string,
  tasks: readonly Task[],
  config: HubTasks | undefined,
  problems: Problems,
): void {
  const round = config?.rounds.find(({ round_id_from_variable: fromVariable }) => fromVariable)?.round_id;
  const named = basename(file, extname(file)).slice(0, -modelId.length - 1);
  const other = round === undefined ? undefined : tasks.find(({ keys }) => keys[round] !== named);
  if (round === undefined || !other) return;
  problems.take([
    {
      ...{ severity: 'error', source: file, row: 1, column: round },
      message: `the file is named by the round ${named} and has rows of ${other.keys[round] ?? 'none'}`,
      help: 'a file holds one round: name it so, or part it',
    },
  ]);
}

const differenceOf = (a: readonly string[], b: readonly string[]): string | undefined =>
  b.find((name) => !a.includes(name)) ?? a.find((name) => !b.includes(name));

const columnsDiffer = (file: string, first: string, column: string): FormatProblem => ({
  ...{ severity: 'error', source: file, row: 1, column },
  message: `${first} and this file differ in this column`,
  help: 'all files of a hub have the same task ids',
});

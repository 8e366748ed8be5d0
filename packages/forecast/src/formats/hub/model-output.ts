/**
 * Model output of a hub: a row a number, of which the rows of one task and output type together are one statement.
 *
 *   <task ids …>, output_type, output_type_id, value          and model_id where several models share a file
 *
 * Source of the format: hubverse documentation and schemas, version 6.0.0.
 */
import type { Forecast, Statement, Task } from '../../records/forecast.ts';
import { FINITE, LEVEL, numberOf, numberText, PROBABILITY, type CellKind } from '../cells.ts';
import { shortened } from '../columns.ts';
import { Problems, type Read } from '../problem.ts';
import { writeCsv, type Sheet } from '../sheet.ts';
import { didYouMean } from '../suggest.ts';
import { allowedOf, outputOf, targetTypeOf, taskIdNames, type HubTasks } from './config.ts';
import { configFor, type Group } from './check-rows.ts';
import { familyOf, keyCell, OUTPUT_TYPES, taskId, type OutputType } from './task-key.ts';

export interface HubForecast extends Forecast {
  readonly outputType: OutputType;
}

export interface HubForecasts {
  /** Columns that tell tasks apart, in the order of the file. */
  readonly taskIds: readonly string[];
  readonly tasks: readonly Task[];
  readonly forecasts: readonly HubForecast[];
}

export interface ModelOutputOptions {
  /** Whose file it is; without it the column `model_id` says so. */
  readonly modelId?: string;
  readonly tasks?: HubTasks;
}

const ANSWER = ['output_type', 'output_type_id', 'value'];
/** By which the probabilities of a task may miss 1, for decimals that were cut. */
export const PMF_TOLERANCE = 1e-6;

export function readModelOutput(
  sheet: Sheet,
  { modelId, tasks }: ModelOutputOptions = {},
): Read<HubForecasts> {
  const problems = new Problems(sheet.source);
  const taskIds = taskIdColumns(sheet, modelId, tasks, problems);
  const at = (name: string): number => sheet.columns.indexOf(name);
  const [type, id, value, model] = [at('output_type'), at('output_type_id'), at('value'), at('model_id')];
  if (problems.hasErrors) return { problems: problems.list() };

  const keyed = taskIds.map((name) => ({ name, at: at(name) }));
  const groups = new Map<string, Group>();
  for (const { row, cells } of sheet.rows) {
    const outputType = OUTPUT_TYPES.find((known) => known === cells[type]);
    if (outputType === undefined) {
      problems.error(
        `\`${shortened(cells[type] ?? '')}\` is no output type`,
        didYouMean(cells[type] ?? '', OUTPUT_TYPES),
        {
          ...{ row, column: 'output_type' },
        },
      );
      continue;
    }
    const forecaster = modelId ?? cells[model] ?? '';
    if (forecaster === '') {
      problems.error('the cell is empty', 'the name of the model stands here', { row, column: 'model_id' });
      continue;
    }
    const number = numberOf(cells[value] ?? '');
    if (number === undefined || !Number.isFinite(number)) {
      problems.error(
        `\`${shortened(cells[value] ?? '')}\` is not ${FINITE.what}`,
        'a row without a value is left out of the file',
        {
          ...{ row, column: 'value' },
        },
      );
      continue;
    }
    const keys = Object.fromEntries(keyed.map(({ name, at: place }) => [name, keyCell(cells[place] ?? '')]));
    const group = `${JSON.stringify(keys)}\n${outputType}\n${forecaster}`;
    let found = groups.get(group);
    if (!found) groups.set(group, (found = { forecaster, keys, type: outputType, lines: [] }));
    found.lines.push({ row, id: keyCell(cells[id] ?? ''), value: number });
  }

  const seen = new Map<string, Task>();
  const forecasts: HubForecast[] = [];
  for (const group of groups.values()) {
    const statement = statementOf(group, tasks, problems);
    if (!statement) continue;
    const { forecaster, keys, type: outputType } = group;
    const task = taskId(keys, familyOf(outputType));
    if (!seen.has(task)) seen.set(task, { id: task, keys });
    forecasts.push({ forecaster, task, statement, outputType });
  }
  return problems.result(() => ({ taskIds, tasks: [...seen.values()], forecasts }));
}

function taskIdColumns(
  { columns, rows }: Sheet,
  modelId: string | undefined,
  tasks: HubTasks | undefined,
  problems: Problems,
): readonly string[] {
  const place = (column: string) => ({ row: Math.min(1, rows[0]?.row ?? 1), column });
  for (const name of ANSWER)
    if (!columns.includes(name))
      problems.error('the column is missing', `a hub's file has ${ANSWER.join(', ')}`, place(name));
  if (modelId === undefined && !columns.includes('model_id'))
    problems.error(
      'the column is missing',
      'a file of several models names each; one model says its name in the name of its file',
      place('model_id'),
    );
  const own = columns.filter(
    (name) => !ANSWER.includes(name) && !(name === 'model_id' && modelId === undefined),
  );
  if (!tasks) return own;
  const known = taskIdNames(tasks);
  for (const name of own)
    if (!known.includes(name))
      problems.error('tasks.json has no such task id', didYouMean(name, [...known, ...ANSWER]), place(name));
  for (const name of known)
    if (!own.includes(name))
      problems.error('the column is missing', `tasks.json has the task ids ${known.join(', ')}`, place(name));
  return own;
}

/** One group of rows; nothing where something is wrong with it, which has been said. */
function statementOf(group: Group, tasks: HubTasks | undefined, problems: Problems): Statement | undefined {
  const { keys, type, lines } = group;
  const before = lines.length;
  const seen = new Map<string, number>();
  for (const { id, row } of lines) {
    const first = seen.get(id);
    if (first !== undefined)
      problems.error(
        `the same task, output type and id stand in row ${first} already`,
        'remove one of them',
        {
          ...{ row, column: 'output_type_id' },
        },
      );
    else seen.set(id, row);
  }
  if (seen.size < before) return undefined;
  const config = tasks && configFor(group, tasks, problems);
  if (tasks && !config) return undefined;
  switch (type) {
    case 'mean':
    case 'median':
      return pointOf(group, type, problems);
    case 'quantile': {
      const found = orderedOf(group, LEVEL, FINITE, problems);
      return found && { kind: 'quantile', levels: found.ids, values: found.values };
    }
    case 'cdf': {
      const found = orderedOf(group, FINITE, PROBABILITY, problems);
      return found && { kind: 'cdf', thresholds: found.ids, probabilities: found.values };
    }
    case 'sample':
      return { kind: 'sample', values: lines.map(({ value }) => value), indices: lines.map(({ id }) => id) };
    case 'pmf': {
      const target = config && targetTypeOf(config, keys);
      const order = config && [...allowedOf(outputOf(config, 'pmf')?.output_type_id ?? {})];
      return categoriesOf(group, order, target, problems);
    }
  }
}

function pointOf({ lines }: Group, statistic: 'mean' | 'median', problems: Problems): Statement | undefined {
  const [line, second] = lines;
  if (!line) return undefined;
  if (second || line.id !== 'NA') {
    problems.error(`a ${statistic} has no output_type_id`, 'write NA there', {
      ...{ row: (second ?? line).row, column: 'output_type_id' },
    });
    return undefined;
  }
  return { kind: 'point', statistic, value: line.value };
}

/** Rows in the order of their ids, which are numbers; values may not fall. */
function orderedOf(
  { lines, type }: Group,
  idKind: CellKind<number>,
  valueKind: CellKind<number>,
  problems: Problems,
): { readonly ids: readonly number[]; readonly values: readonly number[] } | undefined {
  const found = lines.flatMap(({ id, row, value }) => {
    const number = idKind.read(id);
    if (number === undefined)
      problems.error(`\`${shortened(id)}\` is not ${idKind.what}`, `of a ${type} it is`, {
        row,
        column: 'output_type_id',
      });
    if (valueKind.read(String(value)) === undefined)
      problems.error(`${value} is not ${valueKind.what}`, `of a ${type} it is`, { row, column: 'value' });
    return number === undefined ? [] : [{ number, value, row }];
  });
  if (found.length < lines.length) return undefined;
  found.sort((a, b) => a.number - b.number);
  let isRising = true;
  for (const [i, { number, value, row }] of found.entries()) {
    const last = found[i - 1];
    if (last && last.number === number) {
      problems.error(`${number} stands in row ${last.row} already, written otherwise`, 'remove one of them', {
        row,
        column: 'output_type_id',
      });
      isRising = false;
    } else if (last && value < last.value) {
      problems.error(
        `${value} at ${number} is below ${last.value} at ${last.number} (row ${last.row})`,
        type === 'quantile' ? 'quantiles may not cross' : 'a cumulative probability may not fall',
        { row, column: 'value' },
      );
      isRising = false;
    }
  }
  if (
    !isRising ||
    (problems.hasErrors && found.some(({ value }) => valueKind.read(String(value)) === undefined))
  )
    return undefined;
  return { ids: found.map(({ number }) => number), values: found.map(({ value }) => value) };
}

/** The order is that of tasks.json, else that of the rows, which the format wants from low to high. */
function categoriesOf(
  { lines }: Group,
  order: readonly string[] | undefined,
  target: string | undefined,
  problems: Problems,
): Statement | undefined {
  let isFine = true;
  for (const { value, row } of lines)
    if (value < 0 || value > 1) {
      problems.error(`${value} is not ${PROBABILITY.what}`, 'of a pmf it is', { row, column: 'value' });
      isFine = false;
    }
  const sum = lines.reduce((total, { value }) => total + value, 0);
  if (isFine && Math.abs(sum - 1) > PMF_TOLERANCE) {
    problems.error(
      `the probabilities of this task sum to ${numberText(sum)}`,
      `they sum to 1, within ${PMF_TOLERANCE}`,
      {
        ...{ row: lines[0]?.row ?? 1, column: 'value' },
      },
    );
    isFine = false;
  }
  if (!isFine) return undefined;
  const byId = new Map(lines.map(({ id, value }) => [id, value]));
  if (target === 'binary' && byId.has('yes') && byId.size <= 2)
    return { kind: 'binary', probability: byId.get('yes') ?? 0 };
  const named = order && order.length > 0 ? order.filter((id) => byId.has(id)) : [];
  const categories = named.length === byId.size ? named : [...byId.keys()];
  return {
    kind: target === 'nominal' || target === 'compositional' || target === 'binary' ? 'nominal' : 'ordinal',
    categories,
    probabilities: categories.map((id) => byId.get(id) ?? 0),
  };
}

/** Rows of forecasts of one model, or of several with `model_id` first; what a hub cannot say is an error of the caller. */
export function writeModelOutput(
  { taskIds, tasks, forecasts }: HubForecasts,
  { withModel = false }: { readonly withModel?: boolean } = {},
): string {
  const keysOf = new Map(tasks.map(({ id, keys }) => [id, keys]));
  const rows = forecasts.flatMap(({ forecaster, task, statement, outputType }) => {
    const keys = taskIds.map((name) => keysOf.get(task)?.[name] ?? 'NA');
    return answersOf(statement).map(([id, value]) => [
      ...(withModel ? [forecaster] : []),
      ...[...keys, outputType, id, numberText(value)],
    ]);
  });
  return writeCsv([...(withModel ? ['model_id'] : []), ...taskIds, ...ANSWER], rows);
}

/** `output_type_id` and `value` of each row of a statement. */
export function answersOf(statement: Statement): readonly (readonly [id: string, value: number])[] {
  switch (statement.kind) {
    case 'point':
      return [['NA', statement.value]];
    case 'quantile':
      return statement.levels.map((level, i) => [numberText(level), statement.values[i] ?? 0]);
    case 'cdf':
      return statement.thresholds.map((at, i) => [numberText(at), statement.probabilities[i] ?? 0]);
    case 'sample':
      return statement.values.map((value, i) => [statement.indices?.[i] ?? String(i), value]);
    case 'binary':
      return [
        ['no', 1 - statement.probability],
        ['yes', statement.probability],
      ];
    case 'nominal':
    case 'ordinal':
      return statement.categories.map((id, i) => [id, statement.probabilities[i] ?? 0]);
    case 'time-to-event':
      return statement.times.map((time, i) => [numberText(time), 1 - (statement.survival[i] ?? 0)]);
  }
}

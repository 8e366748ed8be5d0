/** Rows of model output against the hub's tasks.json: what it does not allow, and what it requires. */
import { numberOf } from '../cells.ts';
import { shortened } from '../columns.ts';
import type { Problems } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import {
  allowedOf,
  outputOf,
  scalarText,
  taskIdNames,
  tasksFor,
  type HubModelTask,
  type HubTasks,
} from './config.ts';
import { OUTPUT_TYPES, type OutputType } from './task-key.ts';

export interface Line {
  readonly row: number;
  readonly id: string;
  readonly value: number;
}

/** Rows that make up one statement. */
export interface Group {
  readonly forecaster: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly type: OutputType;
  readonly lines: Line[];
}

/** The part of tasks.json that a group falls under; says what it does not allow. */
export function configFor(
  { keys, type, lines }: Group,
  tasks: HubTasks,
  problems: Problems,
): HubModelTask | undefined {
  const row = lines[0]?.row ?? 1;
  const fitting = tasksFor(tasks, keys);
  if (fitting.length === 0) {
    problems.error(...unknownKey(tasks, keys, row));
    return undefined;
  }
  const config = fitting.find((task) => outputOf(task, type));
  if (!config) {
    const offered = OUTPUT_TYPES.filter((known) => fitting.some((task) => outputOf(task, known)));
    problems.error(`this target has no ${type}`, `it has ${offered.join(', ')}`, {
      row,
      column: 'output_type',
    });
    return undefined;
  }
  const { output_type_id: ids, output_type_id_params: params, value: limits } = outputOf(config, type) ?? {};
  const before = problems.list().length;
  const allowed = allowedOf(ids ?? {});
  const byNumber = type === 'quantile' || type === 'cdf';
  const form = (id: string): string => (byNumber ? String(numberOf(id)) : id);
  const known = new Set([...allowed].map(form));
  if (known.size > 0 && type !== 'sample')
    for (const { id, row: own } of lines)
      if (!known.has(form(id)))
        problems.error(`\`${shortened(id)}\` is not among those of tasks.json`, didYouMean(id, allowed), {
          ...{ row: own, column: 'output_type_id' },
        });
  const given = new Set(lines.map(({ id }) => form(id)));
  const missing = (ids?.required ?? [])
    .map(scalarText)
    .filter((id) => !given.has(form(id)) && type !== 'sample');
  if (missing.length > 0 && type !== 'mean' && type !== 'median')
    problems.error(
      `rows are missing of this task: ${missing.slice(0, 8).join(', ')}`,
      'tasks.json requires them',
      {
        ...{ row, column: 'output_type_id' },
      },
    );
  for (const { value, row: own } of lines) {
    if (limits?.minimum !== undefined && value < limits.minimum)
      problems.error(`${value} is below ${limits.minimum}`, 'tasks.json has this limit', {
        row: own,
        column: 'value',
      });
    if (limits?.maximum !== undefined && value > limits.maximum)
      problems.error(`${value} is above ${limits.maximum}`, 'tasks.json has this limit', {
        row: own,
        column: 'value',
      });
    if (limits?.type === 'integer' && !Number.isInteger(value))
      problems.error(`${value} is not whole`, 'tasks.json wants whole numbers', {
        row: own,
        column: 'value',
      });
  }
  const { min_samples_per_task: least = 0, max_samples_per_task: most = Infinity } = params ?? {};
  if (type === 'sample' && (lines.length < least || lines.length > most))
    problems.error(`this task has ${lines.length} samples`, `tasks.json wants ${least} to ${most}`, {
      ...{ row, column: 'output_type_id' },
    });
  return problems.list().length > before ? undefined : config;
}

function unknownKey(
  tasks: HubTasks,
  keys: Readonly<Record<string, string>>,
  row: number,
): [string, string, { row: number; column: string }] {
  for (const name of taskIdNames(tasks)) {
    const all = tasks.rounds.flatMap(({ model_tasks }) =>
      model_tasks.flatMap(({ task_ids }) => [...allowedOf(task_ids[name] ?? {})]),
    );
    const key = keys[name] ?? 'NA';
    if (all.length > 0 && !all.includes(key))
      return [
        `\`${shortened(key)}\` is not among those of tasks.json`,
        didYouMean(key, new Set(all)),
        { row, column: name },
      ];
  }
  return [
    'no task of tasks.json has these task ids together',
    'check them against its model_tasks',
    { row, column: taskIdNames(tasks)[0] ?? '' },
  ];
}

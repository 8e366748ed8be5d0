/**
 * `hub-config/tasks.json` and `admin.json` of a hub, in schema version 6.0.0 and what earlier versions share with it:
 * which task ids there are, which output types each target has, what kind of thing a target is.
 */
import * as z from 'zod';
import type { Read } from '../problem.ts';
import { readLocated } from '../located-yaml.ts';
import type { OutputType } from './task-key.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const values = z.looseObject({
  required: z.array(scalar).nullable().optional(),
  optional: z.array(scalar).nullable().optional(),
});
const valueLimits = z
  .looseObject({
    type: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  })
  .optional();
const output = z.looseObject({
  output_type_id: values.optional(),
  output_type_id_params: z
    .looseObject({
      type: z.enum(['integer', 'character']).optional(),
      max_length: z.number().optional(),
      min_samples_per_task: z.number().optional(),
      max_samples_per_task: z.number().optional(),
      compound_taskid_set: z.array(z.string()).optional(),
    })
    .optional(),
  is_required: z.boolean().optional(),
  value: valueLimits,
});
const targetType = z.enum([
  'continuous',
  'discrete',
  'date',
  'binary',
  'nominal',
  'ordinal',
  'compositional',
]);
const target = z.looseObject({
  target_id: z.string(),
  target_name: z.string().optional(),
  target_units: z.string().optional(),
  target_keys: z.record(z.string(), z.string()).nullable().optional(),
  target_type: targetType,
  is_step_ahead: z.boolean().optional(),
  time_unit: z.string().optional(),
  description: z.string().optional(),
});
const modelTask = z.looseObject({
  task_ids: z.record(z.string(), values),
  output_type: z.looseObject({
    mean: output.optional(),
    median: output.optional(),
    quantile: output.optional(),
    cdf: output.optional(),
    pmf: output.optional(),
    sample: output.optional(),
  }),
  target_metadata: z.array(target).min(1),
});
const tasksSchema = z.looseObject({
  schema_version: z.string(),
  rounds: z
    .array(
      z.looseObject({
        round_id_from_variable: z.boolean(),
        round_id: z.string(),
        model_tasks: z.array(modelTask).min(1),
        derived_task_ids: z.array(z.string()).nullable().optional(),
      }),
    )
    .min(1),
  derived_task_ids: z.array(z.string()).nullable().optional(),
});
const adminSchema = z.looseObject({
  schema_version: z.string(),
  name: z.string(),
  maintainer: z.string(),
  contact: z.looseObject({ name: z.string(), email: z.string() }),
  file_format: z.array(z.string()).min(1),
  timezone: z.string(),
  model_output_dir: z.string().optional(),
});

export type HubTasks = z.infer<typeof tasksSchema>;
export type HubModelTask = z.infer<typeof modelTask>;
export type HubOutput = z.infer<typeof output>;
export type HubTargetType = z.infer<typeof targetType>;
export type HubAdmin = z.infer<typeof adminSchema>;

/** What is not told here is kept as it is. */
export function readHubTasks(text: string, source: string): Read<HubTasks> {
  const { value, problems } = readLocated(text, source, tasksSchema, 'a tasks.json of a hub');
  return value ? { value: value.value, problems } : { problems };
}

export function readHubAdmin(text: string, source: string): Read<HubAdmin> {
  const { value, problems } = readLocated(text, source, adminSchema, 'an admin.json of a hub');
  return value ? { value: value.value, problems } : { problems };
}

export const writeHubConfig = (config: HubTasks | HubAdmin): string => `${JSON.stringify(config, null, 2)}\n`;

/** All that a file of model output may have as columns beside the three of its answers. */
export const taskIdNames = ({ rounds }: HubTasks): readonly string[] => [
  ...new Set(rounds.flatMap(({ model_tasks }) => model_tasks.flatMap((task) => Object.keys(task.task_ids)))),
];

/** As files write them. */
export const scalarText = (value: string | number | boolean): string => String(value);

export const allowedOf = ({ required, optional }: z.infer<typeof values>): ReadonlySet<string> =>
  new Set([...(required ?? []), ...(optional ?? [])].map(scalarText));

/** The model tasks whose task ids allow the keys; columns that a task does not name are not asked. */
export const tasksFor = (
  { rounds }: HubTasks,
  keys: Readonly<Record<string, string>>,
): readonly HubModelTask[] =>
  rounds.flatMap(({ model_tasks }) =>
    model_tasks.filter(({ task_ids }) =>
      Object.entries(task_ids).every(([name, allowed]) => {
        const all = allowedOf(allowed);
        const key = keys[name];
        return key === undefined || (all.size === 0 ? key === 'NA' : all.has(key));
      }),
    ),
  );

/** What the target of a task is; nothing where its metadata does not say. */
export function targetTypeOf(
  { target_metadata }: HubModelTask,
  keys: Readonly<Record<string, string>>,
): HubTargetType | undefined {
  const own = target_metadata.find(({ target_keys }) =>
    Object.entries(target_keys ?? {}).every(([name, value]) => keys[name] === value),
  );
  return own?.target_type;
}

export const outputOf = (task: HubModelTask, type: OutputType): HubOutput | undefined =>
  task.output_type[type];

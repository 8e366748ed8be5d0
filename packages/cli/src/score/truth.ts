/** What came: a file of resolutions (CSV, YAML), a hub's oracle output, a class's resolutions or an export's questions. */
import { extname } from 'node:path';
import {
  binNames,
  familyOf,
  Problems,
  readClassroomResolutions,
  readMetaculusQuestions,
  readOracleOutput,
  readResolutions,
  readResolutionsYaml,
  resolutionsOf,
  resolveHub,
  sha256Hex,
  tableOf,
  type Forecast,
  type HubFamily,
  type OracleOutput,
  type QuestionSpec,
  type Read,
  type Resolution,
  type Task,
} from '@stave/forecast';
import { isFolder, readBytes, readTable, readText } from './read.ts';

export interface Truth {
  /** Where it stands; the source's own where no file was named. */
  readonly path: string;
  /** SHA-256 of the file, or of the resolutions where they come from several files. */
  readonly hash: string;
  readonly resolutions: readonly Resolution[];
}

export interface TruthOf {
  readonly tasks: readonly Task[];
  readonly forecasts: readonly Forecast[];
  readonly questions: ReadonlyMap<string, QuestionSpec>;
  /** From the name a question may have in the file to its name here. */
  readonly names: ReadonlyMap<string, string>;
}

export async function readTruth(path: string, of: TruthOf): Promise<Read<Truth>> {
  const problems = new Problems(path);
  const found = await resolutionsIn(path, of);
  problems.take(found.problems);
  if (!found.value) return { problems: problems.list() };
  const bytes = (await isFolder(path)) ? undefined : (await readBytes(path)).value;
  const resolutions = found.value;
  // Outcomes of other questions alone are a slip, not a truth that is still to come.
  if (resolutions.length === 0 && found.problems.length > 0)
    problems.error(
      'none of its outcomes is of a task that is forecast',
      'name the file of these questions, or say --map',
    );
  const hash = sha256Hex(bytes ? bytes.toString('latin1') : JSON.stringify(resolutions));
  return problems.result(() => ({ path, hash, resolutions }));
}

/** Questions under their names here, and under others where the file has those. */
const underAllNames = ({ questions, names }: TruthOf): ReadonlyMap<string, QuestionSpec> =>
  new Map([
    ...[...names].flatMap(([theirs, ours]) => {
      const question = questions.get(ours);
      return question ? [[theirs, question] as const] : [];
    }),
    ...questions,
  ]);

async function resolutionsIn(path: string, of: TruthOf): Promise<Read<readonly Resolution[]>> {
  const questions = underAllNames(of);
  if (/^\.ya?ml$/.test(extname(path))) {
    const { value: text, problems } = await readText(path);
    if (text === undefined) return { problems };
    const rows = readResolutionsYaml(text, path);
    return rows.value ? resolutionsOf(rows.value, questions, path) : { problems: rows.problems };
  }
  const { value: sheet, problems } = await readTable(path);
  if (!sheet) return { problems };
  const has = (name: string): boolean => sheet.columns.includes(name);
  if (has('oracle_value')) {
    const oracle = readOracleOutput(sheet);
    return oracle.value ? ofOracle(oracle.value, of) : { problems: oracle.problems };
  }
  if (has('Question ID')) {
    const exported = readMetaculusQuestions(sheet);
    if (!exported.value) return { problems: exported.problems };
    const value = exported.value.resolutions.map((one) => ({
      ...one,
      task: questions.get(one.task)?.id ?? one.task,
    }));
    return { value, problems: exported.problems };
  }
  const rows = has('void') ? readClassroomResolutions(sheet) : readResolutions(sheet);
  return rows.value ? resolutionsOf(rows.value, questions, path) : { problems: rows.problems };
}

/** Of a hub's tasks, and of questions by `target`, which is what an exported batch calls them. */
function ofOracle(
  oracle: OracleOutput,
  { tasks, forecasts, questions }: TruthOf,
): Read<readonly Resolution[]> {
  const byTask = new Map<string, Forecast[]>();
  for (const forecast of forecasts)
    byTask.set(forecast.task, [...(byTask.get(forecast.task) ?? []), forecast]);
  const asked = tasks.map((task) => {
    const question = questions.get(task.id);
    const [first] = byTask.get(task.id) ?? [];
    const keys = question ? keysOfQuestion(question) : task.keys;
    return { ...task, keys, family: question ? familyOfQuestion(question) : familyOfForecast(first) };
  });
  const thresholdsOf = (task: string): readonly number[] =>
    (byTask.get(task) ?? []).flatMap(({ statement }) =>
      statement.kind === 'cdf'
        ? statement.thresholds
        : statement.kind === 'time-to-event'
          ? statement.times
          : [],
    );
  const { value, problems } = resolveHub(
    questions.size === 0 ? asked : asked.map((task) => ({ ...task, keys: only(task.keys, oracle.taskIds) })),
    oracle,
    (task) => [...new Set(thresholdsOf(task))].sort((a, b) => a - b),
  );
  if (!value) return { problems };
  if (
    value.resolutions.length === 0 &&
    tasks.length > 0 &&
    oracle.rows.some((row) => row.value !== undefined)
  ) {
    const found = new Problems(oracle.source);
    found.error(
      'no row of it is of a task that is forecast',
      `rows are joined on ${oracle.taskIds.join(', ')}; check how these are written in both files`,
      { row: oracle.rows[0]?.row ?? 1 },
    );
    return { problems: found.list() };
  }
  return {
    value: value.resolutions.map((one) => asQuestion(one, questions.get(one.task), thresholdsOf(one.task))),
    problems,
  };
}

/** Ids under which a batch stands in the hub it is exported to. */
export const keysOfQuestion = ({ id, closes, origin }: QuestionSpec): Readonly<Record<string, string>> => ({
  target: id,
  ...(origin !== undefined && { origin_date: origin }),
  ...(closes !== undefined && { target_end_date: closes }),
});

const only = (
  keys: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> => Object.fromEntries(names.map((name) => [name, keys[name] ?? 'NA']));

const familyOfQuestion = ({ kind }: QuestionSpec): HubFamily =>
  kind === 'number' ? 'number' : kind === 'time' ? 'cdf' : 'pmf';

function familyOfForecast(forecast: Forecast | undefined): HubFamily {
  if (!forecast) return 'number';
  const table = tableOf(forecast);
  return table === 'binary' ? 'pmf' : table === 'time' ? 'cdf' : familyOf(table);
}

/** A place among days is a time: the day it ends with, or never. */
function asQuestion(
  resolution: Resolution,
  question: QuestionSpec | undefined,
  times: readonly number[],
): Resolution {
  const { state } = resolution;
  if (question?.kind === 'binary' && state.is === 'resolved' && state.outcome.kind === 'category')
    return {
      ...resolution,
      state: { ...state, outcome: { kind: 'binary', happened: state.outcome.category === 'yes' } },
    };
  if (question?.kind !== 'time' || state.is !== 'resolved' || state.outcome.kind !== 'category')
    return resolution;
  const at = binNames(times).indexOf(state.outcome.category);
  const time = times[at] ?? times.at(-1) ?? 0;
  return {
    ...resolution,
    state: { ...state, outcome: { kind: 'time', time, event: at >= 0 && at < times.length } },
  };
}

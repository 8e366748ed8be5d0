/** The tables of a score as files: of each kind of statement a row a task, and a row a model with relative skill. */
import {
  compoundScores,
  modelMeansCsv,
  onLogScale,
  rowsOf,
  rowsOfCompound,
  numberText,
  SCORE_TABLES,
  scoresCsv,
  writeCsv,
  type CompoundScore,
  type Evaluation,
  type ScoreDocument,
  type ScoreRow,
} from '@stave/forecast';
import { shiftName } from './score-folder.ts';
import type { Source } from './source.ts';

export interface TableOptions {
  readonly baseline?: string;
  /** Task ids that tell trajectories apart. */
  readonly compound?: readonly string[];
  readonly logShift: readonly number[];
}

/** Columns that tell tasks apart, those of the first hub first. */
export function taskIdsOf({ rows }: Evaluation, sources: readonly Source[]): readonly string[] {
  const own = sources.flatMap(({ hub }) => hub?.taskIds ?? []);
  const used = new Set(rows.flatMap(({ task }) => Object.keys(task.keys)));
  return [...new Set([...own, ...used])].filter((name) => used.has(name));
}

/** As `--compound` says, else as tasks.json says, else all task ids but those along which a trajectory runs. */
export function compoundOf(
  { rows }: Evaluation,
  sources: readonly Source[],
  wanted: readonly string[] | undefined,
): readonly CompoundScore[] {
  const configs = sources.flatMap(({ hub }) => (hub?.tasksConfig ? [hub.tasksConfig] : []));
  const said = configs.flatMap(({ rounds }) =>
    rounds.flatMap(({ model_tasks }) =>
      model_tasks.flatMap(
        ({ output_type }) => output_type.sample?.output_type_id_params?.compound_taskid_set ?? [],
      ),
    ),
  );
  const compound = wanted ?? (said.length > 0 ? [...new Set(said)] : undefined);
  return compoundScores(rows, taskIdsOf({ rows } as Evaluation, sources), compound);
}

/** By file name. */
export function tableFiles(
  evaluation: Evaluation,
  sources: readonly Source[],
  { baseline, compound, logShift }: TableOptions,
): Readonly<Record<string, string>> {
  const taskIds = taskIdsOf(evaluation, sources);
  const files: Record<string, string> = {};
  const put = (name: string, rows: readonly ScoreRow[], ids: readonly string[]): void => {
    if (rows.length === 0) return;
    files[`${name}.csv`] = scoresCsv(rows, ids);
    const isThere = baseline !== undefined && rows.some(({ model }) => model === baseline);
    files[`${name}_by_model.csv`] = modelMeansCsv(rows, isThere ? baseline : undefined);
  };
  for (const table of SCORE_TABLES)
    put(`scores_${table}`, rowsOf(evaluation.rows.filter((row) => row.table === table)), taskIds);
  const joint = compoundOf(evaluation, sources, compound);
  put('scores_compound', rowsOfCompound(joint), Object.keys(joint[0]?.keys ?? {}));
  for (const shift of logShift)
    put(shiftName(shift).replace(/\.csv$/, ''), onLogScale(evaluation.rows, shift), taskIds);
  return files;
}

/** A class's tables: who stands where, and what each question brought to whom. */
export function tournamentFiles({ tournament }: ScoreDocument): Readonly<Record<string, string>> {
  if (!tournament) return {};
  const cell = (value: number | undefined): string => (value === undefined ? '' : numberText(value));
  return {
    'leaderboard.csv': writeCsv(
      ['rank', 'forecaster', 'score', 'score_type', 'standard_error', 'sum', 'questions', 'covered'],
      tournament.leaderboard.map((row) => [
        ...[String(row.rank), row.forecaster, cell(row.value), tournament.by, cell(row.standardError)],
        ...[cell(row.sum), String(row.questions), cell(row.covered)],
      ]),
    ),
    'tournament.csv': writeCsv(
      [
        'question',
        'forecaster',
        'peer',
        'baseline',
        'spot_peer',
        'spot_baseline',
        'brier',
        'median_brier',
        'coverage',
        'attainable',
        'why',
      ],
      tournament.rows.map((row) => [
        ...[row.question, row.forecaster, cell(row.peer), cell(row.baseline)],
        ...[cell(row.spotPeer), cell(row.spotBaseline), cell(row.brier)],
        ...[cell(row.medianBrier), cell(row.coverage), cell(row.attainable), row.why.join(' ')],
      ]),
    ),
  };
}

/** The model all others are scaled to: as said, else the only one whose name says that it is the baseline. */
export function baselineOf(models: readonly string[], wanted: string | undefined): string | undefined {
  if (wanted !== undefined) return wanted === 'none' ? undefined : wanted;
  const named = models.filter((model) => /baseline/i.test(model));
  return named.length === 1 ? named[0] : undefined;
}

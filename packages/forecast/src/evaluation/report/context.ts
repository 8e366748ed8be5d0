/** What every part of a report starts from: scored statements, who is compared, how tasks hang together. */
import type { TaskScore } from '../../comparison/task-score.ts';
import type { Task } from '../../records/forecast.ts';
import { isScore } from '../../scores/score.ts';
import type { Evaluation, ScoredStatement } from '../evaluate.ts';
import { mainScore, SCORE_TABLES, type ScoreTable } from '../score-statement.ts';

export interface ReportContext {
  readonly evaluation: Evaluation;
  /** In the order of their sources. */
  readonly forecasters: readonly string[];
  /** Those of the first source: who is compared with all others. */
  readonly own: readonly string[];
  readonly baseline?: string;
  readonly clusterOf: (task: Task) => string;
  /** How tasks were put together. */
  readonly clusteredBy: string;
}

/** Task ids by which tasks of a hub share their causes: what was forecast at one time was forecast on one state of things. */
const ROUNDS = ['reference_date', 'origin_date', 'forecast_date'];
const DATES = ['target_end_date', 'target_date', ...ROUNDS];

/** Clusters as the questions say, else the rounds of a hub, else every task alone. */
export function clusters(tasks: readonly Task[]): Pick<ReportContext, 'clusterOf' | 'clusteredBy'> {
  if (tasks.some(({ cluster }) => cluster !== undefined))
    return {
      clusterOf: ({ id, cluster }) => cluster ?? id,
      clusteredBy: 'the clusters that the questions name',
    };
  const round = ROUNDS.find((name) => tasks.some(({ keys }) => keys[name] !== undefined));
  if (round !== undefined)
    return {
      clusterOf: ({ id, keys }) => keys[round] ?? id,
      clusteredBy: `${round}: what was forecast at one time`,
    };
  return { clusterOf: ({ id }) => id, clusteredBy: 'nothing: every task is taken to be independent' };
}

/** The order of tasks for what needs one: when they resolved, or the date they are about. */
const timeOf = ({ task, resolution }: ScoredStatement): string | undefined =>
  DATES.map((name) => task.keys[name]).find((date) => date !== undefined) ??
  (resolution.state.is === 'resolved' ? resolution.state.happenedAt : undefined) ??
  resolution.resolvedAt;

export function taskScores(
  rows: readonly ScoredStatement[],
  score: string,
  clusterOf: ReportContext['clusterOf'],
): readonly TaskScore[] {
  return rows.flatMap((row): TaskScore[] => {
    const value = row.scores[score];
    if (value === undefined || !isScore(value)) return [];
    const time = timeOf(row);
    return [
      {
        ...{ forecaster: row.forecast.forecaster, task: row.task.id, score: value },
        ...{ cluster: clusterOf(row.task), ...(time !== undefined && { time }) },
      },
    ];
  });
}

export interface TableRows {
  readonly table: ScoreTable;
  readonly score: string;
  readonly rows: readonly ScoredStatement[];
}

/** Tables that have rows, each with the score by which it is compared. */
export const tablesIn = ({ rows }: Evaluation): readonly TableRows[] =>
  SCORE_TABLES.flatMap((table) => {
    const own = rows.filter((row) => row.table === table);
    return own.length === 0 ? [] : [{ table, score: mainScore(table, own), rows: own }];
  });

/** Each forecaster alone: mean scores with intervals, skill against references, relative skill, Monte Carlo error. */
import { clustering, type Clustering } from '../../comparison/clusters.ts';
import {
  bootstrapMean,
  clusterBootstrapMean,
  hacMean,
  type MeanWithInterval,
} from '../../comparison/mean-score.ts';
import { relativeSkill } from '../../comparison/relative-skill.ts';
import { skillAgainst, type Skill } from '../../comparison/skill.ts';
import type { TaskScore } from '../../comparison/task-score.ts';
import { CATALOGUE } from '../../scores/catalogue.ts';
import { brierOfTrials, crpsOfTrials, rpsOfTrials } from '../../scores/monte-carlo.ts';
import type { Answer } from '../../statistics/answer.ts';
import type { ScoredStatement } from '../evaluate.ts';
import { modelMeans, rowsOf } from '../tables.ts';
import { taskScores, type ReportContext, type TableRows } from './context.ts';
import type { ReferenceName } from './references.ts';

export interface ModelReport {
  readonly forecaster: string;
  readonly n: number;
  /** Tasks of this table that others have and this one has not. */
  readonly missing: readonly string[];
  readonly mean: number;
  /** How many of its scores are infinite. */
  readonly infinite: number;
  readonly interval: Answer<MeanWithInterval>;
  /** Means of all columns. */
  readonly means: Readonly<Record<string, number>>;
  readonly relativeSkill?: number;
  readonly scaledRelativeSkill?: number;
  readonly skill: readonly (Answer<Skill> & { readonly against: ReferenceName })[];
  /** Standard error of the mean that comes from the number of trials alone, where a forecast is a share of trials. */
  readonly monteCarlo?: MonteCarlo;
  /** Mean by cluster, and how many independent tasks these are worth. */
  readonly clustering: Answer<Clustering>;
}

export interface MonteCarlo {
  /** At most: as if all tasks had been off in the same direction, since they share their trials. */
  readonly error: number;
  readonly trials: number;
}

export interface TableReport {
  readonly table: TableRows['table'];
  readonly score: string;
  readonly title: string;
  readonly unit: string;
  readonly convention: string;
  readonly tasks: number;
  /** Tasks that all forecasters of this table have. */
  readonly common: number;
  /** Mean of each over the common tasks alone, and relative skill where a missing task counts as the worst of the others. */
  readonly onCommon: readonly {
    readonly forecaster: string;
    readonly mean: number;
    readonly imputedSkill?: number;
  }[];
  readonly models: readonly ModelReport[];
  readonly references: readonly { readonly name: ReferenceName; readonly n: number; readonly mean: number }[];
}

const MISSING_SHOWN = 20;

export function tableReport(
  { table, score, rows }: TableRows,
  references: readonly ScoredStatement[],
  { clusterOf, baseline, forecasters }: ReportContext,
): TableReport {
  const scores = taskScores(rows, score, clusterOf);
  const byModel = new Map(
    modelMeans(rowsOf(rows), baselineIn(scores, baseline)).map((one) => [one.model, one]),
  );
  const tasks = [...new Set(rows.map(({ task }) => task.id))];
  const present = forecasters.filter((name) => byModel.has(name));
  const ownTasks = new Map(
    present.map((name) => [name, new Set(scores.filter((s) => s.forecaster === name).map((s) => s.task))]),
  );
  const common = tasks.filter((task) => present.every((name) => ownTasks.get(name)?.has(task)));
  const isCommon = new Set(common);
  const imputed = new Map(
    common.length === tasks.length
      ? []
      : relativeSkill(scores, { imputation: { with: 'worst' }, test: 'none' }).forecasters.map(
          (one) => [one.forecaster, one.relativeSkill] as const,
        ),
  );
  const reference = references.filter((row) => row.table === table);
  const referenceScores = taskScores(reference, score, clusterOf);
  const entry = CATALOGUE[score as keyof typeof CATALOGUE];
  return {
    ...{ table, score, title: entry.title, unit: entry.unit, convention: entry.convention },
    ...{ tasks: tasks.length, common: common.length },
    onCommon: present.map((forecaster) => {
      const skill = imputed.get(forecaster);
      return {
        forecaster,
        mean: meanOf(
          scores.filter((s) => s.forecaster === forecaster && isCommon.has(s.task)).map((s) => s.score),
        ),
        ...(skill !== undefined && { imputedSkill: skill }),
      };
    }),
    models: present.map((forecaster): ModelReport => {
      const own = scores.filter((s) => s.forecaster === forecaster);
      const means = byModel.get(forecaster);
      const monteCarlo = monteCarloOf(
        rows.filter((row) => row.forecast.forecaster === forecaster),
        score,
      );
      return {
        ...{ forecaster, n: own.length, mean: meanOf(own.map((s) => s.score)) },
        missing: tasks.filter((task) => !ownTasks.get(forecaster)?.has(task)).slice(0, MISSING_SHOWN),
        infinite: own.filter((s) => !Number.isFinite(s.score)).length,
        interval: intervalOf(own),
        means: means?.means ?? {},
        ...(means?.relativeSkill[score] !== undefined && { relativeSkill: means.relativeSkill[score] }),
        ...(means?.scaledRelativeSkill[score] !== undefined && {
          scaledRelativeSkill: means.scaledRelativeSkill[score],
        }),
        skill: [...new Set(referenceScores.map((s) => s.forecaster as ReferenceName))].map((against) => ({
          ...skillAgainst(
            [...own, ...referenceScores.filter((s) => s.forecaster === against)],
            forecaster,
            against,
          ),
          against,
        })),
        ...(monteCarlo && { monteCarlo }),
        clustering: clustering(own.map((s) => ({ value: s.score, cluster: s.cluster ?? s.task }))),
      };
    }),
    references: [...new Set(referenceScores.map((s) => s.forecaster as ReferenceName))].map((name) => {
      const own = referenceScores.filter((s) => s.forecaster === name).map((s) => s.score);
      return { name, n: own.length, mean: meanOf(own) };
    }),
  };
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

const baselineIn = (scores: readonly TaskScore[], baseline: string | undefined): string | undefined =>
  scores.some(({ forecaster }) => forecaster === baseline) ? baseline : undefined;

/** Whole clusters are drawn where tasks share them; else neighbours in time are taken to hang together. */
function intervalOf(scores: readonly TaskScore[]): Answer<MeanWithInterval> {
  const values = scores.map((s) => ({ value: s.score, cluster: s.cluster ?? s.task }));
  const clusters = new Set(values.map(({ cluster }) => cluster)).size;
  if (clusters >= 3 && clusters < values.length) return clusterBootstrapMean(values);
  const ordered = [...scores].sort((a, b) => (String(a.time) < String(b.time) ? -1 : 1)).map((s) => s.score);
  if (scores.every(({ time }) => time !== undefined)) return hacMean(ordered);
  return bootstrapMean(ordered, { block: 1 });
}

function monteCarloOf(rows: readonly ScoredStatement[], score: string): MonteCarlo | undefined {
  const errors = rows.flatMap(({ forecast, resolution: { state } }) => {
    const { statement, trials } = forecast;
    if (trials === undefined || state.is !== 'resolved') return [];
    const { outcome } = state;
    if (score === 'brier' && statement.kind === 'binary' && outcome.kind === 'binary')
      return [brierOfTrials(Math.round(statement.probability * trials), trials, outcome.happened).error];
    if (statement.kind === 'ordinal' && outcome.kind === 'category' && score === 'rps') {
      const counts = statement.probabilities.map((p) => Math.round(p * trials));
      return [rpsOfTrials(counts, statement.categories.indexOf(outcome.category)).error];
    }
    if (statement.kind === 'sample' && outcome.kind === 'number' && score === 'crps')
      return [crpsOfTrials(statement.values, outcome.value).error];
    return [];
  });
  if (errors.length === 0 || errors.length < rows.length) return undefined;
  const trials = Math.min(...rows.map(({ forecast }) => forecast.trials ?? Infinity));
  return { error: meanOf(errors), trials };
}

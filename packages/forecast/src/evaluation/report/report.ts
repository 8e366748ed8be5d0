/**
 * The report an analyst wants of a scoring, as data: the document `stave-score/1`. Whatever the data do not support says
 * so where its number would stand. Texts and pages are made of this alone.
 */
import type { TimeSeries } from '../../formats/hub/time-series.ts';
import type { PublishedScore } from '../../formats/metaculus.ts';
import type { QuestionSpec } from '../../formats/question.ts';
import type { Forecast, Task } from '../../records/forecast.ts';
import type { Resolution } from '../../records/resolution.ts';
import type { Evaluation } from '../evaluate.ts';
import {
  breakdown,
  disagreements,
  extremes,
  infiniteScores,
  type BreakdownRow,
  type Disagreement,
  type TaskNote,
} from './breakdown.ts';
import {
  distributionCalibration,
  probabilityCalibration,
  type DistributionCalibration,
  type ProbabilityCalibration,
} from './calibration.ts';
import { clusters, tablesIn, type ReportContext } from './context.ts';
import { tableReport, type TableReport } from './models.ts';
import { pairReports, type PairReport } from './pairs.ts';
import { poolReports, type PoolReport } from './pools.ts';
import { REFERENCES, referenceRows, type ReferenceName } from './references.ts';
import { teamReports, tournamentOf, type TeamReport, type Tournament } from './tournament.ts';

export const SCORE_SCHEMA = 'stave-score/1';

/** Where forecasts came from. */
export interface SourceReport {
  readonly path: string;
  readonly kind: string;
  readonly forecasters: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;
  readonly notes: readonly string[];
  /** Of the forecasts that say one: the latest material used. */
  readonly informationCutoff?: string;
  readonly issued?: readonly [first: string, last: string];
}

export interface ScoreDocument {
  readonly schema: typeof SCORE_SCHEMA;
  readonly truth: { readonly path: string; readonly hash: string; readonly resolutions: number };
  readonly sources: readonly SourceReport[];
  readonly tasks: TaskCounts;
  readonly clusters: { readonly by: string; readonly n: number };
  readonly baseline?: string;
  readonly references: Readonly<Record<ReferenceName, string>>;
  readonly tables: readonly TableReport[];
  readonly breakdown: readonly BreakdownRow[];
  readonly best: readonly TaskNote[];
  readonly worst: readonly TaskNote[];
  readonly infinite: readonly TaskNote[];
  readonly pairs: readonly PairReport[];
  readonly disagreements: readonly Disagreement[];
  readonly probabilities: readonly ProbabilityCalibration[];
  readonly distributions: readonly DistributionCalibration[];
  readonly pools: readonly PoolReport[];
  readonly tournament?: Tournament;
  readonly teams: readonly TeamReport[];
  /** What a tournament itself has published, by forecaster and kind; more is better there. */
  readonly published: readonly PublishedMean[];
  /** Comparisons of batches trial by trial are made by `stave compare`. */
  readonly batches: readonly string[];
  readonly honesty: readonly string[];
  readonly unscored: Evaluation['unscored'];
}

export interface PublishedMean {
  readonly forecaster: string;
  readonly type: string;
  readonly n: number;
  readonly mean: number;
}

export interface TaskCounts {
  readonly forecast: number;
  readonly scored: number;
  readonly open: readonly string[];
  readonly voided: Evaluation['voided'];
  readonly revised: Evaluation['revised'];
  /** Never scored: nobody can look them up. */
  readonly internal: readonly string[];
  /** What scored tasks stand for where that is not the question itself. */
  readonly proxies: readonly { readonly task: string; readonly proxy: string }[];
}

export interface ReportInput {
  readonly evaluation: Evaluation;
  readonly tasks: readonly Task[];
  readonly forecasts: readonly Forecast[];
  readonly withdrawals: readonly {
    readonly forecaster: string;
    readonly task: string;
    readonly at: string;
  }[];
  readonly questions: ReadonlyMap<string, QuestionSpec>;
  readonly resolutions: readonly Resolution[];
  readonly truth: { readonly path: string; readonly hash: string };
  readonly sources: readonly SourceReport[];
  readonly teams: ReadonlyMap<string, string>;
  readonly published?: readonly PublishedScore[];
  /** Forecasters that only put together what others say. */
  readonly aggregates?: ReadonlySet<string>;
  readonly timeSeries?: TimeSeries;
  readonly baseline?: string;
}

export function scoreReport(input: ReportInput): ScoreDocument {
  const { evaluation, tasks, forecasts, withdrawals, questions, sources, teams, timeSeries, baseline } =
    input;
  const scoredTasks = [...new Map(evaluation.rows.map(({ task }) => [task.id, task])).values()];
  const grouping = clusters(tasks);
  const context: ReportContext = {
    ...{ evaluation, ...grouping, ...(baseline !== undefined && { baseline }) },
    forecasters: [...new Set(sources.flatMap((source) => source.forecasters))],
    own: sources[0]?.forecasters ?? [],
  };
  const tables = tablesIn(evaluation);
  const references = referenceRows({ evaluation, questions, ...(timeSeries && { timeSeries }) });
  const tableReports = tables.map((table) => tableReport(table, references, context));
  const pairs = pairReports(tables, context);
  const truth = new Map(evaluation.rows.map(({ task, resolution }) => [task.id, resolution]));
  const tournament = tournamentOf({
    ...{ forecasts, withdrawals, questions, truth, known: evaluation.known },
    aggregates: input.aggregates ?? new Set(),
  });
  const clusterCount = new Set(scoredTasks.map(grouping.clusterOf)).size;
  const { best, worst } = extremes(tables, context);
  const counts: TaskCounts = {
    forecast: new Set(forecasts.map(({ task }) => task)).size,
    scored: scoredTasks.length,
    ...{
      open: evaluation.open,
      voided: evaluation.voided,
      revised: evaluation.revised,
      internal: evaluation.internal,
    },
    proxies: scoredTasks.flatMap(({ id, proxy }) => (proxy === undefined ? [] : [{ task: id, proxy }])),
  };
  return {
    schema: SCORE_SCHEMA,
    truth: { ...input.truth, resolutions: input.resolutions.length },
    ...{ sources, tasks: counts, clusters: { by: grouping.clusteredBy, n: clusterCount } },
    ...(baseline !== undefined && { baseline }),
    ...{ references: REFERENCES, tables: tableReports, breakdown: breakdown(tables, context) },
    ...{
      best,
      worst,
      infinite: infiniteScores(tables),
      pairs,
      disagreements: disagreements(tables, context),
    },
    probabilities: probabilityCalibration(tables, context),
    distributions: distributionCalibration(tables, context),
    pools: poolReports(tables, context),
    ...(tournament && { tournament }),
    teams: teamReports(tables, teams, context),
    published: publishedMeans(input.published ?? []),
    batches: sources.filter(({ kind }) => kind === 'batch').map(({ path }) => path),
    honesty: [
      ...honestyOf(counts, clusterCount, tableReports, pairs, sources),
      ...hindsight(sources, [...truth.values()]),
    ],
    unscored: evaluation.unscored,
  };
}

/** What a reader must know before any number: how few tasks there are, what was forecast in hindsight, what stands for what. */
function honestyOf(
  { scored, proxies, open, voided, internal }: TaskCounts,
  clusterCount: number,
  tables: readonly TableReport[],
  pairs: readonly PairReport[],
  sources: readonly SourceReport[],
): readonly string[] {
  const said: string[] = [];
  if (scored === 0 && voided.length > 0)
    return [
      `Nothing is scored: ${voided.length} of the tasks ${voided.length === 1 ? 'is' : 'are'} void, and ${open.length === 0 ? 'there are no others with an outcome' : `${open.length} ${open.length === 1 ? 'has' : 'have'} no outcome yet`}.`,
    ];
  if (scored === 0) return ['Nothing is scored: none of the tasks has an outcome yet.'];
  said.push(
    `${scored} ${scored === 1 ? 'task is' : 'tasks are'} scored, in ${clusterCount} ${clusterCount === 1 ? 'cluster' : 'clusters'} of tasks that share causes${open.length > 0 ? `; ${open.length} more have no outcome yet` : ''}.`,
  );
  for (const { table, models } of tables) {
    const effective = models.flatMap(({ clustering }) =>
      'effectiveTasks' in clustering ? [clustering] : [],
    );
    const [first] = effective;
    if (first && first.effectiveTasks < first.n * 0.9)
      said.push(
        `${table}: ${first.n} tasks are worth about ${first.effectiveTasks.toFixed(1)} independent ones.`,
      );
  }
  if (clusterCount < 10)
    said.push(
      `With ${clusterCount === 1 ? 'one cluster' : `${clusterCount} clusters`} intervals and tests are rough, and what they do not find is not shown to be absent.`,
    );
  for (const { table, models } of tables) {
    const all = (models.length * (models.length - 1)) / 2;
    const compared = pairs.filter((pair) => pair.table === table).length;
    if (models.length > 2 && compared < all)
      said.push(
        `${table}: ${compared} of ${all} pairs are compared, in the order of the sources, and p-values are adjusted for these alone.`,
      );
  }
  const blind = pairs.filter(
    ({ detectable, meanDifference }) =>
      'difference' in detectable && Math.abs(meanDifference) < detectable.difference,
  );
  if (pairs.length > 0 && blind.length > 0)
    said.push(
      `In ${blind.length} of ${pairs.length} comparisons the difference is smaller than what so many tasks could have shown.`,
    );
  if (proxies.length > 0)
    said.push(
      `${proxies.length} scored tasks are answered by a proxy: the score is of the proxy's reading of the question, see the list.`,
    );
  if (internal.length > 0)
    said.push(`${internal.length} internal questions are never scored: nobody can look them up.`);
  const cutoffs = new Set(
    sources.flatMap(({ informationCutoff }) => (informationCutoff === undefined ? [] : [informationCutoff])),
  );
  const issued = sources.some(({ issued: times }) => times !== undefined);
  if (sources.length > 1 && (cutoffs.size > 1 || (cutoffs.size === 1 && issued)))
    said.push(
      'Forecasters knew different things: their information ends at different times, see the sources.',
    );
  return said;
}

/** Whether anything shows that a simulated forecast was made before what came was known. */
function hindsight(sources: readonly SourceReport[], resolutions: readonly Resolution[]): readonly string[] {
  const known = resolutions.flatMap(({ state, resolvedAt }) => {
    const at = (state.is === 'resolved' ? state.happenedAt : undefined) ?? resolvedAt;
    return at === undefined ? [] : [at];
  });
  return sources.flatMap(({ path, kind, facts }) => {
    if (kind === 'batch')
      return [
        `Nothing shows when ${path} was answered: stave forecast register freezes answers before outcomes are known.`,
      ];
    const registeredAt = facts['registeredAt'];
    if (kind !== 'registered' || typeof registeredAt !== 'string') return [];
    const before = known.filter((at) => at < registeredAt).length;
    return before === 0
      ? []
      : [
          `${path} was registered on ${registeredAt.slice(0, 10)}, after ${before} of the outcomes were known: of those it is a hindcast.`,
        ];
  });
}

function publishedMeans(scores: readonly PublishedScore[]): readonly PublishedMean[] {
  const groups = new Map<string, PublishedScore[]>();
  for (const score of scores) {
    const key = JSON.stringify([score.user, score.type]);
    groups.set(key, [...(groups.get(key) ?? []), score]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const mean = group.reduce((sum, { score }) => sum + score, 0) / group.length;
    return [{ forecaster: first.user, type: first.type, n: group.length, mean }];
  });
}

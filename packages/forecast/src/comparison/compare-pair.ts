/** All that can be said of two forecasters on their common tasks, in one record, for a report. */
import { type Answer, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { meanOf } from '../statistics/numbers.ts';
import { type Detectable, detectableDifference } from './detectable.ts';
import type { VarianceEstimator } from './diebold-mariano.ts';
import { giacominiWhite, type GiacominiWhite } from './giacomini-white.ts';
import { bootstrapMean, clusterBootstrapMean, type MeanWithInterval } from './mean-score.ts';
import { oneLook, type OneLook } from './one-look.ts';
import { type PairedTask, pairScores, type TaskScore } from './task-score.ts';

export interface ComparePairOptions {
  /** Tasks between forecast and outcome, for tests that mind autocorrelation; 1 unless said. */
  readonly horizon?: number;
  readonly estimator?: VarianceEstimator;
  readonly level?: number;
  readonly power?: number;
  /** A difference that would matter: how many tasks it would take. */
  readonly target?: number;
  readonly seed?: string;
  /** Most telling tasks on each side; 5 unless said. */
  readonly tasksShown?: number;
}

export interface PairComparison extends Omit<OneLook, 'effectiveTasks'> {
  readonly first: string;
  readonly second: string;
  readonly n: number;
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  readonly firstMean: number;
  readonly secondMean: number;
  /** First minus second; less than 0 is better for the first. Absent where infinities stand against each other. */
  readonly meanDifference?: number;
  /** Tasks on which either score is infinite, by name: no mean or test counts them away. */
  readonly infinite: readonly string[];
  /** Resampled by cluster where a cluster holds several tasks, else in blocks of successive tasks. */
  readonly interval: Answer<MeanWithInterval>;
  readonly conditional: Answer<GiacominiWhite>;
  readonly detectable: Answer<Detectable>;
  /** Where the first gains, and loses, most. */
  readonly bestForFirst: readonly PairedTask[];
  readonly worstForFirst: readonly PairedTask[];
}

/** @param scores of at least both forecasters; less is better */
export function comparePair(
  scores: readonly TaskScore[],
  first: string,
  second: string,
  options: ComparePairOptions = {},
): Answer<PairComparison> {
  const { horizon = 1, estimator = 'acf', level = 0.95, power = 0.8, tasksShown = 5, target } = options;
  const seed = options.seed ?? `${first} ${second}`;
  const { pairs, onlyFirst, onlySecond } = pairScores(scores, first, second);
  if (pairs.length === 0) return unanswerable(`${first} and ${second} have no task in common`);
  const d = pairs.map((pair) => pair.difference);
  const grouped = pairs.map((pair) => ({ value: pair.difference, cluster: pair.cluster }));
  const shared = new Set(pairs.map((pair) => pair.cluster)).size < pairs.length;
  const { effectiveTasks, ...tests } = oneLook(pairs, { seed, horizon, estimator, level });
  const ranked = [...pairs].sort((a, b) => (a.difference === b.difference ? 0 : a.difference - b.difference));
  return {
    first,
    second,
    n: pairs.length,
    onlyFirst,
    onlySecond,
    firstMean: meanOf(pairs.map((pair) => pair.first)),
    secondMean: meanOf(pairs.map((pair) => pair.second)),
    ...(Number.isNaN(meanOf(d)) ? {} : { meanDifference: meanOf(d) }),
    infinite: pairs
      .filter((pair) => whyNotFinite([pair.first, pair.second], '') !== undefined)
      .map((pair) => pair.task),
    interval: shared ? clusterBootstrapMean(grouped, { level, seed }) : bootstrapMean(d, { level, seed }),
    ...tests,
    conditional: giacominiWhite(d, { horizon }),
    detectable: detectableDifference(d, {
      effectiveTasks,
      alpha: 1 - level,
      power,
      ...(target === undefined ? {} : { target }),
    }),
    bestForFirst: ranked.filter((pair) => pair.difference < 0).slice(0, tasksShown),
    worstForFirst: ranked
      .filter((pair) => pair.difference > 0)
      .slice(-tasksShown)
      .reverse(),
  };
}

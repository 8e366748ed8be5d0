/** The tests of a difference that may be looked at once, and how many independent tasks they rest on. */
import { type Answer, isUnanswerable } from '../statistics/answer.ts';
import { clustering, type Clustering } from './clusters.ts';
import { dieboldMariano, type DieboldMariano, type VarianceEstimator } from './diebold-mariano.ts';
import { type Permutation, signFlipTest } from './permutation.ts';
import type { PairedTask } from './task-score.ts';
import { type Wilcoxon, wilcoxonSignedRank } from './wilcoxon.ts';

export interface OneLook {
  readonly clusters: Answer<Clustering>;
  readonly effectiveTasks: number;
  readonly dieboldMariano: Answer<DieboldMariano>;
  readonly wilcoxon: Answer<Wilcoxon>;
  /** Signs flipped by cluster. */
  readonly permutation: Answer<Permutation>;
}

interface OneLookOptions {
  readonly seed: string;
  /** Tasks between forecast and outcome. */
  readonly horizon: number;
  /** Differences in the order of time, for the test that minds autocorrelation; those of the tasks unless said. */
  readonly series?: readonly number[];
  readonly estimator?: VarianceEstimator;
  /** 0.95 unless said. */
  readonly level?: number;
}

export function oneLook(
  pairs: readonly PairedTask[],
  { seed, horizon, series, estimator = 'acf', level = 0.95 }: OneLookOptions,
): OneLook {
  const differences = pairs.map(({ difference }) => difference);
  const clusters = clustering(
    pairs.map(({ difference, cluster }) => ({ value: difference, cluster })),
    level,
  );
  return {
    clusters,
    effectiveTasks: isUnanswerable(clusters) ? pairs.length : clusters.effectiveTasks,
    dieboldMariano: dieboldMariano(series ?? differences, { horizon, estimator, level }),
    wilcoxon: wilcoxonSignedRank(differences),
    permutation: signFlipTest(differences, { clusters: pairs.map(({ cluster }) => cluster), seed }),
  };
}

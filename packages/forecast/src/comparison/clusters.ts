/** How many independent tasks a set of clustered tasks is worth. */
import { type Answer, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { tQuantile } from '../statistics/distributions.ts';
import { groupBy, meanOf, sumOf, varianceOf } from '../statistics/numbers.ts';
import type { Interval } from '../statistics/proportion.ts';

export interface ClusterMean {
  readonly cluster: string;
  readonly n: number;
  readonly mean: number;
}

export interface Clustering {
  readonly n: number;
  readonly clusters: readonly ClusterMean[];
  /** Mean over tasks. */
  readonly mean: number;
  /** Mean over cluster means: every cluster counts the same, however many tasks it has. */
  readonly meanOfClusters: number;
  /** For `meanOfClusters`, t with clusters − 1 degrees of freedom. */
  readonly interval: Interval;
  /** Share of the variance that lies between clusters; below 0 where clusters differ less than chance would. */
  readonly intraClusterCorrelation: number;
  /** Variance of the mean relative to independent tasks; 1 where the correlation is not positive. */
  readonly designEffect: number;
  /** n / designEffect. */
  readonly effectiveTasks: number;
}

/**
 * Intra-cluster correlation by the analysis-of-variance estimator and the design effect 1 + (m − 1) ρ of Kish (1965,
 * Survey Sampling), with m = Σ nᵢ² / n for clusters of unequal size.
 */
export function clustering(
  values: readonly { readonly value: number; readonly cluster: string }[],
  level = 0.95,
): Answer<Clustering> {
  const infinite = whyNotFinite(
    values.map((x) => x.value),
    'Score',
  );
  if (infinite !== undefined) return unanswerable(infinite);
  const groups = [...groupBy(values, (x) => x.cluster)].map(([cluster, group]) => ({
    cluster,
    n: group.length,
    mean: meanOf(group.map((x) => x.value)),
    within: group.map((x) => x.value),
  }));
  const n = values.length;
  const k = groups.length;
  if (k < 2) return unanswerable(`${n} tasks of ${k} cluster: at least 2 clusters are needed`);
  const mean = meanOf(values.map((x) => x.value));
  const between = sumOf(groups.map((g) => g.n * (g.mean - mean) * (g.mean - mean))) / (k - 1);
  const squares = sumOf(groups.map((g) => g.n * g.n));
  const typical = (n - squares / n) / (k - 1);
  const within =
    n > k ? sumOf(groups.map((g) => sumOf(g.within.map((x) => (x - g.mean) * (x - g.mean))))) / (n - k) : 0;
  const spread = between + (typical - 1) * within;
  // Clusters of one task each carry no correlation; identical scores have none to share.
  const rho = n === k || spread === 0 ? 0 : (between - within) / spread;
  const designEffect = 1 + Math.max(0, squares / n - 1) * Math.max(0, rho);
  const means = groups.map((g) => g.mean);
  const half = tQuantile(1 - (1 - level) / 2, k - 1) * Math.sqrt(varianceOf(means) / k);
  const meanOfClusters = meanOf(means);
  return {
    n,
    clusters: groups.map(({ cluster, n, mean }) => ({ cluster, n, mean })),
    mean,
    meanOfClusters,
    interval: { low: meanOfClusters - half, high: meanOfClusters + half, level },
    intraClusterCorrelation: rho,
    designEffect,
    effectiveTasks: n / designEffect,
  };
}

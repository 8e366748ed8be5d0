/** A test by relabelling: if neither is better, the sign of each paired difference could as well be the other. */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import type { Alternative } from '../statistics/distributions.ts';
import { groupBy, meanOf, sumOf } from '../statistics/numbers.ts';
import { chanceOf } from '../statistics/random.ts';

export interface PermutationOptions {
  readonly alternative?: Alternative;
  /** Cluster of each difference: signs change by cluster, because tasks of one cluster share their luck. */
  readonly clusters?: readonly string[];
  /** Random relabellings where there are too many to list; 9,999 unless said. */
  readonly relabellings?: number;
  readonly seed?: string;
}

export interface Permutation {
  readonly n: number;
  /** What is relabelled: clusters, or single tasks. */
  readonly units: number;
  readonly meanDifference: number;
  readonly pValue: number;
  readonly method: 'exact' | 'random';
  readonly relabellings: number;
  readonly seed?: string;
  readonly alternative: Alternative;
}

const LISTED_MAX = 16;

/**
 * Sign-flip permutation test of the mean difference. All 2^units relabellings are listed up to 16 units; beyond, random
 * ones, counting the observed one among them so that p is never 0 and the test keeps its level (Phipson and Smyth 2010,
 * "Permutation p-values should never be zero", SAGMB 9).
 *
 * @param differences one for each task, first minus second
 */
export function signFlipTest(
  differences: readonly number[],
  options: PermutationOptions = {},
): Answer<Permutation> {
  const { alternative = 'two-sided', clusters, relabellings = 9999, seed = 'sign flips' } = options;
  assure(clusters === undefined || clusters.length === differences.length, 'a cluster for each difference');
  const infinite = whyNotFinite(differences, 'Difference');
  if (infinite !== undefined) return unanswerable(infinite);
  if (differences.length === 0) return unanswerable('There is no common task');
  const sums = [
    ...groupBy(
      differences.map((d, i) => ({ d, cluster: clusters?.[i] ?? `#${i}` })),
      (x) => x.cluster,
    ).values(),
  ].map((group) => sumOf(group.map((x) => x.d)));
  const units = sums.length;
  const observed = sumOf(sums);
  // Sums of the same terms in another order may differ in the last bits, and a tie must count as one.
  const slack = 1e-12 * sumOf(sums.map(Math.abs));
  const asExtreme = (sum: number): boolean => {
    if (alternative === 'less') return sum <= observed + slack;
    if (alternative === 'greater') return sum >= observed - slack;
    return Math.abs(sum) >= Math.abs(observed) - slack;
  };
  const common = { n: differences.length, units, meanDifference: meanOf(differences), alternative };
  if (units <= LISTED_MAX) {
    const all = 2 ** units;
    let count = 0;
    for (let code = 0; code < all; code++) {
      let sum = 0;
      for (let k = 0; k < units; k++) sum += (code >> k) & 1 ? -sums[k]! : sums[k]!;
      if (asExtreme(sum)) count++;
    }
    return { ...common, pValue: count / all, method: 'exact', relabellings: all };
  }
  const chance = chanceOf(seed);
  let count = 1;
  for (let r = 0; r < relabellings; r++) {
    let sum = 0;
    for (const x of sums) sum += chance.uniform() < 0.5 ? -x : x;
    if (asExtreme(sum)) count++;
  }
  return { ...common, pValue: count / (relabellings + 1), method: 'random', relabellings, seed };
}

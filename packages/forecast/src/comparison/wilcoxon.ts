/** Wilcoxon's signed-rank test on paired differences. */
import { type Answer, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { type Alternative, standardNormalCdf } from '../statistics/distributions.ts';
import { orderOf, sumOf } from '../statistics/numbers.ts';

export interface WilcoxonOptions {
  readonly alternative?: Alternative;
  /**
   * `auto` as R's wilcox.test: exact below 50 differences without ties or zeros, else normal. `exact` also with ties:
   * every assignment of signs to the mid-ranks counted.
   */
  readonly method?: 'auto' | 'exact' | 'normal';
  /** Continuity correction of the normal approximation; on unless said. */
  readonly continuity?: boolean;
}

export interface Wilcoxon {
  /** Differences other than 0; zeros are left out. */
  readonly n: number;
  readonly zeros: number;
  readonly tied: boolean;
  /** Sum of the ranks of positive differences. */
  readonly statistic: number;
  readonly pValue: number;
  readonly method: 'exact' | 'normal';
  readonly continuity: boolean;
  readonly alternative: Alternative;
}

/** Mid-ranks of values, and Σ (t³ − t) over groups of equal ones. */
export function midRanks(values: readonly number[]): { ranks: number[]; tieSum: number } {
  const order = orderOf(values);
  const ranks = Array.from<number>({ length: values.length });
  let tieSum = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + 1 + end) / 2;
    const t = end - start;
    tieSum += t * t * t - t;
    start = end;
  }
  return { ranks, tieSum };
}

/**
 * Tests whether differences are symmetric about 0. F. Wilcoxon (1945), Biometrics Bulletin 1; zeros are dropped and ties
 * get mid-ranks, with the variance n(n + 1)(2n + 1)/24 − Σ(t³ − t)/48 (Hollander and Wolfe, Nonparametric Statistical
 * Methods, 3.1).
 */
export function wilcoxonSignedRank(
  differences: readonly number[],
  options: WilcoxonOptions = {},
): Answer<Wilcoxon> {
  const { alternative = 'two-sided', continuity = true } = options;
  const infinite = whyNotFinite(differences, 'Difference');
  if (infinite !== undefined) return unanswerable(infinite);
  const used = differences.filter((d) => d !== 0);
  const zeros = differences.length - used.length;
  const n = used.length;
  if (n === 0) {
    return unanswerable('No two scores differ, so there are no ranks to compare');
  }
  const { ranks, tieSum } = midRanks(used.map(Math.abs));
  const tied = tieSum > 0;
  const statistic = sumOf(ranks.filter((_, i) => used[i]! > 0));
  const asked = options.method ?? 'auto';
  const exact = asked === 'exact' || (asked === 'auto' && n < 50 && !tied && zeros === 0);
  if (exact && n > 400)
    return unanswerable(`The exact distribution is counted up to 400 differences, not ${n}`);
  const pValue = exact
    ? exactP(ranks, statistic, alternative)
    : normalP(n, tieSum, statistic, alternative, continuity);
  return {
    n,
    zeros,
    tied,
    statistic,
    pValue,
    method: exact ? 'exact' : 'normal',
    continuity: exact ? false : continuity,
    alternative,
  };
}

/** Counts by dynamic programming over doubled ranks (which are whole), as shares so that nothing overflows. */
function exactP(ranks: readonly number[], statistic: number, alternative: Alternative): number {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  let share = new Float64Array(1).fill(1);
  for (const rank of doubled) {
    const next = new Float64Array(share.length + rank);
    share.forEach((p, sum) => {
      next[sum]! += p / 2;
      next[sum + rank]! += p / 2;
    });
    share = next;
  }
  const at = Math.round(2 * statistic);
  const lower = sumOf([...share.subarray(0, at + 1)]);
  const upper = sumOf([...share.subarray(at)]);
  if (alternative === 'less') return Math.min(1, lower);
  if (alternative === 'greater') return Math.min(1, upper);
  return Math.min(1, 2 * Math.min(lower, upper));
}

function normalP(
  n: number,
  tieSum: number,
  statistic: number,
  alternative: Alternative,
  continuity: boolean,
): number {
  const distance = statistic - (n * (n + 1)) / 4;
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieSum / 48);
  const half = continuity ? 0.5 : 0;
  if (alternative === 'less') return standardNormalCdf((distance + half) / sd);
  if (alternative === 'greater') return standardNormalCdf(-(distance - half) / sd);
  return Math.min(1, 2 * standardNormalCdf(-(Math.abs(distance) - (distance === 0 ? 0 : half)) / sd));
}

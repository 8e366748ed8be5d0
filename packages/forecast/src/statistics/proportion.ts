/** Intervals for a proportion of independent cases. */
import { assure } from './answer.ts';
import { betaQuantile, standardNormalQuantile } from './distributions.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Nominal coverage, such as 0.95. */
  readonly level: number;
}

export type ProportionMethod = 'wilson' | 'clopper-pearson';

/**
 * `wilson`: E. B. Wilson (1927), JASA 22, close to the level on average. `clopper-pearson`: Clopper and Pearson (1934),
 * Biometrika 26, never below the level.
 */
export function proportionInterval(
  count: number,
  n: number,
  level = 0.95,
  method: ProportionMethod = 'wilson',
): Interval {
  assure(
    Number.isInteger(count) && Number.isInteger(n) && 0 <= count && count <= n && n > 0,
    'counts of n > 0',
  );
  assure(level > 0 && level < 1, 'a level lies in (0, 1)');
  const tail = (1 - level) / 2;
  if (method === 'clopper-pearson') {
    return {
      low: count === 0 ? 0 : betaQuantile(tail, count, n - count + 1),
      high: count === n ? 1 : betaQuantile(1 - tail, count + 1, n - count),
      level,
    };
  }
  const z = standardNormalQuantile(1 - tail);
  const p = count / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return {
    low: count === 0 ? 0 : Math.max(0, middle - half),
    high: count === n ? 1 : Math.min(1, middle + half),
    level,
  };
}

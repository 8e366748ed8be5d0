/** The distribution functions that tests refer to, all from one library, so that it can be replaced in one place. */
import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

export { betaCdf, betaQuantile, gammaln, tCdf, tQuantile };

export const standardNormalCdf = (x: number): number => normalCdf(x, 0, 1);
export const standardNormalQuantile = (p: number): number => normalQuantile(p, 0, 1);

/** Upper tail of chi-squared. The regularised upper incomplete gamma function keeps its digits where 1 − cdf has none. */
export function chisquareTail(x: number, degreesOfFreedom: number): number {
  if (x <= 0) return 1;
  return x === Infinity ? 0 : gammainc(x / 2, degreesOfFreedom / 2, true, true);
}

/**
 * ln P(a, x), the regularised lower incomplete gamma function in logarithm. Below its bulk (x < a + 1) by the series
 * Γ(a) P(a, x) = e^(−x) x^a Σ x^k / (a (a+1) … (a+k)) (DLMF 8.7.1), which does not underflow.
 */
export function logGammaP(a: number, x: number): number {
  if (x <= 0) return -Infinity;
  if (x >= a + 1) return Math.log(gammainc(x, a, true, false));
  let [term, sum] = [1 / a, 1 / a];
  for (let k = 1; k < 100_000 && term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return a * Math.log(x) - x - gammaln(a) + Math.log(sum);
}

export type Alternative = 'two-sided' | 'less' | 'greater';

/** The p-value of a statistic with a symmetric distribution about 0. */
export function tailOf(statistic: number, cdf: (x: number) => number, alternative: Alternative): number {
  switch (alternative) {
    case 'less':
      return cdf(statistic);
    case 'greater':
      return cdf(-statistic);
    case 'two-sided':
      return Math.min(1, 2 * cdf(-Math.abs(statistic)));
  }
}

/**
 * Whether the 99.9% interval of a number of trials holds a published value. A proportion's interval is that of Clopper
 * and Pearson (1934), which is the set of p for which neither tail of the binomial distribution is as rare as alpha / 2:
 * so the tails at the published p decide, without a quantile. A mean's interval is Student's.
 */

const ALPHA = 0.001;

export interface Verdict {
  readonly holds: boolean;
  /** For people: what was seen. */
  readonly text: string;
}

export function judgeProportion(successes: number, trials: number, published: number): Verdict {
  const { atMost, atLeast } = binomialTails(successes, trials, published);
  const certain = published === 0 ? successes === 0 : successes === trials;
  return {
    holds: published === 0 || published === 1 ? certain : Math.min(atMost, atLeast) > ALPHA / 2,
    text: `${successes} of ${trials}, tails ${atMost.toPrecision(3)} and ${atLeast.toPrecision(3)}`,
  };
}

/** Needs a few thousand trials at least: the quantile of Student's t is taken from its expansion in 1/n. */
export function judgeMean(sum: number, sumOfSquares: number, trials: number, published: number): Verdict {
  const mean = sum / trials;
  const error = Math.sqrt(Math.max(0, sumOfSquares - sum * mean) / (trials - 1) / trials);
  const half = studentQuantile(trials - 1) * error;
  return {
    holds: Math.abs(mean - published) <= half,
    text: `mean ${mean.toPrecision(8)} ± ${half.toPrecision(3)} of ${trials}`,
  };
}

/** P(X <= k) and P(X >= k) of a binomial distribution, by summing its terms outwards from the term at k. */
export function binomialTails(
  k: number,
  n: number,
  p: number,
): { readonly atMost: number; readonly atLeast: number } {
  if (p === 0 || p === 1) {
    const certain = p * n;
    return { atMost: certain <= k ? 1 : 0, atLeast: certain >= k ? 1 : 0 };
  }
  let log = k * Math.log(p) + (n - k) * Math.log1p(-p);
  for (let i = 1; i <= Math.min(k, n - k); i++) log += Math.log(n - i + 1) - Math.log(i);
  const at = Math.exp(log);
  const odds = p / (1 - p);
  let below = 0;
  for (let i = k, term = at; i > 0 && term > 0; i--) below += term *= i / ((n - i + 1) * odds);
  let above = 0;
  for (let i = k, term = at; i < n && term > 0; i++) above += term *= ((n - i) * odds) / (i + 1);
  return { atMost: below + at, atLeast: at + above };
}

/** The 99.95% quantile of Student's t by its expansion about the normal one (Abramowitz and Stegun 26.7.5). */
export function studentQuantile(freedom: number): number {
  const z = 3.2905267314919255;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}

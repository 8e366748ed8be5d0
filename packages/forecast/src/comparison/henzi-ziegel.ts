/** Sequential tests of probabilities for yes-or-no tasks by e-values, which need no bound on the score. */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';

export type DominanceScore = 'brier' | 'log' | 'spherical' | 'dominance';

export interface HenziZiegelOptions {
  readonly score: DominanceScore;
  /** Share of the second forecaster in the alternative w q + (1 − w) p; 0.75 unless said. */
  readonly towardsSecond?: number;
  /** Probabilities are cut to [clip, 1 − clip] so that one wrong certainty does not end the wager; 0.01 unless said. */
  readonly clip?: number;
  /** Tasks between a forecast and its outcome; 1 unless said. */
  readonly lag?: number;
}

export interface HenziZiegel {
  readonly n: number;
  /** Evidence, after each task, against "the first is at least as good on every task". */
  readonly evidence: readonly number[];
  readonly eValue: number;
  /** 1 / the highest so far at lag 1: valid whenever one stops. At longer lags 1 / the last, for a fixed end. */
  readonly pValue: number;
}

/**
 * e-values against the null that the first forecaster's expected score is at most the second's, for every task given
 * what was known: E = (1 − y − π)/(1 − y − κ), with κ the probability at which both are equally good.
 *
 * Henzi and Ziegel (2022), "Valid sequential inference on probability forecast performance", Biometrika 109.
 *
 * @param tasks probabilities of yes and outcomes, in order of time
 */
export function henziZiegel(
  tasks: readonly { readonly first: number; readonly second: number; readonly outcome: 0 | 1 }[],
  options: HenziZiegelOptions,
): Answer<HenziZiegel> {
  const { score, towardsSecond = 0.75, clip = 0.01, lag = 1 } = options;
  assure(towardsSecond > 0 && towardsSecond <= 1, 'the share of the second lies in (0, 1]');
  assure(clip >= 0 && clip < 0.5, 'a clip lies in [0, 0.5)');
  assure(Number.isInteger(lag) && lag >= 1, 'a lag is a whole number from 1');
  const n = tasks.length;
  if (n < lag) return unanswerable(`${n} tasks are fewer than the lag of ${lag}`);
  const cut = (p: number): number => Math.min(1 - clip, Math.max(clip, p));
  const single = tasks.map(({ first, second, outcome }) => {
    assure(first >= 0 && first <= 1 && second >= 0 && second <= 1, 'probabilities lie in [0, 1]');
    const [p, q] = [cut(first), cut(second)];
    const pi = towardsSecond * q + (1 - towardsSecond) * p;
    const kappa = evenProbability(p, q, score);
    // An alternative on the first forecaster's side of κ would wager against the null's own truth: no wager then.
    if (p === q || (q > p ? pi <= kappa : pi >= kappa)) return 1;
    return (1 - outcome - pi) / (1 - outcome - kappa);
  });
  const evidence = meanOfSeries(single, lag);
  const eValue = evidence.at(-1)!;
  const highest = lag === 1 ? Math.max(...evidence) : eValue;
  return { n, evidence, eValue, pValue: Math.min(1, 1 / highest) };
}

/** κ(p, q): the probability of yes at which p and q have the same expected score. */
export function evenProbability(p: number, q: number, score: DominanceScore): number {
  if (p === q) return p;
  const [m, M] = [Math.min(p, q), Math.max(p, q)];
  switch (score) {
    case 'brier':
      return (m + M) / 2;
    case 'log': {
      const no = Math.log(1 - m) - Math.log(1 - M);
      return no / (no + Math.log(M) - Math.log(m));
    }
    case 'spherical': {
      const norm = (x: number): number => Math.hypot(x, 1 - x);
      const [low, high] = [norm(m), norm(M)];
      return ((M - 1) * low - (m - 1) * high) / ((2 * M - 1) * low - (2 * m - 1) * high);
    }
    case 'dominance':
      return p;
  }
}

function meanOfSeries(single: readonly number[], lag: number): number[] {
  const capital = Array.from({ length: lag }, () => 1);
  return single.map((e, t) => {
    capital[t % lag]! *= e;
    return capital.reduce((sum, c) => sum + c, 0) / lag;
  });
}

/** Pools of probabilities of one event, and of several categories. */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';
import { sumOf } from '../statistics/numbers.ts';
import { gridMinimum } from '../statistics/search.ts';
import { normalised } from './weights.ts';

/** Weighted mean (Stone 1961, "The opinion pool", Annals of Mathematical Statistics 32). */
export function linearPool(probabilities: readonly number[], weights?: readonly number[]): number {
  checkProbabilities(probabilities);
  const w = normalised(weights, probabilities.length);
  return within(sumOf(probabilities.map((p, i) => w[i]! * p)), probabilities);
}

/**
 * Geometric mean of odds, moved away from one half by a factor: log-odds of the pool = factor × weighted mean of log-odds.
 * 1 is the plain logarithmic pool (Genest and Zidek 1986, Statistical Science 1); above 1 extremises (Satopää, Baron,
 * Foster, Mellers, Tetlock and Ungar 2014, "Combining multiple probability predictions using a simple logit model", IJF 30).
 *
 * @returns unanswerable where one member is certain of yes and another of no
 */
export function logOddsPool(
  probabilities: readonly number[],
  weights?: readonly number[],
  factor = 1,
): Answer<number> {
  checkProbabilities(probabilities);
  assure(factor >= 0 && Number.isFinite(factor), 'a factor is not negative');
  const w = normalised(weights, probabilities.length);
  const counted = probabilities.filter((_, i) => w[i]! > 0);
  if (counted.includes(0) && counted.includes(1)) {
    return unanswerable('One member is certain of yes and another of no: their odds have no mean');
  }
  if (factor === 0) return 0.5;
  if (counted.includes(0)) return 0;
  if (counted.includes(1)) return 1;
  const logOdds = sumOf(probabilities.map((p, i) => (w[i] === 0 ? 0 : w[i]! * Math.log(p / (1 - p)))));
  const pooled = 1 / (1 + Math.exp(-factor * logOdds));
  return factor === 1 ? within(pooled, counted) : pooled;
}

/** Weighted mean by category. @param members one distribution each, over the same categories */
export function linearPoolOfCategories(
  members: readonly (readonly number[])[],
  weights?: readonly number[],
): number[] {
  const w = normalised(weights, members.length);
  return members[0]!.map((_, k) => sumOf(members.map((p, i) => w[i]! * p[k]!)));
}

/**
 * Weighted geometric mean by category. `normalise: false` leaves the sum below 1 where members disagree, as the peer score
 * of Metaculus uses it.
 */
export function logPoolOfCategories(
  members: readonly (readonly number[])[],
  weights?: readonly number[],
  options: { readonly normalise?: boolean } = {},
): Answer<readonly number[]> {
  const w = normalised(weights, members.length);
  const raw = members[0]!.map((_, k) =>
    Math.exp(sumOf(members.map((p, i) => (w[i] === 0 ? 0 : w[i]! * Math.log(p[k]!))))),
  );
  if (options.normalise === false) return raw;
  const sum = sumOf(raw);
  if (!(sum > 0))
    return unanswerable('Every category is held impossible by some member: nothing is left to pool');
  return raw.map((p) => p / sum);
}

export interface FittedFactor {
  readonly n: number;
  readonly factor: number;
  /** Mean log score of the pool on the past tasks with the factor, and with 1. */
  readonly meanLogScore: number;
  readonly meanLogScorePlain: number;
  /** Whether the factor stands at the end of the range searched, so that the past tasks would like more. */
  readonly atBound: boolean;
}

const FACTOR_MAX = 5;

/**
 * The extremising factor in [0, 5] with the least mean log score on past tasks. The score is convex in the factor. Tasks
 * that the pool is scored on must not be among them.
 */
export function fitExtremising(
  past: readonly { readonly probabilities: readonly number[]; readonly outcome: 0 | 1 }[],
  weights?: readonly number[],
): Answer<FittedFactor> {
  if (past.length === 0) return unanswerable('There is no past task to fit a factor to');
  const logOdds: number[] = [];
  for (const { probabilities } of past) {
    const pooled = logOddsPool(probabilities, weights);
    if (typeof pooled !== 'number') return pooled;
    if (pooled === 0 || pooled === 1) {
      return unanswerable('A member was certain on a past task; clip probabilities before fitting a factor');
    }
    logOdds.push(Math.log(pooled / (1 - pooled)));
  }
  const loss = (factor: number): number =>
    sumOf(
      past.map(({ outcome }, i) => {
        const margin = (outcome === 1 ? -1 : 1) * factor * logOdds[i]!;
        return margin > 0 ? margin + Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin));
      }),
    ) / past.length;
  const factor = gridMinimum(
    loss,
    Array.from({ length: 51 }, (_, k) => (k * FACTOR_MAX) / 50),
  );
  return {
    n: past.length,
    factor,
    meanLogScore: loss(factor),
    meanLogScorePlain: loss(1),
    atBound: factor > FACTOR_MAX * (1 - 1e-6),
  };
}

function checkProbabilities(probabilities: readonly number[]): void {
  assure(
    probabilities.every((p) => p >= 0 && p <= 1),
    'probabilities lie in [0, 1]',
  );
}

/** Rounding must not carry a mean outside what it is a mean of. */
function within(value: number, members: readonly number[]): number {
  return Math.min(Math.max(value, Math.min(...members)), Math.max(...members));
}

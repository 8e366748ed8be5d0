/**
 * How much of a score is simulation noise, where the forecast is the share of N independent trials. The score of the
 * share is too large by a known amount on average (`fair` is without it) and varies with the trials drawn (`error`, its
 * standard error).
 */
import { brier, brierCategories } from './brier.ts';
import { crpsFromSample } from './crps-sample.ts';
import { logScore } from './log.ts';
import { rps } from './rps.ts';
import { mean } from './sample.ts';
import { noScore, type Score } from './score.ts';
import { fairBrier } from './threshold-brier.ts';

export interface MonteCarloScore {
  /** Of the shares as they are. */
  readonly score: number;
  /** Unbiased for the score of the exact probabilities, where there is such an estimate. */
  readonly fair: Score;
  /** Standard error from the number of trials. */
  readonly error: number;
}

/**
 * Single-probability Brier score of `hits` in `trials`. The error is that of (X/N − o)² for binomial X with p = hits/N,
 * from its first four moments and not linearised, so that it holds at p = o too.
 */
export function brierOfTrials(hits: number, trials: number, happened: boolean): MonteCarloScore {
  const p = hits / trials;
  const miss = p - (happened ? 1 : 0);
  const pq = p * (1 - p);
  const second = pq / trials;
  const third = (pq * (1 - 2 * p)) / trials ** 2;
  const fourth = (pq * (1 + 3 * (trials - 2) * pq)) / trials ** 3;
  const variance = 4 * miss * miss * second + 4 * miss * third + fourth - second * second;
  return {
    score: brier(p, happened),
    fair: fairBrier(hits, trials, happened),
    error: Math.sqrt(Math.max(0, variance)),
  };
}

/**
 * Logarithmic score of `hits` in `trials` of what happened, with the score at both ends of Wilson's 95% interval (1927) of
 * the probability: with no hit it is Infinity, and `low` says what it may be with more trials. The error is by the delta
 * method; there is no fair estimate of a logarithm.
 */
export function logScoreOfTrials(
  hits: number,
  trials: number,
): MonteCarloScore & { readonly low: number; readonly high: number } {
  const p = hits / trials;
  const z = 1.959963984540054;
  const scale = 1 + (z * z) / trials;
  const centre = (p + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  return {
    score: logScore(p),
    fair: noScore('a logarithm has no unbiased estimate from trials'),
    error: hits === 0 ? Infinity : Math.sqrt((1 - p) / (p * trials)),
    low: logScore(hits === trials ? 1 : centre + half),
    high: logScore(hits === 0 ? 0 : centre - half),
  };
}

/** Multi-category Brier score of counts; delta method. */
export function brierCategoriesOfTrials(counts: readonly number[], outcome: number): MonteCarloScore {
  const { p, trials } = shares(counts);
  return {
    score: brierCategories(p, outcome),
    fair: sumOfFair(counts.map((hits, k) => fairBrier(hits, trials, k === outcome))),
    error: deltaError(
      p,
      p.map((share, k) => 2 * (share - (k === outcome ? 1 : 0))),
      trials,
    ),
  };
}

/** Ranked probability score (undivided) of counts; delta method. */
export function rpsOfTrials(counts: readonly number[], outcome: number): MonteCarloScore {
  const { p, trials } = shares(counts);
  const cuts = counts.slice(0, -1).map((_, k) => {
    const below = counts.slice(0, k + 1).reduce((sum, count) => sum + count, 0);
    return { below, happened: outcome <= k };
  });
  // A category adds to the cumulative probability of every cut at or above it.
  const slope = p.map((_, k) =>
    cuts.slice(k).reduce((sum, { below, happened }) => sum + 2 * (below / trials - (happened ? 1 : 0)), 0),
  );
  return {
    score: rps(p, outcome),
    fair: sumOfFair(cuts.map(({ below, happened }) => fairBrier(below, trials, happened))),
    error: deltaError(p, slope, trials),
  };
}

/**
 * Continuous ranked probability score of draws: the error by the influence of a draw, |x − y| − E|x − X| (Hoeffding 1948),
 * and the fair estimator.
 */
export function crpsOfTrials(values: readonly number[], outcome: number): MonteCarloScore {
  const count = values.length;
  const sorted = values.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, x) => sum + x, 0);
  let below = 0;
  const influence = sorted.map((x, i) => {
    const away = x * i - below + (total - below) - x * (count - i);
    below += x;
    return Math.abs(x - outcome) - away / count;
  });
  const centre = mean(influence);
  const variance = influence.reduce((sum, h) => sum + (h - centre) ** 2, 0) / (count - 1);
  return {
    score: crpsFromSample(values, outcome) as number,
    fair: crpsFromSample(values, outcome, 'fair'),
    error: count < 2 ? Infinity : Math.sqrt(variance / count),
  };
}

function shares(counts: readonly number[]): { p: readonly number[]; trials: number } {
  const trials = counts.reduce((sum, count) => sum + count, 0);
  return { p: counts.map((count) => count / trials), trials };
}

function sumOfFair(scores: readonly Score[]): Score {
  let sum = 0;
  for (const score of scores) {
    if (typeof score !== 'number') return score;
    sum += score;
  }
  return sum;
}

/** Standard error of a smooth function of multinomial shares: the variance of its slope over a draw, over N. */
function deltaError(p: readonly number[], slope: readonly number[], trials: number): number {
  const centre = p.reduce((sum, share, k) => sum + share * slope[k]!, 0);
  const variance = p.reduce((sum, share, k) => sum + share * (slope[k]! - centre) ** 2, 0);
  return Math.sqrt(variance / trials);
}

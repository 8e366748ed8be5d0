/**
 * The Brier score of survival to t with weights for what censoring hid (Graf et al. 1999, Stat. Med. 18:2529): a case seen
 * to have its event by t counts S(t)²/G(its time), one still under observation after t counts (1 − S(t))²/G(t), one
 * censored before counts 0, its share being carried by the weights. G is the survival of censoring.
 */
import { assure } from '../../statistics/answer.ts';
import { isScore, noScore, type Score } from '../score.ts';
import type { TimeOutcome } from './curve.ts';
import { atTime, beforeTime, censoringCurve, type StepCurve } from './kaplan-meier.ts';

/**
 * Where G is read for an event: `at` its time (scikit-survival), or just `before` it (riskRegression), which is the
 * probability of having been observed up to it.
 */
export type EventWeight = 'at' | 'before';

export interface IpcwOptions {
  readonly eventWeight: EventWeight;
  /** Survival of censoring; estimated from the cases by default. */
  readonly censoring?: StepCurve;
}

/** One term for each case; `survival[i]` is the forecast's P(Tᵢ > t). Their mean is the score. */
export function ipcwBrierTerms(
  cases: readonly TimeOutcome[],
  survival: readonly number[],
  t: number,
  { eventWeight, censoring = censoringCurve(cases) }: IpcwOptions,
): readonly Score[] {
  assure(cases.length === survival.length, 'one forecast for each case');
  return cases.map(({ time, event }, i) => {
    const s = survival[i]!;
    if (time > t) return weighted((1 - s) * (1 - s), atTime(censoring, t), t);
    if (!event) return 0;
    return weighted(s * s, (eventWeight === 'at' ? atTime : beforeTime)(censoring, time), time);
  });
}

const weighted = (square: number, g: number, at: number): Score =>
  g > 0 ? square / g : noScore(`nobody is left uncensored at ${at}, so a case there has no weight`);

/** The mean of the terms. */
export function ipcwBrier(
  cases: readonly TimeOutcome[],
  survival: readonly number[],
  t: number,
  options: IpcwOptions,
): Score {
  let sum = 0;
  for (const term of ipcwBrierTerms(cases, survival, t, options)) {
    if (!isScore(term)) return term;
    sum += term;
  }
  return sum / cases.length;
}

/** Mean over time by trapezoids; `survival[i][k]` is the forecast for case i at the k-th of the rising times. */
export function integratedBrier(
  cases: readonly TimeOutcome[],
  survival: readonly (readonly number[])[],
  times: readonly number[],
  options: IpcwOptions,
): Score {
  assure(times.length >= 2, 'at least two times');
  const censoring = options.censoring ?? censoringCurve(cases);
  const scores: number[] = [];
  for (const [k, t] of times.entries()) {
    const score = ipcwBrier(
      cases,
      survival.map((row) => row[k]!),
      t,
      { ...options, censoring },
    );
    if (!isScore(score)) return score;
    scores.push(score);
  }
  let area = 0;
  for (let k = 1; k < times.length; k++) {
    area += ((times[k]! - times[k - 1]!) * (scores[k - 1]! + scores[k]!)) / 2;
  }
  return area / (times.at(-1)! - times[0]!);
}

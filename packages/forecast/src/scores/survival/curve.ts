/**
 * Survival curves: P(T > t) given at rising times, 1 before the first of them unless that is 0. What lies after the last
 * time was not asked: the rest of the probability is "not yet".
 */
import { assure } from '../../statistics/answer.ts';
import { noScore, type Score } from '../score.ts';

/**
 * Between two times: `step` stays until the next, as where events fall on the times themselves (the frames of a clock);
 * `linear` spreads an interval's probability evenly over it.
 */
export type CurveShape = 'step' | 'linear';

export interface SurvivalCurve {
  /** Rising, not negative. */
  readonly times: readonly number[];
  /** Never rising, in [0, 1]. */
  readonly survival: readonly number[];
}

/** What was seen of one case: `event: false` is censored, not seen up to `time`. */
export interface TimeOutcome {
  readonly time: number;
  readonly event: boolean;
}

/** The curve from time 0 on. */
export function fromZero({ times, survival }: SurvivalCurve): SurvivalCurve {
  assure(times.length === survival.length && times.length > 0, 'one probability for each time');
  return times[0] === 0 ? { times, survival } : { times: [0, ...times], survival: [1, ...survival] };
}

/** P(T > t); after the last time what it was there. */
export function survivalAt(curve: SurvivalCurve, t: number, shape: CurveShape = 'step'): number {
  const { times, survival } = fromZero(curve);
  const at = times.findLastIndex((time) => time <= t);
  if (at === -1) return 1;
  const here = survival[at]!;
  if (shape === 'step' || at + 1 === times.length) return here;
  const share = (t - times[at]!) / (times[at + 1]! - times[at]!);
  return here + share * (survival[at + 1]! - here);
}

/** Restricted mean survival time: ∫ of the curve from 0 to `until`, in the unit of time; at most the last time. */
export function restrictedMean(curve: SurvivalCurve, until: number, shape: CurveShape = 'step'): Score {
  const { times, survival } = fromZero(curve);
  if (!(until >= 0 && until <= times.at(-1)!)) {
    return noScore(`the curve is known from 0 to ${times.at(-1)}, not to ${until}`);
  }
  let sum = 0;
  for (let i = 0; i < times.length && times[i]! < until; i++) {
    const end = Math.min(times[i + 1] ?? until, until);
    const last = shape === 'step' ? survival[i]! : survivalAt(curve, end, shape);
    sum += (end - times[i]!) * ((survival[i]! + last) / 2);
  }
  return sum;
}

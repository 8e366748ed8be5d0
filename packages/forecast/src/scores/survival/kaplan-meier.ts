/** The product-limit estimate of a survival curve from censored data (Kaplan and Meier 1958, JASA 53:457). */
import { assure } from '../../statistics/answer.ts';
import type { TimeOutcome } from './curve.ts';

/** A right-continuous curve that is 1 before its first time. */
export interface StepCurve {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** The value at t, jumps at t included. */
export const atTime = ({ times, values }: StepCurve, t: number): number =>
  values[times.findLastIndex((time) => time <= t)] ?? 1;

/** The limit from the left: jumps at t not included. */
export const beforeTime = ({ times, values }: StepCurve, t: number): number =>
  values[times.findLastIndex((time) => time < t)] ?? 1;

/** Survival of the event. At tied times censored cases are still at risk. */
export const kaplanMeier = (cases: readonly TimeOutcome[]): StepCurve =>
  product(cases, (events, _censored, atRisk) => 1 - events / atRisk);

/**
 * Survival of censoring: P(not yet censored). At tied times events leave the risk set first, since a case that had its
 * event at t could not be censored there any more.
 */
export const censoringCurve = (cases: readonly TimeOutcome[]): StepCurve =>
  product(cases, (events, censored, atRisk) => (censored === 0 ? 1 : 1 - censored / (atRisk - events)));

function product(
  cases: readonly TimeOutcome[],
  factor: (events: number, censored: number, atRisk: number) => number,
): StepCurve {
  assure(cases.length > 0, 'at least one case');
  const sorted = cases.toSorted((a, b) => a.time - b.time);
  const times: number[] = [];
  const values: number[] = [];
  let value = 1;
  for (let i = 0; i < sorted.length;) {
    const { time } = sorted[i]!;
    let next = i;
    let events = 0;
    while (next < sorted.length && sorted[next]!.time === time) {
      if (sorted[next]!.event) events++;
      next++;
    }
    value *= factor(events, next - i - events, sorted.length - i);
    times.push(time);
    values.push(value);
    i = next;
  }
  return { times, values };
}

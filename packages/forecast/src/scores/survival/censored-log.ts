/**
 * The right-censored logarithmic score: −ln of the likelihood of what was seen, which is proper where censoring tells
 * nothing of the event (Rindt et al. 2022, AISTATS).
 */
import { logScore } from '../log.ts';
import { fromZero, survivalAt, type CurveShape, type SurvivalCurve, type TimeOutcome } from './curve.ts';

/**
 * Seen: −ln of the probability of the interval (tᵢ₋₁, tᵢ] in which it happened (`step`), or of its density there
 * (`linear`, then the unit of time matters). Censored at c: −ln P(T > c). Seen or censored after the last time: −ln of what
 * is left there. In nats; Infinity where that was held to be impossible.
 */
export function censoredLogScore(
  curve: SurvivalCurve,
  outcome: TimeOutcome,
  shape: CurveShape = 'step',
): number {
  const { times, survival } = fromZero(curve);
  const last = times.at(-1)!;
  if (!outcome.event || outcome.time > last) {
    return logScore(survivalAt(curve, Math.min(outcome.time, last), shape));
  }
  const at = times.findIndex((time) => time >= outcome.time);
  // Everything at time 0 is a jump of its own.
  if (at === 0) return logScore(1 - survival[0]!);
  const mass = survival[at - 1]! - survival[at]!;
  return logScore(shape === 'step' ? mass : mass / (times[at]! - times[at - 1]!));
}

/**
 * The continuous ranked probability score of a survival curve (Avati et al. 2019, UAI): ∫₀^τ (F(t) − 1{T ≤ t})² dt up to
 * the last time τ of the curve, in the unit of time; of a censored case only up to its censoring. Proper where the only
 * censoring is the end τ itself, as for a question with a deadline; with earlier censoring it is not proper (Rindt et al.
 * 2022): use the right-censored logarithmic score, or weights.
 */
import { crpsFromCdf } from '../crps-cdf.ts';
import { fromZero, survivalAt, type CurveShape, type SurvivalCurve, type TimeOutcome } from './curve.ts';

export function survivalCrps(curve: SurvivalCurve, outcome: TimeOutcome, shape: CurveShape = 'step'): number {
  const { times, survival } = fromZero(curve);
  const last = times.at(-1)!;
  const happened = survival.map((s) => 1 - s);
  if (outcome.event || outcome.time >= last) {
    return crpsFromCdf(times, happened, Math.min(outcome.time, last), shape).crps;
  }
  const seen = times.filter((time) => time < outcome.time);
  return crpsFromCdf(
    [...seen, outcome.time],
    [...happened.slice(0, seen.length), 1 - survivalAt(curve, outcome.time, shape)],
    outcome.time,
    shape,
  ).crps;
}

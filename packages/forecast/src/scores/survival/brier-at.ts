/** The Brier score of "not yet by t" for one case, where it is known what was so at t. */
import { brier } from '../brier.ts';
import { noScore, type Score } from '../score.ts';
import { survivalAt, type CurveShape, type SurvivalCurve, type TimeOutcome } from './curve.ts';

/** Single-probability convention. No score of a case that was lost before t: that needs weights over many cases. */
export function survivalBrierAt(
  curve: SurvivalCurve,
  t: number,
  { time, event }: TimeOutcome,
  shape: CurveShape = 'step',
): Score {
  if (!event && time < t) {
    return noScore(
      `the case was lost at ${time}, so nobody knows how it stood at ${t}; use weights for censoring`,
    );
  }
  // Lost at t itself: its event, had it been by t, would have been seen.
  return brier(survivalAt(curve, t, shape), !event || time > t);
}

/**
 * How precise the answers of a run are: half the width of the widest 95% interval of its questions. Of a probability
 * it is that of its interval. Numbers have units of their own, so the interval of a mean is measured in two standard
 * deviations of the number: a mean is then as precise as a probability of one half from as many trials, which is the
 * least precise there is. An open interval is infinitely wide.
 */
import type { ProportionEstimate, QuestionEstimate } from './estimate.ts';
import { Z } from './wilson.ts';

export interface Widest {
  readonly question: string;
  /** The outcome, `by` a date, or `mean`. */
  readonly of: string;
  readonly halfWidth: number;
}

/** Whether a wanted precision was reached, and by how much. */
export interface Precision {
  readonly wanted: number;
  readonly reached: boolean;
  /** Half the width of the widest interval, and whose it is; null where it is open. */
  readonly halfWidth: number | null;
  readonly question: string;
  readonly of: string;
}

/** The least precise of all answers; nothing where nothing is asked. */
export function widest(questions: readonly QuestionEstimate[]): Widest | undefined {
  let found: Widest | undefined;
  for (const one of questions.flatMap(widths)) if (!found || one.halfWidth > found.halfWidth) found = one;
  return found;
}

function widths({ id: question, outcomes, number }: QuestionEstimate): readonly Widest[] {
  if (number) {
    const { trials, se, low, high } = number;
    const isOpen = low === null || high === null;
    return [
      { question, of: 'mean', halfWidth: isOpen ? Infinity : se === 0 ? 0 : Z / (2 * Math.sqrt(trials)) },
    ];
  }
  const half = ({ low, high }: ProportionEstimate): number => (high - low) / 2;
  return outcomes.flatMap((outcome) => [
    { question, of: outcome.value, halfWidth: half(outcome) },
    ...(outcome.cumulative
      ? [{ question, of: `by ${outcome.value}`, halfWidth: half(outcome.cumulative) }]
      : []),
  ]);
}

/** What `stave exact --json` prints. Fields may be added to it, never renamed. */
import type { ExactAnswers } from './answers.ts';

/** An exact number beside its estimate from trials. */
export interface ExactComparison {
  readonly question: string;
  /** An outcome, `by` a moment, `mean`, or a quantile such as `p5`. */
  readonly what: string;
  readonly exact: number;
  readonly estimate: number;
  /** 95% interval of the simulation error; null where it is open. */
  readonly low: number | null;
  readonly high: number | null;
  readonly inside: boolean;
}

export interface ExactCheck {
  readonly trials: number;
  readonly seed: string;
  readonly failed: number;
  readonly comparisons: readonly ExactComparison[];
}

export interface ExactDocument extends ExactAnswers {
  readonly schema: 'stave-exact/1';
  readonly scenario: { readonly id: string; readonly hash: string };
  readonly unbounded: boolean;
  readonly seconds: number;
  readonly check?: ExactCheck;
}

/**
 * A score is a number, which may be infinite, or the sentence that says why there is none. `NaN` is never a score.
 * Unless its name says otherwise a score is oriented so that less is better. Scores take statements without a fault (see
 * `checkForecast`): finite numbers, probabilities in [0, 1], levels that rise.
 */

export interface NoScore {
  /** Why there is no such score of this forecast: a sentence for people. */
  readonly noScore: string;
}

export type Score = number | NoScore;

export const noScore = (why: string): NoScore => ({ noScore: why });

/** Is there a number? */
export const isScore = (score: Score): score is number => typeof score === 'number';

/** Applies `change` where there is a number. */
export const mapScore = (score: Score, change: (value: number) => number): Score =>
  isScore(score) ? change(score) : score;

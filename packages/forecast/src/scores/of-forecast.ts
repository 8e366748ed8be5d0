/** From records to scores: what counts of a history of resolutions, and shares of a partial outcome. */
import type { Forecast } from '../records/forecast.ts';
import type { Resolution } from '../records/resolution.ts';
import type { ScoreName } from './catalogue.ts';
import { scoresOf, type Scores } from './of-statement.ts';
import { isScore, noScore, type NoScore, type Score } from './score.ts';

/**
 * The scores of a forecast on one resolution, usually the standing one. Of a partial outcome they are the means of the
 * scores of its parts, weighted by their shares: what was said is scored as often as each part came about. No score of a
 * task that is open, void or without a resolution, with the reason.
 */
export function scoreForecast(forecast: Forecast, resolution: Resolution | undefined): Scores | NoScore {
  if (resolution === undefined) return noScore('the task is not resolved yet');
  const { state } = resolution;
  switch (state.is) {
    case 'open':
      return noScore('the task is open');
    case 'void':
      return noScore(`the task is void: ${state.why}`);
    case 'resolved':
      return scoresOf(forecast.statement, state.outcome);
    case 'partial': {
      // A part without a share did not come about; 0 times an infinite score would be no number.
      const parts = state.outcomes.filter(({ share }) => share > 0);
      const scored: { scores: Scores; share: number }[] = [];
      for (const { outcome, share } of parts) {
        const scores = scoresOf(forecast.statement, outcome);
        if ('noScore' in scores) return scores;
        scored.push({ scores, share });
      }
      if (scored.length === 0) return noScore('no part of the partial outcome has a share');
      return shareWeighted(scored);
    }
  }
  return state satisfies never;
}

function shareWeighted(parts: readonly { readonly scores: Scores; readonly share: number }[]): Scores {
  const whole = parts.reduce((sum, { share }) => sum + share, 0);
  const names = Object.keys(parts[0]!.scores) as ScoreName[];
  return Object.fromEntries(
    names.map((name) => {
      const all = parts.map(({ scores }) => scores[name]!);
      const without = all.find((score) => !isScore(score));
      if (without !== undefined) return [name, without];
      const weighted = parts.reduce((sum, { scores, share }) => sum + share * (scores[name] as number), 0);
      // Shares sum to 1 up to rounding in files; an infinite score stays one.
      return [name, weighted / whole];
    }),
  );
}

/** A mean over tasks that hides nothing: over how many, and of how many there was no score. */
export interface MeanScore {
  /** Infinite where one score was. */
  readonly mean: Score;
  readonly scored: number;
  /** Of those scored, how many were infinite. */
  readonly infinite: number;
  readonly without: number;
}

export function meanScore(scores: readonly Score[]): MeanScore {
  const numbers = scores.filter(isScore);
  const sum = numbers.reduce((total, score) => total + score, 0);
  return {
    mean:
      numbers.length === 0
        ? noScore('there is no score to average')
        : Number.isNaN(sum)
          ? noScore('scores of Infinity and -Infinity have no mean')
          : sum / numbers.length,
    scored: numbers.length,
    infinite: numbers.filter((score) => !Number.isFinite(score)).length,
    without: scores.length - numbers.length,
  };
}

/** How much of a forecast's scores is simulation noise, where the forecast says on how many trials it rests. */
import type { Forecast } from '../records/forecast.ts';
import type { Outcome } from '../records/resolution.ts';
import type { ScoreName } from './catalogue.ts';
import {
  brierCategoriesOfTrials,
  brierOfTrials,
  crpsOfTrials,
  logScoreOfTrials,
  rpsOfTrials,
  type MonteCarloScore,
} from './monte-carlo.ts';
import { noScore, type NoScore } from './score.ts';

export type Noise = Readonly<Partial<Record<ScoreName, MonteCarloScore>>>;

/**
 * By name of score. No answer where the number of trials is unknown, where probabilities are no shares of that many trials
 * (they were smoothed or pooled), and for statements that trials do not give by counting; the reason is said. Draws count
 * for themselves, without weights.
 */
export function noiseOf({ statement, trials }: Forecast, outcome: Outcome): Noise | NoScore {
  if (statement.kind === 'sample' && outcome.kind === 'number') {
    if (statement.weights !== undefined) return noScore('weighted draws are not equally many trials');
    return { crps: crpsOfTrials(statement.values, outcome.value) };
  }
  if (trials === undefined) return noScore('the forecast does not say on how many trials it rests');
  if (statement.kind === 'binary' && outcome.kind === 'binary') {
    const [hits] = countsOf([statement.probability], trials) ?? [];
    if (hits === undefined) return noShares(trials);
    return {
      brier: brierOfTrials(hits, trials, outcome.happened),
      log_score: logScoreOfTrials(outcome.happened ? hits : trials - hits, trials),
    };
  }
  if ((statement.kind === 'nominal' || statement.kind === 'ordinal') && outcome.kind === 'category') {
    const happened = statement.categories.indexOf(outcome.category);
    if (happened === -1) return noScore(`'${outcome.category}' is none of the categories`);
    const counts = countsOf(statement.probabilities, trials);
    if (counts === undefined || counts.reduce((sum, count) => sum + count, 0) !== trials)
      return noShares(trials);
    return {
      brier_categories: brierCategoriesOfTrials(counts, happened),
      log_score: logScoreOfTrials(counts[happened]!, trials),
      ...(statement.kind === 'ordinal' && { rps: rpsOfTrials(counts, happened) }),
    };
  }
  return noScore(`trials give no ${statement.kind} statement by counting`);
}

const noShares = (trials: number): NoScore => noScore(`the probabilities are no shares of ${trials} trials`);

/** Whole counts, or nothing where one is off by more than rounding. */
function countsOf(probabilities: readonly number[], trials: number): readonly number[] | undefined {
  const counts = probabilities.map((p) => Math.round(p * trials));
  return counts.every((count, k) => Math.abs(count - probabilities[k]! * trials) <= 1e-6)
    ? counts
    : undefined;
}

/** Baseline scores: how much better than knowing nothing, 0 for that, 100 for certainty on a yes-or-no question. */
import { assure } from '../statistics/answer.ts';
import {
  checkQuestion,
  countedStretch,
  probabilityOf,
  type QuestionKind,
  type ResolvedQuestion,
  type StandingForecast,
} from './forecast-history.ts';

export interface TimedScore {
  readonly forecaster: string;
  /** More is better. */
  readonly score: number;
  /** Share of the scheduled time that the forecast stood. */
  readonly coverage: number;
}

/**
 * One score for each forecast, in order: 100 ln(p k)/ln k of k options, 50 ln(mass/baseline mass) of a continuous question,
 * times coverage. A forecaster's score is the sum over their forecasts. Metaculus, "Scores FAQ", and its public source.
 */
export function baselineScores(
  forecasts: readonly StandingForecast[],
  question: ResolvedQuestion,
): TimedScore[] {
  checkQuestion(forecasts, question);
  const { times } = question;
  return forecasts.map((forecast) => {
    const stretch = countedStretch(forecast, times);
    if (stretch === undefined) return { forecaster: forecast.forecaster, score: 0, coverage: 0 };
    const coverage = (stretch.to - stretch.from) / (times.scheduledClose - times.opens);
    return {
      forecaster: forecast.forecaster,
      score: points(forecast, question.kind, question.option) * coverage,
      coverage,
    };
  });
}

/** The same at one moment, without time: forecasts that do not stand then have coverage 0. */
export function spotBaselineScores(
  forecasts: readonly StandingForecast[],
  question: ResolvedQuestion,
  at: number,
): TimedScore[] {
  checkQuestion(forecasts, question);
  return forecasts.map((forecast) => {
    const stands = forecast.start <= at && (forecast.end === undefined || forecast.end > at);
    return {
      forecaster: forecast.forecaster,
      score: stands ? points(forecast, question.kind, question.option) : 0,
      coverage: stands ? 1 : 0,
    };
  });
}

/** A certainty that proved wrong scores −Infinity. */
function points(forecast: StandingForecast, kind: QuestionKind, option: number): number {
  const p = probabilityOf(forecast, option);
  if (kind.is === 'choice') {
    const options = forecast.probabilities.filter((x) => x !== null).length;
    assure(options >= 2, 'a question has at least two options');
    return (100 * Math.log(p * options)) / Math.log(options);
  }
  const last = forecast.probabilities.length - 1;
  const baseline = option === 0 || option === last ? 0.05 : (1 - 0.05 * kind.openBounds) / (last - 1);
  return 50 * Math.log(p / baseline);
}

/** Adds up the forecasts of each forecaster, in order of first appearance. */
export function byForecaster(scores: readonly TimedScore[]): TimedScore[] {
  const sums = new Map<string, TimedScore>();
  for (const { forecaster, score, coverage } of scores) {
    const before = sums.get(forecaster);
    sums.set(forecaster, {
      forecaster,
      score: (before?.score ?? 0) + score,
      coverage: (before?.coverage ?? 0) + coverage,
    });
  }
  return [...sums.values()];
}

/** Relative scores: against a community forecast, in bits. */
import type { TimedScore } from './baseline-score.ts';
import {
  countedStretch,
  probabilityOf,
  type ResolvedQuestion,
  type StandingForecast,
} from './forecast-history.ts';

/**
 * One score for each forecast, in order: log2(p / community's p), averaged over the time until the close (not the scheduled
 * one). The community's forecast changes at each start of `community`, in order of time; before its first nothing counts.
 * The relative score that Metaculus used before peer scores ("legacy").
 */
export function relativeScores(
  forecasts: readonly StandingForecast[],
  community: readonly StandingForecast[],
  question: ResolvedQuestion,
): TimedScore[] {
  const { times, option } = question;
  const duration = times.closed - times.opens;
  const base = [...community].sort((a, b) => a.start - b.start);
  return forecasts.map((forecast) => {
    const counted = countedStretch(forecast, times);
    let [score, coverage] = [0, 0];
    if (counted !== undefined) {
      base.forEach((now, k) => {
        const from = Math.max(now.start, counted.from);
        const to = Math.min(base[k + 1]?.start ?? times.closed, counted.to);
        if (to <= from) return;
        const share = (to - from) / duration;
        score += share * Math.log2(probabilityOf(forecast, option) / probabilityOf(now, option));
        coverage += share;
      });
    }
    return { forecaster: forecast.forecaster, score, coverage };
  });
}

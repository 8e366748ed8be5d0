/** Peer scores: how much better than the others who stood at the same time; they add up to 0 at every moment. */
import { type Answer, unanswerable } from '../statistics/answer.ts';
import { meanOf, sumOf } from '../statistics/numbers.ts';
import type { TimedScore } from './baseline-score.ts';
import {
  checkQuestion,
  countedStretch,
  probabilityOf,
  type ResolvedQuestion,
  standsDuring,
  type StandingForecast,
  type Stretch,
  stretchesOf,
} from './forecast-history.ts';

export interface PeerStretch extends Stretch {
  /** Own probability of what happened. */
  readonly probability: number;
  /** Geometric mean of the others' probabilities of what happened; absent where nobody else stood. */
  readonly others?: number;
  readonly otherForecasters: number;
  /** Points that this stretch adds. */
  readonly points: number;
}

/** A peer score with all that it is made of, so that it can be explained to the person scored. */
export interface PeerScore extends TimedScore {
  readonly stretches: readonly PeerStretch[];
}

/**
 * One score for each forecast, in order: 100 ln(p / geometric mean of the others), halved for continuous questions, averaged
 * over the scheduled time; alone it is 0. Equal to 100 n/(n − 1) ln(p / geometric mean of all), with a mean that is not made
 * to sum to 1 over options. Metaculus, "Scores FAQ", and its public source; a withdrawn forecast covers no time, also where
 * it was the last.
 *
 * @param base whose forecasts make the geometric mean, if not those that are scored
 * @returns unanswerable where somebody gave probability 0 to what happened: everybody else's score would be infinite
 */
export function peerScores(
  forecasts: readonly StandingForecast[],
  question: ResolvedQuestion,
  base: readonly StandingForecast[] = forecasts,
): Answer<readonly PeerScore[]> {
  checkQuestion(forecasts, question);
  checkQuestion(base, question);
  const problem = whyZero([...base, ...forecasts], question);
  if (problem !== undefined) return unanswerable(problem);
  const { times } = question;
  const duration = times.scheduledClose - times.opens;
  const all = stretchesOf([...forecasts, ...base], times);
  return forecasts.map((forecast) => {
    const counted = countedStretch(forecast, times);
    const stretches = (counted === undefined ? [] : all.filter((s) => standsDuring(forecast, s))).map(
      (stretch): PeerStretch => {
        const one = against(forecast, base, question, (other) => standsDuring(other, stretch));
        const share = (stretch.to - stretch.from) / duration;
        return { ...stretch, ...one, points: one.points * share };
      },
    );
    return {
      forecaster: forecast.forecaster,
      score: sumOf(stretches.map((s) => s.points)),
      coverage: sumOf(stretches.map((s) => (s.to - s.from) / duration)),
      stretches,
    };
  });
}

/** The same at one moment, against those who stand then. */
export function spotPeerScores(
  forecasts: readonly StandingForecast[],
  question: ResolvedQuestion,
  at: number,
  base: readonly StandingForecast[] = forecasts,
): Answer<readonly PeerScore[]> {
  checkQuestion(forecasts, question);
  checkQuestion(base, question);
  const problem = whyZero([...base, ...forecasts], question);
  if (problem !== undefined) return unanswerable(problem);
  const stands = (f: StandingForecast): boolean => f.start <= at && (f.end === undefined || f.end > at);
  return forecasts.map((forecast) => {
    if (!stands(forecast)) return { forecaster: forecast.forecaster, score: 0, coverage: 0, stretches: [] };
    const one = against(forecast, base, question, stands);
    return {
      forecaster: forecast.forecaster,
      score: one.points,
      coverage: 1,
      stretches: [{ from: at, to: at, ...one }],
    };
  });
}

function against(
  forecast: StandingForecast,
  base: readonly StandingForecast[],
  { kind, option }: ResolvedQuestion,
  stands: (other: StandingForecast) => boolean,
): Omit<PeerStretch, 'from' | 'to'> {
  const probability = probabilityOf(forecast, option);
  const others = base.filter((other) => other.forecaster !== forecast.forecaster && stands(other));
  if (others.length === 0) return { probability, otherForecasters: 0, points: 0 };
  const mean = meanOf(others.map((other) => Math.log(probabilityOf(other, option))));
  const scale = kind.is === 'continuous' ? 50 : 100;
  return {
    probability,
    others: Math.exp(mean),
    otherForecasters: others.length,
    points: scale * (Math.log(probability) - mean),
  };
}

function whyZero(
  forecasts: readonly StandingForecast[],
  { option, times }: ResolvedQuestion,
): string | undefined {
  const zero = forecasts.find(
    (f) => countedStretch(f, times) !== undefined && probabilityOf(f, option) === 0,
  );
  return zero === undefined
    ? undefined
    : `${zero.forecaster} gave probability 0 to what happened, so the scores of all others would be infinite; set a least probability for the tournament`;
}

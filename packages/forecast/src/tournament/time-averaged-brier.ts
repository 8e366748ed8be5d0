/** Brier scores averaged over the time that a forecast stood, alone and beside the median of all who stood then. */
import { groupBy, meanOf, sumOf } from '../statistics/numbers.ts';
import { weightedMedian } from '../pools/distributions.ts';
import {
  checkQuestion,
  type ResolvedQuestion,
  standsDuring,
  type StandingForecast,
  stretchesOf,
} from './forecast-history.ts';

export interface TimeAveragedBrier {
  readonly forecaster: string;
  /** Less is better; over the time that the forecaster had a forecast. */
  readonly brier: number;
  /** The median forecaster's over the same time. */
  readonly median: number;
  /** brier − median: below 0 is better than the median. Joining late gains nothing, since the median is of the same time. */
  readonly relative: number;
  readonly coverage: number;
}

/**
 * One row for each forecaster who covered some of the time, in order of first appearance. `categories` is the sum over options, so from 0 to 2 on a
 * yes-or-no question (Brier 1950; Good Judgment's scale); `probability` is (p − y)² of yes, half of that.
 */
export function timeAveragedBrier(
  forecasts: readonly StandingForecast[],
  question: ResolvedQuestion,
  scale: 'categories' | 'probability' = 'categories',
): TimeAveragedBrier[] {
  checkQuestion(forecasts, question);
  const { times, option } = question;
  const factor = scale === 'categories' ? 1 : 0.5;
  const brier = (f: StandingForecast): number =>
    factor * sumOf(f.probabilities.map((p, k) => ((p ?? 0) - (k === option ? 1 : 0)) ** 2));
  const names = [...new Set(forecasts.map((f) => f.forecaster))];
  const rows = stretchesOf(forecasts, times).flatMap((stretch) => {
    const scores = forecasts
      .filter((f) => standsDuring(f, stretch))
      .map((f) => ({ forecaster: f.forecaster, score: brier(f) }));
    if (scores.length === 0) return [];
    return [
      {
        length: stretch.to - stretch.from,
        median: weightedMedian(scores.map((s) => s.score)),
        byForecaster: groupBy(scores, (s) => s.forecaster),
      },
    ];
  });
  return names.flatMap((forecaster): TimeAveragedBrier[] => {
    const mine = rows.flatMap(({ length, median, byForecaster }) => {
      const own = byForecaster.get(forecaster);
      return own ? [{ length, own: meanOf(own.map((s) => s.score)), median }] : [];
    });
    const covered = sumOf(mine.map((m) => m.length));
    if (covered === 0) return [];
    const average = (value: (m: (typeof mine)[number]) => number): number =>
      sumOf(mine.map((m) => m.length * value(m))) / covered;
    const [own, median] = [average((m) => m.own), average((m) => m.median)];
    return [
      {
        forecaster,
        brier: own,
        median,
        relative: own - median,
        coverage: covered / (times.scheduledClose - times.opens),
      },
    ];
  });
}

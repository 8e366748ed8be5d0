/** What tournaments score: forecasts that stand from one moment to the next. */
import { assure } from '../statistics/answer.ts';
import { sumOf } from '../statistics/numbers.ts';

/** One forecast of one forecaster on one question, standing from `start` until `end` (or the close). */
export interface StandingForecast {
  readonly forecaster: string;
  /**
   * Of each option in order: no and yes for a binary question, the options of a multiple choice (`null` where the option
   * did not exist yet or no longer), or of a continuous question the masses below the range, in each bucket, and above.
   */
  readonly probabilities: readonly (number | null)[];
  /** Any unit of time, the same throughout. */
  readonly start: number;
  /** When it was replaced or withdrawn. */
  readonly end?: number;
}

export interface QuestionTimes {
  readonly opens: number;
  /** When the question was to close; scores are shares of this time. */
  readonly scheduledClose: number;
  /** When it did close or resolve, if earlier; never later. */
  readonly closed: number;
}

export type QuestionKind =
  | { readonly is: 'choice' }
  /** `openBounds`: how many ends of the range are open (0, 1, 2), each with 5% of the baseline. */
  | { readonly is: 'continuous'; readonly openBounds: 0 | 1 | 2 };

export interface ResolvedQuestion {
  readonly kind: QuestionKind;
  /** Position of the option (or bucket) that came true. */
  readonly option: number;
  readonly times: QuestionTimes;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The stretch of a forecast that counts, or `undefined` where it stood before opening or after the close alone. */
export function countedStretch(forecast: StandingForecast, times: QuestionTimes): Stretch | undefined {
  const from = Math.max(forecast.start, times.opens);
  const to = Math.min(forecast.end ?? times.closed, times.closed);
  return to > from ? { from, to } : undefined;
}

/** Share of the scheduled time that anybody could cover: below 1 where a question closed early. */
export function attainableCoverage(times: QuestionTimes, joined = times.opens): number {
  return Math.max(0, times.closed - Math.max(joined, times.opens)) / (times.scheduledClose - times.opens);
}

/** Probability that a forecast gave to what happened; of an option it did not have, that of the last one ("other"). */
export function probabilityOf(forecast: StandingForecast, option: number): number {
  const p = forecast.probabilities[option] ?? forecast.probabilities.at(-1);
  assure(
    p !== undefined && p !== null && p >= 0,
    'a forecast gives a probability to what happened, or to "other"',
  );
  return p;
}

export function checkQuestion(
  forecasts: readonly StandingForecast[],
  { times, option }: ResolvedQuestion,
): void {
  assure(times.opens < times.scheduledClose, 'a question opens before it closes');
  assure(times.closed <= times.scheduledClose, 'a question closes no later than scheduled');
  for (const forecast of forecasts) {
    assure(
      option >= 0 && option < forecast.probabilities.length,
      'the option that came true is among those forecast',
    );
    const mass = sumOf(forecast.probabilities.map((p) => p ?? 0));
    // Buckets of published continuous examples need not be a distribution inside; only signs are certain.
    assure(Number.isFinite(mass), 'probabilities are numbers');
    assure(forecast.end === undefined || forecast.end >= forecast.start, 'a forecast ends after it starts');
  }
}

/** Times between which nobody's forecast changes, within the counted time. */
export function stretchesOf(forecasts: readonly StandingForecast[], times: QuestionTimes): Stretch[] {
  const cuts = new Set<number>([times.opens, times.closed]);
  for (const { start, end } of forecasts) {
    for (const t of [start, end]) {
      if (t !== undefined && t > times.opens && t < times.closed) cuts.add(t);
    }
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(1).map((to, k) => ({ from: sorted[k]!, to }));
}

export function standsDuring(forecast: StandingForecast, { from }: Stretch): boolean {
  return forecast.start <= from && (forecast.end === undefined || forecast.end > from);
}

/**
 * The forecast mixed with as little of the uniform one as leaves no option (that exists) below `least`: a tournament's rule
 * that keeps one wrong certainty from deciding everything. It has to be announced beforehand and holds for all.
 */
export function withLeastProbability(forecast: StandingForecast, least: number): StandingForecast {
  const options = forecast.probabilities.filter((p) => p !== null).length;
  assure(least >= 0 && least * options <= 1, 'a least probability fits as often as there are options');
  return {
    ...forecast,
    probabilities: forecast.probabilities.map((p) => (p === null ? null : least + (1 - least * options) * p)),
  };
}

/**
 * Masses below, in and above the buckets of a distribution function given at equally spaced places of the scale (201 in
 * Metaculus' files): the form in which continuous forecasts are scored.
 */
export function massesOfCdf(cdf: readonly number[]): number[] {
  return [cdf[0]!, ...cdf.slice(1).map((p, k) => p - cdf[k]!), 1 - cdf.at(-1)!];
}

export interface ContinuousScale {
  readonly low: number;
  readonly high: number;
  /** For a logarithmic scale: the value at which it would reach minus infinity. */
  readonly zeroPoint?: number;
  readonly buckets: number;
}

/**
 * Position of a value among the masses: 0 below the range, buckets 1 … n, n + 1 above. A value at a boundary belongs to
 * the bucket that it ends.
 */
export function bucketOf(value: number, { low, high, zeroPoint, buckets }: ContinuousScale): number {
  const share = (value - low) / (high - low);
  const ratio = zeroPoint === undefined ? 1 : (high - zeroPoint) / (low - zeroPoint);
  const place = ratio === 1 ? share : Math.log(share * (ratio - 1) + 1) / Math.log(ratio);
  if (value < low) return 0;
  if (value > high) return buckets + 1;
  // A hair of rounding must not lift a value at a boundary into the next bucket.
  return Math.max(1, Math.ceil(place * buckets - 1e-10));
}

/** Errors of a single number, each consistent for one functional only (Gneiting 2011, JASA 106:746). */
import { mean, median } from './sample.ts';

/** |x − y|: of a median. In the unit of the outcome. */
export const absoluteError = (forecast: number, outcome: number): number => Math.abs(forecast - outcome);

/** (x − y)²: of a mean. In the unit of the outcome, squared. */
export const squaredError = (forecast: number, outcome: number): number =>
  (forecast - outcome) * (forecast - outcome);

/** Of the median of a sample. */
export const absoluteErrorOfMedian = (
  values: readonly number[],
  outcome: number,
  weights?: readonly number[],
): number => absoluteError(median(values, weights), outcome);

/** Of the mean of a sample. */
export const squaredErrorOfMean = (
  values: readonly number[],
  outcome: number,
  weights?: readonly number[],
): number => squaredError(mean(values, weights), outcome);

/**
 * Sharpness: the median absolute deviation from the median, times 1.4826 so that it is the standard deviation of a normal
 * distribution. Knows no outcome and is no score.
 */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values);
  return 1.4826 * median(values.map((x) => Math.abs(x - centre)));
}

/** The Dawid-Sebastiani score (1999, Ann. Stat. 27:65), which sees only mean and variance: (y − m)²/v + ln v. */
import { mean, varianceOf } from './sample.ts';

/** From the moments; of a variance of 0 the limit: −Infinity where the outcome is the mean, else Infinity. */
export function dawidSebastiani(centre: number, variance: number, outcome: number): number {
  const miss = outcome - centre;
  if (variance === 0) return miss === 0 ? -Infinity : Infinity;
  return (miss * miss) / variance + Math.log(variance);
}

/** From a sample, with the variance of the empirical distribution (1/M, not 1/(M − 1)). */
export const dawidSebastianiFromSample = (
  values: readonly number[],
  outcome: number,
  weights?: readonly number[],
): number => dawidSebastiani(mean(values, weights), varianceOf(values, weights), outcome);

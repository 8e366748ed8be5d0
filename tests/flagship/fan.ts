/** Measures of a forecast against what happened: places in a fan, coverage, scores (decision 0026). */

/** The place of a value in a sample: the share below it and half of the share equal to it, from 0 to 1. */
export function percentile(values: ArrayLike<number>, value: number): number {
  let place = 0;
  for (const x of Array.from(values)) place += x < value ? 1 : x === value ? 0.5 : 0;
  return place / values.length;
}

/** The smallest value that at least a share `p` of the sample does not exceed. */
export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** Share of places within the central interval of a level such as 0.9. */
export const coverage = (places: readonly number[], level: number): number =>
  places.filter((place) => Math.abs(place - 0.5) <= level / 2).length / places.length;

/** Squared distance of a probability from what happened (Brier 1950, half of its two-category form). */
export const brier = (probability: number, outcome: number): number => (probability - outcome) ** 2;

/** Logarithm of the probability given to what happened, natural, negated so that less is better (Good 1952). */
export const logScore = (probability: number, outcome: number): number =>
  -Math.log(outcome === 1 ? probability : 1 - probability);

/** A share of trials kept off 0 and 1 by half a trial, as the log score needs it. */
export const shareOf = (probability: number, trials: number): number =>
  (probability * trials + 0.5) / (trials + 1);

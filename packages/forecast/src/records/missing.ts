/** Ensembles with gaps, as weather files have them: what is missing is left out and counted, never scored as a number. */

export interface Present {
  readonly values: readonly number[];
  readonly weights?: readonly number[];
  /** How many were left out; estimators that know the number of draws then use those that are there. */
  readonly missing: number;
}

/** Drops `null`, `undefined` and NaN with their weights. */
export function withoutMissing(
  values: readonly (number | null | undefined)[],
  weights?: readonly number[],
): Present {
  const there = (value: number | null | undefined): value is number =>
    value !== null && value !== undefined && !Number.isNaN(value);
  const present = values.filter(there);
  const missing = values.length - present.length;
  if (weights === undefined) return { values: present, missing };
  return { values: present, weights: weights.filter((_, i) => there(values[i])), missing };
}

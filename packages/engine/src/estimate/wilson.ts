/**
 * Simulation error of a share of trials: standard error and Wilson score interval (E. B. Wilson, Probable inference,
 * the law of succession, and statistical inference, JASA 22, 1927, 209–212).
 *
 * A trial that failed has an answer nobody knows, so the interval covers both extremes: its low end counts every
 * failed trial as a no, its high end as a yes.
 */

/** 97.5th percentile of the standard normal distribution. */
export const Z = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A probability estimated from trials. Both numbers are null when no trial gave an answer: JSON has no NaN. */
export interface Proportion extends Interval {
  readonly probability: number | null;
  /** Standard error of the probability. */
  readonly se: number | null;
}

/** 95% interval for `yes` of `of` trials; the whole of [0, 1] when there are none. */
export function wilson(yes: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const p = yes / of;
  const z2 = Z * Z;
  const stretch = 1 + z2 / of;
  const centre = (p + z2 / (2 * of)) / stretch;
  const half = (Z * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))) / stretch;
  return {
    low: yes === 0 ? 0 : Math.max(0, centre - half),
    high: yes === of ? 1 : Math.min(1, centre + half),
  };
}

/** `trials` counts the `failed` ones too; `yes` is among the others. */
export function proportion(yes: number, trials: number, failed: number): Proportion {
  const answered = trials - failed;
  const { low } = wilson(yes, trials);
  const { high } = wilson(yes + failed, trials);
  if (answered === 0) return { probability: null, se: null, low, high };
  const probability = yes / answered;
  return { probability, se: Math.sqrt((probability * (1 - probability)) / answered), low, high };
}

/** The rising function that quantile forecasts are recalibrated by: pool-adjacent-violators for a quantile. */
import { assure } from '../statistics/answer.ts';
import { ascending, orderOf } from '../statistics/numbers.ts';

export interface QuantileBlock {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Quantile of what was observed in the block. */
  readonly fitted: number;
}

/**
 * Isotonic regression of y on x for the quantile at a level: of all rising functions one with the least pinball loss
 * (Jordan, Mühlemann and Ziegel 2022, "Characterizing the optimal solutions to the isotonic regression problem for
 * identifiable functionals", AISM 74). Where a block's quantile is not one value the middle of its ends is taken.
 *
 * @returns blocks by rising x with strictly rising values
 */
export function isotonicQuantile(x: readonly number[], y: readonly number[], level: number): QuantileBlock[] {
  assure(x.length === y.length, 'an observation for each forecast');
  assure(level > 0 && level < 1, 'a level lies in (0, 1)');
  interface Pool {
    readonly low: number;
    readonly high: number;
    readonly sorted: readonly number[];
    readonly fitted: number;
  }
  const pools: Pool[] = [];
  const join = (a: Pool, b: Pool): Pool => {
    const sorted = ascending([...a.sorted, ...b.sorted]);
    return { low: a.low, high: b.high, sorted, fitted: middleQuantile(sorted, level) };
  };
  const ties: Pool[] = [];
  for (const at of orderOf(x)) {
    const one = { low: x[at]!, high: x[at]!, sorted: [y[at]!], fitted: y[at]! };
    const last = ties.at(-1);
    if (last?.high === one.low) ties[ties.length - 1] = join(last, one);
    else ties.push(one);
  }
  for (let pool of ties) {
    for (let last = pools.at(-1); last !== undefined && last.fitted >= pool.fitted; last = pools.at(-1)) {
      pools.pop();
      pool = join(last, pool);
    }
    pools.push(pool);
  }
  return pools.map(({ low, high, sorted, fitted }) => ({ low, high, n: sorted.length, fitted }));
}

/** Middle of the lowest and the highest value that are quantiles of the sample at the level. */
function middleQuantile(sorted: readonly number[], level: number): number {
  const at = sorted.length * level;
  const whole = Math.round(at);
  // A product such as 10 × 0.1 must count as whole in spite of rounding.
  if (Math.abs(at - whole) < 1e-9 && whole > 0 && whole < sorted.length) {
    return (sorted[whole - 1]! + sorted[whole]!) / 2;
  }
  return sorted[Math.min(sorted.length, Math.ceil(at - 1e-9)) - 1]!;
}

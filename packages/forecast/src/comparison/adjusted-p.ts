/** p-values of many comparisons at once. */
import { assure } from '../statistics/answer.ts';
import { orderOf } from '../statistics/numbers.ts';

export type Adjustment = 'none' | 'bonferroni' | 'holm' | 'benjamini-hochberg';

/**
 * Adjusted p-values in the order given. `bonferroni` and `holm` (Holm 1979, Scandinavian Journal of Statistics 6) bound
 * the chance of any false alarm, `benjamini-hochberg` (1995, JRSS B 57) the expected share of false ones among alarms.
 */
export function adjustedP(pValues: readonly number[], adjustment: Adjustment): number[] {
  assure(
    pValues.every((p) => p >= 0 && p <= 1),
    'p-values lie in [0, 1]',
  );
  const m = pValues.length;
  if (adjustment === 'none') return [...pValues];
  if (adjustment === 'bonferroni') return pValues.map((p) => Math.min(1, p * m));
  const order = orderOf(pValues);
  const adjusted = Array.from<number>({ length: m });
  if (adjustment === 'holm') {
    let highest = 0;
    order.forEach((at, rank) => {
      highest = Math.max(highest, (m - rank) * pValues[at]!);
      adjusted[at] = Math.min(1, highest);
    });
    return adjusted;
  }
  let lowest = 1;
  for (let rank = m; rank >= 1; rank--) {
    const at = order[rank - 1]!;
    lowest = Math.min(lowest, (pValues[at]! * m) / rank);
    adjusted[at] = lowest;
  }
  return adjusted;
}

/** Weights of a place of chance as the probabilities of its branches: the widths between the thresholds on [0, 1). */
import { exp } from '../chance/index.ts';
import { Fault } from './fault.ts';

const ONE_WITHIN = 1e-9;

/** A weight that a place of chance may have, or a fault. */
export function validWeight(weight: number): number {
  if (!(weight >= 0) || weight === Infinity) throw new Fault('bad-probability');
  return weight;
}

/** Of every alternative, then of none; `rest` is the alternative that takes what is left. */
export function probabilityShares(weights: readonly number[], rest = -1): readonly number[] {
  let total = 0;
  const thresholds = weights.map((weight) => (total += weight));
  if (total > 1 + ONE_WITHIN) throw new Fault('bad-probability');
  if (rest >= 0 || total >= 1 - ONE_WITHIN) {
    const last = rest >= 0 ? rest : weights.findLastIndex((weight) => weight > 0);
    thresholds.fill(1, last);
  }
  return widths(thresholds);
}

/** Of every alternative, then of none, in one step with these hazards a step. */
export function rateShares(rates: readonly number[]): readonly number[] {
  let total = 0;
  for (const rate of rates) total += rate;
  if (total === Infinity) throw new Fault('bad-probability');
  if (total === 0) return [...rates.map(() => 0), 1];
  const any = 1 - exp(-total);
  const last = rates.findLastIndex((rate) => rate > 0);
  let sum = 0;
  return widths(
    rates.map((rate, i) => {
      sum += rate;
      return i >= last ? any : any * (sum / total);
    }),
  );
}

/** The first threshold above the draw decides, so one that is no higher than those before it never does. */
function widths(thresholds: readonly number[]): readonly number[] {
  let below = 0;
  const shares = thresholds.map((threshold) => {
    const width = Math.max(0, Math.min(1, threshold) - below);
    below = Math.max(below, Math.min(1, threshold));
    return width;
  });
  return [...shares, 1 - below];
}

/** Thresholds on [0,1) and the exact pick among them. */
import { drawSecondWord, drawWord, exp, isBelow, type DrawKey } from '../chance/index.ts';
import { Fault } from './fault.ts';

const ONE_WITHIN = 1e-9;

/** A weight that a block may have, or a fault. */
export function validWeight(weight: number): number {
  if (!(weight >= 0) || weight === Infinity)
    throw new Fault('bad-probability', undefined, `a weight is ${weight}`);
  return weight;
}

/** Cumulated probabilities; `rest` is the index of `else`, which takes what is left. */
export function probabilityThresholds(weights: readonly number[], rest?: number): readonly number[] {
  const thresholds: number[] = [];
  let total = 0;
  for (const weight of weights) {
    total += weight;
    thresholds.push(total);
  }
  if (total > 1 + ONE_WITHIN)
    throw new Fault('bad-probability', undefined, `the probabilities ${weights.join(', ')} sum to ${total}`);
  const last = rest ?? weights.findLastIndex((weight) => weight > 0);
  const full = rest !== undefined || total >= 1 - ONE_WITHIN;
  return full ? thresholds.map((threshold, i) => (i >= last ? 1 : threshold)) : thresholds;
}

/** Cumulated shares of the probability that anything happens in a step with these hazards per step. */
export function rateThresholds(rates: readonly number[]): readonly number[] {
  const total = rates.reduce((a, b) => a + b, 0);
  if (total === Infinity) throw new Fault('bad-probability', undefined, 'the rates sum to Infinity');
  if (total === 0) return rates.map(() => 0);
  const any = 1 - exp(-total);
  const last = rates.findLastIndex((rate) => rate > 0);
  let sum = 0;
  return rates.map((rate, i) => {
    sum += rate;
    return i >= last ? any : any * (sum / total);
  });
}

export interface Address {
  readonly key: DrawKey;
  readonly trial: number;
  readonly step: number;
}

/** Index of the first threshold above the draw, or -1. */
export function pick(
  thresholds: readonly number[],
  site: number,
  { key, trial, step }: Address,
  occurrence: number,
): { readonly index: number; readonly word: number } {
  const word = drawWord(key, site, trial, step, occurrence);
  const second = (): number => drawSecondWord(key, site, trial, step, occurrence);
  return { index: thresholds.findIndex((threshold) => isBelow(word, second, threshold)), word };
}

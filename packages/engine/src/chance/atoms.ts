/** The values of a discrete distribution with their probabilities: what a sum over all draws needs. */
import type { Parameters } from './distribution.ts';
import { findDistribution } from './distributions.ts';

export interface Atom {
  readonly value: number;
  readonly probability: number;
}

/** How many values a distribution has; undefined where they are not finitely many separate points. */
export function atomCount(name: string, parameters: Parameters): number | undefined {
  return findDistribution(name)?.points?.(parameters).count;
}

/**
 * The values in [low, high], ascending, with their probabilities given that one of them is drawn. Undefined where
 * a distribution has not finitely many values; empty where the interval has no probability.
 */
export function atoms(
  name: string,
  parameters: Parameters,
  low = -Infinity,
  high = Infinity,
): readonly Atom[] | undefined {
  const distribution = findDistribution(name);
  const points = distribution?.points?.(parameters);
  if (!distribution || !points) return undefined;
  const inside: Atom[] = [];
  let before = 0;
  let total = 0;
  for (let i = 0; i < points.count; i++) {
    const value = points.at(i);
    const upTo = distribution.cdf(parameters, value);
    if (value >= low && value <= high && upTo > before) {
      inside.push({ value, probability: upTo - before });
      total += upTo - before;
    }
    before = upTo;
  }
  return inside.map(({ value, probability }) => ({ value, probability: probability / total }));
}

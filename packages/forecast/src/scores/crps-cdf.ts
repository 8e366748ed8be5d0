/**
 * The continuous ranked probability score of a distribution function given at thresholds: ∫ (F(z) − 1{y ≤ z})² dz, in the
 * unit of the thresholds, from the lowest to the highest threshold: beyond them the forecast said nothing. Exact for the
 * shape that is named, piece by piece.
 */
import { assure } from '../statistics/answer.ts';
import { brier } from './brier.ts';

/**
 * Between two thresholds: `linear` draws a straight line; `step` stays at the lower one's probability, as where all mass
 * lies on the thresholds.
 */
export type CdfShape = 'linear' | 'step';

export interface CdfParts {
  /** ∫ F² below the outcome: probability put too low. */
  readonly under: number;
  /** ∫ (1 − F)² above it: probability put too high. */
  readonly over: number;
  /** Their sum. */
  readonly crps: number;
}

export function crpsFromCdf(
  thresholds: readonly number[],
  probabilities: readonly number[],
  outcome: number,
  shape: CdfShape = 'linear',
): CdfParts {
  assure(thresholds.length === probabilities.length, 'one probability for each threshold');
  let under = 0;
  let over = 0;
  for (let i = 0; i + 1 < thresholds.length; i++) {
    const [a, b] = [thresholds[i]!, thresholds[i + 1]!];
    const [f, g] = [probabilities[i]!, shape === 'step' ? probabilities[i]! : probabilities[i + 1]!];
    const cut = Math.min(Math.max(outcome, a), b);
    const atCut = f + ((cut - a) / (b - a)) * (g - f);
    under += (cut - a) * meanSquare(f, atCut);
    over += (b - cut) * meanSquare(1 - atCut, 1 - g);
  }
  return { under, over, crps: under + over };
}

/** Mean of the squares along a straight line from u to v. */
const meanSquare = (u: number, v: number): number => (u * u + u * v + v * v) / 3;

/**
 * Mean over the thresholds of (F − 1{y ≤ z})², in [0, 1]: judges the stated probabilities alone, whatever lies between
 * the thresholds, and is proper for them.
 */
export function brierOfThresholds(
  thresholds: readonly number[],
  probabilities: readonly number[],
  outcome: number,
): number {
  assure(
    thresholds.length === probabilities.length && thresholds.length > 0,
    'one probability for each threshold',
  );
  const sum = thresholds.reduce((total, z, i) => total + brier(probabilities[i]!, outcome <= z), 0);
  return sum / thresholds.length;
}

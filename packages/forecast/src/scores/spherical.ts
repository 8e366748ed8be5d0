/** The spherical score (Good 1971; Roby 1965): what happened got its share of the length of the vector of probabilities. */
import { assure } from '../statistics/answer.ts';

/** p_k / ‖p‖ in [0, 1], more is better. */
export function sphericalPositive(probabilities: readonly number[], outcome: number): number {
  assure(outcome in probabilities, `no category ${outcome} of ${probabilities.length}`);
  return probabilities[outcome]! / Math.hypot(...probabilities);
}

/** 1 − p_k / ‖p‖ in [0, 1], less is better. */
export const spherical = (probabilities: readonly number[], outcome: number): number =>
  1 - sphericalPositive(probabilities, outcome);

/** Of a yes/no question, `probability` being that of yes. */
export const sphericalBinary = (probability: number, happened: boolean): number =>
  spherical([1 - probability, probability], happened ? 1 : 0);

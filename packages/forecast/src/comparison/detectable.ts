/** What difference a comparison of this size could have found. */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { standardNormalQuantile } from '../statistics/distributions.ts';
import { varianceOf } from '../statistics/numbers.ts';

export interface Detectable {
  readonly effectiveTasks: number;
  readonly standardDeviation: number;
  /** Smallest true mean difference found with the power given. */
  readonly difference: number;
  readonly alpha: number;
  readonly power: number;
  /** Effective tasks that would be needed for `target`, where one was asked for. */
  readonly tasksForTarget?: number;
}

/**
 * Minimum detectable difference (z(1 − α/2) + z(power)) s / √n of a two-sided test, with n the effective number of tasks
 * (Bloom 1995, "Minimum detectable effects", Evaluation Review 19).
 *
 * @param differences paired differences of scores
 */
export function detectableDifference(
  differences: readonly number[],
  options: {
    readonly effectiveTasks?: number;
    readonly alpha?: number;
    readonly power?: number;
    /** A difference that would matter. */
    readonly target?: number;
  } = {},
): Answer<Detectable> {
  const { alpha = 0.05, power = 0.8, effectiveTasks = differences.length, target } = options;
  assure(alpha > 0 && alpha < 1 && power > 0 && power < 1, 'alpha and power lie in (0, 1)');
  assure(target === undefined || target > 0, 'a target is above 0');
  const infinite = whyNotFinite(differences, 'Difference');
  if (infinite !== undefined) return unanswerable(infinite);
  if (differences.length < 2) return unanswerable('Fewer than 2 differences say nothing of their spread');
  const standardDeviation = Math.sqrt(varianceOf(differences));
  const z = standardNormalQuantile(1 - alpha / 2) + standardNormalQuantile(power);
  return {
    effectiveTasks,
    standardDeviation,
    difference: (z * standardDeviation) / Math.sqrt(effectiveTasks),
    alpha,
    power,
    ...(target === undefined ? {} : { tasksForTarget: Math.ceil(((z * standardDeviation) / target) ** 2) }),
  };
}

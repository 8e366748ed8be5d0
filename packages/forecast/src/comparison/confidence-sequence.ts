/** Intervals for the mean difference so far that hold at all times at once: one may look after every task, and stop. */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { bestRho, mixtureBoundary, mixtureWith } from './gamma-exponential.ts';

export interface ConfidenceSequenceOptions {
  /**
   * `empirical-bernstein` (unless said) adapts to the spread that is seen; `hoeffding` knows the bounds alone;
   * `asymptotic` needs no bounds and holds only in the limit.
   */
  readonly method?: 'empirical-bernstein' | 'hoeffding' | 'asymptotic';
  /** Bounds of one difference, such as [−1, 1] of Brier scores; needed unless `asymptotic`. */
  readonly bounds?: readonly [low: number, high: number];
  /** Chance that the true mean so far ever leaves the sequence; 0.05 unless said. */
  readonly alpha?: number;
  /** Intrinsic time (sum of squared deviations) at which the boundary is tightest, fixed beforehand; 10 unless said. */
  readonly tightAt?: number;
  /** For `asymptotic`: the number of tasks at which it is tightest; 100 unless said. */
  readonly tightAtTask?: number;
}

export interface ConfidenceStep {
  /** Tasks so far. */
  readonly t: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Confidence sequence for the running mean of what differences were expected to be, task by task. It needs no
 * independence and no constant mean, only that each difference is scored before the next is made (lag 1).
 *
 * `empirical-bernstein`, `hoeffding`: Choe and Ramdas (2024), "Comparing sequential forecasters", Operations Research
 * 72, theorems 2 and 1. Intrinsic time is the sum of squared deviations from the mean so far, at least 1; sub-Gaussian
 * with variance ((high − low)/2)² a task. `asymptotic`: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024),
 * "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52, the Lindeberg form.
 *
 * @param differences in the order in which tasks resolved
 */
export function confidenceSequence(
  differences: readonly number[],
  options: ConfidenceSequenceOptions = {},
): Answer<readonly ConfidenceStep[]> {
  const { method = 'empirical-bernstein', alpha = 0.05, tightAt = 10, tightAtTask = 100, bounds } = options;
  assure(alpha > 0 && alpha < 1, 'alpha lies in (0, 1)');
  const why = whyNotFinite(differences, 'Difference') ?? whyOutside(differences, bounds);
  if (why !== undefined) return unanswerable(why);
  assure(method === 'asymptotic' || bounds !== undefined, `${method} needs the bounds of a difference`);
  const [low, high] = bounds ?? [-Infinity, Infinity];
  const c = high - low;
  const mixture = mixtureWith(bestRho(tightAt, alpha / 2), c);
  const logs = Math.log(1 / alpha);
  const asymptoticRho = (2 * logs + Math.log(1 + 2 * logs)) / tightAtTask;
  let [sum, squares] = [0, 0];
  return differences.map((x, index) => {
    const t = index + 1;
    const predicted = index === 0 ? 0 : sum / index;
    squares += (x - predicted) * (x - predicted);
    sum += x;
    const mean = sum / t;
    const radius = (): number => {
      switch (method) {
        case 'empirical-bernstein':
          return mixtureBoundary(Math.max(1, squares), alpha / 2, mixture) / t;
        case 'hoeffding': {
          const v = (t * c * c) / 4;
          const rho = bestRho(tightAt, alpha / 2);
          return Math.sqrt((v + rho) * (Math.log(1 + v / rho) + 2 * logs)) / t;
        }
        case 'asymptotic': {
          const growth = asymptoticRho * Math.max(1, squares) + 1;
          return Math.sqrt((2 * growth * Math.log(Math.sqrt(growth) / alpha)) / (asymptoticRho * t * t));
        }
      }
    };
    const half = radius();
    return { t, mean, low: mean - half, high: mean + half };
  });
}

/** Why differences contradict the bounds they were said to have. */
export function whyOutside(
  differences: readonly number[],
  bounds: readonly [number, number] | undefined,
): string | undefined {
  if (bounds === undefined) return undefined;
  const [low, high] = bounds;
  assure(low < high, 'the low bound is below the high one');
  const at = differences.findIndex((d) => d < low || d > high);
  return at < 0
    ? undefined
    : `Difference number ${at + 1} is ${differences[at]}, outside [${low}, ${high}]; give the bounds of the score, or one that has bounds`;
}

/** How far a reliability curve may lie from the diagonal, or from the truth, by chance. */
import { type Answer, isUnanswerable } from '../statistics/answer.ts';
import { ascending, quantileOfSorted } from '../statistics/numbers.ts';
import { type Chance, chanceOf } from '../statistics/random.ts';
import { corp } from './corp.ts';
import { fittedAt, interpolated, isotonicBlocks } from './isotonic.ts';
import { type ProbabilityScore } from './probability-score.ts';

export interface BandOptions {
  /** 0.9 unless said. */
  readonly level?: number;
  /** 1,000 unless said. */
  readonly resamples?: number;
  readonly seed?: string;
}

export interface BandPoint {
  readonly probability: number;
  readonly low: number;
  readonly high: number;
}

export interface Band {
  /** `consistency`: where the curve of a calibrated forecaster would lie. `confidence`: where the true curve may lie. */
  readonly kind: 'consistency' | 'confidence';
  readonly level: number;
  readonly method: string;
  /** At each distinct probability, rising. */
  readonly points: readonly BandPoint[];
}

/**
 * Pointwise band by resampling: probabilities are drawn again from those forecast, outcomes from the diagonal
 * (`consistency`) or from the fitted curve (`confidence`), and the curve is fitted anew. Dimitriadis, Gneiting and
 * Jordan (2021), PNAS 118, supplement; the idea is that of Bröcker and Smith (2007), Weather and Forecasting 22.
 */
export function reliabilityBand(
  kind: Band['kind'],
  probabilities: readonly number[],
  outcomes: readonly (0 | 1)[],
  options: BandOptions = {},
): Answer<Band> {
  const { level = 0.9, resamples = 1000, seed = `${kind} band` } = options;
  const fit = corp(probabilities, outcomes);
  if (isUnanswerable(fit)) return fit;
  const truth = kind === 'consistency' ? probabilities : fittedAt(fit.blocks, probabilities);
  const points = ascending([...new Set(probabilities)]);
  const chance = chanceOf(seed);
  const curves = points.map(() => new Float64Array(resamples));
  for (let r = 0; r < resamples; r++) {
    const { x, y } = resampled(probabilities, truth, chance);
    const blocks = isotonicBlocks(x, y);
    points.forEach((point, k) => {
      curves[k]![r] = interpolated(blocks, point);
    });
  }
  return {
    kind,
    level,
    method: `resampling, ${resamples} times, seed "${seed}", pointwise`,
    points: points.map((probability, k) => {
      const sorted = ascending([...curves[k]!]);
      return {
        probability,
        low: quantileOfSorted(sorted, (1 - level) / 2),
        high: quantileOfSorted(sorted, (1 + level) / 2),
      };
    }),
  };
}

export interface MiscalibrationTest {
  readonly n: number;
  readonly score: ProbabilityScore;
  readonly miscalibration: number;
  readonly pValue: number;
  readonly method: string;
}

/**
 * Is the miscalibration more than chance would show of a calibrated forecaster? Outcomes are drawn from resampled
 * probabilities themselves; p counts the observed value among the resampled, so it is never 0.
 */
export function miscalibrationTest(
  probabilities: readonly number[],
  outcomes: readonly (0 | 1)[],
  options: BandOptions & { readonly score?: ProbabilityScore } = {},
): Answer<MiscalibrationTest> {
  const { resamples = 1000, seed = 'miscalibration', score = 'brier' } = options;
  const observed = corp(probabilities, outcomes, score);
  if (isUnanswerable(observed)) return observed;
  const chance = chanceOf(seed);
  let count = 1;
  for (let r = 0; r < resamples; r++) {
    const { x, y } = resampled(probabilities, probabilities, chance);
    const fit = corp(x, y, score);
    if (!isUnanswerable(fit) && fit.miscalibration >= observed.miscalibration - 1e-12) count++;
  }
  return {
    n: probabilities.length,
    score,
    miscalibration: observed.miscalibration,
    pValue: count / (resamples + 1),
    method: `resampling under calibration, ${resamples} times, seed "${seed}"`,
  };
}

function resampled(
  probabilities: readonly number[],
  truth: readonly number[],
  chance: Chance,
): { x: number[]; y: (0 | 1)[] } {
  const picks = probabilities.map(() => chance.index(probabilities.length));
  return {
    x: picks.map((i) => probabilities[i]!),
    y: picks.map((i) => chance.bernoulli(truth[i]!)),
  };
}

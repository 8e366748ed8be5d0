/** Reliability − resolution + uncertainty of a mean Brier score. */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';
import { groupBy, meanOf, sumOf } from '../statistics/numbers.ts';
import { checkBinary } from './corp.ts';

export interface MurphyOptions {
  /** `unique`: one group for each distinct probability. A number: so many bins of equal width on [0, 1]. */
  readonly bins: 'unique' | number;
  /**
   * `none`: the sample terms. `ferro-fricker`: each term without its bias (a reliability below 0 is possible).
   * `ferro-fricker-bounded`: the same moved so that neither is below 0 and their difference stays.
   */
  readonly correction?: 'none' | 'ferro-fricker' | 'ferro-fricker-bounded';
}

export interface ReliabilityBin {
  readonly n: number;
  readonly meanProbability: number;
  readonly frequency: number;
}

export interface MurphyDecomposition {
  readonly n: number;
  readonly bins: readonly ReliabilityBin[];
  readonly correction: 'none' | 'ferro-fricker' | 'ferro-fricker-bounded';
  readonly meanScore: number;
  readonly reliability: number;
  readonly resolution: number;
  readonly uncertainty: number;
  /** 2 × covariance − variance of probabilities and outcomes inside bins; 0 for `unique`. */
  readonly withinBins: number;
  /** Bins of one task, whose terms cannot be corrected and are left as they are. */
  readonly uncorrected: number;
}

/**
 * meanScore = reliability − resolution + uncertainty − withinBins, exactly.
 *
 * Murphy (1973), "A new vector partition of the probability score", Journal of Applied Meteorology 12; the terms within
 * bins of Stephenson, Coelho and Jolliffe (2008), Weather and Forecasting 23; corrections of Ferro and Fricker (2012),
 * "A bias-corrected decomposition of the Brier score", QJRMS 138.
 */
export function murphyDecomposition(
  probabilities: readonly number[],
  outcomes: readonly (0 | 1)[],
  options: MurphyOptions,
): Answer<MurphyDecomposition> {
  checkBinary(probabilities, outcomes);
  const { bins, correction = 'none' } = options;
  assure(bins === 'unique' || (Number.isInteger(bins) && bins >= 1), 'bins are a whole number from 1');
  const n = probabilities.length;
  if (n === 0) return unanswerable('There is no resolved yes-or-no task');
  const groups = [
    ...groupBy(
      probabilities.map((p, i) => ({ p, y: outcomes[i]! })),
      ({ p }) => (bins === 'unique' ? String(p) : String(Math.min(bins - 1, Math.floor(p * bins)))),
    ).values(),
  ].map((group) => ({
    n: group.length,
    p: meanOf(group.map((c) => c.p)),
    y: meanOf(group.map((c) => c.y)),
    group,
  }));
  groups.sort((a, b) => a.p - b.p);
  const frequency = meanOf(outcomes);
  let reliability = sumOf(groups.map((g) => g.n * (g.p - g.y) * (g.p - g.y))) / n;
  let resolution = sumOf(groups.map((g) => g.n * (g.y - frequency) * (g.y - frequency))) / n;
  let uncertainty = frequency * (1 - frequency);
  const withinBins =
    sumOf(
      groups.map((g) => sumOf(g.group.map((c) => 2 * (c.p - g.p) * (c.y - g.y) - (c.p - g.p) * (c.p - g.p)))),
    ) / n;
  const single = groups.filter((g) => g.n === 1).length;
  if (correction !== 'none') {
    if (n < 2) return unanswerable('One task alone has no bias to correct');
    const noise = sumOf(groups.filter((g) => g.n > 1).map((g) => (g.n * g.y * (1 - g.y)) / (g.n - 1))) / n;
    const overall = uncertainty / (n - 1);
    reliability -= noise;
    resolution += overall - noise;
    uncertainty += overall;
    if (correction === 'ferro-fricker-bounded') {
      const [rel, res] = [reliability, resolution];
      reliability = Math.max(rel, rel - res, 0);
      resolution = Math.max(res, res - rel, 0);
    }
  }
  return {
    n,
    bins: groups.map((g) => ({ n: g.n, meanProbability: g.p, frequency: g.y })),
    correction,
    meanScore: meanOf(probabilities.map((p, i) => (p - outcomes[i]!) * (p - outcomes[i]!))),
    reliability,
    resolution,
    uncertainty,
    withinBins,
    uncorrected: correction === 'none' ? 0 : single,
  };
}

/** Is a forecaster behind another for want of calibration, which arithmetic mends, or for want of information? */
import { type Answer, assure, isUnanswerable, unanswerable } from '../statistics/answer.ts';
import { groupBy, meanOf } from '../statistics/numbers.ts';
import { probabilityScore, type ProbabilityScore } from './probability-score.ts';
import { fitRecalibration, type RecalibrationMethod } from './recalibrate.ts';

export interface CalibrationCase {
  readonly probability: number;
  readonly outcome: 0 | 1;
  readonly cluster: string;
  /** Order of resolution, for the time-ordered split. */
  readonly time?: string | number;
}

export interface OutOfSampleOptions {
  readonly method: RecalibrationMethod;
  /**
   * `leave-one-cluster-out`: each cluster is recalibrated by what all others teach. `past`: each case by cases of
   * earlier times alone; cases with fewer than `pastMin` (10 unless said) before them stay as they are.
   */
  readonly split: 'leave-one-cluster-out' | 'past';
  readonly pastMin?: number;
}

/** Probabilities recalibrated by maps that have not seen the case itself, in the order given. */
export function recalibrateOutOfSample(
  cases: readonly CalibrationCase[],
  options: OutOfSampleOptions,
): Answer<readonly number[]> {
  const { method, split, pastMin = 10 } = options;
  if (split === 'past') {
    assure(
      cases.every((c) => c.time !== undefined),
      'a time-ordered split needs the time of each case',
    );
  }
  const groups = groupBy(cases, (c) => (split === 'past' ? String(c.time) : c.cluster));
  if (split === 'leave-one-cluster-out' && groups.size < 2) {
    return unanswerable(
      `All ${cases.length} cases are of one cluster, so none is left to recalibrate them by; name clusters, or split by time`,
    );
  }
  const maps = new Map<string, (p: number) => number>();
  for (const [name, group] of groups) {
    const others =
      split === 'past'
        ? cases.filter((c) => c.time! < group[0]!.time!)
        : cases.filter((c) => c.cluster !== name);
    if (split === 'past' && others.length < pastMin) {
      maps.set(name, (p) => p);
      continue;
    }
    const fit = fitRecalibration(
      method,
      others.map((c) => c.probability),
      others.map((c) => c.outcome),
    );
    if (isUnanswerable(fit)) return fit;
    maps.set(name, fit.map);
  }
  return cases.map((c) => maps.get(split === 'past' ? String(c.time) : c.cluster)!(c.probability));
}

export interface Gap {
  readonly n: number;
  readonly score: ProbabilityScore;
  readonly first: { readonly raw: number; readonly recalibrated: number };
  readonly second: { readonly raw: number; readonly recalibrated: number };
  /** Mean score of the first minus that of the second; = calibration + information. */
  readonly gap: number;
  /** What of it out-of-sample recalibration of both removes. */
  readonly calibration: number;
  /** What stays between them when both are recalibrated. */
  readonly information: number;
  readonly verdict: 'calibration' | 'information' | 'both' | 'none';
}

/**
 * Splits the gap between two forecasters on the same cases. The verdict names a part that makes up more than two thirds
 * of the two parts' sizes; it describes the sample, and the parts may be tested like any difference of scores.
 */
export function explainGap(
  first: readonly CalibrationCase[],
  second: readonly CalibrationCase[],
  options: OutOfSampleOptions & { readonly score?: ProbabilityScore },
): Answer<Gap> {
  const { score = 'brier' } = options;
  assure(
    first.length === second.length && first.every((c, i) => c.outcome === second[i]!.outcome),
    'both forecasters answer the same cases in the same order',
  );
  if (first.length === 0) return unanswerable('There is no common case');
  const [a, b] = [recalibrateOutOfSample(first, options), recalibrateOutOfSample(second, options)];
  if (isUnanswerable(a)) return a;
  if (isUnanswerable(b)) return b;
  const mean = (p: readonly number[]): number =>
    meanOf(p.map((x, i) => probabilityScore(score, x, first[i]!.outcome)));
  const one = { raw: mean(first.map((c) => c.probability)), recalibrated: mean(a) };
  const two = { raw: mean(second.map((c) => c.probability)), recalibrated: mean(b) };
  const information = one.recalibrated - two.recalibrated;
  const gap = one.raw - two.raw;
  const calibration = gap - information;
  if (!Number.isFinite(gap) || !Number.isFinite(information)) {
    return unanswerable(
      'A certainty that proved wrong makes the mean log score infinite; use the Brier score',
    );
  }
  const size = Math.abs(calibration) + Math.abs(information);
  return {
    n: first.length,
    score,
    first: one,
    second: two,
    gap,
    calibration,
    information,
    verdict:
      size < 1e-12
        ? 'none'
        : Math.abs(calibration) > (2 / 3) * size
          ? 'calibration'
          : Math.abs(information) > (2 / 3) * size
            ? 'information'
            : 'both',
  };
}

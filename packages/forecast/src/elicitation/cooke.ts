/**
 * Weights from seed questions by the classical model: calibration, as the likelihood of an expert's hits under the null
 * that the expert is calibrated, times information. Cooke (1991), Experts in Uncertainty; Cooke and Goossens (2008), "TU
 * Delft expert judgment data base", Reliability Engineering and System Safety 93.
 */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';
import { chisquareTail } from '../statistics/distributions.ts';
import { meanOf, sumOf } from '../statistics/numbers.ts';
import type { Judgement } from './judgement.ts';
import { intrinsicRange, levelsOf, mixtureQuantiles, type Piecewise, piecewiseOf } from './piecewise.ts';

export interface SeedQuestion {
  readonly quantity: string;
  /** What is known, to the analyst and not to the experts. */
  readonly truth: number;
  /** The background measure of information: `log` for positive quantities over orders of magnitude. `linear` unless said. */
  readonly scale?: 'linear' | 'log';
}

export interface ExpertPerformance {
  readonly expert: string;
  readonly seeds: number;
  /** Truths below low, between low and best, between best and high, above high. */
  readonly hits: readonly [number, number, number, number];
  /** p-value of calibration, in [0, 1]. */
  readonly calibration: number;
  /** Mean relative information over the seeds, at least 0. */
  readonly information: number;
  /** Calibration × information where calibration reaches the threshold, else 0. */
  readonly unnormalised: number;
  /** Sums to 1 over experts. */
  readonly weight: number;
}

export interface PerformanceWeights {
  readonly experts: readonly ExpertPerformance[];
  readonly threshold: number;
  /** The pool with these weights, judged on the same seeds: better than on fresh ones, since it was fitted to them. */
  readonly pool: { readonly calibration: number; readonly information: number };
  readonly warnings: readonly string[];
}

export interface CookeOptions {
  /** Experts with a calibration below it get no weight; `optimised` tries each expert's own. `optimised` unless said. */
  readonly threshold?: number | 'optimised';
  readonly overshoot?: number;
}

/** Fewer seeds than this make calibration hardly tell experts apart. */
const SEEDS_WANTED = 8;

/**
 * @param judgements of the seed questions, one for each expert and quantity (see `latestRound`), all with the same
 *   confidence below 1 (see `atConfidence`)
 */
export function performanceWeights(
  judgements: readonly Judgement[],
  seeds: readonly SeedQuestion[],
  options: CookeOptions = {},
): Answer<PerformanceWeights> {
  const { threshold = 'optimised', overshoot = 0.1 } = options;
  const names = [...new Set(judgements.map((j) => j.expert))];
  const confidence = judgements[0]?.confidence;
  if (confidence === undefined || seeds.length === 0) {
    return unanswerable(
      'There is no judgement of a seed question, so nothing tells experts apart; use equal weights',
    );
  }
  if (judgements.some((j) => j.confidence !== confidence)) {
    return unanswerable('Judgements have different confidences; bring them to one first');
  }
  if (confidence >= 1) {
    return unanswerable(
      'With confidence 1 a truth outside an interval is impossible, so calibration cannot be measured',
    );
  }
  const missing = names.flatMap((expert) =>
    seeds.flatMap((seed) =>
      judgements.some((j) => j.expert === expert && j.quantity === seed.quantity)
        ? []
        : [`${expert} on ${seed.quantity}`],
    ),
  );
  if (missing.length > 0) {
    return unanswerable(
      `Every expert has to answer every seed question; missing: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}`,
    );
  }
  const nonPositive = judgements.find(
    (j) => j.low <= 0 && seeds.some((s) => s.quantity === j.quantity && s.scale === 'log'),
  );
  if (nonPositive !== undefined) {
    return unanswerable(
      `${nonPositive.expert} gives ${nonPositive.quantity} a low of ${nonPositive.low}, which a log scale does not have; use the linear scale`,
    );
  }
  const atEnd = judgements.find((j) => j.low === j.best || j.best === j.high);
  if (atEnd !== undefined) {
    return unanswerable(
      `${atEnd.expert} on ${atEnd.quantity}: best is an end of the interval, which would count as infinite information; move the end a little`,
    );
  }
  const scales = seeds.map((seed) => seedScale(seed, judgements, overshoot));
  const answers = names.map((expert) =>
    seeds.map((seed, s) =>
      scales[s]!.of(judgements.find((j) => j.expert === expert && j.quantity === seed.quantity)!),
    ),
  );
  const [lowLevel, highLevel] = levelsOf(confidence);
  const levels = [lowLevel, 0.5, highLevel];
  const judged = answers.map((mine) => judge(mine, scales, levels));
  const weightsAt = (alpha: number): number[] => {
    const raw = judged.map((j) => (j.calibration >= alpha ? j.calibration * j.information : 0));
    const sum = sumOf(raw);
    return sum > 0 ? raw.map((w) => w / sum) : [];
  };
  const poolAt = (weights: readonly number[]): { calibration: number; information: number } =>
    judge(
      scales.map((_, s) => {
        const members = answers.map((mine) => mine[s]!);
        const inner = mixtureQuantiles(members, weights, levels);
        return {
          values: [scales[s]!.low, ...inner, scales[s]!.high],
          levels: [0, ...levels, 1],
        };
      }),
      scales,
      levels,
    );
  const candidates = threshold === 'optimised' ? judged.map((j) => j.calibration) : [threshold];
  let best:
    { alpha: number; weights: number[]; pool: { calibration: number; information: number } } | undefined;
  for (const alpha of candidates) {
    const weights = weightsAt(alpha);
    if (weights.length === 0) continue;
    const pool = poolAt(weights);
    if (
      best === undefined ||
      pool.calibration * pool.information > best.pool.calibration * best.pool.information
    ) {
      best = { alpha, weights, pool };
    }
  }
  if (best === undefined) {
    return unanswerable(
      `No expert reaches the calibration threshold ${String(threshold)} with any information; lower it, or use equal weights`,
    );
  }
  const { alpha, weights, pool } = best;
  return {
    experts: names.map((expert, e) => {
      const { hits, calibration, information } = judged[e]!;
      return {
        expert,
        seeds: seeds.length,
        hits,
        calibration,
        information,
        unnormalised: calibration >= alpha ? calibration * information : 0,
        weight: weights[e]!,
      };
    }),
    threshold: alpha,
    pool: { calibration: pool.calibration, information: pool.information },
    warnings:
      seeds.length < SEEDS_WANTED
        ? [`${seeds.length} seed questions hardly tell experts apart; ${SEEDS_WANTED} or more are usual`]
        : [],
  };
}

interface SeedScale {
  readonly low: number;
  readonly high: number;
  readonly truth: number;
  readonly of: (judgement: Judgement) => Piecewise;
}

/** A seed question on its own scale, on which its background measure is uniform. */
function seedScale(seed: SeedQuestion, judgements: readonly Judgement[], overshoot: number): SeedScale {
  const onScale = seed.scale === 'log' ? Math.log : (x: number): number => x;
  assure(seed.scale !== 'log' || seed.truth > 0, 'a truth on a log scale is above 0');
  const scaled = judgements
    .filter((j) => j.quantity === seed.quantity)
    .map((j) => ({ ...j, low: onScale(j.low), best: onScale(j.best), high: onScale(j.high) }));
  const truth = onScale(seed.truth);
  const range = intrinsicRange(scaled, { truth, overshoot });
  return {
    ...range,
    truth,
    of: (j) =>
      piecewiseOf({ ...j, low: onScale(j.low), best: onScale(j.best), high: onScale(j.high) }, range),
  };
}

function judge(
  answers: readonly Piecewise[],
  scales: readonly SeedScale[],
  levels: readonly number[],
): { hits: [number, number, number, number]; calibration: number; information: number } {
  const expected = [...levels, 1].map((level, k) => level - (levels[k - 1] ?? 0));
  const hits: [number, number, number, number] = [0, 0, 0, 0];
  const information = meanOf(
    answers.map((answer, s) => {
      const { truth, low, high } = scales[s]!;
      const [lowQ, best, highQ] = [answer.values[1]!, answer.values[2]!, answer.values[3]!];
      hits[truth <= lowQ ? 0 : truth <= best ? 1 : truth <= highQ ? 2 : 3] += 1;
      // Relative information of the expert's distribution to the uniform one on the range.
      return sumOf(
        expected.map((p, k) => {
          const width = answer.values[k + 1]! - answer.values[k]!;
          return p * Math.log(p / (Math.max(width, 1e-12 * (high - low)) / (high - low)));
        }),
      );
    }),
  );
  const n = answers.length;
  const divergence = sumOf(hits.map((h, k) => (h === 0 ? 0 : (h / n) * Math.log(h / n / expected[k]!))));
  return { hits, calibration: chisquareTail(2 * n * divergence, 3), information };
}

/**
 * The CORP reliability diagram and its decomposition of a mean score: consistent, optimally binned, reproducible,
 * PAV-based. Dimitriadis, Gneiting and Jordan (2021), "Stable reliability diagrams for probabilistic classifiers",
 * PNAS 118.
 */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';
import { meanOf, orderOf } from '../statistics/numbers.ts';
import { type Block, fittedAt, isotonicBlocks } from './isotonic.ts';
import { type ProbabilityScore, probabilityScore } from './probability-score.ts';

export interface RecalibratedCase {
  /** Position in the arrays given, from 0. */
  readonly index: number;
  readonly probability: number;
  readonly outcome: 0 | 1;
  /** Which block, from 0. */
  readonly block: number;
  /** Conditional event probability that the block estimates. */
  readonly recalibrated: number;
}

export interface Corp {
  readonly n: number;
  readonly score: ProbabilityScore;
  /** = miscalibration − discrimination + uncertainty. May be infinite for `log`. */
  readonly meanScore: number;
  /** What the recalibrated probabilities would save; never negative. */
  readonly miscalibration: number;
  /** What they save against the overall frequency; never negative. */
  readonly discrimination: number;
  /** The mean score of the overall frequency. */
  readonly uncertainty: number;
  readonly blocks: readonly Block[];
  /** By rising probability; of equal ones yes before no, then in the order given. */
  readonly cases: readonly RecalibratedCase[];
}

/**
 * @param probabilities of yes, in [0, 1]
 * @param outcomes 0 or 1, one for each
 */
export function corp(
  probabilities: readonly number[],
  outcomes: readonly (0 | 1)[],
  score: ProbabilityScore = 'brier',
): Answer<Corp> {
  checkBinary(probabilities, outcomes);
  const n = probabilities.length;
  if (n === 0) return unanswerable('There is no resolved yes-or-no task');
  const blocks = isotonicBlocks(probabilities, outcomes);
  const recalibrated = fittedAt(blocks, probabilities);
  const frequency = meanOf(outcomes);
  const meanScore = mean(score, probabilities, outcomes);
  const best = mean(score, recalibrated, outcomes);
  const uncertainty = mean(
    score,
    outcomes.map(() => frequency),
    outcomes,
  );
  return {
    n,
    score,
    meanScore,
    miscalibration: meanScore - best,
    discrimination: uncertainty - best,
    uncertainty,
    blocks,
    cases: orderOf(outcomes.map((y) => -y))
      .sort((a, b) => probabilities[a]! - probabilities[b]!)
      .map((index) => ({
        index,
        probability: probabilities[index]!,
        outcome: outcomes[index]!,
        block: blocks.findIndex((block) => probabilities[index]! <= block.high),
        recalibrated: recalibrated[index]!,
      })),
  };
}

/** Throws where arrays cannot be probabilities and outcomes of the same tasks. */
export function checkBinary(probabilities: readonly number[], outcomes: readonly number[]): void {
  assure(probabilities.length === outcomes.length, 'an outcome for each probability');
  assure(
    probabilities.every((p) => p >= 0 && p <= 1),
    'probabilities lie in [0, 1]',
  );
  assure(
    outcomes.every((y) => y === 0 || y === 1),
    'outcomes are 0 or 1',
  );
}

function mean(score: ProbabilityScore, p: readonly number[], y: readonly (0 | 1)[]): number {
  return meanOf(p.map((value, i) => probabilityScore(score, value, y[i]!)));
}

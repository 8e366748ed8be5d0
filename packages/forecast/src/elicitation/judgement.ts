/** What an expert said of one quantity, as a row of a file; and what is wrong with such rows. */
import type { Moment } from '../records/forecast.ts';

export interface Judgement {
  readonly expert: string;
  readonly quantity: string;
  /** 1 for the first; later rounds replace earlier ones. */
  readonly round: number;
  readonly low: number;
  readonly best: number;
  readonly high: number;
  /** Probability that the expert gives to [low, high], in (0, 1]; 1 makes them absolute limits. */
  readonly confidence: number;
  readonly date?: Moment | undefined;
  readonly reason?: string | undefined;
}

export interface JudgementProblem {
  /** Which row, from 1, as a reader counts them below the header. */
  readonly row: number;
  readonly message: string;
  readonly help: string;
}

/** All that is wrong, row by row; empty for a file that can be pooled. */
export function judgementProblems(judgements: readonly Judgement[]): JudgementProblem[] {
  const seen = new Map<string, number>();
  return judgements.flatMap((j, index): JudgementProblem[] => {
    const row = index + 1;
    const found: JudgementProblem[] = [];
    const who = `${j.expert} on ${j.quantity}`;
    if (![j.low, j.best, j.high].every(Number.isFinite)) {
      found.push({ row, message: `${who}: low, best and high must be numbers`, help: 'fill in all three' });
    } else if (j.low > j.best || j.best > j.high) {
      found.push({
        row,
        message: `${who}: low ${j.low}, best ${j.best}, high ${j.high} do not rise`,
        help: 'low is at most best, and best at most high',
      });
    } else if (j.low === j.high) {
      found.push({
        row,
        message: `${who}: low and high are both ${j.low}, which leaves no uncertainty`,
        help: 'widen the interval, or make the quantity a value instead of a prior',
      });
    }
    if (!(j.confidence > 0 && j.confidence <= 1)) {
      found.push({
        row,
        message: `${who}: confidence ${j.confidence} is no probability above 0`,
        help: 'write 0.9 for 90%',
      });
    }
    if (!(Number.isInteger(j.round) && j.round >= 1)) {
      found.push({
        row,
        message: `${who}: round ${j.round} is no whole number from 1`,
        help: 'number rounds 1, 2, …',
      });
    }
    if (j.expert.trim() === '' || j.quantity.trim() === '') {
      found.push({ row, message: 'a judgement without expert or quantity', help: 'name both' });
    }
    const key = JSON.stringify([j.expert, j.quantity, j.round]);
    const before = seen.get(key);
    if (before !== undefined) {
      found.push({
        row,
        message: `${who}: round ${j.round} was given in row ${before} already`,
        help: 'keep one row, or give the later one the next round',
      });
    } else seen.set(key, row);
    return found;
  });
}

/** The last round of each expert on each quantity, in order of first appearance. */
export function latestRound(judgements: readonly Judgement[]): Judgement[] {
  const latest = new Map<string, Judgement>();
  for (const judgement of judgements) {
    const key = JSON.stringify([judgement.expert, judgement.quantity]);
    const before = latest.get(key);
    if (before === undefined || judgement.round > before.round) latest.set(key, judgement);
  }
  return [...latest.values()];
}

/**
 * The interval stretched (or shrunk) about the best guess to another confidence, in proportion, as the IDEA protocol does
 * it before pooling: Hemming, Burgman, Hanea, McBride and Wintle (2018), "A practical guide to structured expert elicitation
 * using the IDEA protocol", Methods in Ecology and Evolution 9.
 *
 * @param limits that the quantity cannot pass, such as 0 and 1 of a probability
 */
export function atConfidence(
  judgement: Judgement,
  confidence: number,
  limits: { readonly low?: number; readonly high?: number } = {},
): Judgement {
  const factor = confidence / judgement.confidence;
  const { low, best, high } = judgement;
  return {
    ...judgement,
    low: Math.max(limits.low ?? -Infinity, best - (best - low) * factor),
    high: Math.min(limits.high ?? Infinity, best + (high - best) * factor),
    confidence,
  };
}

/** Exact answers as data: what `solveExact` gives and `stave exact --json` prints. */
import type { IrQuestion } from '../ir/ir.ts';
import type { Failure } from './failures.ts';

/**
 * Among applicable trials that do not fail. Where some fail, `low` and `high` count every failed trial as a no and as
 * a yes. Null: there are no such trials.
 */
export interface ExactProbability {
  readonly probability: number | null;
  readonly low?: number;
  readonly high?: number;
}

export interface ExactOutcome extends ExactProbability {
  /** As in the answers of `stave run`. Without a horizon a `time` question has `ever` and `never`. */
  readonly value: string;
  /** `time` questions: first passage at this frame or before. */
  readonly cumulative?: ExactProbability;
}

export interface ExactExpectation {
  /** `steps`: of the frame of first passage. `count`: of the final count. `number`: of the answer. */
  readonly of: 'steps' | 'count' | 'number';
  readonly value: number | 'infinite';
  /**
   * The condition under which it is taken: that the passage happens (in the window, where there is one), or that the
   * trial comes to rest.
   */
  readonly given?: 'passage' | 'rest';
}

/** The distribution of a number that answers a question. */
export interface ExactNumber {
  readonly sd: number;
  readonly least: number;
  readonly most: number;
  /** The least value with at least that share of the probability at or below it (to within 1e-12). */
  readonly quantiles: readonly { readonly q: number; readonly value: number }[];
}

export interface ExactQuestion {
  readonly id: string;
  readonly kind: IrQuestion['kind'];
  /** The end of the clock was not counted as an end. */
  readonly unbounded: boolean;
  /** None where the answer is a number, or where only its expectation is known. */
  readonly outcomes: readonly ExactOutcome[];
  readonly number?: ExactNumber;
  readonly expectations: readonly ExactExpectation[];
  /** Of conditional questions: the probability that the condition holds; null where every trial fails. */
  readonly given?: { readonly probability: number | null };
  /**
   * Without a horizon: the probability that what is asked at the end never comes to rest. Outcomes are among trials
   * that do.
   */
  readonly unsettled?: number;
}

export interface ExactMeasure {
  readonly id: string;
  /** The recorded frames. */
  readonly steps: readonly number[];
  readonly dates?: readonly string[];
  /** One a frame; empty when every trial fails. */
  readonly expected: readonly number[];
}

export interface ExactAnswers {
  readonly states: number;
  readonly transitions: number;
  /** Whether nodes know their step, so that the chain is as long as the clock. */
  readonly dated: boolean;
  /** Probability that a trial fails. */
  readonly failed: number;
  readonly failures: readonly (Failure & { readonly probability: number })[];
  readonly questions: readonly ExactQuestion[];
  /** Not without a horizon. */
  readonly measures: readonly ExactMeasure[];
  /** How equations without a horizon were solved; `eliminated` unless a part was too dense for it. */
  readonly method?: 'eliminated' | 'iterated';
}

/** Shares of outcomes as probabilities: exactly 1 where no other has any. */
export function probabilitiesOf(masses: readonly number[], failed: number): readonly ExactProbability[] {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => ({
    probability: total > 0 ? mass / total : null,
    ...(failed > 0 && {
      low: mass / (total + failed),
      high: Math.min(1, (mass + failed) / (total + failed)),
    }),
  }));
}

/** An expectation, where there is one. */
export function expectations(
  of: ExactExpectation['of'],
  value: number,
  given?: ExactExpectation['given'],
): readonly ExactExpectation[] {
  if (Number.isNaN(value)) return [];
  return [{ of, value: Number.isFinite(value) ? value : 'infinite', ...(given && { given }) }];
}

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
/** A share that is short of a quantile by rounding alone reaches it. */
const HAIR = 1e-12;

/** The distribution of values, of which there is one at least. */
export function numberOf(masses: ReadonlyMap<number, number>): ExactNumber {
  const values = [...masses].sort(([a], [b]) => a - b);
  const least = values[0]?.[0] ?? Number.NaN;
  const most = values.at(-1)?.[0] ?? Number.NaN;
  const total = values.reduce((sum, [, p]) => sum + p, 0);
  const mean = values.reduce((sum, [x, p]) => sum + x * p, 0) / total;
  const variance = values.reduce((sum, [x, p]) => sum + (x - mean) * (x - mean) * p, 0) / total;
  const quantiles = QUANTILES.map((q) => {
    let share = 0;
    const found = values.find(([, p]) => (share += p) / total >= q - HAIR);
    return { q, value: found?.[0] ?? most };
  });
  return { sd: Math.sqrt(variance), least, most, quantiles };
}

/** Whether what was said unconditionally agrees with what was said case by case: P(A) = Σ P(A|C) P(C). */
import { assure } from '../statistics/answer.ts';
import { sumOf } from '../statistics/numbers.ts';

export interface ConditionalStatement {
  readonly condition: string;
  readonly probabilityOfCondition: number;
  /** P(A | condition); absent where nothing was said of that case. */
  readonly probabilityGiven?: number;
}

export interface Coherence {
  /** Range of P(A) that the conditional statements allow: one point where the cases are complete. */
  readonly impliedLow: number;
  readonly impliedHigh: number;
  readonly stated: number;
  /** How far the stated probability lies outside the range; 0 inside. */
  readonly gap: number;
  readonly coherent: boolean;
  /** Probability of cases of which nothing was said. */
  readonly unsaid: number;
  readonly terms: readonly { readonly condition: string; readonly share: number }[];
  readonly problems: readonly string[];
}

/**
 * Law of total probability over conditions that exclude each other. What the conditions do not cover, or what nothing was
 * said of, may be anything from 0 to 1.
 *
 * @param tolerance allowed for rounding and Monte Carlo error
 */
export function conditionalCoherence(
  stated: number,
  cases: readonly ConditionalStatement[],
  tolerance = 1e-6,
): Coherence {
  assure(stated >= 0 && stated <= 1, 'a probability lies in [0, 1]');
  for (const c of cases) {
    assure(c.probabilityOfCondition >= 0 && c.probabilityOfCondition <= 1, 'a probability lies in [0, 1]');
    assure(
      c.probabilityGiven === undefined || (c.probabilityGiven >= 0 && c.probabilityGiven <= 1),
      'a probability lies in [0, 1]',
    );
  }
  const total = sumOf(cases.map((c) => c.probabilityOfCondition));
  const said = cases.filter((c) => c.probabilityGiven !== undefined);
  const terms = said.map((c) => ({
    condition: c.condition,
    share: c.probabilityOfCondition * c.probabilityGiven!,
  }));
  const impliedLow = sumOf(terms.map((t) => t.share));
  const unsaid = Math.max(0, 1 - sumOf(said.map((c) => c.probabilityOfCondition)));
  const impliedHigh = Math.min(1, impliedLow + unsaid);
  const gap = Math.max(0, impliedLow - stated, stated - impliedHigh);
  const problems =
    total > 1 + tolerance
      ? [
          `The conditions add up to ${Number(total.toPrecision(6))}: either they do not exclude each other or a probability is too high`,
        ]
      : [];
  return {
    impliedLow,
    impliedHigh,
    stated,
    gap,
    coherent: gap <= tolerance && problems.length === 0,
    unsaid,
    terms,
    problems,
  };
}

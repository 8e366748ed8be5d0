/**
 * Intervals from replications: where the trials of a run are not independent of each other, such as those of a design
 * over trials, the spread between whole runs is what says how far an estimate may be off.
 *
 * An estimate is that of all trials together; its standard error is that of the mean of the replications, and its 95%
 * interval Student's t with one degree of freedom less than there are replications (Owen, Monte Carlo theory, methods
 * and examples, ch. 17: randomised quasi-Monte Carlo). A trial that failed counts as no at the low end and as yes at
 * the high one. Where all replications say the same there is no spread to go by, and the interval is Wilson's of all
 * trials.
 */
import type { OutcomeEstimate, ProportionEstimate, QuestionEstimate, QuestionNumber } from './estimate.ts';
import { verdictOf, type Difference } from './paired.ts';
import { studentT } from './student.ts';

/** What is asked of each replication. */
export interface Replication {
  readonly failed: number;
  readonly questions: readonly QuestionEstimate[];
}

/** The same estimates with errors by the spread of the replications, of which there are two at least. */
export function replicated(
  together: readonly QuestionEstimate[],
  each: readonly Replication[],
  trials: number,
): QuestionEstimate[] {
  return together.map((question, q) => {
    const own = each.map(({ questions }) => questions[q] as QuestionEstimate);
    /** Shares of failed trials among those that might have answered. */
    const failed = each.map(({ failed: count }, r) => {
      const answered = own[r]?.given?.applicable ?? trials - count;
      return answered + count === 0 ? 0 : count / (answered + count);
    });
    const outcomes = question.outcomes.map((outcome, i): OutcomeEstimate => {
      const same = own.map(({ outcomes: list }) => list[i] as OutcomeEstimate);
      const { cumulative } = outcome;
      return {
        ...outcome,
        ...withSpread(outcome, same, failed),
        ...(cumulative && {
          cumulative: withSpread(
            cumulative,
            same.map((other) => other.cumulative as ProportionEstimate),
            failed,
          ),
        }),
      };
    });
    const { number } = question;
    const numbers = own.flatMap((other) => (other.number ? [other.number] : []));
    return { ...question, outcomes, ...(number && { number: numberWithSpread(number, numbers) }) };
  });
}

/**
 * The same for a difference between two arms. Where a trial failed or no replication differs from another there is no
 * spread to go by, and the interval stays that of independent pairs.
 */
export function replicatedDifference<T extends Difference>(
  together: T,
  each: readonly Difference[],
  { trials, most }: { readonly trials: number; readonly most: number },
): T {
  const { difference } = together;
  const values = each.map((one) => one.difference);
  if (difference === null || together.low === null || !isKnown(values) || isConstant(values)) return together;
  const { se, low, high } = interval(values);
  const half = (high - low) / 2;
  const ends = { low: Math.max(-most, difference - half), high: Math.min(most, difference + half) };
  return {
    ...together,
    ...{ se, ...ends, method: `Student's t of ${each.length} replications` },
    verdict: verdictOf({ difference, se, ...ends }, trials),
  };
}

function withSpread(
  estimate: ProportionEstimate,
  each: readonly ProportionEstimate[],
  failed: readonly number[],
): ProportionEstimate {
  const values = each.map(({ probability }) => probability);
  if (!isKnown(values) || isConstant(values)) return estimate;
  const answered = (r: number): number => (values[r] as number) * (1 - (failed[r] as number));
  const low = interval(values.map((_, r) => answered(r)));
  const high = interval(values.map((_, r) => answered(r) + (failed[r] as number)));
  return {
    ...estimate,
    se: interval(values).se,
    low: Math.max(0, low.low),
    high: Math.min(1, high.high),
  };
}

function numberWithSpread(number: QuestionNumber, each: readonly QuestionNumber[]): QuestionNumber {
  const means = each.map(({ mean }) => mean);
  const isOpen = number.low === null || !isKnown(means) || isConstant(means);
  const { se, low, high } = isOpen ? number : interval(means);
  return {
    ...number,
    ...{ se, low, high },
    method: isOpen ? number.method : `Student's t of ${each.length} replications`,
    quantiles: number.quantiles.map((quantile, i) => {
      const values = each.map(({ quantiles }) => quantiles[i]?.value ?? null);
      if (!isKnown(values) || isConstant(values)) return quantile;
      const spread = interval(values);
      return { ...quantile, low: spread.low, high: spread.high };
    }),
  };
}

/** Mean, its standard error and 95% interval. */
function interval(values: readonly number[]): {
  readonly se: number;
  readonly low: number;
  readonly high: number;
} {
  const count = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / count;
  const squares = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  const se = Math.sqrt(squares / (count - 1) / count);
  const half = studentT(count - 1) * se;
  return { se, low: mean - half, high: mean + half };
}

const isKnown = (values: readonly (number | null)[]): values is readonly number[] =>
  values.every((value) => value !== null);

const isConstant = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

/**
 * Two arms compared trial by trial: blocks of the same trials of both go in, and what is kept of them is counts and
 * sums, so that memory does not grow with trials. docs/decisions/0021.
 */
import {
  replicatedDifference,
  type Difference,
  type Pairing,
  type RangeEstimate,
} from '../estimate/index.ts';
import type { TrialAnswers, TrialBlock } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { uncertainQuestions } from '../ir/uncertain.ts';
import type { NestedPlan } from '../tally/index.ts';
import { matchedQuestions, same, type Matched } from './matched.ts';
import { MeasurePairs, type MeasureComparison } from './measure-pairs.ts';
import { NestedPairs } from './nested-pairs.ts';
import { QuestionPairs, type QuestionComparison } from './question-pairs.ts';

export interface ComparisonResult extends Pairing {
  readonly trials: number;
  readonly failed: { readonly a: number; readonly b: number };
  readonly questions: readonly QuestionComparison[];
  /** Nothing where the arms are not paired, or have other frames. */
  readonly measures: readonly MeasureComparison[];
  /** Questions that one arm alone has, or that ask for something else there. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

export class Comparison {
  private readonly a: Ir;
  private readonly b: Ir;
  private readonly pairing: Pairing;
  private readonly counted: readonly QuestionPairs[];
  private readonly measures: readonly MeasurePairs[];
  private readonly left: { readonly a: readonly string[]; readonly b: readonly string[] };
  private readonly nested: NestedPairs | undefined;
  private trials = 0;
  private failedA = 0;
  private failedB = 0;

  /**
   * @param plan of the nested run, where there is one
   * @param withMeasures whether measures are compared too
   */
  constructor(a: Ir, b: Ir, paired: boolean, plan?: NestedPlan, withMeasures = true) {
    this.a = a;
    this.b = b;
    this.pairing = { paired, identical: paired && a.hash === b.hash };
    const matched = matchedQuestions(a, b);
    this.left = {
      a: a.questions.filter((_, i) => !matched.some((m) => m.a === i)).map(({ id }) => id),
      b: b.questions.filter((_, j) => !matched.some((m) => m.b === j)).map(({ id }) => id),
    };
    this.counted = matched.map((m) => new QuestionPairs(a, b, m));
    const sameFrames = same(a.clock.recorded, b.clock.recorded) && same(a.clock.dates, b.clock.dates);
    this.measures =
      withMeasures && paired && sameFrames
        ? a.measures.slice(0, a.reported).flatMap(({ name }, m) => {
            const n = b.measures.slice(0, b.reported).findIndex((other) => other.name === name);
            return n < 0
              ? []
              : [new MeasurePairs(name, m, n, a.reported, b.reported, a.clock.recorded.length)];
          })
        : [];
    this.nested =
      plan && paired && !this.pairing.identical ? new NestedPairs(a, b, matched, plan) : undefined;
  }

  /** Blocks of the same trials; `replication` is from 1. */
  add(a: TrialBlock, b: TrialBlock, replication: number): void {
    const [failedA, failedB] = [failedIn(a), failedIn(b)];
    this.trials += a.count;
    this.failedA += a.failures.length;
    this.failedB += b.failures.length;
    for (const question of this.counted) question.add(a, b, replication);
    const isGood = Array.from(
      { length: a.count },
      (_, i) => !failedA.has(a.first + i) && !failedB.has(b.first + i),
    );
    for (const measure of this.measures) measure.add(a.measures, b.measures, isGood);
  }

  /** Blocks of the nested run, whose trials share draws of the parameters. */
  addNested(a: TrialAnswers, b: TrialAnswers): void {
    this.nested?.add(a, b);
  }

  result(): ComparisonResult {
    const { a, pairing, trials } = this;
    const uncertain = [uncertainQuestions(a), uncertainQuestions(this.b)];
    return {
      ...pairing,
      trials,
      failed: { a: this.failedA, b: this.failedB },
      questions: this.counted.map((question) => {
        const { matched } = question;
        const isUncertain = uncertain[0]?.[matched.a] === true || uncertain[1]?.[matched.b] === true;
        return question.result(pairing, (which, difference) =>
          this.rangeOf(matched, which, difference, isUncertain),
        );
      }),
      measures: this.measures.map((measure) => measure.result(a, pairing.identical)),
      onlyA: this.left.a,
      onlyB: this.left.b,
    };
  }

  private rangeOf(
    { question, other, a }: Matched,
    which: string,
    { difference }: Difference,
    isUncertain: boolean,
  ): RangeEstimate | undefined {
    const { paired, identical } = this.pairing;
    if (!paired || difference === null) return undefined;
    if (identical) return { low: 0, high: 0, method: 'the same scenario' };
    if (question.given || other.given)
      return { low: null, high: null, method: 'not estimated where the question is conditional' };
    if (!isUncertain) return { low: difference, high: difference, method: 'reads no uncertain parameter' };
    return (
      this.nested?.range(a, which) ?? { low: null, high: null, method: 'too few trials for a nested run' }
    );
  }
}

/**
 * The intervals of differences by the spread of replications, where trials are not independent of each other. Failed
 * trials leave those of independent pairs, which a design makes too wide rather than too narrow.
 */
export function withReplications(
  together: ComparisonResult,
  each: readonly ComparisonResult[],
): ComparisonResult {
  const { trials, failed, identical } = together;
  if (identical || failed.a + failed.b > 0) return together;
  const questions = together.questions.map((question, q): QuestionComparison => {
    const { outcomes, number, restrictedMean } = question;
    const own = each.flatMap((one) => one.questions[q] ?? []);
    const of = { trials, most: Infinity };
    const numbers = own.flatMap((one) => one.number ?? []);
    const means = own.flatMap((one) => one.restrictedMean ?? []);
    return {
      ...question,
      outcomes: outcomes.map((outcome, o) => {
        const same = own.flatMap((one) => one.outcomes[o] ?? []);
        return replicatedDifference(outcome, same, { trials, most: 1 });
      }),
      ...(number && { number: replicatedDifference(number, numbers, of) }),
      ...(restrictedMean && { restrictedMean: replicatedDifference(restrictedMean, means, of) }),
    };
  });
  return { ...together, questions };
}

const failedIn = ({ failures }: TrialAnswers): ReadonlySet<number> =>
  new Set(failures.map(({ trial }) => trial));

/** What pairs of trials answered to one question, as counts and sums. */
import {
  CATEGORY,
  estimateNumber,
  PairSums,
  shareDifference,
  type Difference,
  type Pairing,
  type RangeEstimate,
} from '../estimate/index.ts';
import { NOT_APPLICABLE, type TrialBlock } from '../ir/executor.ts';
import type { Ir, IrQuestion } from '../ir/ir.ts';
import { addNumber, emptySample, type Sample } from '../tally/index.ts';
import { numbersOf, same, timeOf, type Matched } from './matched.ts';

const { failed: FAILED, not: NOT, no: NO, yes: YES } = CATEGORY;
const PERCENTS = [5, 25, 50, 75, 95];
const EXAMPLES_MAX = 5;

/** A trial whose answer is yes in one arm alone. */
export interface Switched {
  readonly trial: number;
  /** From 1. */
  readonly replication: number;
}

export interface OutcomeComparison extends Difference {
  readonly value: string;
  /** The trials by their answers: yes in both, in one alone, in neither; those that failed or do not apply in either. */
  readonly trials: {
    readonly both: number;
    readonly onlyA: number;
    readonly onlyB: number;
    readonly neither: number;
    readonly failed: number;
    readonly notApplicable: number;
  };
  /** The first few that switched; empty where the arms are not paired. */
  readonly switched: { readonly onlyA: readonly Switched[]; readonly onlyB: readonly Switched[] };
}

export interface CurveComparison {
  readonly steps: readonly number[];
  readonly dates?: readonly string[];
  /** Share of trials that had not passed by each frame, in A and in B, and B less A with its 95% interval. */
  readonly a: readonly (number | null)[];
  readonly b: readonly (number | null)[];
  readonly difference: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

export interface QuestionComparison {
  readonly id: string;
  readonly kind: IrQuestion['kind'];
  /** binary: `yes` alone. */
  readonly outcomes: readonly OutcomeComparison[];
  /** numeric and total: of the means; with quantiles of the difference itself, trial by trial. */
  readonly number?: Difference & {
    readonly quantiles: readonly { readonly q: number; readonly value: number | null }[];
  };
  /** time: survival curves where the frames are the same, and the mean time up to the question's end. */
  readonly curve?: CurveComparison;
  readonly restrictedMean?: Difference & { readonly unit: string; readonly horizon: number };
}

/** What pairs of trials answered to one question. */
export class QuestionPairs {
  readonly matched: Matched;
  private readonly a: Ir;
  private readonly b: Ir;
  private readonly columnsA: number;
  private readonly columnsB: number;
  /** Outcomes: [outcome][category in A][category in B]. */
  private readonly tables: Float64Array[];
  /** time: changes from frame to frame, [category in A][category in B][frame]. */
  private readonly changes: readonly Float64Array[];
  private readonly frames: number;
  private readonly sums = new PairSums();
  /** Differences of numbers, one a pair. */
  private readonly spread: Sample = emptySample();
  private readonly examples: { readonly onlyA: Switched[]; readonly onlyB: Switched[] }[];

  constructor(a: Ir, b: Ir, matched: Matched) {
    this.a = a;
    this.b = b;
    this.matched = matched;
    this.columnsA = numbersOf(a);
    this.columnsB = numbersOf(b);
    const { question, other } = matched;
    const shown = this.outcomes;
    this.tables = shown.map(() => new Float64Array(16));
    this.examples = shown.map(() => ({ onlyA: [], onlyB: [] }));
    const [first, last] = [question.first, question.last];
    const sameFrames = first === other.first && last === other.last && same(a.clock.dates, b.clock.dates);
    this.frames = question.kind === 'time' && sameFrames ? last - first + 1 : 0;
    this.changes = this.frames > 0 ? Array.from({ length: 16 }, () => new Float64Array(this.frames + 1)) : [];
  }

  /** By number: the outcomes that are compared; of a binary question the other is its mirror, `time` has `passed`. */
  private get outcomes(): readonly string[] {
    const { kind, outcomes } = this.matched.question;
    if (kind === 'time') return ['passed'];
    return kind === 'binary' ? ['yes'] : outcomes.map(({ id }) => id);
  }

  add(a: TrialBlock, b: TrialBlock, replication: number): void {
    const { matched, frames } = this;
    const { question, other } = matched;
    const isTime = question.kind === 'time';
    for (let i = 0; i < a.count; i++) {
      const x = a.answers[i * this.a.questions.length + matched.a] as number;
      const y = b.answers[i * this.b.questions.length + matched.b] as number;
      if (question.number !== undefined && other.number !== undefined) {
        const one = x === -1 ? Number.NaN : (a.numbers[i * this.columnsA + question.number] as number);
        const two = y === -1 ? Number.NaN : (b.numbers[i * this.columnsB + other.number] as number);
        this.addNumbers(x, y, one, two);
        continue;
      }
      for (let o = 0; o < this.tables.length; o++) {
        const [p, q] = isTime
          ? [passed(x, this.a.clock.steps), passed(y, this.b.clock.steps)]
          : [categoryOf(x, o), categoryOf(y, o)];
        this.tables[o]![4 * p + q]! += 1;
        const list = p === YES && q === NO ? 'onlyA' : p === NO && q === YES ? 'onlyB' : undefined;
        const kept = list && this.examples[o]?.[list];
        if (kept && kept.length < EXAMPLES_MAX) kept.push({ trial: a.first + i, replication });
      }
      if (!isTime) continue;
      const one = x === NOT_APPLICABLE ? Number.NaN : timeOf(this.a, question, x);
      const two = y === NOT_APPLICABLE ? Number.NaN : timeOf(this.b, other, y);
      this.addNumbers(x, y, one, two);
      if (frames > 0) this.addPassages(x, y, question.first);
    }
  }

  private addNumbers(x: number, y: number, one: number, two: number): void {
    if (x === -1 || y === -1) {
      this.sums.failed++;
      return;
    }
    this.sums.add(one, two);
    const difference = two - one;
    if (this.matched.question.number !== undefined && Number.isFinite(difference))
      addNumber(this.spread, difference);
  }

  private addPassages(x: number, y: number, first: number): void {
    const begin = (answer: number): number => (answer === -1 ? FAILED : answer === NOT_APPLICABLE ? NOT : NO);
    let [p, q] = [begin(x), begin(y)];
    const change = (frame: number, by: number): void => void (this.changes[4 * p + q]![frame]! += by);
    change(0, 1);
    const at = (answer: number, isOpen: boolean): number =>
      isOpen && answer - first < this.frames ? Math.max(0, answer - first) : Infinity;
    const [whenA, whenB] = [at(x, p === NO), at(y, q === NO)];
    for (const when of [Math.min(whenA, whenB), Math.max(whenA, whenB)]) {
      if (when === Infinity) break;
      change(when, -1);
      if (whenA <= when) p = YES;
      if (whenB <= when) q = YES;
      change(when, 1);
    }
  }

  result(
    pairing: Pairing,
    rangeOf: (which: string, difference: Difference) => RangeEstimate | undefined,
  ): QuestionComparison {
    const { id, kind, last } = this.matched.question;
    const ranged = <T extends Difference>(which: string, difference: T): T => {
      const range = rangeOf(which, difference);
      return range ? { ...difference, range } : difference;
    };
    const outcomes = this.outcomes.map((value, o) => {
      const table = this.tables[o] as Float64Array;
      return {
        value,
        ...ranged(value, shareDifference(table, pairing)),
        trials: countsOf(table),
        switched: pairing.paired
          ? (this.examples[o] as OutcomeComparison['switched'])
          : { onlyA: [], onlyB: [] },
      };
    });
    if (this.matched.question.number !== undefined) {
      const { quantiles } = estimateNumber(this.spread, 0);
      return {
        ...{ id, kind, outcomes: [] },
        number: {
          ...ranged('mean', this.sums.difference(pairing)),
          quantiles: pairing.paired
            ? PERCENTS.map((q, i) => ({ q: q / 100, value: quantiles[i]?.value ?? null }))
            : [],
        },
      };
    }
    if (kind !== 'time') return { id, kind, outcomes };
    const { perStep, unit } = this.a.clock;
    const sameUnit = unit === this.b.clock.unit;
    return {
      ...{ id, kind, outcomes },
      ...(this.frames > 0 && { curve: this.curve(pairing) }),
      ...(sameUnit && {
        restrictedMean: { ...ranged('mean', this.sums.difference(pairing)), unit, horizon: last * perStep },
      }),
    };
  }

  private curve(pairing: Pairing): CurveComparison {
    const { first } = this.matched.question;
    const { dates } = this.a.clock;
    const steps = Array.from({ length: this.frames }, (_, i) => first + i);
    const table = new Float64Array(16);
    const rows = steps.map((_, i) => {
      this.changes.forEach((change, cell) => (table[cell]! += change[i] as number));
      return shareDifference(table, pairing);
    });
    // What has not passed is the rest, so the difference turns round.
    const less = (x: number | null): number | null => (x === null ? null : x === 0 ? 0 : -x);
    const rest = (x: number | null): number | null => (x === null ? null : 1 - x);
    return {
      steps,
      ...(dates && { dates: steps.map((k) => dates[k] ?? '') }),
      a: rows.map((row) => rest(row.a)),
      b: rows.map((row) => rest(row.b)),
      difference: rows.map((row) => less(row.difference)),
      low: rows.map((row) => less(row.high)),
      high: rows.map((row) => less(row.low)),
    };
  }
}

function categoryOf(answer: number, outcome: number): number {
  if (answer === -1) return FAILED;
  if (answer === NOT_APPLICABLE) return NOT;
  return answer === outcome ? YES : NO;
}

function passed(answer: number, steps: number): number {
  if (answer === -1) return FAILED;
  if (answer === NOT_APPLICABLE) return NOT;
  return answer <= steps ? YES : NO;
}

function countsOf(table: Float64Array): OutcomeComparison['trials'] {
  const at = (p: number, q: number): number => table[4 * p + q] ?? 0;
  const all = table.reduce((sum, x) => sum + x, 0);
  const answered = at(YES, YES) + at(YES, NO) + at(NO, YES) + at(NO, NO);
  const failed = [0, 1, 2, 3].reduce((sum, i) => sum + at(FAILED, i) + (i === FAILED ? 0 : at(i, FAILED)), 0);
  return {
    ...{ both: at(YES, YES), onlyA: at(YES, NO), onlyB: at(NO, YES), neither: at(NO, NO) },
    ...{ failed, notApplicable: all - answered - failed },
  };
}

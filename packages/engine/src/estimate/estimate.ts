/**
 * From counts to estimates: every probability with both of its uncertainties, every measure with its fan. The types
 * here are those of the JSON document of `stave run --json`; fields may be added to it, never renamed.
 */
import type { IrClock, IrMeasure, IrQuestion } from '../ir/ir.ts';
import {
  answerCount,
  meanOfFrame,
  quantiles,
  type NestedPlan,
  type NestedTally,
  type Tally,
} from '../tally/index.ts';
import { meanRange, type MeanRangeOutcome } from './mean-range.ts';
import type { OccupancyEstimate } from './occupancy.ts';
import type { Precision } from './precision.ts';
import { RangeEstimator, type PointCount, type RangeOutcome } from './range.ts';
import { estimateNumber, type NumberEstimate } from './number.ts';
import { proportion, type Proportion } from './wilson.ts';

/** 5th to 95th percentile of the probability over parameter draws; nulls when `method` says why there is none. */
export interface RangeEstimate {
  readonly low: number | null;
  readonly high: number | null;
  /** Standard errors of the two ends, where they are estimated. */
  readonly lowSe?: number;
  readonly highSe?: number;
  /** No spread was seen: the ends are no percentiles, but limits that one which was missed lies within. */
  readonly bound?: true;
  readonly method: string;
}

/** `low` and `high` are the 95% interval of the simulation error. */
export interface ProportionEstimate extends Proportion {
  readonly range: RangeEstimate;
}

export interface OutcomeEstimate extends ProportionEstimate {
  /** Outcome id; `time` questions: date of the frame of first passage (t on a clock without dates), or `never`. */
  readonly value: string;
  /** `time` questions: first passage at this frame or before; absent on `never`. */
  readonly cumulative?: ProportionEstimate;
}

export interface QuestionEstimate {
  readonly id: string;
  readonly kind: IrQuestion['kind'];
  /** None where the answer is a number. */
  readonly outcomes: readonly OutcomeEstimate[];
  readonly number?: QuestionNumber;
  /** Present where the question is conditional: every estimate is over the applicable trials alone. */
  readonly given?: {
    /** Trials in which the condition held. */
    readonly applicable: number;
    /** Trials that did not fail. */
    readonly of: number;
  };
}

/** `low` and `high` are of the simulation error of the mean; `range` is of the mean, too. */
export interface QuestionNumber extends NumberEstimate {
  readonly range: RangeEstimate;
}

export interface MeasureEstimate {
  readonly id: string;
  /** The recorded frames: all from 0 to N unless the clock says otherwise. */
  readonly steps: readonly number[];
  /** Their dates, on a clock with dates. */
  readonly dates?: readonly string[];
  /**
   * `values` has one number a frame, null where it is not known (tally/histogram.ts); no quantiles at all when every
   * trial failed.
   */
  readonly quantiles: readonly { readonly q: number; readonly values: readonly (number | null)[] }[];
  /** By frame, over the trials that did not fail; absent when every trial failed. Exact but for the last rounding. */
  readonly mean?: readonly number[];
}

/** A failed trial with the command that shows it again. */
export interface RunFailure {
  readonly trial: number;
  readonly step: number;
  readonly code: string;
  readonly place: string;
  readonly replay: string;
}

/** How many of the scenario's numbers stand on one basis. */
export interface BasisShare {
  readonly basis: string;
  readonly count: number;
}

/** What `stave run --json` prints. */
export interface RunDocument {
  readonly schema: 'stave-run/1';
  readonly scenario: { readonly id: string; readonly hash: string };
  readonly seed: string;
  readonly trials: number;
  readonly failed: number;
  readonly executor: string;
  readonly threads: number;
  readonly seconds: number;
  /** What came of a wanted precision. */
  readonly precision?: Precision;
  /** Draws of the parameters and trials on each, where the range over assumptions was estimated. */
  readonly nested?: NestedPlan;
  readonly questions: readonly QuestionEstimate[];
  readonly measures: readonly MeasureEstimate[];
  readonly occupancy?: OccupancyEstimate;
  readonly failures?: readonly RunFailure[];
  readonly basisShares?: readonly BasisShare[];
  /** How many of these numbers say that they are judged with knowledge from after the start. */
  readonly hindsightNumbers?: number;
}

/** Value of a `time` question's last outcome. */
export const NEVER = 'never';

const PERCENTS = [5, 25, 50, 75, 95];

/**
 * One estimate a question, in file order. `uncertain` says which of them read an uncertain parameter (ir/uncertain.ts):
 * of the others the range is exact. Without `nested` that of the former is unknown.
 */
export function estimateQuestions(
  questions: readonly IrQuestion[],
  clock: IrClock,
  tally: Tally,
  uncertain: readonly boolean[],
  nested?: NestedTally,
): QuestionEstimate[] {
  const estimator = new RangeEstimator();
  // A failed trial may be the doing of a parameter that the question does not read.
  const anyFailed = tally.failed > 0 || (nested !== undefined && nestedFailures(nested) > 0);
  return questions.map((question, q) => {
    const counts = tally.answers[q] as Uint32Array;
    const applicable = counts.reduce((a, b) => a + b, 0);
    const given = question.given && { given: { applicable, of: tally.trials - tally.failed } };
    const sum = (first: number, last: number): number => {
      let total = 0;
      for (let answer = first; answer <= last; answer++) total += counts[answer] as number;
      return total;
    };
    const isExact = uncertain[q] !== true && !(nested && anyFailed);
    /** Estimate of the answers first..last taken together. */
    const estimate = (first: number, last: number): ProportionEstimate => {
      // A failed trial might have been applicable, with either answer.
      const yes = sum(first, last);
      const main = proportion(yes, applicable + tally.failed, tally.failed);
      const points = (run: NestedTally, failed: 'no' | 'yes'): RangeOutcome =>
        estimator.estimate(pointCounts(run, q, first, last, failed));
      const { probability } = main;
      const range =
        probability === null
          ? noAnswer(given !== undefined)
          : isExact
            ? exactRange(probability, yes, applicable, tally.failed)
            : rangeOf(points, 'binomial mixture', nested);
      return { ...main, range };
    };
    const { id, kind, number: column } = question;
    if (column !== undefined) {
      const sample = tally.numbers[column];
      if (!sample) throw new Error('InvariantError: a question without its numbers');
      const number = estimateNumber(sample, tally.failed);
      const points = (run: NestedTally): MeanRangeOutcome => meanRange(run.numbers[column] ?? []);
      const range =
        number.mean === null
          ? noAnswer(given !== undefined)
          : anyFailed
            ? { low: null, high: null, method: 'a failed trial might have had any number' }
            : isExact
              ? { low: number.mean, high: number.mean, method: EXACT }
              : rangeOf(points, 'normal mixture', nested);
      return { id, kind, outcomes: [], number: { ...number, range }, ...given };
    }
    if (kind !== 'time') {
      const outcomes = question.outcomes.map(({ id: value }, answer) => ({
        value,
        ...estimate(answer, answer),
      }));
      return { id, kind, outcomes, ...given };
    }
    const frames = Array.from({ length: question.last - question.first + 1 }, (_, i) => question.first + i);
    const never = answerCount(question, clock.steps) - 1;
    return {
      id,
      kind,
      outcomes: [
        ...frames.map((frame) => ({
          value: clock.dates?.[frame] ?? String(frame * clock.perStep),
          ...estimate(frame, frame),
          cumulative: estimate(question.first, frame),
        })),
        { value: NEVER, ...estimate(never, never) },
      ],
      ...given,
    };
  });
}

/** One fan a measure, in file order. */
export function estimateMeasures(
  measures: readonly IrMeasure[],
  clock: IrClock,
  tally: Tally,
): MeasureEstimate[] {
  const { recorded: steps, dates } = clock;
  const good = tally.trials - tally.failed;
  return measures.map(({ name }, m) => {
    const histograms = tally.measures[m];
    const sums = tally.sums[m];
    const rows = steps.map((_, i) => histograms && quantiles(histograms, i, PERCENTS));
    return {
      id: name,
      steps,
      ...(dates && { dates: steps.map((k) => dates[k] ?? '') }),
      quantiles: rows.some((row) => !row)
        ? []
        : PERCENTS.map((percent, i) => ({ q: percent / 100, values: rows.map((row) => row?.[i] ?? null) })),
      ...(sums && good > 0 && { mean: steps.map((_, i) => meanOfFrame(sums, i, good)) }),
    };
  });
}

const noAnswer = (conditional: boolean): RangeEstimate => ({
  low: null,
  high: null,
  method: conditional ? 'the condition held in no trial' : 'no trial gave an answer',
});

const EXACT = 'reads no uncertain parameter';

/** The probability is the same under all assumptions, but for what the failed trials would have answered. */
function exactRange(probability: number, yes: number, applicable: number, failed: number): RangeEstimate {
  if (failed === 0) return { low: probability, high: probability, method: EXACT };
  const all = applicable + failed;
  return { low: yes / all, high: (yes + failed) / all, method: `${EXACT}${bothWays(failed)}` };
}

const bothWays = (failed: number): string => ` (${failed} failed, as no and as yes)`;

/**
 * Range over assumptions of a probability or mean, from what `points` finds in the nested run.
 *
 * A trial that failed has an answer nobody knows, and assumptions may be what made it fail: the low end is that of the
 * probability when all failed trials said no, the high end when they said yes.
 */
function rangeOf(
  points: (nested: NestedTally, failed: 'no' | 'yes') => MeanRangeOutcome,
  method: string,
  nested: NestedTally | undefined,
): RangeEstimate {
  if (!nested) return { low: null, high: null, method: 'too few trials for a nested run' };
  const { points: m, share } = nested.plan;
  const failed = nestedFailures(nested);
  const plan = `nested ${m}x${share}${failed > 0 ? bothWays(failed) : ''}`;
  const below = points(nested, 'no');
  const above = failed > 0 ? points(nested, 'yes') : below;
  if (below.kind === 'too-few-points' || above.kind === 'too-few-points')
    return { low: null, high: null, method: `${plan}, too few points for percentiles` };
  if (below.kind === 'out-of-reach' || above.kind === 'out-of-reach')
    return {
      low: null,
      high: null,
      method: `${plan}, numbers too large or too small for the squares of their variances`,
    };
  const ends = { low: below.low, high: Math.max(below.low, above.high) };
  return below.kind === 'range' && above.kind === 'range'
    ? { ...ends, lowSe: below.lowSe, highSe: above.highSe, method: `${plan}, ${method}` }
    : { ...ends, bound: true, method: `${plan}, bound: no spread beyond simulation noise` };
}

const nestedFailures = ({ plan, answered }: NestedTally): number =>
  plan.points * plan.share - answered.reduce((a, b) => a + b, 0);

/**
 * By design point, how many of its applicable trials gave one of the answers first..last. Failed trials count as
 * applicable, with the answer that `failed` says.
 */
function pointCounts(
  nested: NestedTally,
  q: number,
  first: number,
  last: number,
  failed: 'no' | 'yes',
): PointCount[] {
  const counts = nested.answers[q]!;
  const { points, share } = nested.plan;
  const size = counts.length / points;
  return Array.from(nested.answered, (answered, point) => {
    let of = share - answered;
    let yes = failed === 'yes' ? of : 0;
    for (let answer = 0; answer < size; answer++) {
      const count = counts[point * size + answer] as number;
      of += count;
      if (answer >= first && answer <= last) yes += count;
    }
    return { yes, of };
  });
}

/**
 * From counts to estimates: every probability with both of its uncertainties, every measure with its fan. The types
 * here are those of the JSON document of `stave run --json`; fields may be added to it, never renamed.
 */
import type { IrClock, IrMeasure, IrQuestion } from '../ir/ir.ts';
import { quantiles } from './histogram.ts';
import { meanRange } from './mean-range.ts';
import type { NestedTally } from './nested.ts';
import { RangeEstimator, type PointCount, type RangeOutcome } from './range.ts';
import { estimateNumber, type NumberEstimate } from './number.ts';
import { answerCount, type Tally } from './tally.ts';
import { proportion, type Proportion } from './wilson.ts';

/** 5th to 95th percentile of the probability over parameter draws; nulls when `method` says why there is none. */
export interface RangeEstimate {
  readonly low: number | null;
  readonly high: number | null;
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
  /** `values` has one number a frame; no quantiles at all when every trial failed. */
  readonly quantiles: readonly { readonly q: number; readonly values: readonly number[] }[];
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
  readonly questions: readonly QuestionEstimate[];
  readonly measures: readonly MeasureEstimate[];
  readonly failures?: readonly RunFailure[];
  readonly basisShares?: readonly BasisShare[];
}

/** Value of a `time` question's last outcome. */
export const NEVER = 'never';

const PERCENTS = [5, 25, 50, 75, 95];

/** One estimate a question, in file order. Without `nested` the scenario has no uncertain parameters. */
export function estimateQuestions(
  questions: readonly IrQuestion[],
  clock: IrClock,
  tally: Tally,
  nested?: NestedTally,
): QuestionEstimate[] {
  const estimator = new RangeEstimator();
  return questions.map((question, q) => {
    const counts = tally.answers[q] as Uint32Array;
    const applicable = counts.reduce((a, b) => a + b, 0);
    const given = question.given && { given: { applicable, of: tally.trials - tally.failed } };
    const sum = (first: number, last: number): number => {
      let total = 0;
      for (let answer = first; answer <= last; answer++) total += counts[answer] as number;
      return total;
    };
    /** Estimate of the answers first..last taken together. */
    const estimate = (first: number, last: number): ProportionEstimate => {
      // A failed trial might have been applicable, with either answer.
      const main = proportion(sum(first, last), applicable + tally.failed, tally.failed);
      const points = (run: NestedTally): RangeOutcome => estimator.estimate(pointCounts(run, q, first, last));
      return {
        ...main,
        range: rangeOf(main.probability, points, 'binomial mixture', nested, given !== undefined),
      };
    };
    const { id, kind, number: column } = question;
    if (column !== undefined) {
      const sample = tally.numbers[column];
      if (!sample) throw new Error('InvariantError: a question without its numbers');
      const number = estimateNumber(sample, tally.failed);
      const points = (run: NestedTally): RangeOutcome => meanRange(run.numbers[column] ?? []);
      const range = rangeOf(number.mean, points, 'normal mixture', nested, given !== undefined);
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
  return measures.map(({ name }, m) => {
    const histograms = tally.measures[m];
    const rows = steps.map((_, i) => histograms && quantiles(histograms, i, PERCENTS));
    return {
      id: name,
      steps,
      ...(dates && { dates: steps.map((k) => dates[k] ?? '') }),
      quantiles: rows.some((row) => !row)
        ? []
        : PERCENTS.map((percent, i) => ({ q: percent / 100, values: rows.map((row) => row?.[i] ?? 0) })),
    };
  });
}

/** Range over assumptions of a probability or mean, from what `points` finds in the nested run. */
function rangeOf(
  itself: number | null,
  points: (nested: NestedTally) => RangeOutcome,
  method: string,
  nested: NestedTally | undefined,
  conditional: boolean,
): RangeEstimate {
  if (itself === null) {
    const why = conditional ? 'the condition held in no trial' : 'no trial gave an answer';
    return { low: null, high: null, method: why };
  }
  const point = { low: itself, high: itself };
  if (!nested) return { ...point, method: 'no uncertain parameters' };
  const { points: m, share } = nested.plan;
  const failed = m * share - nested.answered.reduce((a, b) => a + b, 0);
  const plan = `nested ${m}x${share}${failed > 0 ? ` (${failed} failed trials left out)` : ''}`;
  const range = points(nested);
  if (range === 'too-few-points')
    return { low: null, high: null, method: `${plan}, too few points for percentiles` };
  if (range === 'no-spread') return { ...point, method: `${plan}, no spread beyond simulation noise` };
  return { ...range, method: `${plan}, ${method}` };
}

/** By design point, how many of its applicable trials gave one of the answers first..last. */
function pointCounts(nested: NestedTally, q: number, first: number, last: number): PointCount[] {
  const counts = nested.answers[q]!;
  const size = counts.length / nested.plan.points;
  return Array.from(nested.answered, (_, point) => {
    let yes = 0;
    let of = 0;
    for (let answer = 0; answer < size; answer++) {
      const count = counts[point * size + answer] as number;
      of += count;
      if (answer >= first && answer <= last) yes += count;
    }
    return { yes, of };
  });
}

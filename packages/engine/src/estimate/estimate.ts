/**
 * From counts to estimates: every probability with both of its uncertainties, every measure with its fan. The types
 * here are those of the JSON document of `stave run --json`; fields may be added to it, never renamed.
 */
import type { IrClock, IrMeasure, IrQuestion } from '../ir/ir.ts';
import { quantiles } from './histogram.ts';
import type { NestedTally } from './nested.ts';
import { RangeEstimator, type PointCount } from './range.ts';
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
  readonly outcomes: readonly OutcomeEstimate[];
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
    const sum = (first: number, last: number): number => {
      let total = 0;
      for (let answer = first; answer <= last; answer++) total += counts[answer] as number;
      return total;
    };
    /** Estimate of the answers first..last taken together. */
    const estimate = (first: number, last: number): ProportionEstimate => {
      const main = proportion(sum(first, last), tally.trials, tally.failed);
      return {
        ...main,
        range: rangeOf(main.probability, (run) => pointCounts(run, q, first, last), nested, estimator),
      };
    };
    const { id, kind } = question;
    if (kind !== 'time') {
      const outcomes = question.outcomes.map(({ id: value }, answer) => ({
        value,
        ...estimate(answer, answer),
      }));
      return { id, kind, outcomes };
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

function rangeOf(
  probability: number | null,
  points: (nested: NestedTally) => readonly PointCount[],
  nested: NestedTally | undefined,
  estimator: RangeEstimator,
): RangeEstimate {
  if (probability === null) return { low: null, high: null, method: 'no trial gave an answer' };
  const itself = { low: probability, high: probability };
  if (!nested) return { ...itself, method: 'no uncertain parameters' };
  const { points: m, share } = nested.plan;
  const failed = m * share - nested.answered.reduce((a, b) => a + b, 0);
  const plan = `nested ${m}x${share}${failed > 0 ? ` (${failed} failed trials left out)` : ''}`;
  const range = estimator.estimate(points(nested));
  if (range === 'too-few-points')
    return { low: null, high: null, method: `${plan}, too few points for percentiles` };
  if (range === 'no-spread') return { ...itself, method: `${plan}, no spread beyond simulation noise` };
  return { ...range, method: `${plan}, binomial mixture` };
}

/** By design point, how many trials gave one of the answers first..last. */
function pointCounts(nested: NestedTally, q: number, first: number, last: number): PointCount[] {
  const counts = nested.answers[q]!;
  const size = counts.length / nested.plan.points;
  return Array.from(nested.answered, (of, point) => {
    let yes = 0;
    for (let answer = first; answer <= last; answer++) yes += counts[point * size + answer] as number;
    return { yes, of };
  });
}

/**
 * The main job: trials of one scenario to estimates with both uncertainties. Who runs the chunks is handed in: this
 * thread (`countHere`) or several (`node.ts`); the estimates are the same.
 */
import { seedKey } from '../chance/index.ts';
import {
  estimateMeasures,
  estimateOccupancy,
  estimateQuestions,
  widest,
  type MeasureEstimate,
  type OccupancyEstimate,
  type Precision,
  type QuestionEstimate,
} from '../estimate/index.ts';
import type { Executor, TrialFailure } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { uncertainQuestions } from '../ir/uncertain.ts';
import type { NestedPlan, Tally } from '../tally/index.ts';
import {
  CHUNK_TRIALS,
  chunkCount,
  emptyNested,
  mergeCounts,
  nestedTrials,
  planOf,
  runChunk,
  takeCounts,
  totalTrials,
  type Counts,
  type Plan,
} from './counts.ts';
import { looks } from './looks.ts';

/** Runs all chunks of a plan. Fewer trials than planned come back only when `signal` stopped it. */
export type Counter = (
  plan: Plan,
  watch: { readonly onProgress: (done: number) => void; readonly signal: AbortSignal | undefined },
) => Promise<{ readonly counts: Counts; readonly done: number }>;

export interface ForecastRequest {
  readonly ir: Ir;
  readonly count: Counter;
  readonly seed: string;
  /** With `precision`, the most that are run. */
  readonly trials: number;
  /** Stop at the first look (looks.ts) at which no interval of a question is wider than twice this. */
  readonly precision?: number;
  /** Trials done and to be done, the nested run included; with `precision`, up to the next look. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Forecast {
  readonly trials: number;
  readonly failed: number;
  /** The first failed trials, by trial; `failed` counts all. */
  readonly failures: readonly TrialFailure[];
  /** Draws of the parameters and trials on each, where the range over assumptions was estimated. */
  readonly nested?: NestedPlan;
  readonly questions: readonly QuestionEstimate[];
  readonly measures: readonly MeasureEstimate[];
  readonly occupancy: OccupancyEstimate;
  /** What came of a wanted precision. */
  readonly precision?: Precision;
}

/** What was done before `signal` stopped it; nothing is estimated from a part. */
export interface Stopped {
  readonly stopped: true;
  readonly done: number;
  readonly total: number;
  /** How many of `total` are of the nested run, which comes last. */
  readonly nested: number;
}

export async function forecast(request: ForecastRequest): Promise<Forecast | Stopped> {
  const { ir, trials, precision } = request;
  const plan = planOf(ir, seedKey(request.seed), trials);
  if (precision !== undefined) return forecastTo(precision, plan.seed, request);
  const counted = await countPlan(plan, 0, request);
  return 'stopped' in counted ? counted : forecastOf(ir, trials, counted);
}

/** Counts a plan; `before` trials were run already. */
async function countPlan(
  plan: Plan,
  before: number,
  { count, onProgress, signal }: ForecastRequest,
): Promise<Counts | Stopped> {
  const total = before + totalTrials(plan);
  const { counts, done } = await count(plan, {
    onProgress: (trialsDone) => onProgress?.(before + trialsDone, total),
    signal,
  });
  return before + done < total
    ? { stopped: true, done: before + done, total, nested: nestedTrials(plan) }
    : counts;
}

/** From look to look; the result is that of the number of trials it stops at. */
async function forecastTo(
  wanted: number,
  seed: Plan['seed'],
  request: ForecastRequest,
): Promise<Forecast | Stopped> {
  const { ir } = request;
  let counts: Counts | undefined;
  let from = 0;
  for (const trials of looks(request.trials)) {
    const next = await countPlan({ seed, from, trials }, from, request);
    if ('stopped' in next) return next;
    counts = counts ? mergeCounts(counts, next) : next;
    from = trials;
    const precision = precisionOf(ir, counts.tally, wanted);
    if (!precision.reached && trials < request.trials) continue;
    const { nested } = planOf(ir, seed, trials);
    const last = nested && (await countPlan({ seed, from, trials, nested }, from, request));
    if (last && 'stopped' in last) return last;
    const whole: Counts = { tally: counts.tally, ...(last?.nested && { nested: last.nested }) };
    return { ...forecastOf(ir, trials, whole), precision };
  }
  throw new Error('InvariantError: no last look');
}

/** How precise the answers of a tally are. */
export function precisionOf(ir: Ir, tally: Tally, wanted: number): Precision {
  const found = widest(estimateQuestions(ir.questions, ir.clock, tally, []));
  if (!found) throw new Error('InvariantError: a precision of no questions');
  const { question, of, halfWidth } = found;
  return {
    wanted,
    reached: halfWidth <= wanted,
    halfWidth: Number.isFinite(halfWidth) ? halfWidth : null,
    question,
    of,
  };
}

/** The estimates of a number of trials that have been counted, with their nested run. */
export function forecastOf(ir: Ir, trials: number, { tally, nested }: Counts): Forecast {
  return {
    trials,
    failed: tally.failed,
    failures: tally.failures,
    ...(nested && { nested: nested.plan }),
    questions: estimateQuestions(ir.questions, ir.clock, tally, uncertainQuestions(ir), nested),
    measures: estimateMeasures(ir.measures.slice(0, ir.reported), ir.clock, tally),
    occupancy: estimateOccupancy(ir, tally),
  };
}

/** A turn of the event loop, in which signals and timers are heard. */
const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

/**
 * Runs the chunks in this thread, one after the other. `pause` is asked after each and is what lets the event loop see
 * signals; who has a clock need not do so every time.
 */
export function countHere(
  ir: Ir,
  executor: Executor,
  pause: () => Promise<void> | undefined = turn,
): Counter {
  const size = executor.name === 'reference' ? CHUNK_TRIALS.reference : CHUNK_TRIALS.compiled;
  return async (plan, { onProgress, signal }) => {
    const nested = emptyNested(ir, plan);
    let done = 0;
    try {
      for (let index = 0; index < chunkCount(plan, size) && signal?.aborted !== true; index++) {
        done += runChunk(executor, plan, size, index, nested);
        onProgress(done);
        await pause();
      }
    } catch (error) {
      // The next run must not find these trials among its own.
      executor.takeTally();
      throw error;
    }
    return { counts: takeCounts(executor, nested), done };
  };
}

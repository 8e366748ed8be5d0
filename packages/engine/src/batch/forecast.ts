/**
 * The main job: trials of one scenario to estimates with both uncertainties. Who runs the chunks is handed in: this
 * thread (`countHere`) or several (`node.ts`); the estimates are the same.
 */
import { seedKey } from '../chance/index.ts';
import {
  estimateMeasures,
  estimateQuestions,
  type MeasureEstimate,
  type NestedPlan,
  type QuestionEstimate,
} from '../estimate/index.ts';
import type { Executor, TrialFailure } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { uncertainQuestions } from '../ir/uncertain.ts';
import {
  CHUNK_TRIALS,
  chunkCount,
  emptyCounts,
  nestedTrials,
  planOf,
  runChunk,
  totalTrials,
  type Counts,
  type Plan,
} from './counts.ts';

/** Runs all chunks of a plan. Fewer trials than planned come back only when `signal` stopped it. */
export type Counter = (
  plan: Plan,
  watch: { readonly onProgress: (done: number) => void; readonly signal: AbortSignal | undefined },
) => Promise<{ readonly counts: Counts; readonly done: number }>;

export interface ForecastRequest {
  readonly ir: Ir;
  readonly count: Counter;
  readonly seed: string;
  readonly trials: number;
  /** Trials done and to be done, the nested run included. */
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
  const { ir, trials, onProgress, signal } = request;
  const plan = planOf(ir, seedKey(request.seed), trials);
  const total = totalTrials(plan);
  const { counts, done } = await request.count(plan, {
    onProgress: (trialsDone) => onProgress?.(trialsDone, total),
    signal,
  });
  if (done < total) return { stopped: true, done, total, nested: nestedTrials(plan) };
  const { tally, nested } = counts;
  return {
    trials,
    failed: tally.failed,
    failures: tally.failures,
    ...(nested && { nested: nested.plan }),
    questions: estimateQuestions(ir.questions, ir.clock, tally, uncertainQuestions(ir), nested),
    measures: estimateMeasures(ir.measures.slice(0, ir.reported), ir.clock, tally),
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
    const counts = emptyCounts(ir, plan);
    let done = 0;
    for (let index = 0; index < chunkCount(plan, size) && signal?.aborted !== true; index++) {
      done += runChunk(executor, plan, size, index, counts);
      onProgress(done);
      await pause();
    }
    return { counts, done };
  };
}

/**
 * The main job: trials of one scenario to estimates with both uncertainties. The main run (stream 0) draws the
 * parameters anew in every trial and answers the questions; the nested run (stream 1) repeats each draw of the
 * parameters several times and says how far the answers depend on the assumptions.
 */
import { seedKey } from '../chance/index.ts';
import {
  addBlock,
  addNestedBlock,
  createNestedTally,
  createTally,
  estimateMeasures,
  estimateQuestions,
  nestedPlan,
  type MeasureEstimate,
  type QuestionEstimate,
} from '../estimate/index.ts';
import type { Executor, TrialFailure } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { runTrials, type TrialsRequest } from './trials.ts';

const MAIN_STREAM = 0;
const NESTED_STREAM = 1;

export interface ForecastRequest {
  readonly ir: Ir;
  readonly executor: Executor;
  readonly seed: string;
  readonly trials: number;
  /** Trials done and to be done, the nested run included. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  readonly chunk?: TrialsRequest['chunk'];
}

export interface Forecast {
  readonly trials: number;
  readonly failed: number;
  /** The first failed trials, by trial; `failed` counts all. */
  readonly failures: readonly TrialFailure[];
  readonly questions: readonly QuestionEstimate[];
  readonly measures: readonly MeasureEstimate[];
}

/** What was done before `signal` stopped it; nothing is estimated from a part. */
export interface Stopped {
  readonly stopped: true;
  readonly done: number;
  readonly total: number;
}

export async function forecast(request: ForecastRequest): Promise<Forecast | Stopped> {
  const { ir, executor, trials, onProgress, signal } = request;
  const seed = seedKey(request.seed);
  const uncertain = ir.parameters.some((p) => 'prior' in p.value);
  const plan = nestedPlan(trials);
  const nestedTrials = uncertain ? plan.points * plan.share : 0;
  const total = trials + nestedTrials;
  const common = {
    executor,
    ...(signal && { signal }),
    ...(request.chunk !== undefined && { chunk: request.chunk }),
  };

  const reported = ir.measures.slice(0, ir.reported);
  const tally = createTally({ ...ir, measures: reported });
  const done = await runTrials({
    ...common,
    trials,
    range: { seed, stream: MAIN_STREAM, share: 1 },
    onBlock: (block) => addBlock(tally, block),
    onProgress: (n) => onProgress?.(n, total),
  });
  if (done < trials) return { stopped: true, done, total };

  const nested = uncertain ? createNestedTally(ir, plan) : undefined;
  if (nested) {
    const more = await runTrials({
      ...common,
      trials: nestedTrials,
      range: { seed, stream: NESTED_STREAM, share: plan.share },
      onBlock: (block) => addNestedBlock(nested, block),
      onProgress: (n) => onProgress?.(trials + n, total),
    });
    if (more < nestedTrials) return { stopped: true, done: trials + more, total };
  }
  return {
    trials,
    failed: tally.failed,
    failures: tally.failures,
    questions: estimateQuestions(ir.questions, ir.clock, tally, nested),
    measures: estimateMeasures(reported, ir.clock, tally),
  };
}

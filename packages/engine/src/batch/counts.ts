/**
 * What a forecast has to run, as numbered chunks, and what is counted from them. Counts are integers and merge in
 * any order, so they are the same however the chunks are spread over threads.
 */
import { nestedPlan } from '../estimate/index.ts';
import type { Executor, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { uncertainQuestions } from '../ir/uncertain.ts';
import {
  addNestedBlock,
  createNestedTally,
  createTally,
  mergeNestedTallies,
  mergeTallies,
  talliedOf,
  type NestedPlan,
  type NestedTally,
  type Tally,
} from '../tally/index.ts';

/** The main run draws the parameters anew in every trial. */
export const MAIN_STREAM = 0;
/** The nested run repeats each draw of the parameters several times. */
export const NESTED_STREAM = 1;
/** Each replication has two streams of its own; its main run is on the first. */
export const streamOf = (replication = 0): number => 2 * replication;

/**
 * Small enough that Ctrl-C is answered soon and threads end together: compiled trials are handed out by the hundred,
 * those of the reference, which may take seconds each, one by one.
 */
export const CHUNK_TRIALS = { compiled: 512, reference: 1 } as const;

export interface Plan {
  readonly seed: TrialRange['seed'];
  /** Main trials before this one are counted elsewhere; 0 when left out. */
  readonly from?: number;
  readonly trials: number;
  /** Absent when no question reads an uncertain parameter, and in a run too short for it. */
  readonly nested?: NestedPlan;
}

export interface Counts {
  readonly tally: Tally;
  readonly nested?: NestedTally;
}

/** The nested run beside so many trials, where one is needed and worth it. */
export const nestedPlanOf = (ir: Ir, trials: number): NestedPlan | undefined =>
  uncertainQuestions(ir).includes(true) ? nestedPlan(trials) : undefined;

export function planOf(ir: Ir, seed: TrialRange['seed'], trials: number): Plan {
  const nested = nestedPlanOf(ir, trials);
  return { seed, trials, ...(nested && { nested }) };
}

export const nestedTrials = ({ nested }: Plan): number => (nested ? nested.points * nested.share : 0);

const mainTrials = ({ from = 0, trials }: Plan): number => trials - from;

/** All trials that a plan has to run, the nested ones included. */
export const totalTrials = (plan: Plan): number => mainTrials(plan) + nestedTrials(plan);

export const chunkCount = (plan: Plan, size: number): number =>
  Math.ceil(mainTrials(plan) / size) + Math.ceil(nestedTrials(plan) / size);

export const emptyNested = (ir: Ir, { nested }: Pick<Plan, 'nested'>): NestedTally | undefined =>
  nested && createNestedTally(talliedOf(ir), nested);

export function emptyCounts(ir: Ir, plan: Pick<Plan, 'nested'>): Counts {
  const nested = emptyNested(ir, plan);
  return { tally: createTally(talliedOf(ir)), ...(nested && { nested }) };
}

/**
 * Runs one chunk of `size` trials and returns how many it had. Trials of the nested run are counted in `nested`, those
 * of the main run by the executor (`takeCounts`).
 */
export function runChunk(
  executor: Executor,
  plan: Plan,
  size: number,
  index: number,
  nested: NestedTally | undefined,
): number {
  const main = Math.ceil(mainTrials(plan) / size);
  const isMain = index < main;
  const first = isMain ? (plan.from ?? 0) + index * size : (index - main) * size;
  const count = Math.min(size, (isMain ? plan.trials : nestedTrials(plan)) - first);
  const { seed } = plan;
  if (isMain) {
    executor.count({ seed, stream: MAIN_STREAM, first, count, share: 1 });
  } else if (nested) {
    const { share } = nested.plan;
    addNestedBlock(nested, executor.answer({ seed, stream: NESTED_STREAM, first, count, share }));
  }
  return count;
}

/** What the executor has counted since it was asked last, and the nested run beside it. */
export const takeCounts = (executor: Executor, nested: NestedTally | undefined): Counts => ({
  tally: executor.takeTally(),
  ...(nested && { nested }),
});

export function mergeCounts(a: Counts, b: Counts): Counts {
  return {
    tally: mergeTallies(a.tally, b.tally),
    ...(a.nested && b.nested && { nested: mergeNestedTallies(a.nested, b.nested) }),
  };
}

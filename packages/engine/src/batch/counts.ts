/**
 * What a forecast has to run, as numbered chunks, and what is counted from them. Counts are integers and merge in
 * any order, so they are the same however the chunks are spread over threads.
 */
import {
  addBlock,
  addNestedBlock,
  createNestedTally,
  createTally,
  mergeNestedTallies,
  mergeTallies,
  nestedPlan,
  type NestedPlan,
  type NestedTally,
  type Tally,
} from '../estimate/index.ts';
import type { Executor, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { uncertainQuestions } from '../ir/uncertain.ts';

/** The main run draws the parameters anew in every trial. */
const MAIN_STREAM = 0;
/** The nested run repeats each draw of the parameters several times. */
const NESTED_STREAM = 1;

/**
 * Small enough that Ctrl-C is answered soon and threads end together: compiled trials are handed out by the hundred,
 * those of the reference, which may take seconds each, one by one.
 */
export const CHUNK_TRIALS = { compiled: 512, reference: 1 } as const;

export interface Plan {
  readonly seed: TrialRange['seed'];
  readonly trials: number;
  /** Absent when no question reads an uncertain parameter, and in a run too short for it. */
  readonly nested?: NestedPlan;
}

export interface Counts {
  readonly tally: Tally;
  readonly nested?: NestedTally;
}

export function planOf(ir: Ir, seed: TrialRange['seed'], trials: number): Plan {
  const nested = uncertainQuestions(ir).includes(true) ? nestedPlan(trials) : undefined;
  return { seed, trials, ...(nested && { nested }) };
}

export const nestedTrials = ({ nested }: Plan): number => (nested ? nested.points * nested.share : 0);

/** All trials of a plan, the nested ones included. */
export const totalTrials = (plan: Plan): number => plan.trials + nestedTrials(plan);

export const chunkCount = (plan: Plan, size: number): number =>
  Math.ceil(plan.trials / size) + Math.ceil(nestedTrials(plan) / size);

export function emptyCounts(ir: Ir, { nested }: Plan): Counts {
  const measures = ir.measures.slice(0, ir.reported);
  return {
    tally: createTally({ ...ir, measures }),
    ...(nested && { nested: createNestedTally(ir, nested) }),
  };
}

/** Runs one chunk of `size` trials, adds it to the counts in place, and returns how many it had. */
export function runChunk(
  executor: Executor,
  plan: Plan,
  size: number,
  index: number,
  counts: Counts,
): number {
  const main = Math.ceil(plan.trials / size);
  const isMain = index < main;
  const first = (isMain ? index : index - main) * size;
  const count = Math.min(size, (isMain ? plan.trials : nestedTrials(plan)) - first);
  const { seed } = plan;
  if (isMain) {
    addBlock(counts.tally, executor.run({ seed, stream: MAIN_STREAM, first, count, share: 1 }));
  } else if (plan.nested && counts.nested) {
    const { share } = plan.nested;
    addNestedBlock(counts.nested, executor.run({ seed, stream: NESTED_STREAM, first, count, share }));
  }
  return count;
}

export function mergeCounts(a: Counts, b: Counts): Counts {
  return {
    tally: mergeTallies(a.tally, b.tally),
    ...(a.nested && b.nested && { nested: mergeNestedTallies(a.nested, b.nested) }),
  };
}

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

/** Small enough that Ctrl-C is answered soon and threads end together. */
const CHUNK_TRIALS = 512;

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

const nestedTrials = ({ nested }: Plan): number => (nested ? nested.points * nested.share : 0);

/** All trials of a plan, the nested ones included. */
export const totalTrials = (plan: Plan): number => plan.trials + nestedTrials(plan);

const chunks = (trials: number): number => Math.ceil(trials / CHUNK_TRIALS);

export const chunkCount = (plan: Plan): number => chunks(plan.trials) + chunks(nestedTrials(plan));

export function emptyCounts(ir: Ir, { nested }: Plan): Counts {
  const measures = ir.measures.slice(0, ir.reported);
  return {
    tally: createTally({ ...ir, measures }),
    ...(nested && { nested: createNestedTally(ir, nested) }),
  };
}

/** Runs one chunk, adds it to the counts in place, and returns how many trials it had. */
export function runChunk(executor: Executor, plan: Plan, index: number, counts: Counts): number {
  const main = chunks(plan.trials);
  const isMain = index < main;
  const first = (isMain ? index : index - main) * CHUNK_TRIALS;
  const count = Math.min(CHUNK_TRIALS, (isMain ? plan.trials : nestedTrials(plan)) - first);
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

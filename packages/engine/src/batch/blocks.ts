/**
 * Trials run again, for tables with a row for each. A batch keeps counts, which hold no single trial; but a trial is
 * its address, so that it can be run again at any time and comes out as it did. Blocks come in the order in which
 * they were asked for, however many threads run them.
 */
import type { Executor, TrialBlock, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { CHUNK_TRIALS, MAIN_STREAM, NESTED_STREAM, streamOf } from './counts.ts';
import { EXECUTORS_KEPT, Recent } from './recent.ts';

export interface BlockOrder {
  /** Index of the Ir. */
  readonly ir: number;
  /** From 0; the first when left out. */
  readonly replication?: number;
  /** Of the nested run, with so many trials to a draw of the parameters. */
  readonly share?: number;
  /** In place of the seed of all orders. */
  readonly seed?: TrialRange['seed'];
  readonly first: number;
  readonly count: number;
}

export interface BlockDone {
  readonly order: BlockOrder;
  readonly block: TrialBlock;
  /** [trial][parameter] */
  readonly parameters: Float64Array;
}

/** Runs all orders, one `onBlock` each; ends early, and quietly, when `signal` says so. `onBlock` may throw. */
export type BlockRunner = (
  seed: TrialRange['seed'],
  orders: Iterable<BlockOrder>,
  watch: { readonly onBlock: (done: BlockDone) => void; readonly signal: AbortSignal | undefined },
) => Promise<void>;

/** So many trials an order at most: small enough that a signal is heard soon and a block takes little memory. */
export const blockTrials = (executor: Executor['name']): number =>
  executor === 'reference' ? CHUNK_TRIALS.reference : CHUNK_TRIALS.compiled;

export function runBlock(executor: Executor, seed: TrialRange['seed'], order: BlockOrder): BlockDone {
  const { first, count, replication, share } = order;
  const stream = streamOf(replication) + (share === undefined ? MAIN_STREAM : NESTED_STREAM);
  const range = { seed: order.seed ?? seed, stream, first, count, share: share ?? 1 };
  return { order, block: executor.run(range), parameters: executor.parameters(range) };
}

/** Runs orders in this thread; `pause` lets the event loop see signals (forecast.ts). */
export function blocksHere(
  irs: readonly Ir[],
  compile: (ir: Ir) => Executor,
  pause: () => Promise<void> | undefined,
): BlockRunner {
  const executors = new Recent<Ir, Executor>(EXECUTORS_KEPT);
  return async (seed, orders, { onBlock, signal }) => {
    for (const order of orders) {
      if (signal?.aborted === true) return;
      const ir = irs[order.ir];
      if (!ir) throw new Error('InvariantError: trials of no scenario');
      onBlock(
        runBlock(
          executors.use(ir, () => compile(ir)),
          seed,
          order,
        ),
      );
      await pause();
    }
  };
}

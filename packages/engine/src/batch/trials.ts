/**
 * Runs trials chunk by chunk on an executor that is handed in, and hands every block on. Chunks are counted from
 * trial 0, so what is folded from them in order is the same however the work is spread.
 */
import { CHUNK_TRIALS, type Executor, type TrialBlock, type TrialRange } from '../ir/executor.ts';

export interface TrialsRequest {
  readonly executor: Executor;
  readonly range: Pick<TrialRange, 'seed' | 'stream' | 'share'>;
  readonly trials: number;
  readonly onBlock: (block: TrialBlock) => void;
  /** Called after each chunk with the trials done so far. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
  /** Trials a chunk; smaller ones answer sooner to `signal` and cost nothing else. */
  readonly chunk?: number;
}

/** Returns the number of trials that were run: fewer than asked for only when `signal` stopped it. */
export async function runTrials(request: TrialsRequest): Promise<number> {
  const { executor, range, trials, onBlock, onProgress, signal } = request;
  const chunk = request.chunk ?? CHUNK_TRIALS;
  let done = 0;
  while (done < trials && signal?.aborted !== true) {
    const count = Math.min(chunk, trials - done);
    onBlock(executor.run({ ...range, first: done, count }));
    done += count;
    onProgress?.(done);
    await breath();
  }
  return done;
}

/** Lets the event loop see signals and timers between two chunks. */
const breath = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

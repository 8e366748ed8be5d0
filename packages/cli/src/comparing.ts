/** Comparisons of trials on threads, with their progress, until they are stopped: what `compare` and `diff` share. */
import { compareTrials, type Compared, type Ir } from '@stave/engine';
import { blocksFor, chosenExecutor, startThreads, threadsFor } from './executors.ts';
import type { ExecutorName } from './executor-names.ts';
import { listenForInterrupt } from './interrupt.ts';
import { progressHere } from './progress.ts';

type Request = Omit<Parameters<typeof compareTrials>[0], 'executor' | 'runnerFor' | 'signal' | 'onProgress'>;

/** Which of several comparisons of one size it is. */
interface Turn {
  readonly before: number;
  readonly of: number;
}

/** Nothing where it was stopped. */
export type Compare = (request: Request, turn?: Turn) => Promise<Compared | undefined>;

/**
 * Nothing where `work` gives nothing because it was stopped: that has been said then, with `unfinished`, and the exit
 * code is set.
 * @param trials of the largest comparison
 */
export async function comparing<T>(
  options: { readonly executor?: ExecutorName; readonly threads?: number },
  trials: number,
  unfinished: string,
  work: (compare: Compare) => Promise<T | undefined>,
): Promise<T | undefined> {
  const executor = chosenExecutor(options.executor, trials);
  const pool = await startThreads(threadsFor({ ...options, executor }, trials));
  const interrupt = listenForInterrupt();
  const progress = progressHere();
  try {
    const done = await work((request, { before, of } = { before: 0, of: 1 }) =>
      compareTrials({
        ...{ ...request, executor },
        runnerFor: (irs: readonly Ir[]) => blocksFor(irs, executor, pool),
        signal: interrupt.signal,
        onProgress: (ran, total) => progress?.show(before * total + ran, of * total),
      }),
    );
    if (done !== undefined) return done;
    progress?.clear();
    process.stderr.write(`stopped: ${unfinished}\n`);
    process.exitCode = interrupt.exitCode() ?? 1;
    return undefined;
  } finally {
    progress?.clear();
    interrupt.release();
    await pool?.close();
  }
}

/** Who runs trials, by name, here or on threads: what `stave run` and `stave batch` share. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  blocksHere,
  compileKernel,
  countHere,
  hasWasm,
  piecesHere,
  type BlockRunner,
  type Counter,
  type Executor,
  type Ir,
  type PieceRunner,
} from '@stave/engine';
import type { Threads } from '@stave/engine/node';
import type { ExecutorName } from './executor-names.ts';
import { InputError } from './failure.ts';

/** Below this, starting threads costs more than they save. */
const TRIALS_FOR_THREADS = 10_000;
/** Below this, making a WebAssembly module costs more than it saves. */
const TRIALS_FOR_WASM = 500;
/** Stands beside the bundle; run from its sources, the command has no worker and one thread. */
const WORKER = new URL('./worker.mjs', import.meta.url);

export interface Wanted {
  readonly executor: ExecutorName;
  /** As many as the machine has, unless said. */
  readonly threads?: number;
}

/** Whether a run is over before anything costly has paid. */
export const isShort = (trials: number): boolean => trials < TRIALS_FOR_THREADS;

export function threadsFor({ executor, threads }: Wanted, trials: number): number {
  if (executor === 'reference' || !existsSync(fileURLToPath(WORKER))) return 1;
  return threads ?? (isShort(trials) ? 1 : availableParallelism());
}

/** Threads load while a scenario is read; none for one thread. */
export async function startThreads(threads: number): Promise<Threads | undefined> {
  if (threads === 1) return undefined;
  const { Threads: Pool } = await import('@stave/engine/node');
  return new Pool(WORKER, threads);
}

async function compilerOf(name: ExecutorName): Promise<(ir: Ir) => Executor> {
  if (name !== 'reference') return (ir) => compileKernel(ir, name);
  const { referenceExecutor } = await import('@stave/engine/reference');
  return referenceExecutor;
}

/** The same numbers come from each, so that what is not asked for is what is soonest done. */
export function chosenExecutor(asked: ExecutorName | undefined, trials: number): ExecutorName {
  if (asked !== undefined) requireExecutor(asked);
  return asked ?? (trials >= TRIALS_FOR_WASM && hasWasm() ? 'wasm' : 'js');
}

/** Nothing else runs in place of what was asked for. */
function requireExecutor(name: ExecutorName): void {
  if (name === 'wasm' && !hasWasm())
    throw new InputError(
      'there is no WebAssembly with SIMD here',
      'say --executor js, which gives the same results',
    );
}

export async function counterFor(ir: Ir, name: ExecutorName, pool: Threads | undefined): Promise<Counter> {
  if (pool && name !== 'reference') return pool.counter(ir, name);
  return countHere(ir, (await compilerOf(name))(ir), pauseNow());
}

export async function piecesFor(
  arms: readonly Ir[],
  name: ExecutorName,
  pool: Threads | undefined,
): Promise<PieceRunner> {
  if (pool && name !== 'reference') return pool.pieces(arms, name);
  return piecesHere(arms, await compilerOf(name), pauseNow());
}

export async function blocksFor(
  irs: readonly Ir[],
  name: ExecutorName,
  pool: Threads | undefined,
): Promise<BlockRunner> {
  if (pool && name !== 'reference') return pool.blocks(irs, name);
  return blocksHere(irs, await compilerOf(name), pauseNow());
}

/** Signals are heard and progress is drawn this often, however small the chunks. */
const PAUSE_EVERY_MS = 50;

function pauseNow(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < PAUSE_EVERY_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now();
        resolve();
      }),
    );
  };
}

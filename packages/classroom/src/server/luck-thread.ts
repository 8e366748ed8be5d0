/**
 * Luck against decision of one room on a thread of its own, which has threads for its trials in turn: a class waits for
 * it for up to minutes, in which the server hears and answers everybody. One core is left to it.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { luckAgainstDecision, type Luck, type LuckWatch } from '../fan/luck.ts';
import { runHere } from '../fan/runner.ts';
import type { RoomState } from '../room/state.ts';
import type { World } from '../room/world.ts';
import type { WorldGiven } from './adjudication-thread.ts';

/** Stands beside the bundle; from the sources there is none. */
const WORKER = new URL('./luck-worker.mjs', import.meta.url);
/** More gain little, since a seat has few other decisions. */
const THREADS_MAX = 4;

/**
 * Nothing where `watch` stopped it, or where there is nothing to tell (`luckAgainstDecision`).
 * @throws Error where the trials could not be run
 */
export type RunLuck = (state: RoomState, watch: LuckWatch) => Promise<Luck | undefined>;

/** What the thread is started with. */
export interface LuckOrder {
  readonly world: WorldGiven;
  readonly state: RoomState;
  /** For trials. */
  readonly threads: number;
}

export type FromLuckWorker =
  | { readonly is: 'progress'; readonly done: number; readonly total: number }
  | { readonly is: 'part'; readonly luck: Luck }
  | { readonly is: 'done'; readonly luck?: Luck }
  | { readonly is: 'fault'; readonly message: string };

/** On a thread where the command is bundled, else in this one. */
export const luckRunner = (world: World): RunLuck =>
  existsSync(fileURLToPath(WORKER)) ? luckOnThread(world, WORKER) : luckHere(world);

export const luckHere = (world: World): RunLuck => {
  const runner = runHere();
  return (state, watch) => luckAgainstDecision(runner, world, { state }, watch);
};

export const luckOnThread =
  ({ exercise, model, ir }: World, url: URL): RunLuck =>
  (state, { signal, onProgress, onPart }) => {
    if (signal?.aborted === true) return Promise.resolve(undefined);
    const threads = Math.min(THREADS_MAX, Math.max(1, availableParallelism() - 1));
    const workerData: LuckOrder = { world: { exercise, model, ir }, state, threads };
    const worker = new Worker(url, { workerData });
    worker.unref();
    return new Promise<Luck | undefined>((resolve, reject) => {
      // Its own threads end with it.
      const stop = (): void => {
        resolve(undefined);
        void worker.terminate();
      };
      signal?.addEventListener('abort', stop, { once: true });
      worker.on('message', (message: FromLuckWorker) => {
        if (message.is === 'progress') onProgress?.(message.done, message.total);
        else if (message.is === 'part') onPart?.(message.luck);
        else if (message.is === 'done') resolve(message.luck);
        else reject(new Error(message.message));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the thread of luck against decision has ended')));
    }).finally(() => void worker.terminate());
  };

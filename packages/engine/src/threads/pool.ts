/**
 * Counts on several threads. Chunks are handed out by an atomic counter, each worker folds its own into integer
 * counts, and the merge does not depend on who ran what.
 */
import { Worker } from 'node:worker_threads';
import { mergeCounts, type Counts } from '../batch/counts.ts';
import type { Counter } from '../batch/forecast.ts';
import type { Ir } from '../ir/ir.ts';
import { DONE, SHARED_SIZE, STOP, type Job } from './protocol.ts';

const PROGRESS_EVERY_MS = 100;

/**
 * @param worker the bundled worker.ts
 * @throws what a worker threw, when one died; nothing is counted then
 */
export function countOnThreads(ir: Ir, worker: URL, threads: number): Counter {
  return async (plan, { onProgress, signal }) => {
    const shared = new SharedArrayBuffer(SHARED_SIZE * Int32Array.BYTES_PER_ELEMENT);
    const cells = new Int32Array(shared);
    const done = (): number => Atomics.load(cells, DONE);
    const stop = (): void => void Atomics.store(cells, STOP, 1);
    const timer = setInterval(() => onProgress(done()), PROGRESS_EVERY_MS);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted === true) stop();
    try {
      const job: Job = { ir, plan, shared };
      const parts = await Promise.all(Array.from({ length: threads }, () => countsOf(worker, job, stop)));
      return { counts: parts.reduce(mergeCounts), done: done() };
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', stop);
    }
  };
}

function countsOf(url: URL, job: Job, stopOthers: () => void): Promise<Counts> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { workerData: job });
    worker.once('message', resolve);
    worker.once('error', (error) => {
      stopOthers();
      reject(error);
    });
    // After a message this changes nothing: a promise settles once.
    worker.once('exit', () => reject(new Error('a worker thread ended before it had counted')));
  });
}

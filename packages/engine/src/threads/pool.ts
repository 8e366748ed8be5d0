/**
 * Counts on several threads. Chunks are handed out by an atomic counter, each worker folds its own into integer
 * counts, and the merge does not depend on who ran what.
 */
import { Worker } from 'node:worker_threads';
import { mergeCounts, type Counts } from '../batch/counts.ts';
import type { Counter } from '../batch/forecast.ts';
import type { Ir } from '../ir/ir.ts';
import type { KernelName } from '../kernel/index.ts';
import { DONE, SHARED_SIZE, STOP, type Job } from './protocol.ts';

const PROGRESS_EVERY_MS = 100;

/** Threads that are started ahead of the work, so that they load while a scenario is read. */
export class Threads {
  private readonly workers: readonly Worker[];

  /** @param url the bundled worker.ts */
  constructor(url: URL, count: number) {
    this.workers = Array.from({ length: count }, () => new Worker(url));
    // Idle threads keep nobody from ending; a thread that dies is heard of when it is asked to count.
    for (const worker of this.workers) {
      worker.unref();
      worker.on('error', () => undefined);
    }
  }

  /** Runs one plan; the counter rejects with what a worker threw, and nothing is counted then. */
  counter(ir: Ir, kernel: KernelName): Counter {
    return async (plan, { onProgress, signal }) => {
      const shared = new SharedArrayBuffer(SHARED_SIZE * Int32Array.BYTES_PER_ELEMENT);
      const cells = new Int32Array(shared);
      const done = (): number => Atomics.load(cells, DONE);
      const stop = (): void => void Atomics.store(cells, STOP, 1);
      const timer = setInterval(() => onProgress(done()), PROGRESS_EVERY_MS);
      signal?.addEventListener('abort', stop);
      if (signal?.aborted === true) stop();
      try {
        const job: Job = { ir, kernel, plan, shared };
        const parts = await Promise.all(this.workers.map((worker) => countsOf(worker, job)));
        return { counts: parts.reduce(mergeCounts), done: done() };
      } catch (error) {
        stop();
        throw error;
      } finally {
        clearInterval(timer);
        signal?.removeEventListener('abort', stop);
      }
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

function countsOf(worker: Worker, job: Job): Promise<Counts> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    // After a message this changes nothing: a promise settles once.
    worker.once('exit', () => reject(new Error('a worker thread ended before it had counted')));
    worker.postMessage(job);
  });
}

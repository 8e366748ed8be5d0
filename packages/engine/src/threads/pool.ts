/**
 * Trials on several threads. The chunks of one plan are handed out by an atomic counter, each worker folds its own into
 * integer counts, and the merge does not depend on who ran what. The pieces of a batch are sent one by one to whoever
 * is free, and come back as bytes.
 */
import { Worker } from 'node:worker_threads';
import type { BlockDone, BlockRunner } from '../batch/blocks.ts';
import { mergeCounts, type Counts } from '../batch/counts.ts';
import type { Counter } from '../batch/forecast.ts';
import type { Ir } from '../ir/ir.ts';
import type { PieceRunner } from '../batch/pieces.ts';
import { EXECUTORS_KEPT, Recent } from '../batch/recent.ts';
import { prepareKernel, type KernelName, type PreparedKernel } from '../kernel/index.ts';
import { DONE, SHARED_SIZE, STOP, type Arms, type Job, type Order, type PieceAnswer } from './protocol.ts';

const PROGRESS_EVERY_MS = 100;

/** The kernels of a batch: each is made when its arm has a turn, and sent to each thread that does not have it. */
class Kernels {
  private readonly irs: readonly Ir[];
  private readonly name: KernelName;
  private readonly made = new Recent<Ir, PreparedKernel>(EXECUTORS_KEPT);
  private readonly sent = new Map<Worker, Recent<Ir, true>>();

  constructor(irs: readonly Ir[], name: KernelName) {
    this.irs = irs;
    this.name = name;
  }

  /** What goes with an order for an arm. */
  firstFor(worker: Worker, arm: number): { readonly kernel?: PreparedKernel } {
    // It forgets what the thread forgets, since both are told of the same uses.
    const sent = this.sent.get(worker) ?? new Recent(EXECUTORS_KEPT);
    this.sent.set(worker, sent);
    const ir = this.irs[arm];
    if (!ir) return {};
    const isThere = sent.has(ir);
    sent.use(ir, () => true);
    return isThere ? {} : { kernel: this.made.use(ir, () => prepareKernel(ir, this.name)) };
  }
}

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
      const { shared, done, watched } = this.watch(onProgress, signal);
      return watched(async () => {
        const job: Job = { is: 'job', ir, kernel: prepareKernel(ir, kernel), plan, shared };
        const parts = await Promise.all(this.workers.map((worker) => answerOf<Counts>(worker, job)));
        return { counts: parts.reduce(mergeCounts), done: done() };
      });
    };
  }

  /** Runs the pieces of a batch; the runner rejects with what a worker or `onDone` threw. */
  pieces(arms: readonly Ir[], kernel: KernelName): PieceRunner {
    return async (seed, pieces, { onDone, onProgress, signal }) => {
      let told = 0;
      const progress = (total: number): void => {
        onProgress(total - told);
        told = total;
      };
      const { shared, done, watched, isStopped } = this.watch(progress, signal);
      const order: Arms = { is: 'arms', arms, seed, shared };
      for (const worker of this.workers) worker.postMessage(order);
      const kernels = new Kernels(arms, kernel);
      const queue = pieces[Symbol.iterator]();
      await watched(() =>
        Promise.all(
          this.workers.map(async (worker) => {
            let room: ArrayBuffer | undefined;
            while (!isStopped()) {
              const { value: piece, done: isEmpty } = queue.next();
              if (isEmpty === true) return;
              const first = kernels.firstFor(worker, piece.arm);
              const order: Order = { is: 'piece', piece, ...first, ...(room && { room }) };
              const answer = await answerOf<PieceAnswer>(worker, order, room ? [room] : []);
              if (answer.done) onDone(answer.done);
              room = answer.done?.body.buffer;
            }
          }),
        ),
      );
      progress(done());
    };
  }

  /**
   * Runs trials again, in the order of `orders`. Orders go round the threads and each thread has one under way, so that
   * no more blocks are in memory than there are threads, however slowly they are taken.
   */
  blocks(irs: readonly Ir[], kernel: KernelName): BlockRunner {
    return async (seed, orders, { onBlock, signal }) => {
      const { shared, watched, isStopped } = this.watch(() => undefined, signal);
      const arms: Arms = { is: 'arms', arms: irs, seed, shared };
      for (const worker of this.workers) worker.postMessage(arms);
      const kernels = new Kernels(irs, kernel);
      const queue = orders[Symbol.iterator]();
      const waiting: { readonly worker: Worker; readonly answer: Promise<BlockDone> }[] = [];
      const give = (worker: Worker): void => {
        const { value: order, done: isEmpty } = queue.next();
        if (isEmpty === true || isStopped()) return;
        const first = kernels.firstFor(worker, order.ir);
        waiting.push({ worker, answer: answerOf<BlockDone>(worker, { is: 'block', order, ...first }) });
      };
      await watched(async () => {
        for (const worker of this.workers) give(worker);
        try {
          for (let next = waiting.shift(); next; next = waiting.shift()) {
            const done = await next.answer;
            give(next.worker);
            if (!isStopped()) onBlock(done);
          }
        } finally {
          // After a fault nobody waits for the others, and theirs would be nobody's.
          await Promise.allSettled(waiting.map(({ answer }) => answer));
        }
      });
    };
  }

  /** Shared memory for one task, watched while it runs: progress out, the wish to stop in, and a fault stops all. */
  private watch(onProgress: (done: number) => void, signal: AbortSignal | undefined) {
    const shared = new SharedArrayBuffer(SHARED_SIZE * Int32Array.BYTES_PER_ELEMENT);
    const cells = new Int32Array(shared);
    const done = (): number => Atomics.load(cells, DONE);
    const stop = (): void => void Atomics.store(cells, STOP, 1);
    const isStopped = (): boolean => Atomics.load(cells, STOP) !== 0;
    const watched = async <T>(task: () => Promise<T>): Promise<T> => {
      const timer = setInterval(() => onProgress(done()), PROGRESS_EVERY_MS);
      signal?.addEventListener('abort', stop);
      if (signal?.aborted === true) stop();
      try {
        return await task();
      } catch (error) {
        stop();
        throw error;
      } finally {
        clearInterval(timer);
        signal?.removeEventListener('abort', stop);
      }
    };
    return { shared, done, watched, isStopped };
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

function answerOf<T>(worker: Worker, order: Order, transferred: readonly ArrayBuffer[] = []): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a worker thread ended before it had counted'));
    worker.once('message', (answer: T) => {
      worker.off('error', reject);
      worker.off('exit', ended);
      resolve(answer);
    });
    worker.once('error', reject);
    worker.once('exit', ended);
    worker.postMessage(order, transferred);
  });
}

/**
 * Tasks on worker threads, each of which has one under way; whoever is free takes the next. A server stays free to
 * answer while its threads compile and run.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Ir } from '@stave/engine';
import type { FromWorker, ToWorker } from './protocol.ts';
import { KEPT, keyOf, runHere, type Runner, type Watch } from './runner.ts';
import type { Ran, Task } from './task.ts';

/** Stands beside the bundle; from the sources there is none, and trials run in this thread. */
const WORKER = new URL('./fan-worker.mjs', import.meta.url);

/** Threads where the command is bundled, else this thread. */
export const startRunner = (threads: number): Runner =>
  existsSync(fileURLToPath(WORKER)) ? new FanThreads(WORKER, threads) : runHere();

/** Threads are started at once and keep nobody from ending. */
export class FanThreads implements Runner {
  private readonly lines: readonly Line[];
  private isClosed = false;

  /** @param url the bundled worker.ts */
  constructor(url: URL, count: number) {
    this.lines = Array.from({ length: Math.max(1, count) }, () => new Line(url));
  }

  async prepare(ir: Ir): Promise<void> {
    await Promise.all(this.lines.map((line) => line.use(ir, () => Promise.resolve())));
  }

  async run(
    ir: Ir,
    tasks: readonly Task[],
    { signal, onDone }: Watch = {},
  ): Promise<readonly Ran[] | undefined> {
    if (this.isClosed) throw new Error('InvariantError: threads that were closed');
    const results = new Array<Ran>(tasks.length);
    let next = 0;
    let isStopped = false;
    const isOver = (): boolean => isStopped || signal?.aborted === true;
    const work = async (line: Line): Promise<void> => {
      while (next < tasks.length && !isOver()) {
        const index = next++;
        const task = tasks[index]!;
        try {
          results[index] = await line.use(ir, (key) => line.ran(key, task));
        } catch (error) {
          isStopped = true;
          throw error;
        }
        onDone?.(task.range.count);
      }
    };
    const lines = [...this.lines].sort((a, b) => a.waiting - b.waiting);
    const ended = await Promise.allSettled(lines.map(work));
    const fault = ended.find(({ status }) => status === 'rejected');
    if (fault?.status === 'rejected') throw fault.reason;
    return signal?.aborted === true ? undefined : results;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.lines.map((line) => line.close()));
  }
}

/** One thread: those who want it wait in line. */
class Line {
  private readonly url: URL;
  private worker: Worker | undefined;
  private last: Promise<unknown> = Promise.resolve();
  /** How many are in line. */
  waiting = 0;
  /** What it has compiled, in the order of use; it forgets what the thread forgets. */
  private sent: string[] = [];

  constructor(url: URL) {
    this.url = url;
    this.worker = this.started();
  }

  /** Whoever comes first has it until they are done. */
  use<T>(ir: Ir, task: (key: string) => Promise<T>): Promise<T> {
    this.waiting++;
    const mine = this.last.then(async () => {
      const key = keyOf(ir);
      if (!this.sent.includes(key)) await this.answer({ is: 'scenario', key, ir });
      this.sent = [...this.sent.filter((other) => other !== key), key].slice(-KEPT);
      return task(key);
    });
    this.last = mine.catch(() => undefined).then(() => this.waiting--);
    return mine;
  }

  async ran(key: string, task: Task): Promise<Ran> {
    const answer = await this.answer({ is: 'task', key, task });
    if (answer.is !== 'ran') throw new Error('InvariantError: a task without its result');
    return answer.ran;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private started(): Worker {
    const worker = new Worker(this.url);
    worker.unref();
    // One that dies is heard of when it is asked, and another takes its place.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
    });
    return worker;
  }

  private answer(message: ToWorker): Promise<FromWorker> {
    if (!this.worker) this.sent = [];
    if (!this.worker && message.is === 'task')
      return Promise.reject(new Error('a thread ended before it had run its trials'));
    const worker = (this.worker ??= this.started());
    return new Promise((resolve, reject) => {
      const ended = (): void => {
        worker.unref();
        reject(new Error('a thread ended before it had run its trials'));
      };
      const onMessage = (answer: FromWorker): void => {
        worker.off('exit', ended);
        worker.unref();
        if (answer.is === 'failed') reject(new Error(answer.message));
        else resolve(answer);
      };
      // While somebody waits for it, it is worth staying for.
      worker.ref();
      worker.once('message', onMessage);
      worker.once('exit', ended);
      worker.postMessage(message);
    });
  }
}

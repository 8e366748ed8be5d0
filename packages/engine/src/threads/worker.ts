/**
 * A worker thread. For a job it takes chunks from the shared counter until there are none, and posts its counts; of a
 * batch it runs the pieces or the blocks it is sent, one at a time, and posts each.
 */
import { parentPort } from 'node:worker_threads';
import { runBlock, type BlockDone, type BlockOrder } from '../batch/blocks.ts';
import { CHUNK_TRIALS, chunkCount, emptyCounts, runChunk } from '../batch/counts.ts';
import { PieceRun, type Piece } from '../batch/pieces.ts';
import type { Executor } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { compileKernel } from '../kernel/index.ts';
import { DONE, NEXT, STOP, type Arms, type Job, type Order, type PieceAnswer } from './protocol.ts';

let batch: { readonly order: Arms; readonly executors: Map<number, Executor> } | undefined;

parentPort?.on('message', (order: Order) => {
  if (order.is === 'job') parentPort?.postMessage(count(order));
  else if (order.is === 'arms') batch = { order, executors: new Map() };
  else if (order.is === 'piece') {
    const answer = runPiece(order.piece);
    parentPort?.postMessage(answer, answer.done ? [answer.done.body.buffer] : []);
  } else {
    const done = runBlockOf(order.order);
    const { answers, numbers, measures } = done.block;
    const parts = [answers, numbers, measures, done.parameters];
    parentPort?.postMessage(
      done,
      parts.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }
});

function count({ ir, kernel, plan, shared }: Job): object {
  const cells = new Int32Array(shared);
  const executor = compileKernel(ir, kernel);
  const counts = emptyCounts(ir, plan);
  const size = CHUNK_TRIALS.compiled;
  const total = chunkCount(plan, size);
  for (;;) {
    const index = Atomics.add(cells, NEXT, 1);
    if (index >= total || Atomics.load(cells, STOP) !== 0) break;
    Atomics.add(cells, DONE, runChunk(executor, plan, size, index, counts));
  }
  return counts;
}

function executorOf(arm: number): { readonly ir: Ir; readonly executor: Executor; readonly order: Arms } {
  const ir = batch?.order.arms[arm];
  if (!batch || !ir) throw new Error('InvariantError: trials of no arm');
  const { order, executors } = batch;
  const executor = executors.get(arm) ?? compileKernel(ir, order.kernel);
  executors.set(arm, executor);
  return { ir, executor, order };
}

function runBlockOf(wanted: BlockOrder): BlockDone {
  const { executor, order } = executorOf(wanted.ir);
  return runBlock(executor, order.seed, wanted);
}

function runPiece(piece: Piece): PieceAnswer {
  const { ir, executor, order } = executorOf(piece.arm);
  const cells = new Int32Array(order.shared);
  const run = new PieceRun(ir, executor, order.seed, piece);
  while (Atomics.load(cells, STOP) === 0) {
    const trials = run.next();
    if (trials === 0) break;
    Atomics.add(cells, DONE, trials);
  }
  const done = run.done();
  return done ? { done } : {};
}

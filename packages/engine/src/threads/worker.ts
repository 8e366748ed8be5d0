/**
 * A worker thread. For a job it takes chunks from the shared counter until there are none, and posts its counts; of a
 * batch it runs the pieces or the blocks it is sent, one at a time, and posts each.
 */
import { parentPort } from 'node:worker_threads';
import { runBlock, type BlockDone } from '../batch/blocks.ts';
import { CHUNK_TRIALS, chunkCount, emptyNested, runChunk, takeCounts } from '../batch/counts.ts';
import { ArmRunner, PieceRun } from '../batch/pieces.ts';
import { EXECUTORS_KEPT, Recent } from '../batch/recent.ts';
import type { Ir } from '../ir/ir.ts';
import { kernelOf, type PreparedKernel } from '../kernel/index.ts';
import {
  DONE,
  NEXT,
  STOP,
  type Arms,
  type BlockWanted,
  type Job,
  type Order,
  type PieceAnswer,
  type PieceOrder,
} from './protocol.ts';

let batch: { readonly order: Arms; readonly runners: Recent<Ir, ArmRunner> } | undefined;

parentPort?.on('message', (order: Order) => {
  if (order.is === 'job') parentPort?.postMessage(count(order));
  else if (order.is === 'arms') batch = { order, runners: new Recent(EXECUTORS_KEPT) };
  else if (order.is === 'piece') {
    const answer = runPiece(order);
    parentPort?.postMessage(answer, answer.done ? [answer.done.body.buffer] : []);
  } else {
    const done = runBlockOf(order);
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
  const executor = kernelOf(ir, kernel);
  const nested = emptyNested(ir, plan);
  const size = CHUNK_TRIALS.compiled;
  const total = chunkCount(plan, size);
  for (;;) {
    const index = Atomics.add(cells, NEXT, 1);
    if (index >= total || Atomics.load(cells, STOP) !== 0) break;
    Atomics.add(cells, DONE, runChunk(executor, plan, size, index, nested));
  }
  return takeCounts(executor, nested);
}

function runnerOf(
  arm: number,
  kernel: PreparedKernel | undefined,
): { readonly runner: ArmRunner; readonly order: Arms } {
  const ir = batch?.order.arms[arm];
  if (!batch || !ir) throw new Error('InvariantError: trials of no arm');
  const { order, runners } = batch;
  const runner = runners.use(ir, () => {
    if (!kernel) throw new Error('InvariantError: an arm without its kernel');
    return new ArmRunner(ir, kernelOf(ir, kernel));
  });
  return { runner, order };
}

function runBlockOf({ order: wanted, kernel }: BlockWanted): BlockDone {
  const { runner, order } = runnerOf(wanted.ir, kernel);
  return runBlock(runner.executor, order.seed, wanted);
}

function runPiece({ piece, room, kernel }: PieceOrder): PieceAnswer {
  const { runner, order } = runnerOf(piece.arm, kernel);
  const cells = new Int32Array(order.shared);
  const run = new PieceRun(runner, order.seed, piece);
  while (Atomics.load(cells, STOP) === 0) {
    const trials = run.next();
    if (trials === 0) break;
    Atomics.add(cells, DONE, trials);
  }
  const done = run.done();
  return done ? { done: { ...done, body: copyInto(room, done.body) } } : {};
}

/** The bytes in memory that can be given away: that which came with the order where it is large enough. */
function copyInto(room: ArrayBuffer | undefined, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = bytes;
  const copy = new Uint8Array(room && room.byteLength >= length ? room : new ArrayBuffer(2 * length));
  copy.set(bytes);
  return copy.subarray(0, length);
}

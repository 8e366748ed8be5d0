/** A worker thread: takes chunks from the shared counter until there are none, and posts what it counted. */
import { parentPort, workerData } from 'node:worker_threads';
import { chunkCount, emptyCounts, runChunk } from '../batch/counts.ts';
import { compileJs } from '../kernel/index.ts';
import { DONE, NEXT, STOP, type Job } from './protocol.ts';

const { ir, plan, shared } = workerData as Job;
const cells = new Int32Array(shared);
const executor = compileJs(ir);
const counts = emptyCounts(ir, plan);
const total = chunkCount(plan);
for (;;) {
  const index = Atomics.add(cells, NEXT, 1);
  if (index >= total || Atomics.load(cells, STOP) !== 0) break;
  Atomics.add(cells, DONE, runChunk(executor, plan, index, counts));
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
parentPort?.postMessage(counts);

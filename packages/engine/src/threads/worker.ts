/** A worker thread: for each job, takes chunks from the shared counter until there are none, and posts its counts. */
import { parentPort } from 'node:worker_threads';
import { CHUNK_TRIALS, chunkCount, emptyCounts, runChunk } from '../batch/counts.ts';
import { compileKernel } from '../kernel/index.ts';
import { DONE, NEXT, STOP, type Job } from './protocol.ts';

parentPort?.on('message', ({ ir, kernel, plan, shared }: Job) => {
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
  parentPort?.postMessage(counts);
});

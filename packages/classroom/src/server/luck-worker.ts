/** The thread of `luck-thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { luckAgainstDecision } from '../fan/luck.ts';
import { startRunner } from '../fan/threads.ts';
import { makeWorld } from '../room/world.ts';
import type { FromLuckWorker, LuckOrder } from './luck-thread.ts';

const { world: given, state, threads } = workerData as LuckOrder;
const tell = (message: FromLuckWorker): void => parentPort?.postMessage(message);

async function run(): Promise<void> {
  try {
    const world = makeWorld(given.exercise, given.model, given.ir);
    let percent = 0;
    const luck = await luckAgainstDecision(
      startRunner(threads),
      world,
      { state },
      {
        onProgress: (done, total) => {
          const now = Math.floor((100 * done) / total);
          if (now === percent) return;
          percent = now;
          tell({ is: 'progress', done, total });
        },
        onPart: (part) => tell({ is: 'part', luck: part }),
      },
    );
    tell({ is: 'done', ...(luck && { luck }) });
  } catch (error) {
    tell({ is: 'fault', message: error instanceof Error ? error.message : String(error) });
  }
}

void run();

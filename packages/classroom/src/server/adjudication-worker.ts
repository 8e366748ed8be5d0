/** The thread of `adjudication-thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { adjudicate } from '../room/adjudicate.ts';
import { makeWorld } from '../room/world.ts';
import type { Answer, Order, WorldGiven } from './adjudication-thread.ts';

const { exercise, model, ir } = workerData as WorldGiven;
const world = makeWorld(exercise, model, ir);

parentPort?.on('message', ({ id, state, bots }: Order) => {
  parentPort?.postMessage(answerTo(id, state, bots));
});

function answerTo(id: number, state: Order['state'], bots: Order['bots']): Answer {
  try {
    return { id, deed: adjudicate(world, state, bots) };
  } catch (error) {
    return { id, fault: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Adjudications on a thread of their own, one after the other: a turn takes the reference some tenths of a second, in
 * which the server hears and answers everybody else.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AdjudicatedDeed, BotOrders } from '../room/adjudicate.ts';
import type { RoomState } from '../room/state.ts';
import type { World } from '../room/world.ts';
import { adjudicateHere, type Adjudicator } from './engine.ts';

/** Stands beside the bundle; from the sources there is none. */
const WORKER = new URL('./adjudication-worker.mjs', import.meta.url);

/** What the thread plays on; it makes the rest for itself. */
export type WorldGiven = Pick<World, 'exercise' | 'model' | 'ir'>;

export interface Order {
  readonly id: number;
  readonly state: RoomState;
  readonly bots: BotOrders;
}

export type Answer = { readonly id: number } & (
  { readonly deed: AdjudicatedDeed } | { readonly fault: string }
);

export const startAdjudicator = (world: World): Adjudicator =>
  existsSync(fileURLToPath(WORKER)) ? new AdjudicationThread(world, WORKER) : adjudicateHere(world);

interface Waiting {
  readonly resolve: (deed: AdjudicatedDeed) => void;
  readonly reject: (error: Error) => void;
}

class AdjudicationThread implements Adjudicator {
  private readonly world: World;
  private readonly url: URL;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private last = 0;

  constructor(world: World, url: URL) {
    this.world = world;
    this.url = url;
    this.worker = this.started();
  }

  adjudicate(state: RoomState, bots: BotOrders): Promise<AdjudicatedDeed> {
    this.worker ??= this.started();
    const order: Order = { id: ++this.last, state, bots };
    const { worker } = this;
    return new Promise((resolve, reject) => {
      this.waiting.set(order.id, { resolve, reject });
      worker.postMessage(order);
    });
  }

  close(): void {
    void this.worker?.terminate();
  }

  private started(): Worker {
    const { exercise, model, ir } = this.world;
    const workerData: WorldGiven = { exercise, model, ir };
    const worker = new Worker(this.url, { workerData });
    worker.unref();
    worker.on('message', (answer: Answer) => {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ('deed' in answer) waiting?.resolve(answer.deed);
      else waiting?.reject(new Error(answer.fault));
    });
    // One that dies answers nobody any more; the next order starts another.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
      const left = [...this.waiting.values()];
      this.waiting.clear();
      for (const { reject } of left) reject(new Error('the thread of adjudications has ended'));
    });
    return worker;
  }
}

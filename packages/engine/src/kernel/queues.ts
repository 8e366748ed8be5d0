/**
 * What waits in the trial that is being run: raised events, sent events and timers, with what events carry. These are
 * the functions by which generated code raises, sends and cancels, and by which it ends the trial.
 *
 * Invariant: nothing is allocated while a trial runs, but for queues and timers that grow beyond all before.
 */
import { FAILURE_CODES, type FailureCode } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { STEP, type Memory } from './memory.ts';
import { Timers } from './timers.ts';

/** First in, first out; `data` has `stride` places for each entry. */
export interface Queue {
  readonly entries: number[];
  readonly data: number[];
  head: number;
  tail: number;
}

export interface Queues {
  /** Events that were raised. */
  readonly internal: Queue;
  /** Events that were sent or are in the calendar; timers as -1 - timer. */
  readonly external: Queue;
  readonly timers: Timers;
  /** By state: how often it was left, by which timers of an earlier stay are known. */
  readonly left: Int32Array;
  /** By id of sends: how often it was cancelled, by which timers that are cancelled are known. */
  readonly cancelled: Int32Array;
  /** By event: how many values it carries; and the most that any does. */
  readonly fields: Int32Array;
  readonly stride: number;
  /** What ended the trial. */
  readonly fault: { code: FailureCode; place: string };
  readonly fail: (code: number, place: number) => never;
  readonly raise: (event: number) => void;
  readonly send: (event: number) => void;
  readonly sendLater: (event: number, delay: number, id: number) => void;
  readonly cancel: (id: number) => void;
  readonly clear: () => void;
}

/** Thrown at every fault, so that none is allocated; what happened is in `Queues.fault`. */
export const FAULT = new Error('A fault ended a trial.');

const emptyQueue = (): Queue => ({ entries: [], data: [], head: 0, tail: 0 });

export function restart(queue: Queue): void {
  queue.head = queue.tail = 0;
}

export function createQueues(ir: Ir, { O, R }: Memory, places: readonly string[]): Queues {
  const internal = emptyQueue();
  const external = emptyQueue();
  const timers = new Timers(ir.clock.steps);
  const cancelled = new Int32Array(ir.sendIds.length);
  const fields = Int32Array.from(ir.eventFields, ({ length }) => length);
  const stride = Math.max(0, ...fields);
  const fault: Queues['fault'] = { code: 'not-finite', place: '' };

  /** Puts what an event carries, as generated code left it, at its place in a list. */
  const keep = (list: number[], place: number, count: number): void => {
    const from = place * stride;
    for (let i = 0; i < count; i++) list[from + i] = O[i]!;
  };
  const push = (queue: Queue, event: number): void => {
    keep(queue.data, queue.tail, fields[event]!);
    queue.entries[queue.tail++] = event;
  };

  return {
    internal,
    external,
    timers,
    left: new Int32Array(ir.states.length),
    cancelled,
    fields,
    stride,
    fault,
    fail: (code, place) => {
      fault.code = itemOf(FAILURE_CODES, code);
      fault.place = itemOf(places, place);
      throw FAULT;
    },
    raise: (event) => push(internal, event),
    send: (event) => push(external, event),
    sendLater: (event, delay, id) => {
      const { due, dueAt } = ir.delays[delay]!;
      const step = R[STEP]!;
      const timer = timers.set(due[step]!, dueAt[step]!, event, -1 - id, cancelled[id]!);
      if (timer >= 0) keep(timers.data, timer, fields[event]!);
    },
    cancel: (id) => {
      cancelled[id]!++;
    },
    clear: () => {
      timers.clear();
      restart(internal);
      restart(external);
    },
  };
}

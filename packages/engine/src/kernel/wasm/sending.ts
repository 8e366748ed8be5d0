/**
 * Events and timers as WebAssembly: two queues, which belong to the trial that is at work, and a list of timers for
 * each trial (kernel/machine.ts, timers.ts).
 *
 * Invariants: a list of timers is in the order in which they fall due, by due date and then by when they were set;
 * what was cancelled or whose state was left is taken out when it is passed. Room grows as it is needed, and what
 * is no longer used is given back.
 */
import { F64, I32, type Callable, type Code, type Local } from './encoder.ts';
import { cell, entry, narrowAt, setCell, zero } from './idioms.ts';
import { choose, f64, i32, loopWhile, makeRoom, when } from './instructions.ts';
import type { Program } from './program.ts';

/** Places in an event or timer. */
export const NODE = {
  next: 0,
  /** An event, or the transition that a timer takes. */
  what: 4,
  /** The state a timer belongs to; of an event, -1 - the id under which it can be cancelled. */
  state: 8,
  /** How often the state had been left, or the id cancelled, when it was set. */
  stay: 12,
  due: 16,
  /** Counts up with each timer that is set. */
  order: 20,
  isTimer: 24,
  dueAt: 32,
  data: 40,
} as const;

export interface Sending {
  /** `(event)` */
  readonly raise: Callable;
  readonly send: Callable;
  /** `(l, event, delay, id)` */
  readonly sendLater: Callable;
  /** `(l, id)` */
  readonly cancel: Callable;
  /** `(l, due, dueAt, what, state, stay)`: gives the timer, or 0 when it would be due after the end. */
  readonly setTimer: Callable;
  /** `(l, timer)`: whether its state was left since, or its id cancelled. */
  readonly isStale: Callable;
  /** `(l, step)`: moves what is due to the external queue. */
  readonly collect: Callable;
  /** `(event, data)` */
  readonly push: Callable;
  /** `(queue)`: gives the first. */
  readonly pop: Callable;
  /** `(node)` */
  readonly free: Callable;
  /** By delay: addresses of the steps in which it is due, and of due dates, by the step it is set in. */
  readonly due: number;
  readonly dueAt: number;
  /** By event: how many values it carries. */
  readonly fields: number;
}

export function sendingOf(program: Program): Sending {
  const { m, layout, map, ir } = program;
  const { steps } = ir.clock;
  const field = (node: Code, name: keyof typeof NODE): Code => i32.load(node, NODE[name]);
  const size = NODE.data + 8 * map.fields;

  const due = layout.integers(ir.delays.map((delay) => layout.integers(delay.due)));
  const dueAt = layout.integers(ir.delays.map((delay) => layout.floats(delay.dueAt)));
  const fields = layout.integers(ir.eventFields.map(({ length }) => length));

  const take = m.define([], [I32], (body) => {
    const node = body.local(I32);
    return [
      node.set(cell(map.free)),
      when(node.get, setCell(map.free, field(node.get, 'next')), [
        node.set(cell(map.room)),
        setCell(map.room, i32.add(node.get, i32.const(size))),
        makeRoom(cell(map.room)),
      ]),
      i32.store(node.get, NODE.next, zero),
      i32.store(node.get, NODE.isTimer, zero),
      node.get,
    ];
  });

  const free = m.define([I32], [], (_, node) => [
    i32.store(node.get, NODE.next, cell(map.free)),
    setCell(map.free, node.get),
  ]);

  /** Tails lie one cell behind heads. */
  const CELL = map.internalTail - map.internalHead;
  const append = m.define([I32, I32], [], (_, queue, node) => [
    when(
      i32.load(queue.get, CELL),
      i32.store(i32.load(queue.get, CELL), NODE.next, node.get),
      i32.store(queue.get, 0, node.get),
    ),
    i32.store(queue.get, CELL, node.get),
  ]);

  const pop = m.define([I32], [I32], (body, queue) => {
    const node = body.local(I32);
    return [
      node.set(i32.load(queue.get)),
      i32.store(queue.get, 0, field(node.get, 'next')),
      when(i32.eqz(i32.load(queue.get)), i32.store(queue.get, CELL, zero)),
      node.get,
    ];
  });

  /** Copies as many values as an event carries. */
  const copy = (body: { local(type: typeof I32): Local }, event: Code, from: Code, to: Code): Code => {
    const left = body.local(I32);
    const at = (base: Code): Code => i32.add(base, left.get);
    return [
      left.set(i32.shl(entry(fields, event), i32.const(3))),
      loopWhile(left.get, [
        left.set(i32.sub(left.get, i32.const(8))),
        f64.store(at(to), 0, f64.load(at(from))),
      ]),
    ];
  };

  const eventNode = m.define([I32, I32], [I32], (body, event, data) => {
    const node = body.local(I32);
    return [
      node.set(take.call()),
      i32.store(node.get, NODE.what, event.get),
      copy(body, event.get, data.get, i32.add(node.get, i32.const(NODE.data))),
      node.get,
    ];
  });

  const raise = m.define([I32], [], (_, event) =>
    append.call(i32.const(map.internalHead), eventNode.call(event.get, i32.const(map.outgoing))),
  );
  const push = m.define([I32, I32], [], (_, event, data) =>
    append.call(i32.const(map.externalHead), eventNode.call(event.get, data.get)),
  );
  const send = m.define([I32], [], (_, event) => push.call(event.get, i32.const(map.outgoing)));

  const isStaleCode = (l: Code, node: Code, state: Code): Code =>
    i32.ne(
      field(node, 'stay'),
      choose(
        I32,
        i32.ge(state, zero),
        i32.load(narrowAt(l, state), map.narrow.left),
        i32.load(narrowAt(l, i32.sub(i32.const(-1), state)), map.narrow.cancelled),
      ),
    );
  const isStale = m.define([I32, I32], [I32], (_, l, node) =>
    isStaleCode(l.get, node.get, field(node.get, 'state')),
  );

  const setTimer = m.define(
    [I32, I32, F64, I32, I32, I32],
    [I32],
    (body, l, at, when_, what, state, stay) => {
      const [node, before, here, after, goesOn] = body.several(I32, 5);
      const half = i32.shr(l.get, i32.const(1));
      const isEarlier = i32.or(
        i32.lt(field(here.get, 'due'), at.get),
        i32.and(i32.eq(field(here.get, 'due'), at.get), f64.le(f64.load(here.get, NODE.dueAt), when_.get)),
      );
      const link = (next: Code): Code =>
        when(before.get, i32.store(before.get, NODE.next, next), i32.store(half, map.narrow.timers, next));
      return [
        when(i32.gt(at.get, i32.const(steps)), [zero, 0x0f]),
        here.set(i32.load(half, map.narrow.timers)),
        goesOn.set(here.get),
        loopWhile(goesOn.get, [
          after.set(field(here.get, 'next')),
          when(
            isStaleCode(l.get, here.get, field(here.get, 'state')),
            [link(after.get), free.call(here.get), here.set(after.get)],
            when(isEarlier, [before.set(here.get), here.set(after.get)], after.set(zero)),
          ),
          // Nothing comes after, or what does is due later.
          goesOn.set(after.get),
        ]),
        node.set(take.call()),
        i32.store(node.get, NODE.what, what.get),
        i32.store(node.get, NODE.state, state.get),
        i32.store(node.get, NODE.stay, stay.get),
        i32.store(node.get, NODE.due, at.get),
        f64.store(node.get, NODE.dueAt, when_.get),
        i32.store(node.get, NODE.isTimer, i32.const(1)),
        i32.store(node.get, NODE.order, cell(map.order)),
        setCell(map.order, i32.add(cell(map.order), i32.const(1))),
        i32.store(node.get, NODE.next, here.get),
        link(node.get),
        node.get,
      ];
    },
  );

  const sendLater = m.define([I32, I32, I32, I32], [], (body, l, event, delay, id) => {
    const node = body.local(I32);
    const at = (table: number, shift: number): Code =>
      i32.add(entry(table, delay.get), i32.shl(cell(map.step), i32.const(shift)));
    return [
      node.set(
        setTimer.call(
          l.get,
          i32.load(at(due, 2)),
          f64.load(at(dueAt, 3)),
          event.get,
          i32.sub(i32.const(-1), id.get),
          i32.load(narrowAt(l.get, id.get), map.narrow.cancelled),
        ),
      ),
      when(node.get, copy(body, event.get, i32.const(map.outgoing), i32.add(node.get, i32.const(NODE.data)))),
    ];
  });

  const cancel = m.define([I32, I32], [], (body, l, id) => {
    const at = body.local(I32);
    return [
      at.set(narrowAt(l.get, id.get)),
      i32.store(at.get, map.narrow.cancelled, i32.add(i32.load(at.get, map.narrow.cancelled), i32.const(1))),
    ];
  });

  const collect = m.define([I32, I32], [], (body, l, step) => {
    const [node, half] = body.several(I32, 2);
    return [
      half.set(i32.shr(l.get, i32.const(1))),
      node.set(i32.load(half.get, map.narrow.timers)),
      loopWhile(choose(I32, node.get, i32.le(field(node.get, 'due'), step.get), zero), [
        i32.store(half.get, map.narrow.timers, field(node.get, 'next')),
        i32.store(node.get, NODE.next, zero),
        append.call(i32.const(map.externalHead), node.get),
        node.set(i32.load(half.get, map.narrow.timers)),
      ]),
    ];
  });

  return {
    raise,
    send,
    sendLater,
    cancel,
    setTimer,
    isStale,
    collect,
    push,
    pop,
    free,
    due,
    dueAt,
    fields,
  };
}

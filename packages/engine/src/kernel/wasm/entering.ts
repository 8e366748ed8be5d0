/** What a transition enters, as WebAssembly, and which state around it is done then. */
import { COMPOUND, FINAL, HISTORY, PARALLEL } from '../configuration.ts';
import { listed, type ChartCode } from './chart-tables.ts';
import { I32, type Callable } from './encoder.ts';
import { both, cell, each, entry, none, setEntry, trialsOf, zero } from './idioms.ts';
import { choose, give, i32, leave, loopWhile, when } from './instructions.ts';
import type { Program } from './program.ts';

export interface Entering {
  /** `(l, transition, domain)`: marks what it enters. */
  readonly enter: Callable;
  /** `(l, state)`: marks what an initial state of a driver enters. */
  readonly enterInitial: Callable;
  /** `(l, state)`: of a final state, the parallel state around its parent if that is done now, else -1. */
  readonly doneAround: Callable;
}

export function enteringOf({ m, map }: Program, charts: ChartCode, addTargets: Callable): Entering {
  const { tables, defaultCount, defaultList, eachChild, isKind, poolPlace, remembered } = charts;
  const { parent, end } = tables;
  const { isActive } = trialsOf(map);

  const down = m.declare([I32, I32], []);
  const up = m.declare([I32, I32, I32], []);
  const regions = m.declare([I32, I32], []);

  down.define((body, l, slot) => {
    const [n, i] = body.several(I32, 2);
    const isDefault = i32.lt(n.get, zero);
    const size = choose(I32, isDefault, entry(defaultCount, slot.get), n.get);
    const other = choose(
      I32,
      isDefault,
      listed(defaultList, slot.get, i.get),
      i32.load(poolPlace(l.get, slot.get, i.get), map.narrow.pool),
    );
    const above = entry(parent, slot.get);
    return [
      when(isKind(slot.get, HISTORY), [
        n.set(remembered(l.get, slot.get)),
        each(i, zero, size, down.call(l.get, other)),
        each(i, zero, size, up.call(l.get, other, above)),
        leave,
      ]),
      setEntry(map.entering, slot.get, i32.const(1)),
      when(isKind(slot.get, PARALLEL), regions.call(l.get, slot.get)),
      when(isKind(slot.get, COMPOUND), [
        setEntry(map.byDefault, slot.get, i32.const(1)),
        each(i, zero, entry(defaultCount, slot.get), down.call(l.get, listed(defaultList, slot.get, i.get))),
        each(
          i,
          zero,
          entry(defaultCount, slot.get),
          up.call(l.get, listed(defaultList, slot.get, i.get), slot.get),
        ),
      ]),
    ];
  });

  up.define((body, l, slot, top) => {
    const around = body.local(I32);
    return [
      around.set(entry(parent, slot.get)),
      loopWhile(i32.and(i32.ne(around.get, top.get), i32.ge(around.get, zero)), [
        setEntry(map.entering, around.get, i32.const(1)),
        when(isKind(around.get, PARALLEL), regions.call(l.get, around.get)),
        around.set(entry(parent, around.get)),
      ]),
    ];
  });

  regions.define((body, l, slot) => {
    const [child, inner, isEntered] = body.several(I32, 3);
    return eachChild(
      child,
      slot.get,
      when(i32.eqz(isKind(child.get, HISTORY)), [
        isEntered.set(zero),
        each(
          inner,
          child.get,
          entry(end, child.get),
          isEntered.set(i32.or(isEntered.get, entry(map.entering, inner.get))),
        ),
        when(i32.eqz(isEntered.get), down.call(l.get, child.get)),
      ]),
    );
  });

  const enter = m.define([I32, I32, I32], [], (body, l, t, within) => {
    const [i, n] = body.several(I32, 2);
    return [
      addTargets.call(l.get, t.get),
      n.set(cell(map.effective)),
      each(i, zero, n.get, down.call(l.get, entry(map.effectiveList, i.get))),
      each(i, zero, n.get, up.call(l.get, entry(map.effectiveList, i.get), within.get)),
    ];
  });

  const enterInitial = m.define([I32, I32], [], (_, l, state) => [
    down.call(l.get, state.get),
    up.call(l.get, state.get, none),
  ]);

  const isDone = m.declare([I32, I32], [I32]);
  isDone.define((body, l, slot) => {
    const child = body.local(I32);
    return [
      eachChild(
        child,
        slot.get,
        when(i32.eqz(isKind(child.get, HISTORY)), [
          when(both(isKind(slot.get, PARALLEL), i32.eqz(isDone.call(l.get, child.get))), give(zero)),
          when(
            both(i32.and(isKind(slot.get, COMPOUND), isKind(child.get, FINAL)), isActive(l.get, child.get)),
            give(i32.const(1)),
          ),
        ]),
      ),
      isKind(slot.get, PARALLEL),
    ];
  });

  const doneAround = m.define([I32, I32], [I32], (body, l, slot) => {
    const around = body.local(I32);
    return [
      around.set(entry(parent, slot.get)),
      when(i32.ge(around.get, zero), around.set(entry(parent, around.get))),
      choose(
        I32,
        both(i32.ge(around.get, zero), both(isKind(around.get, PARALLEL), isDone.call(l.get, around.get))),
        around.get,
        none,
      ),
    ];
  });

  return { enter, enterInitial, doneAround };
}

/** What a transition happens inside of, as WebAssembly, and what history states remember of what is left there. */
import { ATOMIC, COMPOUND, FINAL, HISTORY } from '../configuration.ts';
import { listed, type ChartCode } from './chart-tables.ts';
import { I32, type Callable } from './encoder.ts';
import { add, both, cell, each, either, entry, narrowAt, setCell, trialsOf, zero } from './idioms.ts';
import { choose, give, i32, leave, loopWhile, when } from './instructions.ts';
import type { Program } from './program.ts';

export interface Domains {
  /** `(inner, outer)`: properly inside; everything is inside the driver (-1) but itself. */
  readonly isBelow: Callable;
  /** `(l, transition)`: lists the states it aims at, with those that histories stand for. */
  readonly addTargets: Callable;
  /** `(l, transition)`: what it happens inside of, a compound state or -1 for the driver. */
  readonly domain: Callable;
  /** `(l, from, to)`: keeps what is active where a history state remembers it. */
  readonly remember: Callable;
}

export function domainsOf({ m, map }: Program, charts: ChartCode): Domains {
  const { tables, deep, defaultCount, defaultList, isKind, poolPlace, remembered } = charts;
  const { parent, end } = tables;
  const { isActive } = trialsOf(map);

  const isBelow = m.define([I32, I32], [I32], (_, inner, outer) =>
    both(
      i32.ge(inner.get, zero),
      either(
        i32.lt(outer.get, zero),
        both(i32.gt(inner.get, outer.get), i32.lt(inner.get, entry(end, outer.get))),
      ),
    ),
  );

  const addEffective = m.declare([I32, I32], []);
  addEffective.define((body, l, slot) => {
    const [n, i] = body.several(I32, 2);
    return [
      when(i32.eqz(isKind(slot.get, HISTORY)), [add(map.effectiveList, map.effective, slot.get), leave]),
      n.set(remembered(l.get, slot.get)),
      when(
        i32.lt(n.get, zero),
        each(
          i,
          zero,
          entry(defaultCount, slot.get),
          addEffective.call(l.get, listed(defaultList, slot.get, i.get)),
        ),
        each(
          i,
          zero,
          n.get,
          add(map.effectiveList, map.effective, i32.load(poolPlace(l.get, slot.get, i.get), map.narrow.pool)),
        ),
      ),
    ];
  });

  const addTargets = m.define([I32, I32], [], (body, l, t) => {
    const i = body.local(I32);
    return [
      setCell(map.effective, zero),
      each(
        i,
        zero,
        entry(tables.targets, t.get),
        addEffective.call(l.get, listed(tables.targetList, t.get, i.get)),
      ),
    ];
  });

  const holdsAll = m.define([I32], [I32], (body, around) => {
    const i = body.local(I32);
    return [
      each(
        i,
        zero,
        cell(map.effective),
        when(i32.eqz(isBelow.call(entry(map.effectiveList, i.get), around.get)), give(zero)),
      ),
      i32.const(1),
    ];
  });

  const domain = m.define([I32, I32], [I32], (body, l, t) => {
    const [source, around] = body.several(I32, 2);
    return [
      source.set(entry(tables.source, t.get)),
      when(i32.or(i32.lt(source.get, zero), entry(tables.internal, t.get)), give(source.get)),
      addTargets.call(l.get, t.get),
      around.set(entry(parent, source.get)),
      loopWhile(
        both(
          i32.ge(around.get, zero),
          i32.eqz(both(isKind(around.get, COMPOUND), holdsAll.call(around.get))),
        ),
        around.set(entry(parent, around.get)),
      ),
      around.get,
    ];
  });

  const remember = m.define([I32, I32, I32], [], (body, l, from, to) => {
    const [slot, around, n, inner] = body.several(I32, 4);
    const wanted = choose(
      I32,
      entry(deep, slot.get),
      i32.or(isKind(inner.get, ATOMIC), isKind(inner.get, FINAL)),
      i32.eq(entry(parent, inner.get), around.get),
    );
    return each(
      slot,
      from.get,
      to.get,
      when(isKind(slot.get, HISTORY), [
        around.set(entry(parent, slot.get)),
        // A child of the domain itself is not in a state that is left.
        when(both(i32.ge(around.get, from.get), isActive(l.get, around.get)), [
          n.set(zero),
          each(
            inner,
            i32.add(around.get, i32.const(1)),
            entry(end, around.get),
            when(both(isActive(l.get, inner.get), wanted), [
              i32.store(poolPlace(l.get, slot.get, n.get), map.narrow.pool, inner.get),
              n.set(i32.add(n.get, i32.const(1))),
            ]),
          ),
          i32.store(narrowAt(l.get, slot.get), map.narrow.remembered, n.get),
        ]),
      ]),
    );
  });

  return { isBelow, addTargets, domain, remember };
}

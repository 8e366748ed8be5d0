/**
 * Drivers with states inside states as WebAssembly; the counterpart of kernel/configuration.ts, function by function.
 */
import type { Ir } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { ATOMIC, COMPOUND, FINAL, HISTORY, KINDS, PARALLEL, type TransitionShape } from '../configuration.ts';
import { I32, type Callable, type Code, type Local } from './encoder.ts';
import { cell, each, entry, narrowAt, none, setCell, setEntry, trialsOf, zero } from './idioms.ts';
import { choose, give, i32, leave, loopWhile, when } from './instructions.ts';
import type { Program } from './program.ts';

const NOT_ASKED = -2;

/** Tables that the machine reads too. */
export interface ChartTables {
  readonly parent: number;
  readonly end: number;
  readonly kind: number;
  /** By driver: its slots are first .. last - 1. */
  readonly first: number;
  readonly last: number;
  /** By transition: source, driver, how many targets and where they are listed, internal. */
  readonly source: number;
  readonly driver: number;
  readonly targets: number;
  readonly targetList: number;
  readonly internal: number;
}

export interface Configuration {
  readonly tables: ChartTables;
  /** `(l, driver, table)`: adds the transitions a driver takes to the list, without conflicts. */
  readonly select: Callable;
  /** `(l, transition)`: what it happens inside of, a compound state or -1 for the driver. */
  readonly domain: Callable;
  /** `(l, from, to)`: keeps what is active where a history state remembers it. */
  readonly remember: Callable;
  /** `(l, transition, domain)`: marks what it enters. */
  readonly enter: Callable;
  /** `(l, state)`: marks what an initial state of a driver enters. */
  readonly enterInitial: Callable;
  /** `(l, state)`: of a final state, the parallel state around its parent if that is done now, else -1. */
  readonly doneAround: Callable;
  /** By history state: where its memory lies among the slots of the pool. */
  readonly poolAt: readonly number[];
}

/** The address of a list and its length, for each of several. */
function lists(program: Program, all: readonly (readonly number[])[]): readonly [number, number] {
  const at = all.map((list) => program.layout.integers(list));
  return [program.layout.integers(all.map(({ length }) => length)), program.layout.integers(at)];
}

function tablesOf(program: Program, transitions: readonly TransitionShape[]): ChartTables {
  const { layout, ir } = program;
  const [targets, targetList] = lists(
    program,
    transitions.map(({ to }) => to),
  );
  const first = ir.drivers.map(({ states }) => itemOf(states, 0));
  return {
    parent: layout.integers(ir.states.map(({ parent }) => parent)),
    end: layout.integers(ir.states.map(({ end }) => end)),
    kind: layout.integers(ir.states.map(({ kind }) => KINDS[kind])),
    first: layout.integers(first),
    last: layout.integers(ir.drivers.map(({ states }, d) => (first[d] ?? 0) + states.length)),
    source: layout.integers(transitions.map(({ source }) => source)),
    driver: layout.integers(transitions.map(({ driver }) => driver)),
    targets,
    targetList,
    internal: layout.integers(transitions.map(({ internal }) => Number(internal))),
  };
}

function poolOf({ states }: Ir): readonly number[] {
  let size = 0;
  return states.map(({ history, parent }) => {
    const at = size;
    if (history) size += itemOf(states, parent).end - parent;
    return at;
  });
}

/** @param ask `(l, table, slot)`: the transition that a state, or the driver itself (-1), would take */
export function configurationOf(
  program: Program,
  transitions: readonly TransitionShape[],
  ask: Callable,
): Configuration {
  const { m, layout, map, ir } = program;
  const { isActive } = trialsOf(map);
  const tables = tablesOf(program, transitions);
  const { parent, end, kind } = tables;
  const poolAt = poolOf(ir);
  const poolTable = layout.integers(poolAt);
  const deep = layout.integers(ir.states.map(({ history }) => (history?.deep ? 1 : 0)));
  const [defaultCount, defaultList] = lists(
    program,
    ir.states.map(({ initial, history }) => history?.to ?? initial?.to ?? []),
  );
  const count = ir.states.length;

  const isKind = (slot: Code, wanted: number): Code => i32.eq(entry(kind, slot), i32.const(wanted));
  const both = (a: Code, b: Code): Code => choose(I32, a, b, zero);
  const either = (a: Code, b: Code): Code => choose(I32, a, i32.const(1), b);
  /** Runs the body for each child of a state. */
  const eachChild = (child: Local, slot: Code, body: Code): Code => [
    child.set(i32.add(slot, i32.const(1))),
    loopWhile(i32.lt(child.get, entry(end, slot)), [body, child.set(entry(end, child.get))]),
  ];
  const add = (list: number, length: number, value: Code): Code => [
    setEntry(list, cell(length), value),
    setCell(length, i32.add(cell(length), i32.const(1))),
  ];
  const remembered = (l: Code, slot: Code): Code => i32.load(narrowAt(l, slot), map.narrow.remembered);
  const poolPlace = (l: Code, slot: Code, i: Code): Code => narrowAt(l, i32.add(entry(poolTable, slot), i));
  const listed = (list: number, slot: Code, i: Code): Code =>
    i32.load(i32.add(entry(list, slot), i32.shl(i, i32.const(2))));

  /** Properly inside; everything is inside the driver (-1) but itself. */
  const isBelow = m.define([I32, I32], [I32], (_, inner, outer) =>
    both(
      i32.ge(inner.get, zero),
      either(
        i32.lt(outer.get, zero),
        both(i32.gt(inner.get, outer.get), i32.lt(inner.get, entry(end, outer.get))),
      ),
    ),
  );

  // ------------------------------------------------------------ leaving

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

  // ------------------------------------------------------------ selection

  const meet = m.define([I32, I32, I32], [I32], (body, l, a, b) => {
    const [inA, inB] = body.several(I32, 2);
    return [
      when(i32.or(i32.eqz(entry(tables.targets, a.get)), i32.eqz(entry(tables.targets, b.get))), give(zero)),
      inA.set(domain.call(l.get, a.get)),
      inB.set(domain.call(l.get, b.get)),
      either(
        i32.eq(inA.get, inB.get),
        either(isBelow.call(inA.get, inB.get), isBelow.call(inB.get, inA.get)),
      ),
    ];
  });

  const taken = (i: Code): Code => entry(map.transitions, i);
  const withoutConflicts = m.define([I32], [], (body, l) => {
    const [c, t, i, isKept] = body.several(I32, 4);
    const [start, kept] = body.several(I32, 2);
    const winsOver = isBelow.call(entry(tables.source, t.get), entry(tables.source, taken(i.get)));
    return [
      start.set(cell(map.taken)),
      each(c, zero, cell(map.candidates), [
        t.set(entry(map.candidateList, c.get)),
        isKept.set(i32.const(1)),
        each(
          i,
          start.get,
          cell(map.taken),
          when(both(meet.call(l.get, t.get, taken(i.get)), i32.eqz(winsOver)), isKept.set(zero)),
        ),
        when(isKept.get, [
          kept.set(start.get),
          each(
            i,
            start.get,
            cell(map.taken),
            when(i32.eqz(meet.call(l.get, t.get, taken(i.get))), [
              setEntry(map.transitions, kept.get, taken(i.get)),
              kept.set(i32.add(kept.get, i32.const(1))),
            ]),
          ),
          setEntry(map.transitions, kept.get, t.get),
          setCell(map.taken, i32.add(kept.get, i32.const(1))),
        ]),
      ]),
    ];
  });

  const isCandidate = m.define([I32], [I32], (body, t) => {
    const i = body.local(I32);
    return [
      each(
        i,
        zero,
        cell(map.candidates),
        when(i32.eq(entry(map.candidateList, i.get), t.get), give(i32.const(1))),
      ),
      zero,
    ];
  });

  const select = m.define([I32, I32, I32], [], (body, l, driver, table) => {
    const [slot, owner, found, from] = body.several(I32, 4);
    const [to, goesOn] = body.several(I32, 2);
    const place = choose(I32, i32.lt(owner.get, zero), i32.const(count), owner.get);
    return [
      from.set(entry(tables.first, driver.get)),
      to.set(entry(tables.last, driver.get)),
      each(
        slot,
        from.get,
        to.get,
        when(
          both(
            i32.and(isKind(slot.get, FINAL), i32.lt(entry(parent, slot.get), zero)),
            isActive(l.get, slot.get),
          ),
          leave,
        ),
      ),
      each(slot, from.get, to.get, setEntry(map.asked, slot.get, i32.const(NOT_ASKED))),
      setEntry(map.asked, i32.const(count), i32.const(NOT_ASKED)),
      setCell(map.candidates, zero),
      each(
        slot,
        from.get,
        to.get,
        when(both(isActive(l.get, slot.get), i32.or(isKind(slot.get, ATOMIC), isKind(slot.get, FINAL))), [
          owner.set(slot.get),
          goesOn.set(i32.const(1)),
          loopWhile(goesOn.get, [
            when(
              i32.eq(entry(map.asked, place), i32.const(NOT_ASKED)),
              setEntry(map.asked, place, ask.call(l.get, table.get, owner.get)),
            ),
            found.set(entry(map.asked, place)),
            when(
              i32.ge(found.get, zero),
              when(i32.eqz(isCandidate.call(found.get)), add(map.candidateList, map.candidates, found.get)),
            ),
            when(
              i32.or(i32.ge(found.get, zero), i32.lt(owner.get, zero)),
              goesOn.set(zero),
              owner.set(entry(parent, owner.get)),
            ),
          ]),
        ]),
      ),
      when(
        i32.gt(cell(map.candidates), i32.const(1)),
        withoutConflicts.call(l.get),
        when(cell(map.candidates), add(map.transitions, map.taken, entry(map.candidateList, zero))),
      ),
    ];
  });

  // ------------------------------------------------------------ entering

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

  return { tables, select, domain, remember, enter, enterInitial, doneAround, poolAt };
}

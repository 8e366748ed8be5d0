/** Which transitions a driver takes together, as WebAssembly: of states that are active, without conflicts. */
import { ATOMIC, FINAL } from '../configuration.ts';
import type { ChartCode } from './chart-tables.ts';
import type { Domains } from './domains.ts';
import { I32, type Callable, type Code } from './encoder.ts';
import { add, both, cell, each, either, entry, setCell, setEntry, trialsOf, zero } from './idioms.ts';
import { choose, give, i32, leave, loopWhile, when } from './instructions.ts';
import type { Program } from './program.ts';

const NOT_ASKED = -2;

/**
 * `(l, driver, table)`: adds the transitions a driver takes to the list, without conflicts.
 * @param ask `(l, table, slot)`: the transition that a state, or the driver itself (-1), would take
 */
export function selectionOf(
  { m, map, ir }: Program,
  { tables, isKind }: ChartCode,
  { isBelow, domain }: Domains,
  ask: Callable,
): Callable {
  const { parent } = tables;
  const { isActive } = trialsOf(map);
  const count = ir.states.length;

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

  return m.define([I32, I32, I32], [], (body, l, driver, table) => {
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
}

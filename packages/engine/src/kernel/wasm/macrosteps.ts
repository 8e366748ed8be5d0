/**
 * Macrosteps as WebAssembly: an event or timer is handled, and then what follows from it until nothing is enabled. The
 * counterpart of the second half of kernel/macrosteps.ts.
 */
import type { Charts } from './charts.ts';
import { I32, type Callable, type Code } from './encoder.ts';
import { cell, each, entry, setCell, trialsOf, wideAt, zero } from './idioms.ts';
import { f64, i32, leave, loopWhile, when } from './instructions.ts';
import type { MachineTables } from './machine-tables.ts';
import type { Microsteps } from './microsteps.ts';
import type { Program } from './program.ts';
import { NODE, type Sending } from './sending.ts';

export interface Macrosteps {
  readonly hasAlways: boolean;
  /** `(l)`: until nothing changes: `always` transitions, then the next raised event. */
  readonly settle: Callable;
  /** `(l)`: works off the external queue, one macrostep an entry. */
  readonly workOff: Callable;
}

export function macrostepsOf(
  program: Program,
  { always }: Charts,
  sending: Sending,
  { guards, countedAs, handlerCount, handlerList }: MachineTables,
  { microstep, select, take }: Microsteps,
): Macrosteps {
  const { m, map } = program;
  const { isAlive } = trialsOf(map);

  const handle = m.define([I32, I32, I32], [], (body, l, event, data) => {
    const [i, counted] = body.several(I32, 2);
    const item = i32.add(entry(handlerList, event.get), i32.shl(i.get, i32.const(3)));
    const at = wideAt(l.get, counted.get);
    const value = (base: Code): Code => i32.add(base, i32.shl(i.get, i32.const(3)));
    return [
      counted.set(entry(countedAs, event.get)),
      when(i32.ge(counted.get, zero), [
        f64.store(at, map.counted, f64.add(f64.load(at, map.counted), f64.const(1))),
        program.change(l.get),
      ]),
      each(
        i,
        zero,
        entry(sending.fields, event.get),
        f64.store(value(zero), map.event, f64.load(value(data.get))),
      ),
      each(i, zero, entry(handlerCount, event.get), select.call(l.get, i32.load(item), i32.load(item, 4))),
      when(cell(map.taken), microstep.call(l.get)),
    ];
  });

  const alwaysDrivers = always.flatMap((of, d) => (of === 0 ? [] : [{ of, d }]));

  const settle = m.define([I32], [], (body, l) => {
    const node = body.local(I32);
    const isOpen = body.local(I32);
    return [
      isOpen.set(i32.const(1)),
      loopWhile(isOpen.get, [
        when(i32.eqz(isAlive(l.get)), [
          setCell(map.internalHead, zero),
          setCell(map.internalTail, zero),
          setCell(map.taken, zero),
          leave,
        ]),
        alwaysDrivers.map(({ of, d }) => select.call(l.get, i32.const(d), i32.const(of))),
        when(
          cell(map.taken),
          microstep.call(l.get),
          when(
            cell(map.internalHead),
            [
              node.set(sending.pop.call(i32.const(map.internalHead))),
              handle.call(l.get, i32.load(node.get, NODE.what), i32.add(node.get, i32.const(NODE.data))),
              sending.free.call(node.get),
            ],
            isOpen.set(zero),
          ),
        ),
      ]),
    ];
  });

  /** A timer is due: it sends its event unless that was cancelled, or takes its transition if its state was not left. */
  const fire = m.define([I32, I32], [], (body, l, node) => {
    const what = body.local(I32);
    return [
      when(sending.isStale.call(l.get, node.get), leave),
      what.set(i32.load(node.get, NODE.what)),
      when(i32.lt(i32.load(node.get, NODE.state), zero), [
        handle.call(l.get, what.get, i32.add(node.get, i32.const(NODE.data))),
        leave,
      ]),
      when(
        i32.ge(entry(guards, what.get), zero),
        when(i32.eqz(m.callAt(entry(guards, what.get), [I32], [I32], l.get)), leave),
      ),
      take(what.get),
      microstep.call(l.get),
    ];
  });

  const workOff = m.define([I32], [], (body, l) => {
    const node = body.local(I32);
    return loopWhile(cell(map.externalHead), [
      when(i32.eqz(isAlive(l.get)), [
        setCell(map.externalHead, zero),
        setCell(map.externalTail, zero),
        leave,
      ]),
      node.set(sending.pop.call(i32.const(map.externalHead))),
      when(
        i32.load(node.get, NODE.isTimer),
        fire.call(l.get, node.get),
        handle.call(l.get, i32.load(node.get, NODE.what), i32.add(node.get, i32.const(NODE.data))),
      ),
      sending.free.call(node.get),
      settle.call(l.get),
    ]);
  });

  return { hasAlways: alwaysDrivers.length > 0, settle, workOff };
}

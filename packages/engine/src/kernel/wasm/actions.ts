/** Actions as WebAssembly: on what is true now, or on what a picked alternative took from the snapshot. */
import type { IrAction } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { finitePart, isFinite, type Interval } from '../interval.ts';
import { f64, f64x2, i32, v128 } from './instructions.ts';
import type { Value } from './pair-writer.ts';
import type { Sending } from './sending.ts';
import type { Writer } from './writer.ts';

/** Runs an action on what is true now. */
export function writeAction(w: Writer, sending: Sending, action: IrAction): void {
  switch (action.do) {
    case 'set': {
      const value = w.at(action.place).value(action.to);
      writeVariable(w, action.variable, value, w.facts(action.to).range);
      if (!w.program.unseen.has(action.variable)) w.program.changed(w);
      return w.forget();
    }
    case 'raise':
    case 'send': {
      w.at(action.place);
      const values = action.data.map((e) => {
        const value = w.value(e);
        w.requireFinite([[e, value]]);
        return value;
      });
      return sendEvent(w, sending, action, values);
    }
    case 'cancel':
      return w.line(sending.cancel.call(w.l.get, i32.const(action.id)));
    case 'if':
      w.jump(
        w.at(action.place).test(action.test),
        () => action.then.forEach((a) => writeAction(w, sending, a)),
        () => action.otherwise.forEach((a) => writeAction(w, sending, a)),
      );
      return w.forget();
  }
}

// ---------------------------------------------------------------- on a snapshot

/** Keeps what an action will need, in the order in which `writeSnapshotAction` reads it. */
export function takeFromSnapshot(w: Writer, action: IrAction, taken: number[]): void {
  const keep = (value: Value): void => {
    const at = w.program.layout.wideUnset(1);
    taken.push(at);
    w.store(at, 0, value);
  };
  switch (action.do) {
    case 'set':
      return keep(w.at(action.place).value(action.to));
    case 'raise':
    case 'send':
      for (const e of action.data) keep(w.at(action.place).value(e));
      return;
    case 'cancel':
      return;
    case 'if': {
      const test = w.at(action.place).test(action.test);
      keep(w.and(test, w.literal(1)));
      w.jump(
        test,
        () => action.then.forEach((a) => takeFromSnapshot(w, a, taken)),
        () => action.otherwise.forEach((a) => takeFromSnapshot(w, a, taken)),
      );
    }
  }
}

/** Runs an action on what was taken from the snapshot. */
export function writeSnapshotAction(w: Writer, sending: Sending, action: IrAction, left: number[]): void {
  const read = (): Value => w.load(left.shift() ?? 0);
  switch (action.do) {
    case 'set': {
      writeVariable(w.at(action.place), action.variable, read(), w.facts(action.to).range);
      return w.program.changed(w);
    }
    case 'raise':
    case 'send': {
      w.at(action.place);
      const values = action.data.map((e) => {
        const value = read();
        w.requireFinite([[e, value]]);
        return value;
      });
      return sendEvent(w, sending, action, values);
    }
    case 'cancel':
      return writeAction(w, sending, action);
    case 'if': {
      const test = w.fresh(f64x2.eq(read().code, w.literal(1).code));
      w.jump(
        test,
        () => action.then.forEach((a) => writeSnapshotAction(w, sending, a, left)),
        () => action.otherwise.forEach((a) => writeSnapshotAction(w, sending, a, left)),
      );
    }
  }
}

// ---------------------------------------------------------------- parts of both

/** Puts what an event carries where the machine takes it from, and sends it on its way. */
function sendEvent(
  w: Writer,
  sending: Sending,
  action: IrAction & { readonly do: 'raise' | 'send' },
  values: readonly Value[],
): void {
  const { outgoing } = w.program.map;
  values.forEach((value, i) =>
    w.line(f64.store(i32.const(0), outgoing + 8 * i, f64.add(f64x2.lane(value.code, 0), f64.const(0)))),
  );
  const event = i32.const(action.event);
  if (action.do === 'raise') return w.line(sending.raise.call(event));
  const { delay, id } = action;
  w.line(
    delay === undefined
      ? sending.send.call(event)
      : sending.sendLater.call(w.l.get, event, i32.const(delay), i32.const(id)),
  );
}

/** Writes the tests and the store of a variable. */
export function writeVariable(w: Writer, slot: number, value: Value, range: Interval | undefined): void {
  const { type, low, high } = itemOf(w.program.ir.variables, slot);
  if (!isFinite(range)) w.failWhere('not-finite', w.notFinite([value]));
  const known = finitePart(range);
  const isWhole = known.low === known.high && Number.isInteger(known.low);
  const bad = [
    ...(type === 'number' || isWhole ? [] : [f64x2.ne(f64x2.floor(value.code), value.code)]),
    ...(known.low >= low ? [] : [f64x2.lt(value.code, w.literal(low).code)]),
    ...(known.high <= high ? [] : [f64x2.gt(value.code, w.literal(high).code)]),
  ];
  if (bad.length > 0) w.failWhere('out-of-range', w.fresh(bad.reduce((a, b) => v128.or(a, b))));
  w.store(w.program.map.variables, slot, w.fresh(f64x2.add(value.code, w.zeros().code)));
}

/** Calendar entries as WebAssembly: which step has any, and putting those of a step into the external queue. */
import { itemOf } from '../../ir/item.ts';
import { I32, type Callable, type Code } from './encoder.ts';
import { entry } from './idioms.ts';
import { i32, loopWhile } from './instructions.ts';
import type { Program } from './program.ts';
import type { Sending } from './sending.ts';

export interface Calendar {
  /** Code of whether the step at hand has entries. */
  readonly isBusy: Code;
  /** `()` */
  readonly push: Callable;
}

export function calendarOf(program: Program, sending: Sending): Calendar {
  const { m, layout, map, ir } = program;
  const steps = Array.from({ length: ir.clock.steps + 1 }, (_, k) =>
    ir.calendar.flatMap((item, i) => (item.step === k ? [i] : [])),
  );
  const counts = layout.integers(steps.map(({ length }) => length));
  const lists = layout.integers(
    steps.map((items) =>
      layout.integers(
        items.flatMap((i) => {
          const { event, data } = itemOf(ir.calendar, i);
          return [event, layout.floats(data)];
        }),
      ),
    ),
  );
  const step = i32.load(i32.const(0), map.step);
  const push = m.define([], [], (body) => {
    const i = body.local(I32);
    const item = i32.add(entry(lists, step), i32.shl(i.get, i32.const(3)));
    return loopWhile(i32.lt(i.get, entry(counts, step)), [
      sending.push.call(i32.load(item), i32.load(item, 4)),
      i.set(i32.add(i.get, i32.const(1))),
    ]);
  });
  return { isBusy: entry(counts, step), push };
}

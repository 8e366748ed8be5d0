/**
 * Delay lines as WebAssembly, see kernel/lines.ts: a ring a trial, its places found from the clock step alone. A ring
 * whose size is the same in all trials is read and written two trials at a time.
 */
import { lineSteps } from '../../ir/executor.ts';
import { frameZero } from '../../ir/frame-zero.ts';
import type { Ir } from '../../ir/ir.ts';
import type { Bounds } from '../bounds.ts';
import { finitePart } from '../interval.ts';
import { F64, I32, type Callable, type Code, type ModuleBuilder } from './encoder.ts';
import { choose, f64, i32, loopWhile, pick } from './instructions.ts';
import { NARROW, WIDE, type Layout } from './layout.ts';
import type { MemoryMap } from './memory-map.ts';

export class Lines {
  /** `(l, line)`: what leaves it. */
  readonly read: Callable;
  /** `(l, line, value, length)` */
  readonly start: Callable;
  /** `(l, line, value)` */
  readonly take: Callable;
  readonly rings: readonly number[];
  private readonly fixed: readonly (number | undefined)[];
  private readonly clockStep: number;

  constructor(m: ModuleBuilder, layout: Layout, map: MemoryMap, ir: Ir, bounds: Bounds) {
    const { steps } = ir.clock;
    const lengths = ir.lines.map(({ length }) => bounds.of(frameZero(length, ir)));
    this.clockStep = map.clockStep;
    this.fixed = lengths.map(({ constant }) =>
      constant !== undefined && constant >= 0 ? lineSteps(constant, steps) + 1 : undefined,
    );
    const most = lengths.map(({ range }) => lineSteps(Math.max(0, finitePart(range).high), steps) + 1);
    this.rings = most.map((size) => layout.wide(size));
    const rings = layout.integers(this.rings);
    const greatest = layout.integers(most);
    const at = (table: number, line: Code): Code => i32.load(i32.shl(line, i32.const(2)), table);
    const sizeAt = (l: Code, line: Code): Code =>
      i32.add(i32.shr(l, i32.const(1)), i32.mul(line, i32.const(NARROW)));
    const place = (l: Code, line: Code, later: number): Code =>
      i32.add(
        i32.add(l, at(rings, line)),
        i32.mul(
          i32.rem(
            i32.add(i32.load(i32.const(0), map.clockStep), i32.const(later)),
            i32.load(sizeAt(l, line), map.narrow.lineSizes),
          ),
          i32.const(WIDE),
        ),
      );
    this.read = m.define([I32, I32], [F64], (_, l, line) => f64.load(place(l.get, line.get, 1)));
    this.take = m.define([I32, I32, F64], [], (_, l, line, value) =>
      f64.store(place(l.get, line.get, 0), 0, value.get),
    );
    this.start = m.define([I32, I32, F64, F64], [], (body, l, line, value, length) => {
      const [size, to] = body.several(I32, 2);
      const cap = at(greatest, line.get);
      return [
        // A trial that has failed may bring any length.
        size.set(i32.truncate(f64.floor(f64.add(length.get, f64.const(0.5 + 1e-9))))),
        size.set(pick(i32.gt(size.get, i32.const(1)), size.get, i32.const(1))),
        size.set(choose(I32, i32.lt(size.get, cap), i32.add(size.get, i32.const(1)), cap)),
        i32.store(sizeAt(l.get, line.get), map.narrow.lineSizes, size.get),
        to.set(i32.add(l.get, at(rings, line.get))),
        loopWhile(size.get, [
          f64.store(to.get, 0, value.get),
          to.set(i32.add(to.get, i32.const(WIDE))),
          size.set(i32.sub(size.get, i32.const(1))),
        ]),
      ];
    });
  }

  /** The size of a line's ring, where it is the same in all trials. */
  fixedSize(line: number): number | undefined {
    return this.fixed[line];
  }

  ring(line: number): number {
    return this.rings[line] ?? 0;
  }

  /** Offset of a place of a ring of that size, some steps from now. */
  offset(size: number, later: number): Code {
    const step = i32.add(i32.load(i32.const(0), this.clockStep), i32.const(later));
    return i32.mul(i32.rem(step, i32.const(size)), i32.const(WIDE));
  }
}

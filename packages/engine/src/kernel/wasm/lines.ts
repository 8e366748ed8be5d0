/**
 * Delay lines as WebAssembly, see kernel/lines.ts: a ring a trial, its places found from the clock step alone. Rings
 * of a line whose length is the same in all trials lie side by side and are read and written two at a time; those of
 * other lines lie where there is room when they are started.
 */
import { lineSteps } from '../../ir/executor.ts';
import { frameZero } from '../../ir/frame-zero.ts';
import type { Ir } from '../../ir/ir.ts';
import type { Bounds } from '../bounds.ts';
import { F64, I32, type Callable, type Code, type ModuleBuilder } from './encoder.ts';
import { f64, i32, loopWhile, makeRoom, pick, when } from './instructions.ts';
import { NARROW, WIDE, type Layout } from './layout.ts';
import type { MemoryMap } from './memory-map.ts';

export class Lines {
  /** `(l, line)`: what leaves it. */
  readonly read: Callable;
  /** `(l, line, value, length)` */
  readonly start: Callable;
  /** `(l, line, value)` */
  readonly take: Callable;
  /** By line: where its rings lie side by side. */
  readonly rings: readonly (number | undefined)[];
  private readonly fixed: readonly (number | undefined)[];
  private readonly clockStep: number;

  constructor(m: ModuleBuilder, layout: Layout, map: MemoryMap, ir: Ir, bounds: Bounds) {
    const { steps } = ir.clock;
    const sizes = ir.lines.map(({ length }) => bounds.of(frameZero(length, ir)).constant);
    this.clockStep = map.clockStep;
    this.fixed = sizes.map((length) =>
      length !== undefined && length >= 0 ? lineSteps(length, steps) + 1 : undefined,
    );
    this.rings = this.fixed.map((size) => (size === undefined ? undefined : layout.wide(size)));
    const bases = layout.integers(this.rings.map((base) => base ?? 0));
    const strides = layout.integers(this.rings.map((base) => strideOf(base)));
    const zero = i32.const(0);
    const at = (table: number, line: Code): Code => i32.load(i32.shl(line, i32.const(2)), table);
    const cellOf = (l: Code, line: Code): Code =>
      i32.add(i32.shr(l, i32.const(1)), i32.mul(line, i32.const(NARROW)));
    // Before a line is started its ring is one place at address 0, where nothing but 0 is.
    const place = (l: Code, line: Code, later: number): Code =>
      i32.add(
        i32.load(cellOf(l, line), map.narrow.lineRings),
        i32.mul(
          i32.rem(
            i32.add(i32.load(zero, map.clockStep), i32.const(later)),
            i32.load(cellOf(l, line), map.narrow.lineSizes),
          ),
          at(strides, line),
        ),
      );
    this.read = m.define([I32, I32], [F64], (_, l, line) => f64.load(place(l.get, line.get, 1)));
    this.take = m.define([I32, I32, F64], [], (_, l, line, value) =>
      f64.store(place(l.get, line.get, 0), 0, value.get),
    );
    this.start = m.define([I32, I32, F64, F64], [], (body, l, line, value, length) => {
      const [size, to] = body.several(I32, 2);
      const most = i32.const(steps + 1);
      const bytes = i32.shl(size.get, i32.const(3));
      return [
        // A trial that has failed may bring any length.
        size.set(i32.truncate(f64.floor(f64.add(length.get, f64.const(0.5 + 1e-9))))),
        size.set(pick(i32.gt(size.get, i32.const(1)), size.get, i32.const(1))),
        size.set(pick(i32.lt(size.get, most), size.get, most)),
        size.set(i32.add(size.get, i32.const(1))),
        when(at(bases, line.get), to.set(i32.add(at(bases, line.get), l.get)), [
          to.set(i32.load(zero, map.room)),
          i32.store(zero, map.room, i32.add(to.get, bytes)),
          makeRoom(i32.load(zero, map.room)),
        ]),
        i32.store(cellOf(l.get, line.get), map.narrow.lineSizes, size.get),
        i32.store(cellOf(l.get, line.get), map.narrow.lineRings, to.get),
        loopWhile(size.get, [
          f64.store(to.get, 0, value.get),
          to.set(i32.add(to.get, at(strides, line.get))),
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

/** Bytes from a place of a ring to the next. */
export const strideOf = (ring: number | undefined): number => (ring === undefined ? 8 : WIDE);

/** What all functions of one module share: places, kept values, tables, measures; the counterpart of kernel/program.ts. */
import type { Ir, IrExpr, IrTable } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { unseenVariables } from '../../ir/shown-variables.ts';
import { Bounds } from '../bounds.ts';
import { slopesOf } from '../tables.ts';
import { draws, type Draws } from './draws.ts';
import {
  F64,
  I32,
  ModuleBuilder,
  V128,
  type Callable,
  type Code,
  type Definer,
  type Local,
} from './encoder.ts';
import { half } from './idioms.ts';
import { choose, f64, give, i32, i64, i64x2, loopWhile, v128, when } from './instructions.ts';
import { Layout } from './layout.ts';
import { Lines } from './lines.ts';
import { mapMemory, type MemoryMap } from './memory-map.ts';
import { two, type Arithmetic } from './numbers/arithmetic.ts';
import { elementary, type Elementary } from './numbers/elementary.ts';
import { defineFamilies, type Families } from './numbers/families.ts';
import { Forms } from './numbers/forms.ts';
import type { Mode } from './pair-writer.ts';
import { Writer, type WriterOptions } from './writer.ts';

/** Options of what runs in every step: chance, indicators, measures. */
export const STEP: WriterOptions = { hoisting: true };
/** Options of what reads a frame after its measures. */
export const READ: WriterOptions = { ...STEP, measured: Infinity };
/** Options of what runs now and then. */
export const SELDOM: WriterOptions = {};
export const START: WriterOptions = { unset: true };

export class Program {
  readonly ir: Ir;
  readonly m = new ModuleBuilder();
  readonly layout = new Layout();
  readonly pair: Arithmetic = two(this.layout);
  readonly bounds: Bounds;
  readonly boundsBeforeStart: Bounds;
  /** Variables whose change no measure can see. */
  readonly unseen: ReadonlySet<number>;
  readonly map: MemoryMap;
  readonly elementary: Elementary;
  readonly draws: Draws;
  readonly lines: Lines;
  readonly places: string[] = [];
  readonly families: Families;
  readonly forms: Forms;
  /** `(l, place * 8 + code)`: the trial fails, unless it has failed or ended before. */
  readonly fail: Callable;
  /** `(l, other, mask, place * 8 + code)` */
  readonly failPair: Callable;
  /** By state: from this first word of its chance draw on nothing is picked. */
  readonly idle: readonly number[];
  /** Values of these addresses are to be -1 before trials. */
  readonly remembering: number[] = [];
  private readonly placeIndex = new Map<string, number>();
  private readonly hoistIndex = new Map<string, number>();
  private readonly hoisted: { readonly e: IrExpr; readonly at: number }[] = [];
  private readonly tableIndex = new Map<string, (x: Code) => Code>();
  private readonly measures = new Map<string, () => void>();
  private readonly measureFunctions = new Map<string, Callable>();
  private readonly measureMemory = new Map<number, { value: number; moment: number }>();
  private readonly lookUp: Callable;

  constructor(ir: Ir, idleFrom: (bounds: Bounds) => readonly number[]) {
    this.ir = ir;
    this.unseen = unseenVariables(ir);
    this.bounds = new Bounds(ir);
    this.boundsBeforeStart = new Bounds(ir, true);
    const { m, layout } = this;
    const map = mapMemory(ir, layout);
    this.map = map;
    const definer: Definer = { define: (...f) => m.defineIfCalled(...f) };
    this.elementary = elementary(definer, layout);
    this.families = defineFamilies(definer, this.elementary);
    this.forms = new Forms(definer, this.elementary, this.families);
    this.idle = idleFrom(this.bounds);
    this.draws = draws(m, layout, map, ir, this.idle);
    this.lines = new Lines(m, layout, map, ir, this.bounds);
    this.fail = m.define([I32, I32], [], (_, l, what) =>
      when(i32.eqz(i64.eqz(i64.load(l.get, map.alive))), [
        i32.store(i32.shr(l.get, i32.const(1)), map.narrow.fault, i32.add(what.get, i32.const(1))),
        i32.store(i32.shr(l.get, i32.const(1)), map.narrow.faultStep, i32.load(i32.const(0), map.step)),
        i64.store(l.get, map.alive, i64.const(0)),
        i32.store(i32.const(0), map.failures, i32.add(i32.load(i32.const(0), map.failures), i32.const(1))),
      ]),
    );
    this.failPair = m.define([I32, I32, V128, I32], [], (_, l, other, mask, what) => [
      when(i32.eqz(i64.eqz(i64x2.lane(mask.get, 0))), this.fail.call(l.get, what.get)),
      when(i32.eqz(i64.eqz(i64x2.lane(mask.get, 1))), this.fail.call(other.get, what.get)),
    ]);
    this.lookUp = this.defineLookUp();
  }

  place(name: string): number {
    const known = this.placeIndex.get(name);
    if (known !== undefined) return known;
    this.placeIndex.set(name, this.places.length);
    return this.places.push(name) - 1;
  }

  siteName(site: number): string {
    return itemOf(this.ir.sites, site).name;
  }

  /** Where a value lies that is computed once a trial. */
  hoist(e: IrExpr): number {
    const key = JSON.stringify(e);
    const known = this.hoistIndex.get(key);
    if (known !== undefined) return known;
    const at = this.layout.wideUnset(1);
    this.hoistIndex.set(key, at);
    this.hoisted.push({ e, at });
    return at;
  }

  // ------------------------------------------------------------ functions

  /** A function of one trial, `(l)`. */
  one(options: WriterOptions, write: (w: Writer) => void): Callable {
    return this.m.define([I32], [], (body, l) => {
      const w = new Writer(this, 'one', body, l, l, options);
      write(w);
      return w.code();
    });
  }

  /** The same with a whole number that it gives. */
  oneGiving(options: WriterOptions, write: (w: Writer) => Code): Callable {
    return this.m.define([I32], [I32], (body, l) => {
      const w = new Writer(this, 'one', body, l, l, options);
      const value = write(w);
      return [w.code(), value];
    });
  }

  /** A function of all trials of the block. */
  all(options: WriterOptions, write: (w: Writer) => void): Callable {
    return this.m.define([], [], (body) => {
      const l = body.local(I32);
      const w = new Writer(this, 'block', body, l, l, options);
      write(w);
      return [w.before, this.overPairs(l, w.code())];
    });
  }

  private overPairs(l: Local, code: Code): Code {
    return loopWhile(i32.lt(l.get, i32.load(i32.const(0), this.map.end)), [
      code,
      l.set(i32.add(l.get, i32.const(16))),
    ]);
  }

  /** A function that does one thing after the other. */
  sequence(steps: readonly Code[]): Callable {
    return this.m.define([], [], () => steps);
  }

  /** Writes that something has changed that expressions of a trial read. */
  changed(w: Writer): void {
    w.line(this.change(w.l.get));
  }

  change(l: Code): Code {
    const at = this.map.narrow.moment;
    return i32.store(half(l), at, i32.add(i32.load(half(l), at), i32.const(1)));
  }

  // ------------------------------------------------------------ measures

  /** The function of a measure, `(l[, other], mask, place)`. */
  measure(slot: number, mode: Mode): Callable {
    const key = `${slot}${mode}`;
    const known = this.measureFunctions.get(key);
    if (known) return known;
    const declared = this.m.declare(mode === 'pair' ? [I32, I32, V128, I32] : [I32, V128, I32], [V128]);
    this.measureFunctions.set(key, declared);
    const memory = this.measureMemory.get(slot) ?? {
      value: this.layout.wideUnset(1),
      moment: this.layout.narrowUnset(1),
    };
    if (!this.measureMemory.has(slot)) this.remembering.push(memory.moment);
    this.measureMemory.set(slot, memory);
    this.measures.set(key, () => {
      declared.define((body, l, second, third, fourth) => {
        const [other, mask, place] = mode === 'pair' ? [second, third, fourth] : [l, second, third];
        const w = new Writer(this, mode, body, l, other, STEP);
        w.place = place.get;
        const next = mode === 'block' ? i32.add(l.get, i32.const(8)) : other.get;
        const isFresh = (at: Code): Code =>
          i32.eq(i32.load(half(at), memory.moment), i32.load(half(at), this.map.narrow.moment));
        const note = (at: Code, lane: 0 | 1, value: Code): Code =>
          when(i32.eqz(i64.eqz(i64x2.lane(mask.get, lane))), [
            v128.store64Lane(at, memory.value, value, lane),
            i32.store(half(at), memory.moment, i32.load(half(at), this.map.narrow.moment)),
          ]);
        let value: Code = [];
        w.under({ key: 'mask', code: mask.get }, () => {
          value = w.value(itemOf(this.ir.measures, slot).value).code;
        });
        const result = body.local(V128);
        return [
          when(i32.and(isFresh(l.get), isFresh(next)), give(w.loadCode(memory.value))),
          w.code(),
          result.set(value),
          note(l.get, 0, result.get),
          note(next, 1, result.get),
          result.get,
        ];
      });
    });
    return declared;
  }

  // ------------------------------------------------------------ tables

  /** Code of a table's value, for finite numbers. */
  table(table: IrTable): (x: Code) => Code {
    const key = JSON.stringify([table.xs, table.ys, table.ends]);
    const known = this.tableIndex.get(key);
    if (known) return known;
    const { layout } = this;
    const xs = layout.floats(table.xs);
    const ys = layout.floats(table.ys);
    const slopes = layout.floats([...slopesOf(table), 0]);
    const kind = { held: 0, extended: 1, stepped: 2 }[table.ends];
    const made = (x: Code): Code =>
      this.lookUp.call(
        i32.const(xs),
        i32.const(ys),
        i32.const(slopes),
        i32.const(table.xs.length - 1),
        i32.const(kind),
        x,
      );
    this.tableIndex.set(key, made);
    return made;
  }

  /** See kernel/tables.ts. */
  private defineLookUp(): Callable {
    return this.m.define([I32, I32, I32, I32, I32, F64], [F64], (body, xs, ys, slopes, last, kind, x) => {
      const [i, high, middle] = body.several(I32, 3);
      const at = (base: Local, index: Code): Code =>
        f64.load(i32.add(base.get, i32.shl(index, i32.const(3))));
      const isExtended = i32.eq(kind.get, i32.const(1));
      return [
        when(
          f64.ge(x.get, at(xs, last.get)),
          [
            when(i32.or(i32.eqz(isExtended), f64.eq(x.get, at(xs, last.get))), give(at(ys, last.get))),
            i.set(i32.sub(last.get, i32.const(1))),
          ],
          when(f64.lt(x.get, at(xs, i32.const(0))), when(i32.eqz(isExtended), give(at(ys, i32.const(0)))), [
            high.set(last.get),
            loopWhile(i32.gt(i32.sub(high.get, i.get), i32.const(1)), [
              middle.set(i32.shr(i32.add(i.get, high.get), i32.const(1))),
              when(f64.le(at(xs, middle.get), x.get), i.set(middle.get), high.set(middle.get)),
            ]),
          ]),
        ),
        choose(
          F64,
          i32.eq(kind.get, i32.const(2)),
          at(ys, i.get),
          f64.add(at(ys, i.get), f64.mul(f64.sub(x.get, at(xs, i.get)), at(slopes, i.get))),
        ),
      ];
    });
  }

  // ------------------------------------------------------------ the end

  /** Functions of measures; then the function of what is kept through a trial. Call last. */
  finish(): Callable {
    // Measures read measures, and what is hoisted may be found while they are written.
    for (let done = 0; done < this.measures.size;) {
      for (const write of [...this.measures.values()].slice(done)) {
        write();
        done++;
      }
    }
    // They are made before starts are set, so that no function of a measure may be called.
    const keeps = this.hoisted.map(({ e, at }) =>
      this.all({ unset: true }, (w) => w.store(at, 0, w.value(e))),
    );
    return this.sequence(keeps.map((keep) => keep.call()));
  }
}

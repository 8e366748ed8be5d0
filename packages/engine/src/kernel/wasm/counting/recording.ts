/**
 * What is put aside of a block while it runs, as WebAssembly: measures and states of recorded frames, and what trials
 * had when they ended.
 */
import { I32, type Callable, type Code } from '../encoder.ts';
import { cell, upTo, zero } from '../idioms.ts';
import { f64x2, i16x8, i32, i32x4, i8x16, v128 } from '../instructions.ts';
import { LANES, NARROW, WIDE } from '../layout.ts';
import type { Program } from '../program.ts';
import { type CountingMap, type StateRow } from './counting-map.ts';

/** `()`: puts the recorded frame at `place` aside. */
export function writeRecord({ m, map, ir }: Program, counting: CountingMap): Callable {
  const { rows, stateRows, stateRowList, place, held } = counting;
  const packDriver = m.define([I32, I32, I32], [], (body, states, first, to) => {
    const [at, from] = body.several(I32, 2);
    const four = (i: number): Code => i32x4.sub(v128.load(from.get, 16 * i), i32x4.splat(first.get));
    return upTo(at, i32.const(LANES), 16, [
      from.set(i32.add(states.get, i32.shl(at.get, i32.const(2)))),
      v128.store(
        i32.add(to.get, at.get),
        0,
        i8x16.narrow(i16x8.narrow(four(0), four(1)), i16x8.narrow(four(2), four(3))),
      ),
    ]);
  });
  /** 1 as a double has high bits, which saturate to ACTIVE. */
  const packState = m.define([I32, I32], [], (body, active, to) => {
    const [at, from] = body.several(I32, 2);
    const four = (i: number): Code =>
      v128.shuffle(
        v128.load(from.get, 32 * i),
        v128.load(from.get, 32 * i + 16),
        [4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31],
      );
    return upTo(at, i32.const(LANES), 16, [
      from.set(i32.add(active.get, i32.shl(at.get, i32.const(3)))),
      v128.store(
        i32.add(to.get, at.get),
        0,
        i8x16.narrow(i16x8.narrow(four(0), four(1)), i16x8.narrow(four(2), four(3))),
      ),
    ]);
  });
  return m.define([], [], (body) => {
    const [at, to] = body.several(I32, 2);
    const source = held?.measures ?? map.measures;
    const bytes = stateRowList.length * LANES;
    const pack = (row: StateRow, i: number): Code => {
      const into = i32.add(to.get, i32.const(i * LANES));
      return row.kind === 'driver'
        ? packDriver.call(i32.const(map.narrow.state + row.driver * NARROW), i32.const(row.first), into)
        : packState.call(i32.const(map.active + row.state * WIDE), into);
    };
    return [
      to.set(i32.add(i32.const(rows), i32.mul(cell(place), i32.const(ir.reported * WIDE)))),
      upTo(
        at,
        i32.const(ir.reported * WIDE),
        16,
        // -0 is 0 in results.
        v128.store(i32.add(to.get, at.get), 0, f64x2.add(v128.load(at.get, source), i32x4.splat(zero))),
      ),
      to.set(i32.add(i32.const(stateRows), i32.mul(cell(place), i32.const(bytes)))),
      stateRowList.map(pack),
    ];
  });
}

/** `()`: keeps what trials that are at work have; those that have ended stay as they are. */
export function writeHold({ m, map, ir }: Program, held: NonNullable<CountingMap['held']>): Callable {
  return m.define([], [], (body) => {
    const [at, row] = body.several(I32, 2);
    const hold = (from: number, to: number, slots: number): Code =>
      upTo(
        row,
        i32.const(slots * WIDE),
        WIDE,
        upTo(at, i32.const(WIDE), 16, [
          v128.store(
            i32.add(row.get, at.get),
            to,
            v128.select(
              v128.load(i32.add(row.get, at.get), from),
              v128.load(i32.add(row.get, at.get), to),
              v128.load(at.get, map.alive),
            ),
          ),
        ]),
      );
    return [
      hold(map.measures, held.measures, ir.reported),
      hold(map.answers, held.answers, ir.questions.length),
      hold(map.sums, held.sums, ir.questions.length),
    ];
  });
}

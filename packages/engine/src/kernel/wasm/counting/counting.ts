/**
 * Counting as WebAssembly. While a block runs, measures and states of recorded frames are put aside; when it has ended,
 * those of the trials that did not fail, which then come first, are counted.
 */
import { LINEAR_BINS } from '../../../tally/index.ts';
import { I32, V128, type Callable, type Code, type Local } from '../encoder.ts';
import { cell, upTo, zero } from '../idioms.ts';
import { f64, i16x8, i32, i32x4, i8x16, v128, when } from '../instructions.ts';
import { LANES, WIDE } from '../layout.ts';
import type { Program } from '../program.ts';
import {
  ACTIVE,
  EXTREME_BYTES,
  LINEAR_BYTES,
  SUM_BYTES,
  TABLE_BYTES,
  type CountedMeasure,
  type CountingMap,
  type StateRow,
} from './counting-map.ts';
import { writeCarry } from './exact-sums.ts';
import { increment, writeLinear, writeLogLinear } from './histograms.ts';
import { writeHold, writeRecord } from './recording.ts';

export interface CountingFunctions {
  /** Puts the recorded frame at `place` aside. */
  readonly record: Callable;
  /** Keeps what trials that are at work have; those that have ended stay as they are. Only with `until`. */
  readonly hold?: Callable;
  /** Counts the block's first `good` trials. */
  readonly countBlock: Callable;
  /** Brings all sums into their one form; at least after every fourth block. */
  readonly carry: Callable;
}

/** The place of item `index` of a list, less the list's own. */
const item = (index: Local, bytes: number): Code => i32.mul(index.get, i32.const(bytes));

export function writeCounting(program: Program, map: CountingMap): CountingFunctions {
  const { held } = map;
  return {
    record: writeRecord(program, map),
    ...(held && { hold: writeHold(program, held) }),
    countBlock: writeCountBlock(program, map),
    carry: writeCarry(program, map),
  };
}

function writeCountBlock(program: Program, counting: CountingMap): Callable {
  const { m, map, ir } = program;
  const frames = ir.clock.recorded.length;
  const hasLinear = counting.measures.some(({ range }) => range);
  const hasLogLinear = counting.measures.some(({ range }) => !range);
  const linear = hasLinear ? writeLinear(program, counting) : undefined;
  const logLinear = hasLogLinear ? writeLogLinear(program, counting) : undefined;
  const states = writeStates(program);
  const answers = m.define([I32, I32], [], (body, from, to) => {
    const [l, answer, place] = body.several(I32, 3);
    return upTo(l, i32.shl(cell(counting.good), i32.const(3)), 8, [
      answer.set(i32.truncate(f64.load(i32.add(from.get, l.get)))),
      when(
        i32.ge(answer.get, zero),
        increment(i32.add(to.get, i32.shl(answer.get, i32.const(2))), 0, i32.const(1), place),
      ),
    ]);
  });
  const answersAt = counting.held?.answers ?? map.answers;
  return m.define([], [], (body) => {
    const frame = body.local(I32);
    const rowOf = (measure: number): Code =>
      i32.add(i32.const(counting.rows + measure * WIDE), item(frame, ir.reported * WIDE));
    const of = (base: number, bytes: number): Code => i32.add(i32.const(base), item(frame, bytes));
    const countMeasure = ({ range, counts, sums, extremes }: CountedMeasure, measure: number): Code => {
      const common = [of(sums, SUM_BYTES), of(extremes, EXTREME_BYTES)] as const;
      if (!range) return logLinear?.call(rowOf(measure), of(counts, TABLE_BYTES), ...common) ?? [];
      const numbers = [...range, scaleOf(range)].map((x) => f64.const(x));
      return linear?.call(rowOf(measure), of(counts, LINEAR_BYTES), ...common, ...numbers) ?? [];
    };
    const countStates = (row: StateRow, i: number): Code => {
      const from = i32.add(
        i32.const(counting.stateRows + i * LANES),
        item(frame, counting.stateRowList.length * LANES),
      );
      const one = (state: number, byte: number): Code =>
        states.call(from, i32.const(byte), of(counting.occupancy + 4 * state, 4 * ir.states.length));
      if (row.kind === 'state') return one(row.state, ACTIVE);
      return Array.from({ length: row.states }, (_, state) => one(row.first + state, state));
    };
    return [
      counting.answers.map((to, q) => answers.call(i32.const(answersAt + q * WIDE), i32.const(to))),
      [...counting.measures.map(countMeasure), ...counting.stateRowList.map(countStates)].map((one) =>
        upTo(frame, i32.const(frames), 1, one),
      ),
    ];
  });
}

/** As in tally/histogram.ts. */
const scaleOf = ([low, high]: readonly [number, number]): number =>
  high > low ? LINEAR_BINS / (high - low) : 0;

/** `(row, byte, count)`: adds how many bytes of a row are that one. */
function writeStates({ m }: Program): Callable {
  return m.define([I32, I32, I32], [], (body, row, byte, count) => {
    const wanted = body.local(V128);
    // Sixteen of at most 16; what is equal is -1.
    const found = Array.from({ length: LANES / 16 }, (_, i) => i).reduce<Code>(
      (sum, i) => i8x16.sub(sum, i8x16.eq(v128.load(row.get, 16 * i), wanted.get)),
      i32x4.splat(zero),
    );
    const four = body.local(V128);
    return [
      wanted.set(i8x16.splat(byte.get)),
      four.set(i32x4.addPairs(i16x8.addPairs(found))),
      i32.store(
        count.get,
        0,
        i32.add(
          i32.load(count.get),
          [0, 1, 2, 3].map((lane) => i32x4.lane(four.get, lane)).reduce((a, b) => i32.add(a, b)),
        ),
      ),
    ];
  });
}

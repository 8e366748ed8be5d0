/**
 * Counting as WebAssembly. While a block runs, measures and states of recorded frames are put aside; when it has ended,
 * those of the trials that did not fail, which then come first, are counted: two values at a time by the very
 * operations of tally/histogram.ts and tally/frame-sums.ts.
 */
import {
  LINEAR_BINS,
  OCTAVE_BINS,
  OCTAVES,
  PAGE_BYTES,
  TINY_BIN,
  TINY_NEGATIVE_BIN,
  ZERO_BIN,
} from '../../tally/index.ts';
import {
  ACTIVE,
  EXTREME_BYTES,
  LINEAR_BYTES,
  ROOM,
  SUM_BYTES,
  TABLE_BYTES,
  type CountedMeasure,
  type CountingMap,
  type StateRow,
} from './counting-map.ts';
import { F64, I32, I64, V128, type Body, type Callable, type Code, type Local } from './encoder.ts';
import { cell, setCell, zero } from './idioms.ts';
import {
  choose,
  f64,
  f64x2,
  give,
  i16x8,
  i32,
  i32x4,
  i64,
  i64x2,
  i8x16,
  loopWhile,
  makeRoom,
  pick,
  v128,
  when,
} from './instructions.ts';
import { LANES, NARROW, WIDE } from './layout.ts';
import type { Program } from './program.ts';

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

/** Behind the octaves of negative values. */
const ZERO_PAGE = OCTAVES;
const upTo = (at: Local, end: Code, step: number, body: Code): Code => [
  at.set(zero),
  loopWhile(i32.lt(at.get, end), [body, at.set(i32.add(at.get, i32.const(step)))]),
];
const increment = (at: Code, offset: number, by: Code, place: Local): Code => [
  place.set(at),
  i32.store(place.get, offset, i32.add(i32.load(place.get, offset), by)),
];
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

// ---------------------------------------------------------------- put aside

function writeRecord({ m, map, ir }: Program, counting: CountingMap): Callable {
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

function writeHold({ m, map, ir }: Program, held: NonNullable<CountingMap['held']>): Callable {
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

// ---------------------------------------------------------------- counted

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

/**
 * Walks over the values of a row: the body sees two of them and adds `one` for the first and `other`, 0 beyond the last
 * trial, for the second. Extremes are kept and sums are grown for all.
 */
function overValues(
  body: Body,
  { row, sums, extremes, good }: { row: Local; sums: Local; extremes: Local; good: number },
  count: (values: Local, other: Code) => Code,
): Code {
  const [at, end] = body.several(I32, 2);
  const values = body.local(V128);
  const [least, most] = body.several(V128, 2);
  const add = adderOf(body, sums);
  const other = i32.lt(i32.add(at.get, i32.const(8)), end.get);
  const extreme = (which: Local, of: (a: Code, b: Code) => Code): Code =>
    f64x2.lane(
      of(
        which.get,
        v128.shuffle(which.get, which.get, [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]),
      ),
      0,
    );
  return [
    end.set(i32.shl(cell(good), i32.const(3))),
    least.set(v128.load64Splat(extremes.get)),
    most.set(v128.load64Splat(extremes.get, 8)),
    upTo(at, end.get, 16, [
      values.set(v128.load(i32.add(row.get, at.get))),
      least.set(f64x2.pmin(least.get, values.get)),
      most.set(f64x2.pmax(most.get, values.get)),
      count(values, other),
      add(i64x2.lane(values.get, 0)),
      add(pick(other, i64x2.lane(values.get, 1), i64.const(0))),
    ]),
    f64.store(extremes.get, 0, extreme(least, f64x2.pmin)),
    f64.store(extremes.get, 8, extreme(most, f64x2.pmax)),
  ];
}

/** Adds the double of some bits to a sum: its 53 bits, at their place, to two neighbouring digits. */
function adderOf(body: Body, sums: Local): (bits: Code) => Code {
  const [bits, size, sign, shift] = body.several(I64, 4);
  const [position, isNormal, digit] = body.several(I32, 3);
  const grow = (offset: number, by: Code): Code =>
    i64.store(
      digit.get,
      offset,
      i64.add(i64.load(digit.get, offset), i64.sub(i64.xor(by, sign.get), sign.get)),
    );
  return (value) => [
    bits.set(value),
    position.set(i32.and(i32.wrap(i64.shr(bits.get, i64.const(52))), i32.const(0x7ff))),
    isNormal.set(i32.ne(position.get, zero)),
    position.set(i32.sub(position.get, isNormal.get)),
    size.set(
      i64.or(
        i64.shr(i64.shl(bits.get, i64.const(12)), i64.const(12)),
        i64.shl(i64.extendU(isNormal.get), i64.const(52)),
      ),
    ),
    sign.set(i64.shrS(bits.get, i64.const(63))),
    shift.set(i64.extendU(i32.and(position.get, i32.const(31)))),
    digit.set(i32.add(sums.get, i32.shl(i32.shr(position.get, i32.const(5)), i32.const(3)))),
    grow(0, i64.extendU(i32.wrap(i64.shl(size.get, shift.get)))),
    grow(8, i64.shr(size.get, i64.sub(i64.const(32), shift.get))),
  ];
}

/** `(row, counts, sums, extremes, low, high, scale)` */
function writeLinear({ m }: Program, { good }: CountingMap): Callable {
  return m.define(
    [I32, I32, I32, I32, F64, F64, F64],
    [],
    (body, row, counts, sums, extremes, low, high, scale) => {
      const [lows, highs, scales] = body.several(V128, 3);
      const [ones, lasts, overs] = body.several(V128, 3);
      const bin = body.local(V128);
      const place = body.local(I32);
      const at = (lane: number): Code =>
        i32.add(counts.get, i32.shl(i32x4.lane(bin.get, lane), i32.const(2)));
      const splats: Code = [
        lows.set(f64x2.splat(low.get)),
        highs.set(f64x2.splat(high.get)),
        scales.set(f64x2.splat(scale.get)),
        ones.set(f64x2.splat(f64.const(1))),
        lasts.set(f64x2.splat(f64.const(LINEAR_BINS))),
        overs.set(f64x2.splat(f64.const(LINEAR_BINS + 1))),
      ];
      const inside = (values: Local): Code =>
        f64x2.pmin(
          f64x2.add(f64x2.floor(f64x2.mul(f64x2.sub(values.get, lows.get), scales.get)), ones.get),
          lasts.get,
        );
      return [
        splats,
        overValues(body, { row, sums, extremes, good }, (values, other) => [
          bin.set(
            f64x2.truncate(
              v128.select(
                overs.get,
                v128.andnot(inside(values), f64x2.lt(values.get, lows.get)),
                f64x2.gt(values.get, highs.get),
              ),
            ),
          ),
          increment(at(0), 0, i32.const(1), place),
          increment(at(1), 0, other, place),
        ]),
      ];
    },
  );
}

/** `(row, table, sums, extremes)` */
function writeLogLinear({ m }: Program, { good, pages, pagesEnd, full, spare }: CountingMap): Callable {
  const noPage = (why: number): Code => [setCell(full, i32.const(why)), give(i32.const(spare))];
  /** Makes the page whose place is kept at an address, and gives it; the spare one where there is no room. */
  const makePage = m.define([I32], [I32], (body, at) => {
    const [page, end, i] = body.several(I32, 3);
    return [
      page.set(cell(pages)),
      end.set(i32.add(page.get, i32.const(PAGE_BYTES))),
      when(i32.gtU(end.get, cell(pagesEnd)), noPage(ROOM.tooMuch)),
      makeRoom(end.get, noPage(ROOM.none)),
      setCell(pages, end.get),
      upTo(i, i32.const(PAGE_BYTES), 16, v128.store(i32.add(page.get, i.get), 0, i32x4.splat(zero))),
      i32.store(at.get, 0, page.get),
      page.get,
    ];
  });
  const countOne = m.define([I32, I64], [], (body, table, bits) => {
    const [high, exponent, octave, bin] = body.several(I32, 4);
    const [at, page, place] = body.several(I32, 3);
    const largest = (OCTAVES - 1) / 2;
    const isClipped = i32.gt(exponent.get, i32.const(largest));
    return [
      high.set(i32.wrap(i64.shr(bits.get, i64.const(32)))),
      exponent.set(i32.sub(i32.and(i32.shr(high.get, i32.const(20)), i32.const(0x7ff)), i32.const(1023))),
      at.set(i32.const(ZERO_PAGE)),
      when(
        i32.ge(exponent.get, i32.const(-largest)),
        [
          octave.set(pick(isClipped, i32.const(OCTAVES), i32.add(exponent.get, i32.const(largest + 1)))),
          bin.set(
            pick(
              isClipped,
              i32.const(OCTAVE_BINS - 1),
              i32.and(i32.shr(high.get, i32.const(12)), i32.const(OCTAVE_BINS - 1)),
            ),
          ),
          at.set(pick(i32.lt(high.get, zero), i32.sub(at.get, octave.get), i32.add(at.get, octave.get))),
        ],
        bin.set(
          pick(
            i64.eqz(i64.shl(bits.get, i64.const(1))),
            i32.const(ZERO_BIN),
            pick(i32.lt(high.get, zero), i32.const(TINY_NEGATIVE_BIN), i32.const(TINY_BIN)),
          ),
        ),
      ),
      at.set(i32.add(table.get, i32.shl(at.get, i32.const(2)))),
      page.set(i32.load(at.get)),
      page.set(choose(I32, page.get, page.get, makePage.call(at.get))),
      increment(i32.add(page.get, i32.shl(bin.get, i32.const(2))), 0, i32.const(1), place),
    ];
  });
  return m.define([I32, I32, I32, I32], [], (body, row, table, sums, extremes) =>
    overValues(body, { row, sums, extremes, good }, (values, other) => [
      countOne.call(table.get, i64x2.lane(values.get, 0)),
      when(other, countOne.call(table.get, i64x2.lane(values.get, 1))),
    ]),
  );
}

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

function writeCarry({ m, ir }: Program, { measures }: CountingMap): Callable {
  const frames = ir.clock.recorded.length;
  const carryAll = m.define([I32], [], (body, from) => {
    const [frame, at] = body.several(I32, 2);
    const digit = body.local(I64);
    return upTo(frame, i32.const(frames * SUM_BYTES), SUM_BYTES, [
      at.set(i32.add(from.get, frame.get)),
      digit.set(i64.const(0)),
      // `digit` carries what lies above 32 bits from one to the next; the last keeps all.
      Array.from({ length: SUM_BYTES / 8 - 1 }, (_, i): Code => [
        digit.set(i64.add(digit.get, i64.load(at.get, 8 * i))),
        i64.store(at.get, 8 * i, i64.extendU(i32.wrap(digit.get))),
        digit.set(i64.shrS(digit.get, i64.const(32))),
      ]),
      i64.store(at.get, SUM_BYTES - 8, i64.add(digit.get, i64.load(at.get, SUM_BYTES - 8))),
    ]);
  });
  return m.define([], [], () => measures.map(({ sums }) => carryAll.call(i32.const(sums))));
}

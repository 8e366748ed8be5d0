/**
 * Histograms as WebAssembly: counts the values of a row, two at a time, by the very operations of tally/histogram.ts,
 * and with them grows sums and extremes.
 */
import {
  LINEAR_BINS,
  OCTAVE_BINS,
  OCTAVES,
  PAGE_BYTES,
  TINY_BIN,
  TINY_NEGATIVE_BIN,
  ZERO_BIN,
} from '../../../tally/index.ts';
import { F64, I32, I64, V128, type Body, type Callable, type Code, type Local } from '../encoder.ts';
import { cell, setCell, upTo, zero } from '../idioms.ts';
import {
  choose,
  f64,
  f64x2,
  give,
  i32,
  i32x4,
  i64,
  i64x2,
  makeRoom,
  pick,
  v128,
  when,
} from '../instructions.ts';
import type { Program } from '../program.ts';
import { ROOM, type CountingMap } from './counting-map.ts';
import { adderOf } from './exact-sums.ts';

/** Behind the octaves of negative values. */
const ZERO_PAGE = OCTAVES;

/** Adds to a 32-bit count. */
export const increment = (at: Code, offset: number, by: Code, place: Local): Code => [
  place.set(at),
  i32.store(place.get, offset, i32.add(i32.load(place.get, offset), by)),
];

/** `(row, counts, sums, extremes, low, high, scale)` */
export function writeLinear({ m }: Program, { good }: CountingMap): Callable {
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
export function writeLogLinear(
  { m }: Program,
  { good, pages, pagesEnd, full, spare }: CountingMap,
): Callable {
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

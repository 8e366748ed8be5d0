/** Sums without rounding as WebAssembly, by the very operations of tally/frame-sums.ts. */
import { I32, I64, type Body, type Callable, type Code, type Local } from '../encoder.ts';
import { upTo, zero } from '../idioms.ts';
import { i32, i64 } from '../instructions.ts';
import type { Program } from '../program.ts';
import { SUM_BYTES, type CountingMap } from './counting-map.ts';

/** Adds the double of some bits to a sum: its 53 bits, at their place, to two neighbouring digits. */
export function adderOf(body: Body, sums: Local): (bits: Code) => Code {
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

/** `()`: brings all sums into their one form; at least after every fourth block. */
export function writeCarry({ m, ir }: Program, { measures }: CountingMap): Callable {
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

/**
 * Sums of a measure's values, one a frame, without any rounding, so that trials add up to the same in whatever order
 * and parts they come. A double is a whole number of 2^-1074; the sum of many is kept in base 2^32, and a value is
 * added to the three digits that its 53 bits can touch (the small superaccumulator of R. M. Neal, "Fast exact
 * summation using small and large superaccumulators", 2015).
 */
import { meanOf } from './exact-sum.ts';
import type { Rows } from './histogram.ts';

/** Digits of a frame: those of the largest double, room for 2^32 of them, and the sign. */
export const SUM_DIGITS = 66;

export interface FrameSums {
  /**
   * [frame][digit], low digits first, in units of 2^-1074. While `loose` is 0 every digit but the last of a frame lies
   * in 0 .. 2^32 - 1, and the last has the sign.
   */
  readonly digits: Float64Array;
  /** Trials added since digits were carried last. */
  loose: number;
}

const BASE = 4294967296;
/** A trial adds less than 2^32 to a digit, so that all digits stay below 2^53. */
const LOOSE_MAX = 1 << 20;

export const createSums = (frames: number): FrameSums => ({
  digits: new Float64Array(frames * SUM_DIGITS),
  loose: 0,
});

const asFloat = new Float64Array(1);
const asWords = new Uint32Array(asFloat.buffer);
const HIGH_WORD = (() => {
  asFloat[0] = 1;
  return asWords[1] === 0x3ff00000 ? 1 : 0;
})();

/** Adds values, all finite, to the sum of each frame. */
export function addToSums(sums: FrameSums, { values, from, stride, count }: Rows): void {
  const { digits } = sums;
  if (sums.loose + count > LOOSE_MAX) carry(sums);
  sums.loose += count;
  for (let base = 0, first = from; base < digits.length; base += SUM_DIGITS, first++) {
    for (let i = 0, cell = first; i < count; i++, cell += stride) {
      asFloat[0] = values[cell] as number;
      const high = asWords[HIGH_WORD] as number;
      const low = asWords[1 - HIGH_WORD] as number;
      const exponent = (high >>> 20) & 0x7ff;
      const isNormal = exponent === 0 ? 0 : 1;
      const top = (high & 0xfffff) | (isNormal << 20);
      const position = exponent - isNormal;
      const at = base + (position >>> 5);
      const shift = position & 31;
      const sign = high >>> 31 === 0 ? 1 : -1;
      const rest = 31 - shift;
      (digits[at] as number) += sign * ((low << shift) >>> 0);
      (digits[at + 1] as number) += sign * (((top << shift) | ((low >>> 1) >>> rest)) >>> 0);
      (digits[at + 2] as number) += sign * ((top >>> 1) >>> rest);
    }
  }
}

/** Brings every sum into the one form that it has. */
export function carry(sums: FrameSums): void {
  const { digits } = sums;
  if (sums.loose === 0) return;
  for (let base = 0; base < digits.length; base += SUM_DIGITS) {
    for (let i = base; i < base + SUM_DIGITS - 1; i++) {
      const digit = digits[i] as number;
      if (digit >= 0 && digit < BASE) continue;
      const over = Math.floor(digit / BASE);
      digits[i] = digit - over * BASE;
      (digits[i + 1] as number) += over;
    }
  }
  sums.loose = 0;
}

/** Adds the second to the first in place; the second is carried. */
export function addSums(to: FrameSums, other: FrameSums): void {
  carry(to);
  carry(other);
  for (let i = 0; i < to.digits.length; i++) (to.digits[i] as number) += other.digits[i] as number;
  to.loose = 1;
  carry(to);
}

/** The mean of a frame of so many values, rounded once; there must be a value. */
export function meanOfFrame(sums: FrameSums, frame: number, count: number): number {
  carry(sums);
  let sum = 0n;
  for (let i = SUM_DIGITS - 1; i >= 0; i--)
    sum = (sum << 32n) + BigInt(sums.digits[frame * SUM_DIGITS + i] as number);
  return meanOf({ count, sum, squares: 0n });
}

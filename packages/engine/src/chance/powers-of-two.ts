/**
 * Exact powers of two and the bits of a binary64: what the elementary functions need besides + - * /.
 *
 * Invariant: every value is exact. A WASM form may build the same powers by moving bits.
 */

const LEAST = -1074;
const GREATEST = 1023;

/** Add this to an exponent in -1074 … 1023 to get its place in `POWERS_OF_TWO`. */
export const EXPONENT_OFFSET = -LEAST;

/** 2^k at index k + EXPONENT_OFFSET, built by doubling, which is exact also where values are subnormal. */
export const POWERS_OF_TWO: Float64Array = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(GREATEST - LEAST + 1);
  let power = Number.MIN_VALUE;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power;
    power *= 2;
  }
  return powers;
}

/** A binary64 and, over the same bytes, its 32-bit words: number 1 is the high one (little-endian hosts). */
export const FLOAT_CELL = new Float64Array(1);
export const WORD_CELL = new Int32Array(FLOAT_CELL.buffer);

/**
 * p * 2^k rounded once, for p in [0.5, 2] and k in -1100 … 1100: the result may be subnormal, 0 or infinite.
 */
export function scaleByPowerOfTwo(p: number, k: number): number {
  if (k > GREATEST) return k > 1030 ? Infinity : p * POWERS_OF_TWO[k - 10 + EXPONENT_OFFSET]! * 1024;
  if (k < -1000)
    return p * POWERS_OF_TWO[k + 100 + EXPONENT_OFFSET]! * POWERS_OF_TWO[-100 + EXPONENT_OFFSET]!;
  return p * POWERS_OF_TWO[k + EXPONENT_OFFSET]!;
}

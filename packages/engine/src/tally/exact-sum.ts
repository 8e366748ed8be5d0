/**
 * Sums of doubles and of their squares without any rounding: a double is a whole number of 2^-1074, its square of
 * 2^-2148, so both sums are integers of any length. However the values are spread and merged, the sum is the same.
 */

export interface ExactSum {
  count: number;
  /** In units of 2^-1074. */
  sum: bigint;
  /** In units of 2^-2148. */
  squares: bigint;
}

/** Exponent of the smallest double. */
const LEAST = 1074;

export const emptySum = (): ExactSum => ({ count: 0, sum: 0n, squares: 0n });

/** Adds a finite value in place, so many times. */
export function addValue(to: ExactSum, value: number, times = 1): void {
  const whole = inLeastUnits(value);
  const sum = times === 1 ? whole : whole * BigInt(times);
  to.count += times;
  to.sum += sum;
  to.squares += sum * whole;
}

export const mergeSums = (a: ExactSum, b: ExactSum): ExactSum => ({
  count: a.count + b.count,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

/** The mean, rounded once; there must be a value. */
export function meanOf({ count, sum }: ExactSum): number {
  const { digits, exponent } = quotient(sum, BigInt(count));
  return scaled(Number(digits), exponent - LEAST);
}

/**
 * Standard deviation of the sample, of count − 1 degrees of freedom; there must be two values. The variance is exact
 * before its root is taken, so values far from 0 lose nothing.
 */
export function deviationOf({ count, sum, squares }: ExactSum): number {
  const n = BigInt(count);
  const { digits, exponent } = quotient(n * squares - sum * sum, n * (n - 1n));
  const odd = exponent % 2 !== 0;
  return scaled(Math.sqrt(Number(odd ? digits * 2n : digits)), (odd ? exponent - 1 : exponent) / 2 - LEAST);
}

const asFloat = new Float64Array(1);
const asBits = new BigUint64Array(asFloat.buffer);

function inLeastUnits(value: number): bigint {
  asFloat[0] = value;
  const bits = asBits[0] as bigint;
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return value < 0 ? -size : size;
}

/** Bits of a quotient before it is rounded to the 53 of a double. */
const DIGITS = 64;

/** `above / below` as digits · 2^exponent: 64 or 65 bits, the last one standing for all that follow. */
function quotient(above: bigint, below: bigint): { readonly digits: bigint; readonly exponent: number } {
  const size = above < 0n ? -above : above;
  const shift = DIGITS + lengthOf(below) - lengthOf(size);
  const numerator = shift > 0 ? size << BigInt(shift) : size;
  const denominator = shift < 0 ? below << BigInt(-shift) : below;
  const rest = numerator % denominator === 0n ? 0n : 1n;
  const digits = (numerator / denominator) | rest;
  return { digits: above < 0n ? -digits : digits, exponent: -shift };
}

const lengthOf = (value: bigint): number => value.toString(2).length;

/** value · 2^exponent in steps that are exact unless the result itself is out of reach. */
function scaled(value: number, exponent: number): number {
  let result = value;
  let left = exponent;
  for (; left > 512; left -= 512) result *= TWO_512;
  for (; left < -512; left += 512) result /= TWO_512;
  return left < 0 ? result / power(-left) : result * power(left);
}

function power(exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result *= 2;
  return result;
}

const TWO_512 = power(512);

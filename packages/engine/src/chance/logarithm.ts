/**
 * The natural logarithm and log(1 + x), from + - * / and exact powers of two.
 *
 * Invariant: the operations and their order are fixed, straight-line between the range tests, so that every
 * executor can repeat them bit for bit.
 *
 * Method: x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), exactly. With s = f/(2 + f),
 * log(1 + f) = 2 artanh(s) = 2s + s R(s^2), and since 2s = f - s f and s f = f^2/2 - s f^2/2 this is
 * f - (f^2/2 - s (f^2/2 + R)), whose first term is exact. R(z) = z (2/3 + 2z/5 + 2z^2/7 + …) is the Chebyshev
 * interpolant of degree 7 on [0, 0.0295]; its error is below 1e-17 of log(1 + f).
 */
import { LN2_HIGH, LN2_LOW } from './exponential.ts';
import { EXPONENT_OFFSET, FLOAT_CELL, POWERS_OF_TWO, WORD_CELL } from './powers-of-two.ts';

const LEAST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;
/** Added to the high word of x, it carries into the exponent exactly where x/2^k is at least sqrt(2). */
export const ROUND_AT_SQRT_HALF = 0x00095f62;

/** This module's own names: V8 folds them as constants, which it does not do with imported bindings. */
const powers = POWERS_OF_TWO;
const floatCell = FLOAT_CELL;
const wordCell = WORD_CELL;
const offset = EXPONENT_OFFSET;
const ln2High = LN2_HIGH;
const ln2Low = LN2_LOW;
const roundUp = ROUND_AT_SQRT_HALF;

/** log(2^k (1 + f)) for 1 + f in [0.7, 1.42]. */
function logReduced(k: number, f: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even =
    0.666666666666667 + w * (0.28571428626253836 + w * (0.1818289243253687 + w * 0.14617807153417325));
  const odd = 0.3999999999989889 + w * (0.22222211089379496 + w * 0.15331611722055008);
  const r = z * (even + z * odd);
  const half = 0.5 * f * f;
  return k * ln2High - (half - (s * (half + r) + k * ln2Low) - f);
}

/** ln x. Relative error below 2.3e-16 (1 ulp); log(0) = -Infinity, of a negative number NaN. */
export function log(x: number): number {
  if (x >= LEAST_NORMAL && x < Infinity) {
    floatCell[0] = x;
    const k = ((wordCell[1]! + roundUp) >> 20) - 1023;
    return logReduced(k, x * powers[offset - k]! - 1);
  }
  if (x === 0) return -Infinity;
  if (x > 0 && x < Infinity) return logSubnormal(x);
  return x === Infinity ? Infinity : NaN;
}

function logSubnormal(x: number): number {
  const scaled = x * TWO_54;
  floatCell[0] = scaled;
  const k = ((wordCell[1]! + roundUp) >> 20) - 1023;
  return logReduced(k - 54, scaled * powers[offset - k]! - 1);
}

/** ln(1 + x), without cancellation near 0. Relative error below 4.5e-16 (2 ulp); log1p(-0) is -0. */
export function log1p(x: number): number {
  if (x === 0) return x;
  if (x > -0.29 && x < 0.41) return logReduced(0, x);
  const sum = 1 + x;
  if (!(sum > 0 && sum < Infinity)) return log(sum);
  const lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
  return log(sum) + lost / sum;
}

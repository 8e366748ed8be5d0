/**
 * The exponential function and exp(x) - 1, from + - * and exact powers of two.
 *
 * Invariant: the operations and their order are fixed, straight-line between the range tests, so that every
 * executor can repeat them bit for bit.
 *
 * Method (Cody and Waite 1980): x = k ln 2 + r with |r| <= ln(2)/2 and ln 2 in two parts, the first short enough
 * that k times it is exact; exp(r) = 1 + (r + (r^2 Q(r) + c)), where c is what rounding took from r; then times
 * 2^k. Q is the Chebyshev interpolant of degree 10 of (exp(r) - 1 - r)/r^2, its own error below 1.4e-18. It is
 * evaluated as even part + r * odd part.
 */
import { EXPONENT_OFFSET, POWERS_OF_TWO, scaleByPowerOfTwo } from './powers-of-two.ts';

export const INVERSE_LN2 = 1.4426950408889634;
/** ln 2 in two parts; the high one has 38 bits. */
export const LN2_HIGH = 0.6931471805582987;
export const LN2_LOW = 1.6465949582897082e-12;

/** Above the first exp overflows, below the second it is under half the least subnormal. */
const OVERFLOW = 709.7827128933841;
const UNDERFLOW = -745.1332191019412;

/** exp(r) - 1 for r + c with |r| <= 0.3466 and c a correction far below r. Error below 0.6 ulp of 1 + result. */
export function expm1Reduced(r: number, c: number): number {
  const z = r * r;
  const even =
    0.5 +
    z *
      (0.04166666666666667 +
        z *
          (0.0013888888888883752 +
            z * (2.480158732553378e-5 + z * (2.7557273660822466e-7 + z * 2.0914679595617734e-9))));
  const odd =
    0.1666666666666667 +
    z *
      (0.008333333333326141 +
        z * (0.00019841269874801073 + z * (2.7557255425009614e-6 + z * 2.510520668068106e-8)));
  return r + (z * (even + r * odd) + c);
}

/**
 * e^x. Relative error below 2.3e-16 (1 ulp) where the result is normal; 0, Infinity and NaN as IEEE 754.
 *
 * Made by a function, because its parameters are constants to V8, while what a module declares is a variable once it
 * is bundled.
 */
export const exp = (
  (powers: Float64Array) =>
  (x: number): number => {
    const k = Math.floor(x * INVERSE_LN2 + 0.5);
    const high = x - k * LN2_HIGH;
    const low = k * LN2_LOW;
    const r = high - low;
    const p = 1 + expm1Reduced(r, high - r - low);
    if (k >= -1000 && k <= 1000) return p * powers[k + EXPONENT_OFFSET]!;
    if (x > OVERFLOW) return Infinity;
    if (x < UNDERFLOW) return 0;
    return x === x ? scaleByPowerOfTwo(p, k) : NaN;
  }
)(POWERS_OF_TWO);

/** e^x - 1, without cancellation near 0. Relative error below 4.5e-16 (2 ulp); expm1(-0) is -0. */
export function expm1(x: number): number {
  if (x === 0 || x !== x) return x;
  if (x > 40) return exp(x) - 1;
  if (x < -40) return -1;
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const s = expm1Reduced(r, high - r - low);
  const power = POWERS_OF_TWO[k + EXPONENT_OFFSET]!;
  return power - 1 + power * s;
}

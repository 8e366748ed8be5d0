/**
 * x to the power y, from + - * / and exact powers of two.
 *
 * Invariant: the operations and their order are fixed, so that every executor can repeat them bit for bit.
 *
 * Method: exp(y log x) with log x as an unevaluated sum of two binary64 (about 2^-62 relative), because an error
 * in the logarithm is multiplied by up to 745. Products are split exactly as Dekker (1971) does, without FMA.
 * log(m) = 2s (1 + z/3 + z^2 W(z)), s = (m - 1)/(m + 1), z = s^2; W is the Chebyshev interpolant of degree 7 of
 * 1/5 + z/7 + z^2/9 + …, its error below 1e-18.
 */
import { expm1Reduced, INVERSE_LN2, LN2_HIGH, LN2_LOW } from './exponential.ts';
import { ROUND_AT_SQRT_HALF } from './logarithm.ts';
import { EXPONENT_OFFSET, FLOAT_CELL, POWERS_OF_TWO, scaleByPowerOfTwo, WORD_CELL } from './powers-of-two.ts';

const LEAST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;
/** Beyond this |y|, x^y is 0, 1 or infinite for every x. */
const GREATEST_EXPONENT = 18446744073709551616;
const THIRD_HIGH = 0.3333333333333333;
const THIRD_LOW = 1.850371707708594e-17;
/** 2^27 + 1, which splits a binary64 into halves of 26 bits (Veltkamp). */
const SPLITTER = 134217729;

/** What rounding took from the product: a * b - p, exactly, for p = a * b rounded. */
function productError(a: number, b: number, p: number): number {
  const at = SPLITTER * a;
  const aHigh = at - (at - a);
  const aLow = a - aHigh;
  const bt = SPLITTER * b;
  const bHigh = bt - (bt - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - p + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** x^y for finite x > 0, x not 1, and finite y, |y| <= 2^64. */
function powPositive(x: number, y: number): number {
  const scaled = x < LEAST_NORMAL ? x * TWO_54 : x;
  FLOAT_CELL[0] = scaled;
  const shift = ((WORD_CELL[1]! + ROUND_AT_SQRT_HALF) >> 20) - 1023;
  const k = x < LEAST_NORMAL ? shift - 54 : shift;
  const m = scaled * POWERS_OF_TWO[EXPONENT_OFFSET - shift]!;

  // s = (m - 1)/(m + 1) in two parts
  const f = m - 1;
  const d = m + 1;
  const dLow = m - (d - 1);
  const s = f / d;
  const sd = s * d;
  const sLow = (f - sd - productError(s, d, sd) - s * dLow) / d;

  // c = 1/3 + z W(z), then q = 1 + z c, in two parts each
  const z = s * s;
  const zLow = productError(s, s, z) + 2 * s * sLow;
  const w =
    0.2 +
    z *
      (0.14285714285714685 +
        z *
          (0.11111111110826383 +
            z *
              (0.09090909168049924 +
                z *
                  (0.0769229744350359 +
                    z * (0.0666740439940617 + z * (0.05853063232281699 + z * 0.058621635304233734))))));
  const zw = z * w;
  const c = THIRD_HIGH + zw;
  const cLow = THIRD_HIGH - c + zw + THIRD_LOW;
  const zc = z * c;
  const zcLow = productError(z, c, zc) + (z * cLow + zLow * c);
  const q = 1 + zc;
  const qLow = 1 - q + zc + zcLow;

  // log x = k ln 2 + 2 s q, in two parts
  const s2 = 2 * s;
  const logM = s2 * q;
  const logMLow = productError(s2, q, logM) + (s2 * qLow + 2 * sLow * q);
  const kLn2 = k * LN2_HIGH;
  const logX = kLn2 + logM;
  const logXLow = logM - (logX - kLn2) + (k * LN2_LOW + logMLow);

  const t = y * logX;
  if (t > 710) return Infinity;
  if (t < -746) return 0;
  const tLow = productError(y, logX, t) + y * logXLow;
  const n = Math.floor(t * INVERSE_LN2 + 0.5);
  const high = t - n * LN2_HIGH;
  const low = n * LN2_LOW - tLow;
  const r = high - low;
  return scaleByPowerOfTwo(1 + expm1Reduced(r, high - r - low), n);
}

/**
 * x^y. Relative error below 2.3e-16 (1 ulp) where the result is normal. Special values are those of IEEE 754
 * pow: x^0 and 1^y are 1 for every x and y, a negative x needs a whole y (else NaN), 0 to a negative power is
 * infinite. Unlike Math.pow, 1^Infinity and (-1)^Infinity are 1.
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (x !== x || y !== y) return NaN;
  const size = Math.abs(x);
  const isOdd = Math.floor(y) === y && Math.floor(y / 2) !== y / 2;
  const sign = isOdd && (x < 0 || (x === 0 && 1 / x < 0)) ? -1 : 1;
  if (size === 0) return sign * (y > 0 ? 0 : Infinity);
  if (size === Infinity) return sign * (y > 0 ? Infinity : 0);
  if (x < 0 && Math.floor(y) !== y) return NaN;
  if (size === 1) return sign;
  if (Math.abs(y) > GREATEST_EXPONENT) return size > 1 === y > 0 ? Infinity : 0;
  return sign * powPositive(size, y);
}

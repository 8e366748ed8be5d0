/**
 * The standard normal distribution: its quantile function and its distribution function.
 *
 * Invariant: both use the project's own log and exp, so they are the same in every engine, and both are
 * symmetric: normalQuantile(1 - u) = -normalQuantile(u) where 1 - u is exact.
 */
/* oxlint-disable no-loss-of-precision -- coefficients stand as published, so that they can be compared */
import { toUnit } from './draw.ts';
import { exp } from './elementary.ts';
import { publishedTail } from './normal-published.ts';
import { LEAST_TABLED, SCORE_PIECES, SCORE_ROW, scoreRowOf, tabledQuantile } from './normal-table.ts';

/**
 * The quantile function: z with P(Z <= z) = u. -Infinity at 0, Infinity at 1, NaN outside [0, 1]. Relative error
 * below 7e-16; within 1/128 of u = 1/2, where z passes 0, the error is below 1e-17.
 */
export function normalQuantile(u: number): number {
  const q = u - 0.5;
  const p = q < 0 ? u : 1 - u;
  if (!(p >= LEAST_TABLED)) return beyondTable(u, q < 0, p);
  const z = tabledQuantile(scoreRowOf(p), p);
  return q > 0 ? -z : z;
}

/** normalQuantile(toUnit(word)), without a branch that depends on the draw. */
export function normalScore(word: number): number {
  // Counted from the nearer end of (0, 1): p = (fromEnd + 1/2) / 2^32.
  const fromEnd = word ^ (word >> 31);
  // Here rows are read from the bits of the word, which are those of p where there are enough of them.
  if (fromEnd < SCORE_PIECES) return normalQuantile(toUnit(word >>> 0));
  const zeros = Math.clz32(fromEnd);
  const row = ((32 - zeros) * SCORE_PIECES + ((fromEnd << (zeros + 1)) >>> 27)) * SCORE_ROW;
  const z = tabledQuantile(row, toUnit(fromEnd));
  return z * (1 - ((word >>> 31) << 1));
}

function beyondTable(u: number, isLower: boolean, p: number): number {
  if (!(u > 0 && u < 1)) return u === 0 ? -Infinity : u === 1 ? Infinity : NaN;
  const z = publishedTail(p);
  return isLower ? z : -z;
}

const SQRT_32 = 5.656854249492381;
const INVERSE_SQRT_2PI = 0.3989422804014327;

/**
 * The distribution function P(Z <= x), accurate also far out in the lower tail (relative error below 2e-15 while
 * the result is a normal number, that is for x > -37.5; then it underflows to 0).
 *
 * Rational Chebyshev approximations of Cody (Mathematics of Computation 23, 1969), in the form for the normal
 * integral of Cody's Algorithm 715 (ACM TOMS 19, 1993), whose coefficients these are.
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.67448975) return 0.5 + centralArea(x);
  if (!(size < 40)) return x > 0 ? 1 : x < 0 ? 0 : NaN;
  const factor = size <= SQRT_32 ? outerFactor(size) : farFactor(size);
  // exp(-x^2/2) as a product: the square of the rounded argument is exact, so no digits of x are lost
  const rounded = Math.floor(size * 16) * 0.0625;
  const rest = (size - rounded) * (size + rounded);
  const tail = exp(-0.5 * rounded * rounded) * exp(-0.5 * rest) * factor;
  return x < 0 ? tail : 1 - tail;
}

function centralArea(x: number): number {
  const z = x * x;
  const numerator =
    (((z * 0.065682337918207449113 + 2.2352520354606839287) * z + 161.02823106855587881) * z +
      1067.6894854603709582) *
      z +
    18154.981253343561249;
  const denominator =
    (((z + 47.20258190468824187) * z + 976.09855173777669322) * z + 10260.932208618978205) * z +
    45507.789335026729956;
  return (x * numerator) / denominator;
}

function outerFactor(y: number): number {
  const numerator =
    (((((((y * 1.0765576773720192317e-8 + 0.39894151208813466764) * y + 8.8831497943883759412) * y +
      93.506656132177855979) *
      y +
      597.27027639480026226) *
      y +
      2494.5375852903726711) *
      y +
      6848.1904505362823326) *
      y +
      11602.651437647350124) *
      y +
    9842.7148383839780218;
  const denominator =
    (((((((y + 22.266688044328115691) * y + 235.38790178262499861) * y + 1519.377599407554805) * y +
      6485.558298266760755) *
      y +
      18615.571640885098091) *
      y +
      34900.952721145977266) *
      y +
      38912.003286093271411) *
      y +
    19685.429676859990727;
  return numerator / denominator;
}

function farFactor(y: number): number {
  const z = 1 / (y * y);
  const numerator =
    ((((z * 0.02307344176494017303 + 0.21589853405795699) * z + 0.1274011611602473639) * z +
      0.022235277870649807) *
      z +
      0.001421619193227893466) *
      z +
    2.9112874951168792e-5;
  const denominator =
    ((((z + 1.28426009614491121) * z + 0.468238212480865118) * z + 0.0659881378689285515) * z +
      0.00378239633202758244) *
      z +
    7.29751555083966205e-5;
  return (INVERSE_SQRT_2PI - (z * numerator) / denominator) / y;
}

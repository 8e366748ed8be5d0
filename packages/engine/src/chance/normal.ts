/**
 * The standard normal distribution: its quantile function and its distribution function.
 *
 * Invariant: both use the project's own log and exp, so they are the same in every engine, and both are
 * symmetric: normalQuantile(1 - u) = -normalQuantile(u) where 1 - u is exact.
 */
/* oxlint-disable no-loss-of-precision -- coefficients stand as published, so that they can be compared */
import { exp, log } from './elementary.ts';

/**
 * The quantile function: z with P(Z <= z) = u. -Infinity at 0, Infinity at 1, NaN outside [0, 1].
 *
 * Algorithm AS 241, routine PPND16 (Wichura, Applied Statistics 37, 1988): three rational approximations of
 * degree 7 over 7, relative error about 1e-16 by the paper.
 */
export function normalQuantile(u: number): number {
  const q = u - 0.5;
  if (Math.abs(q) <= 0.425) return centralQuantile(q);
  if (!(u > 0 && u < 1)) return u === 0 ? -Infinity : u === 1 ? Infinity : NaN;
  const r = Math.sqrt(-log(q < 0 ? u : 1 - u));
  const z = r <= 5 ? outerQuantile(r - 1.6) : farQuantile(r - 5);
  return q < 0 ? -z : z;
}

function centralQuantile(q: number): number {
  const r = 0.180625 - q * q;
  const numerator =
    ((((((r * 2509.0809287301226727 + 33430.575583588128105) * r + 67265.770927008700853) * r +
      45921.953931549871457) *
      r +
      13731.693765509461125) *
      r +
      1971.5909503065514427) *
      r +
      133.14166789178437745) *
      r +
    3.387132872796366608;
  const denominator =
    ((((((r * 5226.495278852854561 + 28729.085735721942674) * r + 39307.89580009271061) * r +
      21213.794301586595867) *
      r +
      5394.1960214247511077) *
      r +
      687.1870074920579083) *
      r +
      42.313330701600911252) *
      r +
    1;
  return (q * numerator) / denominator;
}

function outerQuantile(r: number): number {
  const numerator =
    ((((((r * 7.7454501427834140764e-4 + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) *
      r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
    1.42343711074968357734;
  const denominator =
    ((((((r * 1.05075007164441684324e-9 + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) *
      r +
      0.68976733498510000455) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
    1;
  return numerator / denominator;
}

function farQuantile(r: number): number {
  const numerator =
    ((((((r * 2.01033439929228813265e-7 + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
      0.026532189526576123093) *
      r +
      0.29656057182850489123) *
      r +
      1.7848265399172913358) *
      r +
      5.4637849111641143699) *
      r +
    6.6579046435011037772;
  const denominator =
    ((((((r * 2.04426310338993978564e-15 + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
      7.868691311456132591e-4) *
      r +
      0.0148753612908506148525) *
      r +
      0.13692988092273580531) *
      r +
      0.59983220655588793769) *
      r +
    1;
  return numerator / denominator;
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

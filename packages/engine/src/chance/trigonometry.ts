/**
 * Sine and cosine, from + - * only.
 *
 * Invariant: the operations and their order are fixed, so that every executor can repeat them bit for bit.
 *
 * Method (Cody and Waite 1980): x = n pi/2 + r with pi/2 in four parts, the first three of 32 bits, so that their
 * products with n are exact; what rounding takes from r is kept beside it. On [-pi/4, pi/4] Chebyshev
 * interpolants of (sin r - r)/r^3 and (cos r - 1 + r^2/2)/r^4 in r^2 are used, their errors below 2.1e-17.
 */

/** Beyond this size an angle has lost its fraction of a turn for our purposes: the result is NaN. */
export const GREATEST_ANGLE = 1048576;

const TWO_OVER_PI = 0.6366197723675814;
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;

/** sin(r + c) for |r| <= pi/4 and c a correction far below r. */
function sinReduced(r: number, c: number): number {
  const z = r * r;
  const p =
    -0.16666666666666666 +
    z *
      (0.008333333333330936 +
        z *
          (-0.00019841269836740532 +
            z * (2.7557316093198404e-6 + z * (-2.5051129896450185e-8 + z * 1.5917988979397435e-10))));
  return r + (z * r * p + c * (1 - 0.5 * z));
}

/** cos(r + c) for |r| <= pi/4 and c a correction far below r. */
function cosReduced(r: number, c: number): number {
  const z = r * r;
  const p =
    0.041666666666666664 +
    z *
      (-0.0013888888888887389 +
        z *
          (2.48015872987544e-5 +
            z * (-2.755731726587808e-7 + z * (2.087614504941318e-9 + z * -1.138254464534925e-11))));
  const half = 0.5 * z;
  const main = 1 - half;
  return main + (1 - main - half + (z * z * p - r * c));
}

/** sin(x + turns of pi/2); the two functions differ in `turns` alone. */
function sineAfter(x: number, turns: number): number {
  if (!(Math.abs(x) <= GREATEST_ANGLE)) return NaN;
  const n = Math.floor(x * TWO_OVER_PI + 0.5);
  const a = x - n * HALF_PI_1;
  const b = n * HALF_PI_2;
  const d = a - b;
  const back = d - a;
  const lost = a - (d - back) - (b + back);
  const tail = lost - n * HALF_PI_3 - n * HALF_PI_4;
  const r = d + tail;
  const c = d - r + tail;
  const quadrant = (n + turns) & 3;
  const size = (quadrant & 1) === 0 ? sinReduced(r, c) : cosReduced(r, c);
  return quadrant < 2 ? size : -size;
}

/** sin x, x in radians. Relative error below 2.3e-16 (1 ulp) for |x| <= 2^20; NaN beyond. */
export function sin(x: number): number {
  return x === 0 ? x : sineAfter(x, 0);
}

/** cos x, x in radians. Relative error below 2.3e-16 (1 ulp) for |x| <= 2^20; NaN beyond. */
export function cos(x: number): number {
  return sineAfter(x, 1);
}

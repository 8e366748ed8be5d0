/**
 * Student's t: how many standard errors a 95% interval has to either side, for a mean of few numbers.
 *
 * With x = t / sqrt(v + t^2) the probability between -t and t is the integral of (1 - u^2)^((v-2)/2) from 0 to x over
 * that from 0 to 1, whose values follow from each other (I_n = n / (n + 1) I_{n-2}). Beyond 200 degrees of freedom it
 * is Fisher's expansion around the normal quantile (Abramowitz and Stegun 1964, 26.7.5), right to 1e-11 there.
 */
import { Z } from './wilson.ts';

const CAUCHY = 12.706204736174707;
const PANELS = 200;

const known = new Map<number, number>();

/**
 * 97.5th percentile of Student's t.
 * @param freedom degrees of freedom, a whole number of at least 1
 */
export function studentT(freedom: number): number {
  if (freedom === 1) return CAUCHY;
  if (freedom > 200) return expansion(freedom);
  const found = known.get(freedom) ?? bisected(freedom);
  known.set(freedom, found);
  return found;
}

function expansion(v: number): number {
  const z2 = Z * Z;
  return (
    Z +
    (Z * (z2 + 1)) / (4 * v) +
    (Z * ((5 * z2 + 16) * z2 + 3)) / (96 * v * v) +
    (Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / (384 * v * v * v) +
    (Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945)) / (92160 * v * v * v * v)
  );
}

function bisected(v: number): number {
  const wanted = 0.95 * whole(v - 2);
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (integral(middle, v - 2) < wanted) low = middle;
    else high = middle;
  }
  return low * Math.sqrt(v / (1 - low * low));
}

/** Of (1 - u^2)^(n/2) from 0 to 1. */
function whole(n: number): number {
  let value = n % 2 === 0 ? 1 : Math.PI / 4;
  for (let k = n % 2 === 0 ? 2 : 3; k <= n; k += 2) value *= k / (k + 1);
  return value;
}

/** The same from 0 to x < 1, by Simpson's rule. */
function integral(x: number, n: number): number {
  let sum = 1 + power(1 - x * x, n);
  for (let i = 1; i < 2 * PANELS; i++) {
    const u = (x * i) / (2 * PANELS);
    sum += (i % 2 === 0 ? 2 : 4) * power(1 - u * u, n);
  }
  return (sum * x) / (6 * PANELS);
}

/** base^(n/2) */
function power(base: number, n: number): number {
  let value = n % 2 === 0 ? 1 : Math.sqrt(base);
  for (let k = n >> 1; k > 0; k--) value *= base;
  return value;
}

/**
 * The beta distribution: its distribution function (the regularised incomplete beta function) and its quantile
 * function, for shapes a, b from 0.05 to 1e6.
 *
 * Invariant: every loop has a fixed bound and the same operations in the same order for the same arguments.
 */
import { exp, log } from './elementary.ts';
import { binet, logGamma } from './gamma.ts';
import { normalQuantile } from './normal.ts';

const INVERSE_2PI = 0.15915494309189535;
const FRACTION_STEPS_MAX = 20_000;
const NEWTON_STEPS_MAX = 50;
const SOLVER_STEPS_MAX = 200;
const TINY = 1e-300;

/**
 * x ln(x/m) + m - x for x, m > 0, given delta = x - m, without cancellation near x = m.
 * Loader (2000), "Fast and accurate computation of binomial probabilities": with v = (x - m)/(x + m) it is
 * (x - m) v + 2x (v^3/3 + v^5/5 + …). Ten terms are exact to 1e-17 for |v| < 0.1.
 */
function deviance(x: number, m: number, delta: number): number {
  const v = delta / (x + m);
  if (!(Math.abs(v) < 0.1)) return x * (log(x) - log(m)) - delta;
  const z = v * v;
  let sum = 0;
  for (let j = 21; j >= 3; j -= 2) sum = z * (1 / j + sum);
  return delta * v + 2 * x * v * sum;
}

/**
 * x^a y^b / B(a, b) for y = 1 - x, in saddle-point form: the large parts of the log-gammas cancel in the
 * deviances, so the relative error stays near 1e-14 in the body also for shapes of a million.
 */
function betaKernel(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const delta = a * y - b * x;
  const exponent = shapeTerm(a, b) - deviance(a, n * x, delta) - deviance(b, n * y, -delta);
  return Math.sqrt((a / n) * b * INVERSE_2PI) * exp(exponent);
}

/** binet(a + b) - binet(a) - binet(b), remembered for the last shapes: a quantile asks for it at every step. */
function shapeTerm(a: number, b: number): number {
  for (const known of shapeTerms) if (known.a === a && known.b === b) return known.term;
  const term = binet(a + b) - binet(a) - binet(b);
  if (shapeTerms.length === SHAPE_TERMS_MAX) shapeTerms.shift();
  shapeTerms.push({ a, b, term });
  return term;
}
const SHAPE_TERMS_MAX = 8;
const shapeTerms: { readonly a: number; readonly b: number; readonly term: number }[] = [];

/**
 * The continued fraction of DLMF 8.17.22 by the modified method of Lentz (Thompson and Barnett 1986); it
 * converges fast for x < (a + 1)/(a + b + 2). NaN if it has not after 20,000 terms.
 */
function betaFraction(x: number, a: number, b: number): number {
  let numeratorRatio = 1;
  let denominatorRatio = guarded(1 - ((a + b) * x) / (a + 1));
  denominatorRatio = 1 / denominatorRatio;
  let value = denominatorRatio;
  for (let m = 1; m <= FRACTION_STEPS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominatorRatio = 1 / guarded(1 + even * denominatorRatio);
    numeratorRatio = guarded(1 + even / numeratorRatio);
    value *= denominatorRatio * numeratorRatio;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominatorRatio = 1 / guarded(1 + odd * denominatorRatio);
    numeratorRatio = guarded(1 + odd / numeratorRatio);
    const change = denominatorRatio * numeratorRatio;
    value *= change;
    if (Math.abs(change - 1) < 2.3e-16) return value;
  }
  return NaN;
}

function guarded(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/**
 * P(X <= x) for X ~ Beta(a, b). Relative error about 1e-13 in the body (1e-11 for shapes near 1e6), also where
 * the result is small. 0 for x <= 0 and 1 for x >= 1.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return incompleteBeta(x, 1 - x, a, b);
}

function incompleteBeta(x: number, y: number, a: number, b: number): number {
  const kernel = betaKernel(x, y, a, b);
  const part =
    x < (a + 1) / (a + b + 2)
      ? (kernel * betaFraction(x, a, b)) / a
      : 1 - (kernel * betaFraction(y, b, a)) / b;
  return part < 0 ? 0 : part > 1 ? 1 : part;
}

/**
 * The quantile function: x with P(X <= x) = u, for X ~ Beta(a, b). 0 at u = 0, 1 at u = 1, NaN outside.
 *
 * The half that holds the answer is found first, so that it is solved for the smaller of x and 1 - x. There
 * ln F is a concave function of ln x, on which Newton's method is safe; a bracket guards it, and after 50 steps
 * the bracket is halved (in ln x) instead, so 200 steps always suffice. Values below 1e-300 may become 0.
 */
export function betaQuantile(u: number, a: number, b: number): number {
  if (!(u > 0 && u < 1)) return u === 0 ? 0 : u === 1 ? 1 : NaN;
  return u <= betaCdf(0.5, a, b) ? lowerQuantile(u, a, b) : 1 - lowerQuantile(1 - u, b, a);
}

/** The solution in (0, 1/2], for u <= P(X <= 1/2). */
function lowerQuantile(u: number, a: number, b: number): number {
  let low = TINY;
  let high = 0.5;
  let x = firstGuess(u, a, b);
  if (x < TINY) return x;
  if (!(x < high)) x = high;
  for (let step = 0; step < SOLVER_STEPS_MAX; step++) {
    const probability = incompleteBeta(x, 1 - x, a, b);
    if (probability === u) return x;
    if (probability < u) low = x;
    else high = x;
    const slope = betaKernel(x, 1 - x, a, b) / (1 - x);
    const move = (-log(probability / u) * probability) / slope;
    let next = x * exp(move);
    if (step >= NEWTON_STEPS_MAX || !(next > low && next < high)) next = Math.sqrt(low) * Math.sqrt(high);
    if (!(Math.abs(next - x) > 1e-15 * x)) return next;
    x = next;
  }
  return x;
}

/** Where the search begins: the power law at 0 for small shapes, else Abramowitz and Stegun 26.5.22. */
function firstGuess(u: number, a: number, b: number): number {
  if (a > 1 && b > 1) {
    const z = -normalQuantile(u);
    const p = 1 / (2 * a - 1);
    const q = 1 / (2 * b - 1);
    const h = 2 / (p + q);
    const curve = (z * z - 3) / 6;
    const w = (z * Math.sqrt(h + curve)) / h - (q - p) * (curve + 5 / 6 - 2 / (3 * h));
    const guess = a / (a + b * exp(2 * w));
    if (guess > TINY) return guess;
  }
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  return exp((log(u) + log(a) + logBeta) / a);
}

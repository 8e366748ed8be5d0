/**
 * Interval arithmetic on binary64, rounding included.
 *
 * Invariant: when every operand lies in its interval, the rounded result of the operation lies in the interval
 * given here, and is not NaN. `undefined` means that nothing is known, NaN included. Ends may be infinite and then
 * the value may be, too. Rounding to nearest is monotone, so the ends of + - * / and sqrt need no widening; the
 * project's own elementary functions are widened by far more than their error.
 */
import { exp, GREATEST_ANGLE, log, pow } from '../chance/index.ts';
import type { IrTable } from '../ir/ir.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

type Known = Interval | undefined;

const MAX = Number.MAX_VALUE;
const WIDENING = 1e-12;
/** Covers the errors of approximations where results are subnormal. */
const TINY = 1e-300;

export const FINITE: Interval = { low: -MAX, high: MAX };
export const UNIT: Interval = { low: 0, high: 1 };

/** The interval between two ends, or nothing when an end is NaN. */
export function interval(low: number, high: number): Known {
  return low <= high ? { low, high } : undefined;
}

export const point = (value: number): Known => interval(value, value);

/** Whether every value is finite. */
export function isFinite(a: Known): a is Interval {
  return a !== undefined && a.low >= -MAX && a.high <= MAX;
}

/** What is left when non-finite values are ruled out, because they have failed the trial before. */
export function finitePart(a: Known): Interval {
  if (!a) return FINITE;
  const low = Math.max(a.low, -MAX);
  const high = Math.min(a.high, MAX);
  return low <= high ? { low, high } : FINITE;
}

export function hull(a: Known, b: Known): Known {
  return a && b && { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** The interval made wider by far more than any error of an approximation. */
export function widened(a: Known): Known {
  // An end that overflowed on the inner side may stand for a value that just did not.
  return (
    a && {
      low: a.low === Infinity ? MAX * (1 - WIDENING) : a.low - slack(a.low),
      high: a.high === -Infinity ? -MAX * (1 - WIDENING) : a.high + slack(a.high),
    }
  );
}

const slack = (end: number): number => Math.abs(end) * WIDENING + TINY;

export const neg = (a: Known): Known => a && { low: -a.high, high: -a.low };

export function add(a: Known, b: Known): Known {
  if (!a || !b) return undefined;
  const opposed =
    (a.high === Infinity && b.low === -Infinity) || (a.low === -Infinity && b.high === Infinity);
  return opposed ? undefined : interval(a.low + b.low, a.high + b.high);
}

export const sub = (a: Known, b: Known): Known => add(a, neg(b));

const holdsZero = (a: Interval): boolean => a.low <= 0 && a.high >= 0;
const holdsInfinity = (a: Interval): boolean => a.low === -Infinity || a.high === Infinity;

export function mul(a: Known, b: Known): Known {
  if (!a || !b) return undefined;
  if ((holdsZero(a) && holdsInfinity(b)) || (holdsZero(b) && holdsInfinity(a))) return undefined;
  return corners(a, b, (x, y) => x * y);
}

export function div(a: Known, b: Known): Known {
  if (!a || !b || (holdsInfinity(a) && holdsInfinity(b))) return undefined;
  if (!holdsZero(b)) return corners(a, b, (x, y) => x / y);
  return holdsZero(a) ? undefined : { low: -Infinity, high: Infinity };
}

/** For operations that are monotone in each operand. */
function corners(a: Interval, b: Interval, op: (x: number, y: number) => number): Known {
  const values = [op(a.low, b.low), op(a.low, b.high), op(a.high, b.low), op(a.high, b.high)];
  return values.some(Number.isNaN) ? undefined : { low: Math.min(...values), high: Math.max(...values) };
}

/** min and max fail the trial on operands that are not finite, so their results are finite. */
export function min(a: Known, b: Known): Interval {
  const [x, y] = [finitePart(a), finitePart(b)];
  return { low: Math.min(x.low, y.low), high: Math.min(x.high, y.high) };
}

export function max(a: Known, b: Known): Interval {
  const [x, y] = [finitePart(a), finitePart(b)];
  return { low: Math.max(x.low, y.low), high: Math.max(x.high, y.high) };
}

export function abs(a: Known): Known {
  if (!a) return undefined;
  if (a.low >= 0) return a;
  return a.high <= 0 ? neg(a) : { low: 0, high: Math.max(-a.low, a.high) };
}

export const floor = (a: Known): Known => a && { low: Math.floor(a.low), high: Math.floor(a.high) };

export const sqrt = (a: Known): Known =>
  a && a.low >= 0 ? { low: Math.sqrt(a.low), high: Math.sqrt(a.high) } : undefined;

export function expOf(a: Known): Known {
  const image = a && widened({ low: exp(a.low), high: exp(a.high) });
  return image && { low: Math.max(0, image.low), high: image.high };
}

export const logOf = (a: Known): Known =>
  a && a.low >= 0 ? widened({ low: log(a.low), high: log(a.high) }) : undefined;

/** Sine and cosine. */
export const wave = (a: Known): Known =>
  a && a.low >= -GREATEST_ANGLE && a.high <= GREATEST_ANGLE ? widened({ low: -1, high: 1 }) : undefined;

export function powOf(a: Known, b: Known): Known {
  if (!isFinite(a) || !isFinite(b) || a.low < 0 || (a.low === 0 && b.low <= 0)) return undefined;
  return widened(corners(a, b, pow));
}

export function power(a: Known, exponent: 0 | 1 | 2 | 3 | 4): Known {
  switch (exponent) {
    case 0:
      return { low: 1, high: 1 };
    case 1:
      return a;
    case 2:
      return square(a);
    case 3:
      return a && { low: a.low * a.low * a.low, high: a.high * a.high * a.high };
    case 4:
      return square(square(a));
  }
}

function square(a: Known): Known {
  const size = abs(a);
  return size && { low: size.low * size.low, high: size.high * size.high };
}

/**
 * Values of a table; `slopes` are the rises between its points. Along a stretch each operation is monotone, rounding
 * included, so its ends bound it.
 */
export function lookUp({ xs, ys, ends }: IrTable, slopes: readonly number[], x: Interval): Known {
  const along = (i: number, at: number): number =>
    (ys[i] ?? NaN) + (at - (xs[i] ?? NaN)) * (slopes[i] ?? NaN);
  const values = [...ys];
  if (ends !== 'stepped') values.push(...slopes.map((_, i) => along(i, xs[i + 1] ?? NaN)));
  if (ends === 'extended') {
    values.push(along(0, Math.min(x.low, xs[0] ?? NaN)));
    values.push(along(slopes.length - 1, Math.max(x.high, xs.at(-1) ?? NaN)));
  }
  if (!values.every((value) => value >= -MAX && value <= MAX)) return undefined;
  return { low: Math.min(...values), high: Math.max(...values) };
}

/** 1 or 0 where the comparison is decided for all finite operands, else undefined. */
export function decide(
  op: 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne',
  a: Interval,
  b: Interval,
): number | undefined {
  switch (op) {
    case 'lt':
      return a.high < b.low ? 1 : a.low >= b.high ? 0 : undefined;
    case 'le':
      return a.high <= b.low ? 1 : a.low > b.high ? 0 : undefined;
    case 'gt':
      return decide('lt', b, a);
    case 'ge':
      return decide('le', b, a);
    case 'eq':
      if (a.low === a.high && b.low === b.high && a.low === b.low) return 1;
      return a.high < b.low || b.high < a.low ? 0 : undefined;
    case 'ne': {
      const equal = decide('eq', a, b);
      return equal === undefined ? undefined : 1 - equal;
    }
  }
}

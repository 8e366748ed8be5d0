/**
 * The exponential function as text, and its numbers for all generated code.
 *
 * Invariant: the same operations in the same order as chance/exponential.ts, so that every result has the same bits.
 */
import { EXPONENT_OFFSET, INVERSE_LN2, LN2_HIGH, LN2_LOW } from '../chance/index.ts';
import type { Interval } from './interval.ts';
import type { Writer } from './writer.ts';

/** Coefficients of the even and the odd part of (exp(r) - 1 - r) / r^2. */
export const EXP_EVEN = [
  0.5, 0.04166666666666667, 0.0013888888888883752, 2.480158732553378e-5, 2.7557273660822466e-7,
  2.0914679595617734e-9,
] as const;
export const EXP_ODD = [
  0.1666666666666667, 0.008333333333326141, 0.00019841269874801073, 2.7557255425009614e-6,
  2.510520668068106e-8,
] as const;

/** Up to here on either side of 0 the result is far from the ends of what a number can be. */
export const EXP_PLAIN_MOST = 600;

export const isPlainExp = (range: Interval | undefined): boolean =>
  range !== undefined && range.low >= -EXP_PLAIN_MOST && range.high <= EXP_PLAIN_MOST;

/**
 * Writes exp(x) where it stands and gives its name: a function that is called gives back a number as an object. `x` is
 * a name or a number.
 */
export function writeExp(w: Writer, x: string, range?: Interval): string {
  return w.known(`exp(${x})`, () => {
    const k = w.name(`floor(${x} * ${INVERSE_LN2} + 0.5)`);
    const high = w.name(`${x} - ${k} * ${LN2_HIGH}`);
    const low = w.name(`${k} * ${LN2_LOW}`);
    const r = w.name(`${high} - ${low}`);
    const z = w.name(`${r} * ${r}`);
    const series = (list: readonly number[]): string =>
      list.reduceRight((sum, c) => (sum === '' ? `${c}` : `${c} + ${z} * (${sum})`), '');
    const even = w.name(series(EXP_EVEN));
    const odd = w.name(series(EXP_ODD));
    const p = `(1 + (${r} + (${z} * (${even} + ${r} * ${odd}) + (${high} - ${r} - ${low}))))`;
    const value = `${p} * powers[${k} + ${EXPONENT_OFFSET}]`;
    return isPlainExp(range) ? value : `${k} >= -1000 && ${k} <= 1000 ? ${value} : exp(${x})`;
  });
}

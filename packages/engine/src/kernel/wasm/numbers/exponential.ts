/**
 * exp as WebAssembly, for one number and for two at a time; and powers of two, made by moving bits, which is exact.
 *
 * Invariant: the same operations in the same order as chance/exponential.ts and powers-of-two.ts, so that every result has the same bits.
 */
import { INVERSE_LN2, LN2_HIGH, LN2_LOW } from '../../../chance/index.ts';
import { EXP_EVEN, EXP_ODD } from '../../exponential.ts';
import { F64, I32, V128, type Body, type Callable, type Code, type Definer } from '../encoder.ts';
import { choose, f64, f64x2, give, i32, i64, i64x2, when } from '../instructions.ts';
import type { Layout } from '../layout.ts';
import { ONE, series, two, type Arithmetic } from './arithmetic.ts';
import { isNaN } from './scalar.ts';

export interface Exponential {
  readonly exp: Callable;
  /** Two at a time. */
  readonly exp2: Callable;
  /** `(k)`: 2^k for k in -1074 … 1023. */
  readonly powerOfTwo: Callable;
  /** `(p, k)`: p 2^k rounded once. */
  readonly scale: Callable;
}

/** exp(r) - 1 for r + c, see chance/exponential.ts. */
export function expm1Reduced(a: Arithmetic, body: Body, r: Code, c: Code, lines: Code[]): Code {
  const z = body.local(a.type);
  lines.push(z.set(a.mul(r, r)));
  const even = series(a, z.get, EXP_EVEN);
  const odd = series(a, z.get, EXP_ODD);
  return a.add(r, a.add(a.mul(z.get, a.add(even, a.mul(r, odd))), c));
}

/** k and exp(x) / 2^k. */
function reducedExp(a: Arithmetic, body: Body, x: Code, lines: Code[]): { k: Code; p: Code } {
  const [k, high, low, r, p] = body.several(a.type, 5);
  lines.push(k.set(a.floor(a.add(a.mul(x, a.constant(INVERSE_LN2)), a.constant(0.5)))));
  lines.push(high.set(a.sub(x, a.mul(k.get, a.constant(LN2_HIGH)))));
  lines.push(low.set(a.mul(k.get, a.constant(LN2_LOW))));
  lines.push(r.set(a.sub(high.get, low.get)));
  const rest = expm1Reduced(a, body, r.get, a.sub(a.sub(high.get, r.get), low.get), lines);
  lines.push(p.set(a.add(a.constant(1), rest)));
  return { k: k.get, p: p.get };
}

/**
 * From 2^52 to 2^53 the last bit of a double is worth 1, so that k more than this ends in k + 1023, in eleven bits; those
 * before them, sign and exponent included, are shifted away.
 */
const BIASED = 4503599627370496 + 1023;

/** Code of exp of two numbers whose k lies within -1000 and 1000. */
export function expScaled(a: Arithmetic, body: Body, x: Code, lines: Code[]): { k: Code; value: Code } {
  const { k, p } = reducedExp(a, body, x, lines);
  const power = i64x2.shl(f64x2.add(k, a.constant(BIASED)), i32.const(52));
  return { k, value: f64x2.mul(p, power) };
}

export function exponential(m: Definer, layout: Layout): Exponential {
  /** 2^k for k in -1074 … 1023. */
  const powerOfTwo = m.define([I32], [F64], (_, k) =>
    choose(
      F64,
      i32.ge(k.get, i32.const(-1022)),
      f64.ofBits(i64.shl(i64.extend(i32.add(k.get, i32.const(1023))), i64.const(52))),
      f64.ofBits(i64.shl(i64.const(1), i64.extend(i32.add(k.get, i32.const(1074))))),
    ),
  );

  /** p 2^k rounded once, see chance/powers-of-two.ts. */
  const scale = m.define([F64, I32], [F64], (_, p, k) => [
    when(i32.gt(k.get, i32.const(1023)), [
      when(i32.gt(k.get, i32.const(1030)), give(f64.const(Infinity))),
      give(f64.mul(f64.mul(p.get, powerOfTwo.call(i32.sub(k.get, i32.const(10)))), f64.const(1024))),
    ]),
    when(
      i32.lt(k.get, i32.const(-1000)),
      give(
        f64.mul(
          f64.mul(p.get, powerOfTwo.call(i32.add(k.get, i32.const(100)))),
          powerOfTwo.call(i32.const(-100)),
        ),
      ),
    ),
    f64.mul(p.get, powerOfTwo.call(k.get)),
  ]);

  const exp = m.define([F64], [F64], (body, x) => {
    const lines: Code[] = [];
    const { k, p } = reducedExp(ONE, body, x.get, lines);
    return [
      lines,
      when(f64.gt(x.get, f64.const(709.7827128933841)), give(f64.const(Infinity))),
      when(f64.lt(x.get, f64.const(-745.1332191019412)), give(f64.const(0))),
      when(isNaN(x.get), give(f64.const(NaN))),
      when(f64.le(f64.abs(k), f64.const(1000)), give(f64.mul(p, powerOfTwo.call(i32.truncate(k))))),
      scale.call(p, i32.truncate(k)),
    ];
  });

  const pair = two(layout);

  const exp2 = m.define([V128], [V128], (body, x) => {
    const lines: Code[] = [];
    const { k, value } = expScaled(pair, body, x.get, lines);
    return [
      lines,
      when(i64x2.all(f64x2.le(f64x2.abs(k), pair.constant(1000))), give(value)),
      f64x2.replace(f64x2.splat(exp.call(f64x2.lane(x.get, 0))), 1, exp.call(f64x2.lane(x.get, 1))),
    ];
  });

  return { exp, exp2, powerOfTwo, scale };
}

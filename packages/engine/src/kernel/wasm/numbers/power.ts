/**
 * Powers as WebAssembly.
 *
 * Invariant: the same operations in the same order as chance/power.ts, so that every result has the same bits.
 */
import { INVERSE_LN2, LN2_HIGH, LN2_LOW } from '../../../chance/index.ts';
import { F64, I32, type Callable, type Code, type Definer, type Local } from '../encoder.ts';
import { f64, give, i32, pick, when } from '../instructions.ts';
import { ONE, series } from './arithmetic.ts';
import { expm1Reduced, type Exponential } from './exponential.ts';
import { exponentOf, LEAST_NORMAL, TWO_54 } from './logarithm.ts';
import { isNaN } from './scalar.ts';

/** `(x, y)` */
export function power(m: Definer, { powerOfTwo, scale }: Exponential): Callable {
  const productError = m.define([F64, F64, F64], [F64], (body, a, b, p) => {
    const [at, aHigh, aLow, bHigh, bLow] = body.several(F64, 5);
    const split = (x: Code, high: Local, low: Local): Code => [
      at.set(f64.mul(f64.const(134217729), x)),
      high.set(f64.sub(at.get, f64.sub(at.get, x))),
      low.set(f64.sub(x, high.get)),
    ];
    return [
      split(a.get, aHigh, aLow),
      split(b.get, bHigh, bLow),
      f64.add(
        f64.add(
          f64.add(f64.sub(f64.mul(aHigh.get, bHigh.get), p.get), f64.mul(aHigh.get, bLow.get)),
          f64.mul(aLow.get, bHigh.get),
        ),
        f64.mul(aLow.get, bLow.get),
      ),
    ];
  });

  /** See chance/power.ts, whose names these are. */
  const powPositive = m.define([F64, F64], [F64], (body, x, y) => {
    const lines: Code[] = [];
    const let_ = (value: Code): Code => {
      const local = body.local(F64);
      lines.push(local.set(value));
      return local.get;
    };
    const c = f64.const;
    const { add, sub, mul, div } = f64;
    const isSmall = f64.lt(x.get, c(LEAST_NORMAL));
    const scaled = let_(pick(isSmall, mul(x.get, c(TWO_54)), x.get));
    const shift = body.local(I32);
    lines.push(shift.set(exponentOf(scaled)));
    const k = let_(f64.ofI32(pick(isSmall, i32.sub(shift.get, i32.const(54)), shift.get)));
    const mm = let_(mul(scaled, powerOfTwo.call(i32.sub(i32.const(0), shift.get))));
    const f = let_(sub(mm, c(1)));
    const d = let_(add(mm, c(1)));
    const dLow = let_(sub(mm, sub(d, c(1))));
    const s = let_(div(f, d));
    const sd = let_(mul(s, d));
    const sLow = let_(div(sub(sub(sub(f, sd), productError.call(s, d, sd)), mul(s, dLow)), d));
    const z = let_(mul(s, s));
    const zLow = let_(add(productError.call(s, s, z), mul(mul(c(2), s), sLow)));
    const w = let_(
      series(
        ONE,
        z,
        [
          0.2, 0.14285714285714685, 0.11111111110826383, 0.09090909168049924, 0.0769229744350359,
          0.0666740439940617, 0.05853063232281699, 0.058621635304233734,
        ],
      ),
    );
    const zw = let_(mul(z, w));
    const third = let_(add(c(0.3333333333333333), zw));
    const thirdLow = let_(add(add(sub(c(0.3333333333333333), third), zw), c(1.850371707708594e-17)));
    const zc = let_(mul(z, third));
    const zcLow = let_(add(productError.call(z, third, zc), add(mul(z, thirdLow), mul(zLow, third))));
    const q = let_(add(c(1), zc));
    const qLow = let_(add(add(sub(c(1), q), zc), zcLow));
    const s2 = let_(mul(c(2), s));
    const logM = let_(mul(s2, q));
    const logMLow = let_(add(productError.call(s2, q, logM), add(mul(s2, qLow), mul(mul(c(2), sLow), q))));
    const kLn2 = let_(mul(k, c(LN2_HIGH)));
    const logX = let_(add(kLn2, logM));
    const logXLow = let_(add(sub(logM, sub(logX, kLn2)), add(mul(k, c(LN2_LOW)), logMLow)));
    const t = let_(mul(y.get, logX));
    lines.push(when(f64.gt(t, c(710)), give(c(Infinity))), when(f64.lt(t, c(-746)), give(c(0))));
    const tLow = let_(add(productError.call(y.get, logX, t), mul(y.get, logXLow)));
    const n = let_(f64.floor(add(mul(t, c(INVERSE_LN2)), c(0.5))));
    const high = let_(sub(t, mul(n, c(LN2_HIGH))));
    const low = let_(sub(mul(n, c(LN2_LOW)), tLow));
    const r = let_(sub(high, low));
    const rest = let_(sub(sub(high, r), low));
    const result = expm1Reduced(ONE, body, r, rest, lines);
    return [lines, scale.call(add(c(1), result), i32.truncate(n))];
  });

  return m.define([F64, F64], [F64], (body, x, y) => {
    const c = f64.const;
    const [size, sign] = body.several(F64, 2);
    const isWhole = (v: Code): Code => f64.eq(f64.floor(v), v);
    const isOdd = i32.and(isWhole(y.get), i32.eqz(isWhole(f64.div(y.get, c(2)))));
    const isNegative = i32.or(
      f64.lt(x.get, c(0)),
      i32.and(f64.eq(x.get, c(0)), f64.lt(f64.div(c(1), x.get), c(0))),
    );
    const signed = (v: Code): Code => give(f64.mul(sign.get, v));
    const rises = f64.gt(y.get, c(0));
    return [
      when(i32.or(f64.eq(y.get, c(0)), f64.eq(x.get, c(1))), give(c(1))),
      when(i32.or(isNaN(x.get), isNaN(y.get)), give(c(NaN))),
      size.set(f64.abs(x.get)),
      sign.set(pick(i32.and(isOdd, isNegative), c(-1), c(1))),
      when(f64.eq(size.get, c(0)), signed(pick(rises, c(0), c(Infinity)))),
      when(f64.eq(size.get, c(Infinity)), signed(pick(rises, c(Infinity), c(0)))),
      when(i32.and(f64.lt(x.get, c(0)), i32.eqz(isWhole(y.get))), give(c(NaN))),
      when(f64.eq(size.get, c(1)), give(sign.get)),
      when(
        f64.gt(f64.abs(y.get), c(18446744073709551616)),
        give(pick(i32.eq(f64.gt(size.get, c(1)), rises), c(Infinity), c(0))),
      ),
      f64.mul(sign.get, powPositive.call(size.get, y.get)),
    ];
  });
}

/**
 * log as WebAssembly, for one number and for two at a time.
 *
 * Invariant: the same operations in the same order as chance/logarithm.ts, so that every result has the same bits.
 */
import { LN2_HIGH, LN2_LOW } from '../../../chance/index.ts';
import { F64, I32, V128, type Body, type Callable, type Code, type Definer } from '../encoder.ts';
import { f64, f64x2, give, i32, i64, i64x2, v128, when } from '../instructions.ts';
import type { Layout } from '../layout.ts';
import { ONE, series, two, type Arithmetic } from './arithmetic.ts';

const ROUND_AT_SQRT_HALF = 0x00095f62;
export const LEAST_NORMAL = 2.2250738585072014e-308;
const TWO_1000 = 1.0715086071862673e301;
export const TWO_54 = 18014398509481984;
const MAX = 1.7976931348623157e308;

/** Code of log of two numbers from 2^-1022 to 2^1000. */
function logScaled(a: Arithmetic, body: Body, x: Code, lines: Code[]): Code {
  const [k, f, kf] = body.several(V128, 3);
  const word = (value: number): Code => i64x2.splat(i64.const(value));
  const high = i64x2.shrS(x, i32.const(32));
  lines.push(
    k.set(i64x2.add(i64x2.shrS(i64x2.add(high, word(ROUND_AT_SQRT_HALF)), i32.const(20)), word(-1023))),
    kf.set(f64x2.ofI32(v128.shuffle(k.get, k.get, LOW_HALVES))),
    // 2^-k: the exponent's bits are 1023 - k
    f.set(
      f64x2.sub(
        f64x2.mul(x, i64x2.shl(i64x2.add(v128.not(k.get), word(1024)), i32.const(52))),
        a.constant(1),
      ),
    ),
  );
  return logReduced(a, body, kf.get, f.get, lines);
}

/** Of two 64-bit integers, their lower halves. */
const LOW_HALVES = [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11];

/** log(2^k (1 + f)), see chance/logarithm.ts. */
export function logReduced(a: Arithmetic, body: Body, k: Code, f: Code, lines: Code[]): Code {
  const [s, z, w, half, r] = body.several(a.type, 5);
  const even = series(
    a,
    w.get,
    [0.666666666666667, 0.28571428626253836, 0.1818289243253687, 0.14617807153417325],
  );
  const odd = series(a, w.get, [0.3999999999989889, 0.22222211089379496, 0.15331611722055008]);
  lines.push(
    s.set(a.div(f, a.add(a.constant(2), f))),
    z.set(a.mul(s.get, s.get)),
    w.set(a.mul(z.get, z.get)),
    r.set(a.mul(z.get, a.add(even, a.mul(z.get, odd)))),
    half.set(a.mul(a.mul(a.constant(0.5), f), f)),
  );
  const inner = a.add(a.mul(s.get, a.add(half.get, r.get)), a.mul(k, a.constant(LN2_LOW)));
  return a.sub(a.mul(k, a.constant(LN2_HIGH)), a.sub(a.sub(half.get, inner), f));
}

/** The exponent k of a normal x = 2^k (1 + f), with 1 + f from sqrt(1/2) to sqrt(2). */
export const exponentOf = (x: Code): Code =>
  i32.sub(
    i32.shrS(
      i32.add(i32.wrap(i64.shrS(i64.ofF64(x), i64.const(32))), i32.const(ROUND_AT_SQRT_HALF)),
      i32.const(20),
    ),
    i32.const(1023),
  );

export interface Logarithm {
  readonly log: Callable;
  /** Two at a time. */
  readonly log2: Callable;
}

export function logarithm(m: Definer, layout: Layout, powerOfTwo: Callable): Logarithm {
  const log = m.define([F64], [F64], (body, x) => {
    const [k, less] = body.several(I32, 2);
    const [scaled, f, kf] = body.several(F64, 3);
    const lines: Code[] = [];
    const value = logReduced(ONE, body, kf.get, f.get, lines);
    return [
      when(f64.eq(x.get, f64.const(0)), give(f64.const(-Infinity))),
      when(i32.eqz(f64.gt(x.get, f64.const(0))), give(f64.const(NaN))),
      when(f64.gt(x.get, f64.const(MAX)), give(f64.const(Infinity))),
      scaled.set(x.get),
      when(f64.lt(x.get, f64.const(LEAST_NORMAL)), [
        scaled.set(f64.mul(x.get, f64.const(TWO_54))),
        less.set(i32.const(54)),
      ]),
      k.set(exponentOf(scaled.get)),
      f.set(f64.sub(f64.mul(scaled.get, powerOfTwo.call(i32.sub(i32.const(0), k.get))), f64.const(1))),
      kf.set(f64.ofI32(i32.sub(k.get, less.get))),
      lines,
      value,
    ];
  });

  const pair = two(layout);

  const log2 = m.define([V128], [V128], (body, x) => {
    const lines: Code[] = [];
    const value = logScaled(pair, body, x.get, lines);
    const isPlain = v128.and(
      f64x2.ge(x.get, pair.constant(LEAST_NORMAL)),
      f64x2.le(x.get, pair.constant(TWO_1000)),
    );
    return [
      when(i64x2.all(isPlain), [lines, give(value)]),
      f64x2.replace(f64x2.splat(log.call(f64x2.lane(x.get, 0))), 1, log.call(f64x2.lane(x.get, 1))),
    ];
  });

  return { log, log2 };
}

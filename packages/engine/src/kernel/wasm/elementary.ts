/**
 * The elementary functions of `chance` as WebAssembly, for one number and for two at a time.
 *
 * Invariant: the same operations in the same order as chance/exponential.ts, logarithm.ts, power.ts and
 * trigonometry.ts, so that every result has the same bits. Powers of two are made by moving bits, which is exact.
 */
import { INVERSE_LN2, LN2_HIGH, LN2_LOW } from '../../chance/index.ts';
import { EXP_EVEN, EXP_ODD } from '../exponential.ts';
import { F64, I32, V128, type Body, type Callable, type Code, type Definer, type Local } from './encoder.ts';
import { choose, f64, f64x2, give, i32, i32x4, i64, i64x2, pick, v128, when } from './instructions.ts';
import type { Layout } from './layout.ts';
import { normal, type NormalScores } from './normal.ts';

export interface Elementary extends NormalScores {
  readonly exp: Callable;
  readonly log: Callable;
  readonly pow: Callable;
  readonly sin: Callable;
  readonly cos: Callable;
  /** Two at a time. */
  readonly exp2: Callable;
  readonly log2: Callable;
}

const ROUND_AT_SQRT_HALF = 0x00095f62;
const LEAST_NORMAL = 2.2250738585072014e-308;
const TWO_1000 = 1.0715086071862673e301;
const TWO_54 = 18014398509481984;
const MAX = 1.7976931348623157e308;

/** The arithmetic of one number or of two. */
export interface Arithmetic {
  readonly type: typeof F64 | typeof V128;
  readonly constant: (value: number) => Code;
  readonly add: (a: Code, b: Code) => Code;
  readonly sub: (a: Code, b: Code) => Code;
  readonly mul: (a: Code, b: Code) => Code;
  readonly div: (a: Code, b: Code) => Code;
  readonly floor: (a: Code) => Code;
  readonly sqrt: (a: Code) => Code;
}

export const ONE: Arithmetic = { ...f64, type: F64, constant: f64.const };

/** Constants come from memory, which costs less than making them. */
export const two = (layout: Layout): Arithmetic => ({
  ...f64x2,
  type: V128,
  constant: (value) => v128.load64Splat(i32.const(0), layout.constant(value)),
});

/** c[0] + z (c[1] + z (…)) */
export function series(a: Arithmetic, z: Code, [first = 0, ...rest]: readonly number[]): Code {
  const head = a.constant(first);
  return rest.length === 0 ? head : a.add(head, a.mul(z, series(a, z, rest)));
}

/** exp(r) - 1 for r + c, see chance/exponential.ts. */
function expm1Reduced(a: Arithmetic, body: Body, r: Code, c: Code, lines: Code[]): Code {
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

/** Code of what only looks: comparisons of one number. */
const isNaN = (x: Code): Code => f64.ne(x, x);

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

/** Code of exp of two numbers whose k lies within -1000 and 1000. */
export function expScaled(a: Arithmetic, body: Body, x: Code, lines: Code[]): { k: Code; value: Code } {
  const { k, p } = reducedExp(a, body, x, lines);
  const power = i64x2.shl(
    i64x2.extendLow(i32x4.add(f64x2.truncate(k), i32x4.splat(i32.const(1023)))),
    i32.const(52),
  );
  return { k, value: f64x2.mul(p, power) };
}

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

export function elementary(m: Definer, layout: Layout): Elementary {
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

  /** The exponent k of a normal x = 2^k (1 + f), with 1 + f from sqrt(1/2) to sqrt(2). */
  const exponentOf = (x: Code): Code =>
    i32.sub(
      i32.shrS(
        i32.add(i32.wrap(i64.shrS(i64.ofF64(x), i64.const(32))), i32.const(ROUND_AT_SQRT_HALF)),
        i32.const(20),
      ),
      i32.const(1023),
    );

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

  const pow = m.define([F64, F64], [F64], (body, x, y) => {
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

  const sinReduced = (body: Body, r: Code, c: Code): Code => {
    const z = body.local(F64);
    const p = series(
      ONE,
      z.get,
      [
        -0.16666666666666666, 0.008333333333330936, -0.00019841269836740532, 2.7557316093198404e-6,
        -2.5051129896450185e-8, 1.5917988979397435e-10,
      ],
    );
    return [
      z.set(f64.mul(r, r)),
      f64.add(
        r,
        f64.add(
          f64.mul(f64.mul(z.get, r), p),
          f64.mul(c, f64.sub(f64.const(1), f64.mul(f64.const(0.5), z.get))),
        ),
      ),
    ];
  };

  const cosReduced = (body: Body, r: Code, c: Code): Code => {
    const [z, half, main] = body.several(F64, 3);
    const p = series(
      ONE,
      z.get,
      [
        0.041666666666666664, -0.0013888888888887389, 2.48015872987544e-5, -2.755731726587808e-7,
        2.087614504941318e-9, -1.138254464534925e-11,
      ],
    );
    return [
      z.set(f64.mul(r, r)),
      half.set(f64.mul(f64.const(0.5), z.get)),
      main.set(f64.sub(f64.const(1), half.get)),
      f64.add(
        main.get,
        f64.add(
          f64.sub(f64.sub(f64.const(1), main.get), half.get),
          f64.sub(f64.mul(f64.mul(z.get, z.get), p), f64.mul(r, c)),
        ),
      ),
    ];
  };

  const sineAfter = m.define([F64, I32], [F64], (body, x, turns) => {
    const lines: Code[] = [];
    const let_ = (value: Code): Code => {
      const local = body.local(F64);
      lines.push(local.set(value));
      return local.get;
    };
    const { add, sub, mul } = f64;
    const quadrant = body.local(I32);
    const n = let_(f64.floor(add(mul(x.get, f64.const(0.6366197723675814)), f64.const(0.5))));
    const a = let_(sub(x.get, mul(n, f64.const(1.5707963267341256))));
    const b = let_(mul(n, f64.const(6.077100506303966e-11)));
    const d = let_(sub(a, b));
    const back = let_(sub(d, a));
    const lost = let_(sub(sub(a, sub(d, back)), add(b, back)));
    const tail = let_(
      sub(sub(lost, mul(n, f64.const(2.0222662487111665e-21))), mul(n, f64.const(8.4784276603689e-32))),
    );
    const r = let_(add(d, tail));
    const c = let_(add(sub(d, r), tail));
    lines.push(quadrant.set(i32.and(i32.add(i32.truncate(n), turns.get), i32.const(3))));
    const size = let_(
      choose(F64, i32.and(quadrant.get, i32.const(1)), cosReduced(body, r, c), sinReduced(body, r, c)),
    );
    return [
      when(i32.eqz(f64.le(f64.abs(x.get), f64.const(1048576))), give(f64.const(NaN))),
      lines,
      choose(F64, i32.lt(quadrant.get, i32.const(2)), size, f64.neg(size)),
    ];
  });

  const sin = m.define([F64], [F64], (_, x) =>
    choose(F64, f64.eq(x.get, f64.const(0)), x.get, sineAfter.call(x.get, i32.const(0))),
  );
  const cos = m.define([F64], [F64], (_, x) => sineAfter.call(x.get, i32.const(1)));

  return { exp, log, pow, sin, cos, exp2, log2, ...normal(m, layout, log) };
}

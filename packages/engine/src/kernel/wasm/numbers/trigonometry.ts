/**
 * sin and cos as WebAssembly.
 *
 * Invariant: the same operations in the same order as chance/trigonometry.ts, so that every result has the same bits.
 */
import { F64, I32, type Body, type Callable, type Code, type Definer } from '../encoder.ts';
import { choose, f64, give, i32, when } from '../instructions.ts';
import { ONE, series } from './arithmetic.ts';

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

export interface Trigonometry {
  readonly sin: Callable;
  readonly cos: Callable;
}

export function trigonometry(m: Definer): Trigonometry {
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

  return { sin, cos };
}

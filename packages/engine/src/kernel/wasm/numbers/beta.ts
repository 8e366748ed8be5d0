/**
 * The beta distribution as WebAssembly: its distribution function and its quantile function, with log(1 + x) and the
 * gamma functions that they need.
 *
 * Invariant: the same operations in the same order as chance/logarithm.ts, gamma.ts and beta.ts, whose names these are.
 */
import { F64, type Callable, type Code, type Definer } from '../encoder.ts';
import { f64, give, i32, loopWhile, pick, when } from '../instructions.ts';
import { ONE, series } from './arithmetic.ts';
import type { Elementary } from './elementary.ts';
import { logReduced } from './logarithm.ts';
import { both, ifElse, not, Steps } from './scalar.ts';

const { const: c, add, sub, mul, div, sqrt, abs, lt, le, gt, eq } = f64;

const HALF_LOG_2PI = 0.9189385332046728;
const SERIES_FROM = 10;
const INVERSE_2PI = 0.15915494309189535;
const FRACTION_STEPS_MAX = 20_000;
const NEWTON_STEPS_MAX = 50;
const SOLVER_STEPS_MAX = 200;
const TINY = 1e-300;

export interface Beta {
  readonly log1p: Callable;
  /** `(x, a, b)` */
  readonly cdf: Callable;
  /** `(u, a, b)` */
  readonly quantile: Callable;
}

type Needed = Pick<Elementary, 'exp' | 'log' | 'normalQuantile'>;

export function defineBeta(m: Definer, { exp, log, normalQuantile }: Needed): Beta {
  const log1p = m.define([F64], [F64], (body, x) => {
    const s = new Steps(body);
    s.giveIf(eq(x.get, c(0)), x.get);
    const reduced: Code[] = [];
    const small = logReduced(ONE, body, c(0), x.get, reduced);
    s.do(when(both(gt(x.get, c(-0.29)), lt(x.get, c(0.41))), [reduced, give(small)]));
    const sum = s.let(add(c(1), x.get));
    s.giveIf(not(both(gt(sum, c(0)), lt(sum, c(Infinity)))), log.call(sum));
    const lost = ifElse(gt(x.get, c(1)), sub(c(1), sub(sum, x.get)), sub(x.get, sub(sum, c(1))));
    return s.end(add(log.call(sum), div(lost, sum)));
  });

  const binet = m.define([F64], [F64], (body, z) => {
    const s = new Steps(body);
    const shifted = s.var(z.get);
    const sum = s.var(c(0));
    s.do(
      loopWhile(lt(shifted.get, c(SERIES_FROM)), [
        sum.set(add(sum.get, sub(mul(add(shifted.get, c(0.5)), log1p.call(div(c(1), shifted.get))), c(1)))),
        shifted.set(add(shifted.get, c(1))),
      ]),
    );
    const w = s.let(div(c(1), mul(shifted.get, shifted.get)));
    const terms = [
      ...[1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188],
      ...[-691 / 360360, 1 / 156, -3617 / 122400, 43867 / 244188],
    ];
    return s.end(add(sum.get, div(series(ONE, w, terms), shifted.get)));
  });

  const logGamma = m.define([F64], [F64], (_, z) =>
    add(add(sub(mul(sub(z.get, c(0.5)), log.call(z.get)), z.get), c(HALF_LOG_2PI)), binet.call(z.get)),
  );

  const deviance = m.define([F64, F64, F64], [F64], (body, x, most, delta) => {
    const s = new Steps(body);
    const v = s.let(div(delta.get, add(x.get, most.get)));
    s.giveIf(not(lt(abs(v), c(0.1))), sub(mul(x.get, sub(log.call(x.get), log.call(most.get))), delta.get));
    const z = s.let(mul(v, v));
    let sum = c(0);
    for (let j = 21; j >= 3; j -= 2) sum = mul(z, add(c(1 / j), sum));
    return s.end(add(mul(delta.get, v), mul(mul(mul(c(2), x.get), v), sum)));
  });

  /** `(x, y, a, b, term)` */
  const kernel = m.define([F64, F64, F64, F64, F64], [F64], (body, x, y, a, b, term) => {
    const s = new Steps(body);
    const n = s.let(add(a.get, b.get));
    const delta = s.let(sub(mul(a.get, y.get), mul(b.get, x.get)));
    const exponent = sub(
      sub(term.get, deviance.call(a.get, mul(n, x.get), delta)),
      deviance.call(b.get, mul(n, y.get), f64.neg(delta)),
    );
    return s.end(mul(sqrt(mul(mul(div(a.get, n), b.get), c(INVERSE_2PI))), exp.call(exponent)));
  });

  /** Asked for once a call, and handed on. */
  const shapeTerm = m.define([F64, F64], [F64], (_, a, b) =>
    sub(sub(binet.call(add(a.get, b.get)), binet.call(a.get)), binet.call(b.get)),
  );

  const guarded = m.define([F64], [F64], (_, value) => pick(lt(abs(value.get), c(TINY)), c(TINY), value.get));

  const fraction = m.define([F64, F64, F64], [F64], (body, x, a, b) => {
    const s = new Steps(body);
    const numerator = s.var(c(1));
    const first = sub(c(1), div(mul(add(a.get, b.get), x.get), add(a.get, c(1))));
    const denominator = s.var(div(c(1), guarded.call(first)));
    const value = s.var(denominator.get);
    const step = s.var(c(1));
    const k = step.get;
    const twice = s.var(c(0));
    const part = s.var(c(0));
    const change = s.var(c(0));
    const advance: Code = [
      denominator.set(div(c(1), guarded.call(add(c(1), mul(part.get, denominator.get))))),
      numerator.set(guarded.call(add(c(1), div(part.get, numerator.get)))),
    ];
    s.do(
      loopWhile(le(k, c(FRACTION_STEPS_MAX)), [
        // a + 2m
        twice.set(add(a.get, mul(c(2), k))),
        part.set(div(mul(mul(k, sub(b.get, k)), x.get), mul(sub(twice.get, c(1)), twice.get))),
        advance,
        value.set(mul(value.get, mul(denominator.get, numerator.get))),
        part.set(
          div(
            mul(mul(f64.neg(add(a.get, k)), add(add(a.get, b.get), k)), x.get),
            mul(twice.get, add(twice.get, c(1))),
          ),
        ),
        advance,
        change.set(mul(denominator.get, numerator.get)),
        value.set(mul(value.get, change.get)),
        when(lt(abs(sub(change.get, c(1))), c(2.3e-16)), give(value.get)),
        step.set(add(k, c(1))),
      ]),
    );
    return s.end(c(Number.NaN));
  });

  /** `(x, y, a, b, term)` */
  const incomplete = m.define([F64, F64, F64, F64, F64], [F64], (body, x, y, a, b, term) => {
    const s = new Steps(body);
    const size = s.let(kernel.call(x.get, y.get, a.get, b.get, term.get));
    const part = s.let(
      ifElse(
        lt(x.get, div(add(a.get, c(1)), add(add(a.get, b.get), c(2)))),
        div(mul(size, fraction.call(x.get, a.get, b.get)), a.get),
        sub(c(1), div(mul(size, fraction.call(y.get, b.get, a.get)), b.get)),
      ),
    );
    return s.end(ifElse(lt(part, c(0)), c(0), ifElse(gt(part, c(1)), c(1), part)));
  });

  const cdf = m.define([F64, F64, F64], [F64], (body, x, a, b) => {
    const s = new Steps(body);
    s.giveIf(le(x.get, c(0)), c(0));
    s.giveIf(f64.ge(x.get, c(1)), c(1));
    return s.end(incomplete.call(x.get, sub(c(1), x.get), a.get, b.get, shapeTerm.call(a.get, b.get)));
  });

  const firstGuess = m.define([F64, F64, F64], [F64], (body, u, a, b) => {
    const s = new Steps(body);
    const inner = new Steps(body);
    const z = inner.let(f64.neg(normalQuantile.call(u.get)));
    const p = inner.let(div(c(1), sub(mul(c(2), a.get), c(1))));
    const q = inner.let(div(c(1), sub(mul(c(2), b.get), c(1))));
    const h = inner.let(div(c(2), add(p, q)));
    const curve = inner.let(div(sub(mul(z, z), c(3)), c(6)));
    const w = inner.let(
      sub(
        div(mul(z, sqrt(add(h, curve))), h),
        mul(sub(q, p), sub(add(curve, c(5 / 6)), div(c(2), mul(c(3), h)))),
      ),
    );
    const guess = inner.let(div(a.get, add(a.get, mul(b.get, exp.call(mul(c(2), w))))));
    inner.giveIf(gt(guess, c(TINY)), guess);
    s.do(when(both(gt(a.get, c(1)), gt(b.get, c(1))), inner.lines));
    const logBeta = sub(add(logGamma.call(a.get), logGamma.call(b.get)), logGamma.call(add(a.get, b.get)));
    return s.end(exp.call(div(add(add(log.call(u.get), log.call(a.get)), logBeta), a.get)));
  });

  /** The solution in (0, 1/2], for u <= P(X <= 1/2). */
  const lower = m.define([F64, F64, F64], [F64], (body, u, a, b) => {
    const s = new Steps(body);
    const low = s.var(c(TINY));
    const high = s.var(c(0.5));
    const x = s.var(firstGuess.call(u.get, a.get, b.get));
    s.giveIf(lt(x.get, c(TINY)), x.get);
    s.do(when(not(lt(x.get, high.get)), x.set(high.get)));
    const term = s.let(shapeTerm.call(a.get, b.get));
    const [step, probability, next] = [s.var(c(0)), s.var(c(0)), s.var(c(0))];
    const at = (f: Callable): Code => f.call(x.get, sub(c(1), x.get), a.get, b.get, term);
    const slope = div(at(kernel), sub(c(1), x.get));
    const move = div(mul(f64.neg(log.call(div(probability.get, u.get))), probability.get), slope);
    const isInside = both(gt(next.get, low.get), lt(next.get, high.get));
    s.do(
      loopWhile(lt(step.get, c(SOLVER_STEPS_MAX)), [
        probability.set(at(incomplete)),
        when(eq(probability.get, u.get), give(x.get)),
        when(lt(probability.get, u.get), low.set(x.get), high.set(x.get)),
        next.set(mul(x.get, exp.call(move))),
        when(
          i32.or(f64.ge(step.get, c(NEWTON_STEPS_MAX)), not(isInside)),
          next.set(mul(sqrt(low.get), sqrt(high.get))),
        ),
        when(not(gt(abs(sub(next.get, x.get)), mul(c(1e-15), x.get))), give(next.get)),
        x.set(next.get),
        step.set(add(step.get, c(1))),
      ]),
    );
    return s.end(x.get);
  });

  const quantile = m.define([F64, F64, F64], [F64], (body, u, a, b) => {
    const s = new Steps(body);
    s.giveIf(
      not(both(gt(u.get, c(0)), lt(u.get, c(1)))),
      ifElse(eq(u.get, c(0)), c(0), ifElse(eq(u.get, c(1)), c(1), c(Number.NaN))),
    );
    return s.end(
      ifElse(
        le(u.get, cdf.call(c(0.5), a.get, b.get)),
        lower.call(u.get, a.get, b.get),
        sub(c(1), lower.call(sub(c(1), u.get), b.get, a.get)),
      ),
    );
  });

  return { log1p, cdf, quantile };
}

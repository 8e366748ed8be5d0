/**
 * Every distribution of chance as functions of the module: quantile functions, distribution functions, and both cut
 * to limits. Canonical parameters lie in memory.
 *
 * Invariant: the same operations in the same order as the families of chance and its `truncation`. A function takes
 * what it is asked about, then the address of the parameters, then how many entries a list has (0 without one).
 */
import { F64, I32, type Body, type Callable, type Code, type Definer, type Local } from '../encoder.ts';
import { f64, give, i32, loopWhile, when } from '../instructions.ts';
import { defineBeta } from './beta.ts';
import type { Elementary } from './elementary.ts';
import { defineNormalCdf } from './normal-area.ts';
import { both, clamped, ifElse, not, Steps } from './scalar.ts';

const { const: c, add, sub, mul, div, sqrt, floor, lt, le, gt, ge } = f64;

/** `(u, at, count)` and `(u, low, high, at, count)`; NaN where the limits leave nothing. */
export interface Family {
  readonly quantile: Callable;
  readonly truncated: Callable;
  /** The quantile function asked from above, where there is one: `(probability, at, count)`. */
  readonly upper?: Callable;
}

export interface Families {
  readonly of: Readonly<Record<string, Family>>;
  readonly log1p: Callable;
  readonly normalCdf: Callable;
}

type Write = (s: Steps, x: Code, p: (i: number) => Code, list: List) => Code;
type WriteCut = (
  s: Steps,
  u: Code,
  limits: readonly [Code, Code],
  p: (i: number) => Code,
  list: List,
) => Code;

interface List {
  readonly at: Code;
  readonly count: Code;
  readonly body: Body;
}

interface Continuous {
  readonly quantile: Write;
  readonly cdf: Write;
  /** 1 - cdf and its inverse, where the one is near 1. */
  readonly upper?: { readonly survival: Write; readonly quantile: Write };
}

interface Discrete {
  readonly quantile: Write;
  readonly truncated: WriteCut;
}

export function defineFamilies(m: Definer, elementary: Elementary): Families {
  const { exp, log, normalQuantile } = elementary;
  const normalCdf = defineNormalCdf(m, elementary);
  const { log1p, cdf: betaCdf, quantile: betaQuantile } = defineBeta(m, elementary);
  const score = (u: Code): Code => normalQuantile.call(u);
  const area = (x: Code): Code => normalCdf.call(x);

  const normal: Continuous = {
    quantile: (_, u, p) => add(p(0), mul(p(1), score(u))),
    cdf: (_, x, p) => area(div(sub(x, p(0)), p(1))),
    upper: {
      survival: (_, x, p) => area(div(sub(p(0), x), p(1))),
      quantile: (_, probability, p) => sub(p(0), mul(p(1), score(probability))),
    },
  };
  const lognormal: Continuous = {
    quantile: (_, u, p) => exp.call(add(p(0), mul(p(1), score(u)))),
    cdf: (_, x, p) => ifElse(le(x, c(0)), c(0), area(div(sub(log.call(x), p(0)), p(1)))),
    upper: {
      survival: (_, x, p) => ifElse(le(x, c(0)), c(1), area(div(sub(p(0), log.call(x)), p(1)))),
      quantile: (_, probability, p) => exp.call(sub(p(0), mul(p(1), score(probability)))),
    },
  };
  const beta: Continuous = {
    quantile: (_, u, p) => betaQuantile.call(u, p(0), p(1)),
    cdf: (_, x, p) => betaCdf.call(x, p(0), p(1)),
    upper: {
      survival: (_, x, p) => betaCdf.call(sub(c(1), x), p(1), p(0)),
      quantile: (_, probability, p) => sub(c(1), betaQuantile.call(probability, p(1), p(0))),
    },
  };
  const pert: Continuous = {
    quantile: (s, u, p) => {
      const x = s.let(add(p(0), mul(sub(p(1), p(0)), betaQuantile.call(u, p(2), p(3)))));
      return ifElse(lt(x, p(1)), x, p(1));
    },
    cdf: (_, x, p) => betaCdf.call(div(sub(x, p(0)), sub(p(1), p(0))), p(2), p(3)),
    upper: {
      survival: (_, x, p) => betaCdf.call(div(sub(p(1), x), sub(p(1), p(0))), p(3), p(2)),
      quantile: (s, probability, p) => {
        const share = betaQuantile.call(probability, p(3), p(2));
        const x = s.let(sub(p(1), mul(sub(p(1), p(0)), share)));
        return ifElse(gt(x, p(0)), x, p(0));
      },
    },
  };
  const of: Record<string, Family> = {};
  for (const [name, family] of Object.entries({
    normal,
    lognormal,
    beta,
    pert,
    uniform,
    triangular,
    quantiles,
  }))
    of[name] = continuousFamily(m, family);
  for (const [name, family] of Object.entries({ uniformInteger, bernoulli, categorical, fixed }))
    of[name] = discreteFamily(m, family);
  return { of, log1p, normalCdf };
}

const parameterAt =
  (at: Local) =>
  (i: number): Code =>
    f64.load(at.get, 8 * i);

function define(m: Definer, write: Write): Callable {
  return m.define([F64, I32, I32], [F64], (body, x, at, count) => {
    const s = new Steps(body);
    return s.end(write(s, x.get, parameterAt(at), { at: at.get, count: count.get, body }));
  });
}

/** Where limits and their order leave no probability, NaN. */
function continuousFamily(m: Definer, { quantile: write, cdf: writeCdf, upper }: Continuous): Family {
  const quantile = define(m, write);
  const cdf = define(m, writeCdf);
  const survival = upper && define(m, upper.survival);
  const fromAbove = upper && define(m, upper.quantile);
  const truncated = m.define([F64, F64, F64, I32, I32], [F64], (body, u, low, high, at, count) => {
    const s = new Steps(body);
    const nothing = c(Number.NaN);
    const ask = (f: Callable, x: Code): Code => f.call(x, at.get, count.get);
    s.giveIf(not(le(low.get, high.get)), nothing);
    const from = s.let(ask(cdf, low.get));
    const x = s.var(nothing);
    const to = s.var(nothing);
    const fromBelow: Code = [
      to.set(ask(cdf, high.get)),
      when(gt(to.get, from), x.set(ask(quantile, add(from, mul(u.get, sub(to.get, from)))))),
    ];
    if (survival && fromAbove) {
      const above = s.var(nothing);
      const beyond = to;
      s.do(
        when(
          gt(from, c(0.5)),
          [
            above.set(ask(survival, low.get)),
            beyond.set(ask(survival, high.get)),
            when(
              gt(above.get, beyond.get),
              x.set(ask(fromAbove, sub(above.get, mul(u.get, sub(above.get, beyond.get))))),
            ),
          ],
          fromBelow,
        ),
      );
    } else s.do(fromBelow);
    return s.end(clamped(x.get, low.get, high.get));
  });
  return { quantile, truncated, ...(fromAbove && { upper: fromAbove }) };
}

function discreteFamily(m: Definer, { quantile, truncated }: Discrete): Family {
  return {
    quantile: define(m, quantile),
    truncated: m.define([F64, F64, F64, I32, I32], [F64], (body, u, low, high, at, count) => {
      const s = new Steps(body);
      s.giveIf(not(le(low.get, high.get)), c(Number.NaN));
      const list = { at: at.get, count: count.get, body };
      return s.end(truncated(s, u.get, [low.get, high.get], parameterAt(at), list));
    }),
  };
}

/** (x - low)/(high - low), kept in [0, 1]. */
const share = (x: Code, low: Code, high: Code): Code =>
  ifElse(le(x, low), c(0), ifElse(ge(x, high), c(1), div(sub(x, low), sub(high, low))));

const uniform: Continuous = {
  quantile: (s, u, p) => {
    const x = s.let(add(p(0), mul(u, sub(p(1), p(0)))));
    return ifElse(lt(x, p(1)), x, p(1));
  },
  cdf: (_, x, p) => share(x, p(0), p(1)),
};

const triangular: Continuous = {
  quantile: (s, u, p) => {
    const [low, mode, high] = [p(0), p(1), p(2)];
    const width = s.let(sub(high, low));
    const peak = s.let(div(sub(mode, low), width));
    const x = s.var(c(0));
    s.do(
      when(lt(u, peak), [
        x.set(add(low, mul(width, sqrt(mul(u, peak))))),
        give(ifElse(lt(x.get, mode), x.get, mode)),
      ]),
      x.set(sub(high, mul(width, sqrt(mul(sub(c(1), u), div(sub(high, mode), width)))))),
    );
    return ifElse(gt(x.get, mode), x.get, mode);
  },
  cdf: (s, x, p) => {
    const [low, mode, high] = [p(0), p(1), p(2)];
    s.giveIf(le(x, low), c(0));
    s.giveIf(ge(x, high), c(1));
    const width = s.let(sub(high, low));
    return ifElse(
      lt(x, mode),
      mul(div(sub(x, low), width), div(sub(x, low), sub(mode, low))),
      sub(c(1), mul(div(sub(high, x), width), div(sub(high, x), sub(high, mode)))),
    );
  },
};

/** A place in a list, moved on by entries. */
function pointer({ body }: List, s: Steps, start: Code): Local & { readonly on: Code; readonly back: Code } {
  const local = body.local(I32);
  s.do(local.set(start));
  const moved = (bytes: number): Code => local.set(i32.add(local.get, i32.const(bytes)));
  return { ...local, on: moved(8), back: moved(-8) };
}

/** Bytes of so many entries. */
const bytes = (count: Code): Code => i32.shl(count, i32.const(3));

const quantiles: Continuous = {
  quantile: (s, u, _, list) => {
    const i = pointer(list, s, list.at);
    const last = i32.add(list.at, bytes(i32.sub(list.count, i32.const(2))));
    s.do(loopWhile(both(i32.lt(i.get, last), ge(u, f64.load(i.get, 8))), i.on));
    const value = i32.add(i.get, bytes(list.count));
    const [below, above] = [f64.load(i.get), f64.load(i.get, 8)];
    const [left, right] = [s.let(f64.load(value)), s.let(f64.load(value, 8))];
    const x = s.let(add(left, mul(div(sub(u, below), sub(above, below)), sub(right, left))));
    return ifElse(lt(x, right), x, right);
  },
  cdf: (s, x, _, list) => {
    const first = i32.add(list.at, bytes(list.count));
    const i = pointer(list, s, first);
    const end = i32.add(first, bytes(i32.sub(list.count, i32.const(2))));
    s.giveIf(not(gt(x, f64.load(first))), ifElse(f64.ne(x, x), c(Number.NaN), c(0)));
    s.giveIf(ge(x, f64.load(end, 8)), c(1));
    s.do(loopWhile(both(i32.lt(i.get, end), ge(x, f64.load(i.get, 8))), i.on));
    const probability = i32.sub(i.get, bytes(list.count));
    const below = s.let(f64.load(probability));
    const part = share(x, f64.load(i.get), f64.load(i.get, 8));
    return add(below, mul(part, sub(f64.load(probability, 8), below)));
  },
};

const wholeFrom = (s: Steps, u: Code, low: Code, high: Code): Code => {
  const x = s.let(add(low, floor(mul(u, add(sub(high, low), c(1))))));
  return ifElse(lt(x, high), x, high);
};

const uniformInteger: Discrete = {
  quantile: (s, u, p) => wholeFrom(s, u, p(0), p(1)),
  truncated: (s, u, [low, high], p) => {
    const from = s.let(f64.max(p(0), f64.neg(floor(f64.neg(low)))));
    const to = s.let(f64.min(p(1), floor(high)));
    s.giveIf(not(le(from, to)), c(Number.NaN));
    return wholeFrom(s, u, from, to);
  },
};

const yesOrNo = (u: Code, p: Code): Code => ifElse(lt(u, sub(c(1), p)), c(0), c(1));

const bernoulli: Discrete = {
  quantile: (_, u, p) => yesOrNo(u, p(0)),
  truncated: (_, u, [low, high], p) => {
    const hasNo = both(le(low, c(0)), ge(high, c(0)), lt(p(0), c(1)));
    const hasYes = both(le(low, c(1)), ge(high, c(1)), gt(p(0), c(0)));
    return ifElse(hasNo, ifElse(hasYes, yesOrNo(u, p(0)), c(0)), ifElse(hasYes, c(1), c(Number.NaN)));
  },
};

const categorical: Discrete = {
  quantile: (s, u, _, list) => {
    const i = pointer(list, s, list.at);
    const last = i32.add(list.at, bytes(i32.sub(list.count, i32.const(1))));
    s.do(loopWhile(both(i32.lt(i.get, last), ge(u, f64.load(i32.add(i.get, bytes(list.count))))), i.on));
    return f64.load(i.get);
  },
  truncated: (s, u, [low, high], _, list) => {
    const end = i32.add(list.at, bytes(list.count));
    const shareOf = (i: Code): Code => f64.load(i32.add(i, bytes(list.count)));
    const i = pointer(list, s, list.at);
    const last = pointer(list, s, i32.sub(end, i32.const(8)));
    const isBelow = not(ge(f64.load(i.get), low));
    const isAbove = not(le(f64.load(last.get), high));
    s.do(
      loopWhile(both(i32.lt(i.get, end), isBelow), i.on),
      loopWhile(both(i32.ge(last.get, list.at), isAbove), last.back),
    );
    s.giveIf(i32.gt(i.get, last.get), c(Number.NaN));
    const before = s.let(ifElse(i32.eq(i.get, list.at), c(0), shareOf(i32.sub(i.get, i32.const(8)))));
    const v = s.let(add(before, mul(u, sub(shareOf(last.get), before))));
    s.do(loopWhile(both(i32.lt(i.get, last.get), ge(v, shareOf(i.get))), i.on));
    return f64.load(i.get);
  },
};

const fixed: Discrete = {
  quantile: (_s, _u, p) => p(0),
  truncated: (_s, _u, [low, high], p) => ifElse(both(ge(p(0), low), le(p(0), high)), p(0), c(Number.NaN)),
};

/**
 * The ways to write a distribution as functions of the module: `(args, out)` looks whether the arguments at `args`, in
 * the form's order, are valid, writes the canonical parameters to `out`, and gives how many entries a list has then (1
 * without one), or 0 where they are not valid.
 *
 * Invariant: the same operations and tests as `problem` and `canonical` of the forms of chance.
 */
import { normalQuantile, type ResolvedForm } from '../../../chance/index.ts';
import { itemOf } from '../../../ir/item.ts';
import { I32, type Body, type Callable, type Code, type Definer, type Local } from '../encoder.ts';
import { f64, give, i32, loopWhile, when } from '../instructions.ts';
import type { Elementary } from './elementary.ts';
import type { Families } from './families.ts';
import { both, isFinite, isPositive, not, Steps } from './scalar.ts';

const { const: c, add, sub, mul, div, sqrt, lt, le, gt, ge, eq } = f64;

const SHAPE_LEAST = 0.05;
const SHAPE_MOST = 1_000_000;
const COUNT_MOST = 2147483648;

/** What a form makes of its arguments `a`: whether they are valid, and the canonical parameters. */
type Write = (
  s: Steps,
  a: (i: number) => Code,
) => { readonly valid: Code; readonly canonical: readonly Code[] };

export class Forms {
  private readonly known = new Map<string, Callable>();
  private readonly m: Definer;
  private readonly elementary: Elementary;
  private readonly log1p: Callable;

  constructor(m: Definer, elementary: Elementary, { log1p }: Pick<Families, 'log1p'>) {
    this.m = m;
    this.elementary = elementary;
    this.log1p = log1p;
  }

  /** @param count how many arguments there are, the entries of lists included */
  of(form: ResolvedForm, count: number): Callable {
    const key = `${form.canonicalCode} ${count}`;
    const known = this.known.get(key);
    if (known) return known;
    const made = this.define(form, count);
    this.known.set(key, made);
    return made;
  }

  /** Bytes that a form of so many arguments needs at `out`. */
  static room(count: number): number {
    return 8 * Math.max(4, 4 * count);
  }

  private define({ canonicalCode, probabilities }: ResolvedForm, count: number): Callable {
    const { m } = this;
    if (canonicalCode === 'categorical:values,weights') return defineCategorical(m, count / 2);
    const write = probabilities ? this.byQuantiles(canonicalCode, probabilities) : this.named(canonicalCode);
    return m.define([I32, I32], [I32], (body, args, out) => {
      const s = new Steps(body);
      const values = Array.from({ length: count }, (_, i) => s.let(f64.load(args.get, 8 * i)));
      const { valid, canonical } = write(s, (i) => itemOf(values, i));
      canonical.forEach((value, i) => s.do(f64.store(out.get, 8 * i, value)));
      const written = canonical.map((_, i) => isFinite(f64.load(out.get, 8 * i)));
      s.do(when(not(both(valid, ...written)), give(i32.const(0))));
      return [s.lines, i32.const(canonicalCode.startsWith('quantiles:') ? count : 1)];
    });
  }

  private byQuantiles(code: string, probabilities: readonly number[]): Write {
    const { log } = this.elementary;
    if (code.startsWith('quantiles:')) {
      return (_, a) => {
        const values = probabilities.map((_, i) => a(i));
        const rising = values.slice(1).map((value, i) => lt(itemOf(values, i), value));
        const [first = c(0), last = c(0)] = [values[0], values.at(-1)];
        return {
          valid: both(isFinite(sub(last, first)), ...values.map(isFinite), ...rising),
          canonical: [...probabilities.map((p) => c(p)), ...values],
        };
      };
    }
    const isLog = code.startsWith('lognormal:');
    const [z1 = 0, z2 = 0] = probabilities.map((p) => normalQuantile(p));
    return (s, a) => {
      const values = [a(0), a(1)].map((value) => (isLog ? s.let(log.call(value)) : value));
      const [v1, v2] = [itemOf(values, 0), itemOf(values, 1)];
      const sd = s.let(div(sub(v2, v1), c(z2 - z1)));
      const isUsable = isLog ? isPositive : isFinite;
      return {
        valid: both(isUsable(a(0)), isUsable(a(1)), lt(v1, v2), gt(sd, c(0))),
        canonical: [sub(v1, mul(sd, c(z1))), sd],
      };
    };
  }

  private named(code: string): Write {
    const { log } = this.elementary;
    const forms: Readonly<Record<string, Write>> = {
      'normal:mean,sd': (_, a) => ({
        valid: both(isFinite(a(0)), isPositive(a(1))),
        canonical: [a(0), a(1)],
      }),
      'lognormal:median,sigma': (_, a) => ({
        valid: both(isPositive(a(0)), isPositive(a(1))),
        canonical: [log.call(a(0)), a(1)],
      }),
      'lognormal:mean,sd': (s, a) => {
        const ratio = s.let(div(a(1), a(0)));
        const variance = s.let(this.log1p.call(mul(ratio, ratio)));
        const sigma = s.let(sqrt(variance));
        return {
          valid: both(isPositive(a(0)), isPositive(a(1)), isPositive(sigma)),
          canonical: [sub(log.call(a(0)), div(variance, c(2))), sigma],
        };
      },
      'beta:alpha,beta': (_, a) => ({ valid: both(isShape(a(0)), isShape(a(1))), canonical: [a(0), a(1)] }),
      'beta:mean,sd': (s, a) => {
        const [mean, sd] = [a(0), a(1)];
        const spread = s.let(mul(mean, sub(c(1), mean)));
        const less = s.let(sub(div(div(spread, sd), sd), c(1)));
        const [alpha, beta] = [s.let(mul(mean, less)), s.let(mul(sub(c(1), mean), less))];
        const isMean = both(isFinite(mean), gt(mean, c(0)), lt(mean, c(1)));
        return {
          valid: both(isMean, isPositive(sd), lt(sd, sqrt(spread)), isShape(alpha), isShape(beta)),
          canonical: [alpha, beta],
        };
      },
      'uniform:low,high': (_, a) => ({ valid: isInterval(a(0), a(1)), canonical: [a(0), a(1)] }),
      'triangular:low,mode,high': (_, a) => ({
        valid: both(isInterval(a(0), a(2)), isFinite(a(1)), ge(a(1), a(0)), le(a(1), a(2))),
        canonical: [a(0), a(1), a(2)],
      }),
      'pert:low,mode,high,shape': (_, a) => {
        const [low, mode, high, shape] = [a(0), a(1), a(2), a(3)];
        const at = (distance: Code): Code => add(c(1), div(mul(shape, distance), sub(high, low)));
        const isMode = both(isFinite(mode), ge(mode, low), le(mode, high));
        return {
          valid: both(isInterval(low, high), isMode, isPositive(shape), lt(shape, c(SHAPE_MOST))),
          canonical: [low, high, at(sub(mode, low)), at(sub(high, mode))],
        };
      },
      'uniformInteger:low,high': (_, a) => ({
        valid: both(isWhole(a(0)), isWhole(a(1)), le(a(0), a(1)), lt(sub(a(1), a(0)), c(COUNT_MOST))),
        canonical: [a(0), a(1)],
      }),
      'bernoulli:p': (_, a) => ({
        valid: both(isFinite(a(0)), ge(a(0), c(0)), le(a(0), c(1))),
        canonical: [a(0)],
      }),
      'fixed:value': (_, a) => ({ valid: isFinite(a(0)), canonical: [a(0)] }),
    };
    const write = forms[code];
    if (!write) throw new Error(`InvariantError: no form ${code} in WebAssembly`);
    return write;
  }
}

const isShape = (x: Code): Code => both(ge(x, c(SHAPE_LEAST)), le(x, c(SHAPE_MOST)));
const isInterval = (low: Code, high: Code): Code =>
  both(isFinite(low), isFinite(high), lt(low, high), isFinite(sub(high, low)));
const isWhole = (x: Code): Code =>
  both(isFinite(x), eq(f64.floor(x), x), le(f64.abs(x), c(Number.MAX_SAFE_INTEGER)));

/**
 * Values ascending, equal ones joined and those of weight 0 left out; weights as running shares. At `out` n pairs are
 * sorted behind room for the result: values, weights and shares, each n apart.
 */
function defineCategorical(m: Definer, n: number): Callable {
  return m.define([I32, I32], [I32], (body, args, out) => {
    const s = new Steps(body);
    const entry = (base: Local, i: Code, list: number): Code =>
      i32.add(base.get, i32.shl(i32.add(i, i32.const(list * n)), i32.const(3)));
    const value = (i: Code): Code => f64.load(entry(out, i, 2));
    const weight = (i: Code): Code => f64.load(entry(out, i, 3));
    const each = (i: Local, ...lines: readonly Code[]): Code => [
      i.set(i32.const(0)),
      loopWhile(i32.lt(i.get, i32.const(n)), [lines, i.set(i32.add(i.get, i32.const(1)))]),
    ];
    const [i, j, count] = indices(body);
    const before = i32.sub(j.get, i32.const(1));
    const [x, y, total, sum] = [s.var(c(0)), s.var(c(0)), s.var(c(0)), s.var(c(0))];
    const isGood = both(isFinite(x.get), isFinite(y.get), ge(y.get, c(0)));
    const isSame = both(
      i32.gt(count.get, i32.const(0)),
      eq(f64.load(entry(out, i32.sub(count.get, i32.const(1)), 0)), value(i.get)),
    );
    s.do(
      each(
        i,
        x.set(f64.load(entry(args, i.get, 0))),
        y.set(f64.load(entry(args, i.get, 1))),
        when(not(isGood), give(i32.const(0))),
        sum.set(add(sum.get, y.get)),
        // Equal values stay in the order in which they are written.
        j.set(i.get),
        loopWhile(i32.gt(j.get, i32.const(0)), [
          when(
            gt(value(before), x.get),
            [
              f64.store(entry(out, j.get, 2), 0, value(before)),
              f64.store(entry(out, j.get, 3), 0, weight(before)),
              j.set(before),
            ],
            // Leaves the loop, whose test is all that is left of it.
            [
              f64.store(entry(out, j.get, 2), 0, x.get),
              f64.store(entry(out, j.get, 3), 0, y.get),
              j.set(i32.const(-1)),
            ],
          ),
        ]),
        when(i32.eqz(j.get), [
          f64.store(entry(out, i32.const(0), 2), 0, x.get),
          f64.store(entry(out, i32.const(0), 3), 0, y.get),
        ]),
      ),
      when(not(isPositive(sum.get)), give(i32.const(0))),
      each(i, total.set(add(total.get, weight(i.get)))),
      when(not(isFinite(total.get)), give(i32.const(0))),
      sum.set(c(0)),
      each(
        i,
        when(gt(weight(i.get), c(0)), [
          sum.set(add(sum.get, weight(i.get))),
          when(not(isSame), [
            f64.store(entry(out, count.get, 0), 0, value(i.get)),
            count.set(i32.add(count.get, i32.const(1))),
          ]),
          f64.store(entry(out, i32.sub(count.get, i32.const(1)), 1), 0, div(sum.get, total.get)),
        ]),
      ),
      // Shares follow values at once.
      each(
        i,
        when(
          i32.lt(i.get, count.get),
          f64.store(entry(out, i32.add(i.get, count.get), 0), 0, f64.load(entry(out, i.get, 1))),
        ),
      ),
    );
    return [s.lines, count.get];
  });
}

const indices = (body: Body): readonly [Local, Local, Local] => body.several(I32, 3);

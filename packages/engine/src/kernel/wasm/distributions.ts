/**
 * Values of distributions as WebAssembly; the counterpart of kernel/distributions.ts. Normal, lognormal and uniform
 * ones are written out; all others are asked of chance, one trial after the other.
 */
import { cdf, type Parameters } from '../../chance/index.ts';
import type { IrDistribution } from '../../ir/ir.ts';
import { PreparedDistribution } from '../distributions.ts';
import { isFinite } from '../interval.ts';
import type { Code } from './encoder.ts';
import { f64, f64x2, i32, v128 } from './instructions.ts';
import type { Program } from './program.ts';
import type { Value, Writer } from './writer.ts';

/** What a distribution is made from: a number in (0, 1), or its normal score where that is enough (`isByScore`). */
export interface Draw {
  readonly kind: 'unit' | 'score';
  readonly value: Value;
}

/** Writes the value of a distribution, its faults at its site. */
export function writeDistribution(w: Writer, use: IrDistribution, draw: Draw): Value {
  const { program } = w;
  w.at(program.siteName(use.site));
  const prepared = new PreparedDistribution(use);
  const facts = use.args.map((arg) => w.facts(arg));
  const known = facts.map(({ constant }) => constant);
  const isKnown = known.every((value) => value !== undefined);
  if (isKnown) {
    known.forEach((value, i) => (prepared.args[i] = value));
    if (!prepared.prepare()) {
      w.failAlways('bad-distribution');
      return w.zeros();
    }
    const direct = knownDirectly(w, use, prepared.parameters, draw);
    if (direct) return direct;
  } else {
    const order = use.within ? undefined : prepared.meanAndSd;
    if (order) return normalOf(w, use, order, draw);
  }
  return asked(w, program, use, prepared, isKnown, draw.value);
}

function score(w: Writer, { kind, value }: Draw): Value {
  if (kind === 'score') return value;
  return w.name(`score(${value.key})`, w.program.elementary.normalQuantile2.call(value.code));
}

/** Distributions of which everything is known, limits included; nothing where these cut from the upper tail. */
function knownDirectly(
  w: Writer,
  { name, within }: IrDistribution,
  parameters: Parameters,
  draw: Draw,
): Value | undefined {
  const [first = 0, second = 1] = parameters;
  const unit = draw.value;
  if (name === 'uniform' && !within) {
    const high = w.literal(second);
    const x = w.add(w.literal(first), w.mul(unit, w.literal(second - first)));
    return w.fresh(v128.select(x.code, high.code, f64x2.lt(x.code, high.code)));
  }
  if (name !== 'normal' && name !== 'lognormal') return undefined;
  const at = (u: Draw): Value => {
    const sum = w.add(w.literal(first), w.mul(w.literal(second), score(w, u)));
    return name === 'normal' ? sum : w.exp(sum);
  };
  if (!within) return at(draw);
  const low = w.facts(within[0]).constant;
  const high = w.facts(within[1]).constant;
  if (low === undefined || high === undefined || !(low <= high)) return undefined;
  const from = cdf(name, parameters, low);
  const to = cdf(name, parameters, high);
  if (!(from <= 0.5 && to > from)) return undefined;
  const x = at({ kind: 'unit', value: w.add(w.literal(from), w.mul(unit, w.literal(to - from))) });
  return clamp(w, x, w.literal(low), w.literal(high));
}

/** x < low ? low : x > high ? high : x */
export function clamp(w: Writer, x: Value, low: Value, high: Value): Value {
  const capped = v128.select(high.code, x.code, f64x2.gt(x.code, high.code));
  return w.fresh(v128.select(low.code, capped, f64x2.lt(x.code, low.code)));
}

function normalOf(w: Writer, use: IrDistribution, order: readonly [number, number], draw: Draw): Value {
  const values = use.args.map((arg) => w.value(arg));
  const [mean, sd] = order.map((place) => values[place] ?? w.zeros()) as [Value, Value];
  const ranges = order.map((place) => use.args[place]).map((arg) => arg && w.facts(arg).range);
  const open = [mean, sd].filter((_, i) => !isFinite(ranges[i]));
  const bad = [
    ...(open.length > 0 ? [w.notFinite(open)] : []),
    ...((ranges[1]?.low ?? 0) > 0 ? [] : [w.fresh(v128.not(f64x2.gt(sd.code, w.zeros().code)))]),
  ];
  if (bad.length > 0)
    w.failWhere(
      'bad-distribution',
      bad.reduce((a, b) => w.or(a, b)),
    );
  return w.add(mean, w.mul(sd, score(w, draw)));
}

function asked(
  w: Writer,
  program: Program,
  use: IrDistribution,
  prepared: PreparedDistribution,
  isKnown: boolean,
  unit: Value,
): Value {
  const number = program.distributions.push({ prepared, isKnown }) - 1;
  const values = isKnown ? [] : use.args.map((arg) => w.value(arg));
  const give = (lane: 0 | 1): Code =>
    values.map(({ code }, i) => f64.store(i32.const(0), program.map.args + 8 * i, f64x2.lane(code, lane)));
  const { prepare, sample, truncated } = program.imports;
  if (!isKnown) {
    const isGood = w.eachTrial(
      (_, lane) => [give(lane), f64.ofI32(prepare.call(i32.const(number)))],
      `prepare${number}`,
    );
    w.failWhere('bad-distribution', w.fresh(f64x2.eq(isGood.code, w.zeros().code)));
  }
  const limits = use.within?.map((limit) => w.value(limit));
  const value = w.eachTrial(
    (_, lane) => [
      give(lane),
      limits
        ? truncated.call(
            i32.const(number),
            f64x2.lane(unit.code, lane),
            ...limits.map(({ code }) => f64x2.lane(code, lane)),
          )
        : sample.call(i32.const(number), f64x2.lane(unit.code, lane)),
    ],
    `sample${number}`,
  );
  w.failWhere('bad-distribution', w.fresh(f64x2.ne(value.code, value.code)));
  return value;
}

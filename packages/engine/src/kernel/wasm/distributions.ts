/**
 * Values of distributions as WebAssembly; the counterpart of kernel/distributions.ts. Known normal, lognormal and
 * uniform ones are made for two trials at once; all others by functions of the module, one trial after the other.
 */
import { findDistribution, type Parameters } from '../../chance/index.ts';
import type { IrDistribution } from '../../ir/ir.ts';
import { PreparedDistribution } from '../distributions.ts';
import { isFinite } from '../interval.ts';
import { F64, type Callable, type Code } from './encoder.ts';
import { choose, f64, f64x2, i32, v128 } from './instructions.ts';
import type { Family } from './numbers/families.ts';
import { Forms } from './numbers/forms.ts';
import type { Value } from './pair-writer.ts';
import type { Program } from './program.ts';
import type { Writer } from './writer.ts';

/** What a distribution is made from: a number in (0, 1), or its normal score where that is enough (`isByScore`). */
export interface Draw {
  readonly kind: 'unit' | 'score';
  readonly value: Value;
}

/** Writes the value of a distribution, its faults at its site. */
export function writeDistribution(w: Writer, use: IrDistribution, draw: Draw): Value {
  w.at(w.program.siteName(use.site));
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
    const direct = knownDirectly(w, use, prepared, draw);
    if (direct) return direct;
  } else {
    const order = use.within ? undefined : prepared.meanAndSd;
    if (order) return normalOf(w, use, order, draw);
  }
  return called(w, use, prepared, isKnown, draw.value);
}

function score(w: Writer, { kind, value }: Draw): Value {
  if (kind === 'score') return value;
  return w.name(`score(${value.key})`, w.program.elementary.normalQuantile2.call(value.code));
}

/** Distributions of which everything is known, limits included, where that is less work. */
function knownDirectly(
  w: Writer,
  use: IrDistribution,
  prepared: PreparedDistribution,
  draw: Draw,
): Value | undefined {
  const { name, within } = use;
  const { parameters } = prepared;
  if (!within) return quantileOf(w, name, parameters, draw);
  const low = w.facts(within[0]).constant;
  const high = w.facts(within[1]).constant;
  if (low === undefined || high === undefined || !(low <= high)) return undefined;
  const family = findDistribution(name);
  if (!family || family.discrete) return undefined;
  const unit = draw.value;
  const between = (x: Value): Value => clamp(w, x, w.literal(low), w.literal(high));
  const from = family.cdf(parameters, low);
  if (from > 0.5 && family.upper) {
    const { upper } = familyOf(w.program, use);
    const above = family.upper.survival(parameters, low);
    const beyond = family.upper.survival(parameters, high);
    if (!upper || !(above > beyond)) return undefined;
    const probability = w.sub(w.literal(above), w.mul(unit, w.literal(above - beyond)));
    return between(calledAt(w, upper, prepared, probability));
  }
  const to = family.cdf(parameters, high);
  if (!(to > from)) return undefined;
  const probability = w.add(w.literal(from), w.mul(unit, w.literal(to - from)));
  const { quantile } = familyOf(w.program, use);
  return between(
    quantileOf(w, name, parameters, { kind: 'unit', value: probability }) ??
      calledAt(w, quantile, prepared, probability),
  );
}

/** A function of the module, on parameters that are known. */
function calledAt(w: Writer, f: Callable, prepared: PreparedDistribution, x: Value): Value {
  const { at, count } = knownParameters(w.program, prepared);
  return w.eachTrial(
    (_, lane) => f.call(f64x2.lane(x.code, lane), at(lane), count(lane)),
    `${f.index}(${x.key})`,
  );
}

/** Quantiles of two trials at once, for the families that have them. */
function quantileOf(w: Writer, name: string, parameters: Parameters, draw: Draw): Value | undefined {
  const [first = 0, second = 1] = parameters;
  if (name === 'uniform') {
    const high = w.literal(second);
    const x = w.add(w.literal(first), w.mul(draw.value, w.literal(second - first)));
    return w.fresh(v128.select(x.code, high.code, f64x2.lt(x.code, high.code)));
  }
  if (name !== 'normal' && name !== 'lognormal') return undefined;
  const sum = w.add(w.literal(first), w.mul(w.literal(second), score(w, draw)));
  return name === 'normal' ? sum : w.exp(sum);
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

/** By functions of the module that take what they are asked and where parameters lie, for each of the pair. */
function called(
  w: Writer,
  use: IrDistribution,
  prepared: PreparedDistribution,
  isKnown: boolean,
  draw: Value,
): Value {
  const { program } = w;
  const { quantile, truncated } = familyOf(program, use);
  const { at, count } = isKnown ? knownParameters(program, prepared) : writePreparation(w, use, prepared);
  const limits = use.within?.map((limit) => w.value(limit));
  const ask = (lane: 0 | 1): Code => {
    const [u, ...cut] = [draw, ...(limits ?? [])].map(({ code }) => f64x2.lane(code, lane)) as [
      Code,
      ...Code[],
    ];
    return (limits ? truncated : quantile).call(u, ...cut, at(lane), count(lane));
  };
  const value = w.eachTrial(
    (_, lane) => (isKnown ? ask(lane) : choose(F64, count(lane), ask(lane), f64.const(Number.NaN))),
    `sample${use.site}`,
  );
  w.failWhere('bad-distribution', w.fresh(f64x2.ne(value.code, value.code)));
  return value;
}

function familyOf({ families }: Program, { name }: IrDistribution): Family {
  const family = families.of[name];
  if (!family) throw new Error(`InvariantError: no distribution ${name} in WebAssembly`);
  return family;
}

/** Where canonical parameters lie, and how many entries a list of them has. */
interface Prepared {
  readonly at: (lane: 0 | 1) => Code;
  readonly count: (lane: 0 | 1) => Code;
}

/** Of lists there are two, of one length. */
const knownParameters = ({ layout }: Program, { parameters }: PreparedDistribution): Prepared => {
  const at = layout.floats(parameters);
  return { at: () => i32.const(at), count: () => i32.const(parameters.length >>> 1) };
};

/** Writes the test of arguments that are known only while trials run, and gives where their parameters then lie. */
function writePreparation(w: Writer, use: IrDistribution, { resolved }: PreparedDistribution): Prepared {
  const { program } = w;
  const { order, argKinds, argNames } = resolved;
  const values = use.args.map((arg) => w.value(arg));
  const length = argKinds.includes('list') ? values.length / argNames.length : 1;
  const inOrder = order.flatMap((one) =>
    'value' in one ? [w.literal(one.value)] : values.slice(one.place * length, (one.place + 1) * length),
  );
  const prepare = program.forms.of(resolved, inOrder.length);
  const args = program.layout.take(8 * inOrder.length);
  const room = Forms.room(inOrder.length);
  const out = program.layout.take(2 * room);
  const at = (lane: 0 | 1): Code => i32.const(out + lane * room);
  const counts = w.eachTrial(
    (_, lane) => [
      inOrder.map(({ code }, i) => f64.store(i32.const(0), args + 8 * i, f64x2.lane(code, lane))),
      f64.ofI32(prepare.call(i32.const(args), at(lane))),
    ],
    `prepare${use.site}`,
  );
  w.failWhere('bad-distribution', w.fresh(f64x2.eq(counts.code, w.zeros().code)));
  return { at, count: (lane) => i32.truncate(f64x2.lane(counts.code, lane)) };
}

/** Values of distributions in generated code: direct calls where arguments are known, prepared forms elsewhere. */
import {
  cdf,
  quantile,
  resolveForm,
  truncation,
  type Parameters,
  type ResolvedForm,
} from '../chance/index.ts';
import type { IrDistribution } from '../ir/ir.ts';
import type { Bounds } from './bounds.ts';
import { writeExp } from './exponential.ts';
import { isFinite } from './interval.ts';
import { literal, notFinite, type Writer } from './writer.ts';

/** One use of a distribution. Generated code fills `args`, calls `prepare` and then asks for quantiles. */
export class PreparedDistribution {
  readonly args: number[];
  /** The draw of parameters for which it was prepared last. */
  stamp = -1;
  private readonly name: string;
  private readonly form: ResolvedForm;
  private canonical: Parameters = [];
  private low = NaN;
  private high = NaN;
  private cut: (u: number) => number = () => NaN;

  constructor({ name, argNames, args, lists }: IrDistribution) {
    const resolved = resolveForm(name, argNames, lists);
    if (!('form' in resolved)) throw new Error(`InvariantError: ${resolved.problem}`);
    this.name = name;
    this.form = resolved.form;
    this.args = args.map(() => 0);
  }

  /** Whether the arguments make a distribution. */
  prepare(): boolean {
    if (this.form.problem(this.args) !== undefined) return false;
    this.canonical = this.form.canonical(this.args);
    this.low = NaN;
    return true;
  }

  quantile(u: number): number {
    return quantile(this.name, this.canonical, u);
  }

  truncated(u: number, low: number, high: number): number {
    if (low !== this.low || high !== this.high) {
      this.cut = truncation(this.name, this.canonical, low, high);
      this.low = low;
      this.high = high;
    }
    return this.cut(u);
  }

  /** How it was written. */
  get resolved(): ResolvedForm {
    return this.form;
  }

  /** Canonical parameters after `prepare`. */
  get parameters(): Parameters {
    return this.canonical;
  }

  /** Places of mean and sd among the arguments of a normal distribution written with them. */
  get meanAndSd(): readonly [number, number] | undefined {
    if (this.form.canonicalCode !== 'normal:mean,sd') return undefined;
    const [mean, sd] = this.form.canonical([0, 1]);
    return [mean ?? 0, sd ?? 1];
  }
}

/** Source of the draw that a distribution is made from: a number in (0, 1), or its normal score. */
export interface DrawSource {
  readonly kind: 'unit' | 'score';
  readonly source: string;
  /** Has the draw, a number u, replaced by the normal score of from + u * width, and gives the source of that. */
  readonly scored?: (from: number, width: number) => string;
}

/** Writes the normal score of from + u * width. */
function writeScore(w: Writer, { source, scored }: DrawSource, from: number, width: number): string {
  if (scored) return scored(from, width);
  const u = from === 0 && width === 1 ? source : `${literal(from)} + ${source} * ${literal(width)}`;
  return w.name(`normalQuantile(${u})`);
}

/** Whether values can be made from normal scores, which noise draws for four steps at a time. */
export function isByScore(bounds: Bounds, use: IrDistribution): boolean {
  if (use.within || (use.name !== 'normal' && use.name !== 'lognormal')) return false;
  const isKnown = use.args.every((arg) => bounds.of(arg).constant !== undefined);
  return isKnown || new PreparedDistribution(use).meanAndSd !== undefined;
}

/** Writes the value of a distribution and gives its source. A `score` is for distributions that are `isByScore`. */
export function writeDistribution(
  w: Writer,
  bounds: Bounds,
  use: IrDistribution,
  prepared: PreparedDistribution,
  index: number,
  draw: DrawSource,
): string {
  const facts = use.args.map((arg) => bounds.of(arg));
  const known = facts.map(({ constant }) => constant);
  const isKnown = known.every((value) => value !== undefined);
  if (isKnown) {
    known.forEach((value, i) => (prepared.args[i] = value));
    if (!prepared.prepare()) {
      w.line(w.fail('bad-distribution'));
      return '0';
    }
    if (draw.kind === 'score') {
      const [location = 0, scale = 1] = prepared.parameters;
      const sum = w.name(`${literal(location)} + ${literal(scale)} * ${draw.source}`);
      return use.name === 'normal' ? sum : writeExp(w, sum);
    }
    const direct = writeKnownNormal(w, bounds, use, prepared.parameters, draw);
    if (direct !== undefined) return direct;
  } else {
    const order = use.within ? undefined : prepared.meanAndSd;
    if (order) return writeNormal(w, bounds, use, order, draw);
    writePreparation(
      w,
      use,
      index,
      facts.every(({ perTrial, safe }) => perTrial && safe),
    );
  }
  const limits = use.within?.map((limit) => w.value(limit));
  const value = w.fresh();
  const call = limits ? `truncated(${[draw.source, ...limits].join(', ')})` : `quantile(${draw.source})`;
  w.line(`const ${value} = D[${index}].${call};`);
  w.line(`if (${value} !== ${value}) ${w.fail('bad-distribution')}`);
  return value;
}

/**
 * A normal or lognormal distribution of which everything is known, limits included, without a call that could be any
 * distribution's: the same operations as chance's `quantile` and `truncation`, in the same order. Parameters are
 * mostly of this kind, and each trial draws them all. Nothing where the limits cut from the upper tail.
 */
function writeKnownNormal(
  w: Writer,
  bounds: Bounds,
  use: IrDistribution,
  parameters: Parameters,
  draw: DrawSource,
): string | undefined {
  if (use.name !== 'normal' && use.name !== 'lognormal') return undefined;
  const [location = 0, scale = 1] = parameters;
  const at = (start: number, width: number): string => {
    const sum = w.name(`${literal(location)} + ${literal(scale)} * ${writeScore(w, draw, start, width)}`);
    return use.name === 'normal' ? sum : writeExp(w, sum);
  };
  if (!use.within) return at(0, 1);
  const low = bounds.of(use.within[0]).constant;
  const high = bounds.of(use.within[1]).constant;
  if (low === undefined || high === undefined || !(low <= high)) return undefined;
  const from = cdf(use.name, parameters, low);
  const to = cdf(use.name, parameters, high);
  if (!(from <= 0.5 && to > from)) return undefined;
  const x = at(from, to - from);
  return w.name(
    `${x} < ${literal(low)} ? ${literal(low)} : ${x} > ${literal(high)} ? ${literal(high)} : ${x}`,
  );
}

function writePreparation(w: Writer, use: IrDistribution, index: number, perTrial: boolean): void {
  const prepare = (): void => {
    use.args.map((arg) => w.value(arg)).forEach((value, i) => w.line(`D[${index}].args[${i}] = ${value};`));
    w.line(`if (!D[${index}].prepare()) ${w.fail('bad-distribution')}`);
  };
  if (!perTrial) return prepare();
  w.when(`D[${index}].stamp !== R[2]`, () => {
    prepare();
    w.line(`D[${index}].stamp = R[2];`);
  });
}

function writeNormal(
  w: Writer,
  bounds: Bounds,
  use: IrDistribution,
  order: readonly [number, number],
  draw: DrawSource,
): string {
  const values = use.args.map((arg) => w.value(arg));
  const [mean, sd] = order.map((place) => values[place] ?? '0') as [string, string];
  const ranges = order.map((place) => use.args[place]).map((arg) => arg && bounds.of(arg).range);
  const open = [mean, sd].filter((_, i) => !isFinite(ranges[i]));
  const tests = [
    ...(open.length > 0 ? [notFinite(open)] : []),
    ...((ranges[1]?.low ?? 0) > 0 ? [] : [`!(${sd} > 0)`]),
  ];
  if (tests.length > 0) w.line(`if (${tests.join(' || ')}) ${w.fail('bad-distribution')}`);
  const score = draw.kind === 'score' ? draw.source : writeScore(w, draw, 0, 1);
  return w.name(`${mean} + ${sd} * ${score}`);
}

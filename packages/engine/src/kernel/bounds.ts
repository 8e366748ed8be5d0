/**
 * What can be proven about an expression before any trial runs: the interval of its values, whether evaluating it
 * can fail the trial, what it reads.
 *
 * Invariant: facts only ever license leaving work out. An expression without facts is still evaluated right.
 */
import {
  cos,
  exp,
  LARGEST_UNIT,
  log,
  pow,
  quantile,
  resolveForm,
  sin,
  SMALLEST_UNIT,
  truncatedQuantile,
} from '../chance/index.ts';
import type { BinaryOp, Ir, IrDistribution, IrExpr, IrParameter, UnaryOp } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import * as interval from './interval.ts';
import { FINITE, finitePart, hull, isFinite, point, UNIT, widened, type Interval } from './interval.ts';
import { slopesOf } from './tables.ts';

export interface Facts {
  /** Holds every value that evaluation gives without failing; undefined: may be anything, NaN included. */
  readonly range: Interval | undefined;
  /** The one value of every trial, where it is known. May be infinite or NaN. */
  readonly constant?: number;
  /** Evaluation fails no trial. */
  readonly safe: boolean;
  /** Nothing is read but parameters and constants, so the value stays the same through a trial. */
  readonly perTrial: boolean;
  /** Calls an elementary function or divides: worth keeping rather than computing again. */
  readonly heavy: boolean;
  /** Nodes, measures written out. */
  readonly size: number;
}

/** More events than this are counted by no trial that ends. */
const EVENTS_MAX = Number.MAX_SAFE_INTEGER;

const CONDITIONS: ReadonlySet<string> = new Set([
  'lt',
  'le',
  'gt',
  'ge',
  'eq',
  'ne',
  'and',
  'or',
  'not',
  'state',
]);

/** Whether an expression gives 0 or 1 by its form. */
export const isCondition = (e: IrExpr): boolean =>
  CONDITIONS.has(e.op) || (e.op === 'const' && (e.value === 0 || e.value === 1));

/**
 * Facts of expressions of one Ir. `unset` is the moment while starts are being set: variables and indicators may
 * still be 0, whatever their ranges say.
 */
export class Bounds {
  private readonly ir: Ir;
  private readonly unset: boolean;
  private readonly known = new WeakMap<IrExpr, Facts>();
  private readonly parameters: (Facts | undefined)[] = [];
  private readonly indicators: (Interval | undefined)[] = [];
  private readonly beforeStart: Bounds;

  constructor(ir: Ir, unset = false) {
    this.ir = ir;
    this.unset = unset;
    this.beforeStart = unset ? this : new Bounds(ir, true);
  }

  of(e: IrExpr): Facts {
    let facts = this.known.get(e);
    if (!facts) {
      facts = this.derive(e);
      this.known.set(e, facts);
    }
    return facts;
  }

  private derive(e: IrExpr): Facts {
    switch (e.op) {
      case 'const':
        return constantFacts(e.value, LEAF);
      case 'parameter':
        return this.parameter(e.slot);
      case 'variable': {
        const { low, high } = itemOf(this.ir.variables, e.slot);
        return { ...LEAF, range: this.settled(finitePart(interval.interval(low, high))) };
      }
      case 'indicator':
      case 'now':
        return { ...LEAF, range: this.settled(this.indicator(e.slot)) };
      case 'state':
        return { ...LEAF, range: UNIT };
      case 'elapsed':
      case 't':
        return {
          ...LEAF,
          range: finitePart(interval.mul({ low: 0, high: this.ir.clock.steps }, point(e.perStep))),
        };
      case 'previous':
        return { ...LEAF, range: this.kept(itemOf(this.ir.previous, e.slot)) };
      case 'start':
        return { ...LEAF, range: this.kept(itemOf(this.ir.starts, e.slot)) };
      case 'delayed':
        // Looked at no further: a line may read itself.
        return { ...LEAF, range: FINITE };
      case 'table': {
        const of = this.of(e.of);
        return {
          ...combined(of),
          range: interval.lookUp(e, slopesOf(e), finitePart(of.range)),
          safe: of.safe && isFinite(of.range),
          heavy: true,
        };
      }
      case 'happened':
        return { ...LEAF, range: { low: 0, high: EVENTS_MAX } };
      case 'answer':
        return LEAF;
      case 'event':
        return { ...LEAF, range: FINITE };
      case 'measure':
        return this.of(itemOf(this.ir.measures, e.slot).value);
      case 'if':
        return this.choice(this.of(e.test), this.of(e.then), this.of(e.otherwise));
      case 'power': {
        const of = this.of(e.of);
        const facts = { ...combined(of), range: interval.power(of.range, e.exponent) };
        return of.constant === undefined ? facts : constantFacts(wholePower(of.constant, e.exponent), facts);
      }
      default:
        return 'of' in e ? unary(e.op, this.of(e.of)) : binary(e.op, this.of(e.left), this.of(e.right));
    }
  }

  private settled(range: Interval): Interval | undefined {
    return this.unset ? hull(range, point(0)) : range;
  }

  /** A kept value is finite, or the trial has failed. */
  private kept(e: IrExpr): Interval {
    return finitePart(this.of(e).range);
  }

  /** Values of an indicator once it has its start: always finite, and inside the range's ends. */
  private indicator(slot: number): Interval {
    const known = this.indicators[slot];
    if (known) return known;
    this.indicators[slot] = FINITE; // while the range, which may read the indicator itself, is looked at
    const { range } = itemOf(this.ir.indicators, slot);
    if (!range) return FINITE;
    const low = finitePart(this.beforeStart.of(range[0]).range).low;
    const high = finitePart(this.beforeStart.of(range[1]).range).high;
    const found = low <= high ? { low, high } : FINITE;
    this.indicators[slot] = found;
    return found;
  }

  private parameter(slot: number): Facts {
    let facts = this.parameters[slot];
    if (!facts) {
      facts = this.parameterFacts(itemOf(this.ir.parameters, slot));
      this.parameters[slot] = facts;
    }
    return facts;
  }

  private parameterFacts(parameter: IrParameter): Facts {
    const leaf: Facts = { ...LEAF, perTrial: true };
    if ('fixed' in parameter.value) {
      const { constant, range } = this.of(parameter.value.fixed);
      return constant !== undefined && Number.isFinite(constant)
        ? constantFacts(constant + 0, leaf)
        : { ...leaf, range: finitePart(range) };
    }
    const drawn = this.drawn(parameter.value.prior, parameter.copula ? Number.MIN_VALUE : SMALLEST_UNIT);
    return { ...leaf, range: finitePart(drawn) };
  }

  /** Where the values of a distribution lie. */
  drawn(use: IrDistribution, leastUnit = SMALLEST_UNIT): Interval | undefined {
    const { within } = use;
    const inside = within && hull(this.of(within[0]).range, this.of(within[1]).range);
    return this.ends(use, leastUnit) ?? inside;
  }

  /**
   * The same where all arguments and limits are known and make a distribution, so that no draw fails; else nothing.
   * Quantile functions rise with u, so the ends of u give the ends.
   */
  ends({ name, argNames, args, within }: IrDistribution, leastUnit = SMALLEST_UNIT): Interval | undefined {
    const values = args.map((arg) => this.of(arg).constant);
    const resolved = resolveForm(name, argNames);
    if (!('form' in resolved) || !values.every((value) => value !== undefined)) return undefined;
    if (resolved.form.problem(values) !== undefined) return undefined;
    const canonical = resolved.form.canonical(values);
    const greatestUnit = leastUnit < SMALLEST_UNIT ? 1 - Number.EPSILON / 2 : LARGEST_UNIT;
    if (!within) {
      return widened(
        interval.interval(quantile(name, canonical, leastUnit), quantile(name, canonical, greatestUnit)),
      );
    }
    const [low, high] = [this.of(within[0]).constant, this.of(within[1]).constant];
    if (low === undefined || high === undefined) return undefined;
    return widened(
      interval.interval(
        truncatedQuantile(name, canonical, leastUnit, low, high),
        truncatedQuantile(name, canonical, greatestUnit, low, high),
      ),
    );
  }

  private choice(test: Facts, then: Facts, otherwise: Facts): Facts {
    if (test.constant !== undefined && Number.isFinite(test.constant))
      return test.constant !== 0 ? then : otherwise;
    return {
      ...combined(test, then, otherwise),
      range: hull(then.range, otherwise.range),
      safe: test.safe && isFinite(test.range) && then.safe && otherwise.safe,
    };
  }
}

const LEAF: Facts = { range: undefined, safe: true, perTrial: false, heavy: false, size: 1 };

function constantFacts(constant: number, like: Facts): Facts {
  return { ...like, constant, range: point(constant), safe: true, perTrial: true };
}

function combined(...parts: readonly Facts[]): Facts {
  return {
    range: undefined,
    safe: parts.every((part) => part.safe),
    perTrial: parts.every((part) => part.perTrial),
    heavy: parts.some((part) => part.heavy),
    size: parts.reduce((sum, part) => sum + part.size, 1),
  };
}

const HEAVY: ReadonlySet<string> = new Set(['exp', 'log', 'sin', 'cos', 'pow', 'div', 'sqrt']);

function unary(op: UnaryOp, of: Facts): Facts {
  const facts: Facts = {
    ...combined(of),
    range: unaryRange(op, of.range),
    safe: of.safe && (op !== 'not' || isFinite(of.range)),
    heavy: of.heavy || HEAVY.has(op),
  };
  if (of.constant === undefined || !facts.safe) return facts;
  return constantFacts(applyUnary(op, of.constant), facts);
}

function unaryRange(op: UnaryOp, a: Interval | undefined): Interval | undefined {
  switch (op) {
    case 'neg':
      return interval.neg(a);
    case 'not':
      return UNIT;
    case 'abs':
      return interval.abs(a);
    case 'sqrt':
      return interval.sqrt(a);
    case 'exp':
      return interval.expOf(a);
    case 'log':
      return interval.logOf(a);
    case 'sin':
    case 'cos':
      return interval.wave(a);
    case 'floor':
      return interval.floor(a);
  }
}

function applyUnary(op: UnaryOp, x: number): number {
  switch (op) {
    case 'neg':
      return -x;
    case 'not':
      return x === 0 ? 1 : 0;
    case 'abs':
      return Math.abs(x);
    case 'sqrt':
      return Math.sqrt(x);
    case 'exp':
      return exp(x);
    case 'log':
      return log(x);
    case 'sin':
      return sin(x);
    case 'cos':
      return cos(x);
    case 'floor':
      return Math.floor(x);
  }
}

function binary(op: BinaryOp, left: Facts, right: Facts): Facts {
  const facts: Facts = { ...combined(left, right), heavy: left.heavy || right.heavy || HEAVY.has(op) };
  const bothFinite = isFinite(left.range) && isFinite(right.range);
  switch (op) {
    case 'and':
    case 'or':
      return connective(op, left, right, { ...facts, range: UNIT, safe: facts.safe && bothFinite });
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'eq':
    case 'ne': {
      const safe = facts.safe && bothFinite;
      const decided = safe ? interval.decide(op, finitePart(left.range), finitePart(right.range)) : undefined;
      return decided === undefined ? { ...facts, range: UNIT, safe } : constantFacts(decided, facts);
    }
    case 'min':
    case 'max': {
      const both = { ...facts, range: interval[op](left.range, right.range), safe: facts.safe && bothFinite };
      if (left.constant === undefined || right.constant === undefined || !both.safe) return both;
      return constantFacts(applyBinary(op, left.constant, right.constant), both);
    }
    default: {
      const both = { ...facts, range: arithmeticRange(op, left.range, right.range) };
      if (left.constant === undefined || right.constant === undefined) return both;
      return constantFacts(applyBinary(op, left.constant, right.constant), both);
    }
  }
}

/** The right operand counts only where the left one leaves the matter open. */
function connective(op: 'and' | 'or', left: Facts, right: Facts, facts: Facts): Facts {
  if (left.constant === undefined || !Number.isFinite(left.constant)) return facts;
  const isTrue = left.constant !== 0;
  if (isTrue === (op === 'or')) return constantFacts(isTrue ? 1 : 0, facts);
  if (right.constant === undefined || !Number.isFinite(right.constant)) {
    return { ...facts, safe: right.safe && isFinite(right.range) };
  }
  return constantFacts(right.constant !== 0 ? 1 : 0, facts);
}

type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'pow';

function arithmeticRange(
  op: Arithmetic,
  a: Interval | undefined,
  b: Interval | undefined,
): Interval | undefined {
  switch (op) {
    case 'add':
      return interval.add(a, b);
    case 'sub':
      return interval.sub(a, b);
    case 'mul':
      return interval.mul(a, b);
    case 'div':
      return interval.div(a, b);
    case 'pow':
      return interval.powOf(a, b);
  }
}

function applyBinary(op: Arithmetic | 'min' | 'max', a: number, b: number): number {
  switch (op) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'div':
      return a / b;
    case 'pow':
      return pow(a, b);
    case 'min':
      return b < a ? b : a;
    case 'max':
      return a < b ? b : a;
  }
}

function wholePower(x: number, exponent: 0 | 1 | 2 | 3 | 4): number {
  switch (exponent) {
    case 0:
      return 1;
    case 1:
      return x;
    case 2:
      return x * x;
    case 3:
      return x * x * x;
    case 4:
      return x * x * (x * x);
  }
}

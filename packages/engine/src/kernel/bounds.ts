/**
 * What can be proven about an expression before any trial runs: the interval of its values, whether evaluating it
 * can fail the trial, what it reads. What follows from an operation is facts.ts; here is what follows from the Ir.
 */
import { LARGEST_UNIT, quantile, resolveForm, SMALLEST_UNIT, truncatedQuantile } from '../chance/index.ts';
import type { Ir, IrDistribution, IrExpr, IrParameter } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import {
  binaryFacts,
  choiceFacts,
  combined,
  constantFacts,
  LEAF,
  powerFacts,
  unaryFacts,
  type Facts,
} from './facts.ts';
import * as interval from './interval.ts';
import { FINITE, finitePart, hull, isFinite, point, UNIT, widened, type Interval } from './interval.ts';
import { slopesOf } from './tables.ts';

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
        return choiceFacts(this.of(e.test), this.of(e.then), this.of(e.otherwise));
      case 'power':
        return powerFacts(this.of(e.of), e.exponent);
      default:
        return 'of' in e
          ? unaryFacts(e.op, this.of(e.of))
          : binaryFacts(e.op, this.of(e.left), this.of(e.right));
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
}

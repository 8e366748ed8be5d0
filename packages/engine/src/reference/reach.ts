/**
 * What a variable moves in the step in which something is added to it: the indicators whose `next` reads it, and by how
 * much a unit, where that is a number times the variable. Read off the Ir by differentiation; nothing is run.
 */
import type { Ir, IrExpr } from '../ir/ir.ts';
import { shownVariables } from '../ir/shown-variables.ts';
import { evaluate } from './evaluate.ts';
import { Fault } from './fault.ts';
import { medianParameters, NOTHING } from './parameters.ts';

export interface Reached {
  readonly indicator: string;
  /** By one unit, with every parameter at the median of its prior; absent where it depends on more than parameters. */
  readonly by?: number;
  /** In the step of the change alone, since the rule reads the change; else in every step from then on. */
  readonly isOnce: boolean;
}

/** @param name of a variable, or of a seat's capital; of anything else nothing is reached */
export function reachOf(ir: Ir, name: string): readonly Reached[] {
  const all = known.get(ir) ?? new Map<string, readonly Reached[]>();
  known.set(ir, all);
  const found = all.get(name) ?? reachIn(ir, name);
  all.set(name, found);
  return found;
}

/** Asked again for every reader. */
const known = new WeakMap<Ir, Map<string, readonly Reached[]>>();

function reachIn(ir: Ir, name: string): readonly Reached[] {
  const slot = shownVariables(ir).find((one) => one.name === name)?.slot;
  if (slot === undefined) return [];
  const parameters = medianParameters(ir);
  if (!parameters) return [];
  const isIt = (e: IrExpr): boolean => e.op === 'variable' && e.slot === slot;
  const isItBefore = (e: IrExpr): boolean => {
    const before = e.op === 'previous' ? ir.previous[e.slot] : undefined;
    return before !== undefined && isIt(before);
  };
  return ir.indicators.flatMap(({ name: indicator, next }): readonly Reached[] => {
    if (!reads(ir, next, isIt)) return [];
    const [now, before] = [isIt, isItBefore].map((is) => slope(ir, next, is, parameters));
    if (now === 0) return [];
    const by = now === undefined ? {} : { by: now };
    return [{ indicator, ...by, isOnce: now !== undefined && before !== undefined && now + before === 0 }];
  });
}

type Is = (e: IrExpr) => boolean;

/** Whether an expression reads it, itself or through a measure. */
function reads(ir: Ir, part: unknown, is: Is): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const e = part as IrExpr;
  if (is(e)) return true;
  if (e.op === 'measure') return reads(ir, ir.measures[e.slot]?.value, is);
  return Object.values(e).some((inner) => reads(ir, inner, is));
}

/** The derivative by it, where that is a constant of the trial. */
function slope(ir: Ir, e: IrExpr, is: Is, parameters: readonly number[]): number | undefined {
  if (is(e)) return 1;
  if (!reads(ir, e, is)) return 0;
  const of = (inner: IrExpr): number | undefined => slope(ir, inner, is, parameters);
  const times = (value: number | undefined, factor: number | undefined): number | undefined =>
    value === undefined || factor === undefined ? undefined : value * factor;
  switch (e.op) {
    case 'measure': {
      const measure = ir.measures[e.slot];
      return measure && of(measure.value);
    }
    case 'neg':
      return times(of(e.of), -1);
    case 'add':
    case 'sub': {
      const [left, right] = [of(e.left), times(of(e.right), e.op === 'add' ? 1 : -1)];
      return left === undefined || right === undefined ? undefined : left + right;
    }
    case 'mul': {
      const [left, right] = [constantOf(e.left, parameters), constantOf(e.right, parameters)];
      return right === undefined ? times(of(e.right), left) : times(of(e.left), right);
    }
    case 'div': {
      const divisor = constantOf(e.right, parameters);
      return divisor === undefined || divisor === 0 ? undefined : times(of(e.left), 1 / divisor);
    }
    default:
      return undefined;
  }
}

/** The value of what numbers and parameters alone are in. */
function constantOf(e: IrExpr, parameters: readonly number[]): number | undefined {
  if (!isConstant(e)) return undefined;
  try {
    const value = evaluate(e, { ...NOTHING, parameters });
    return Number.isFinite(value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}

const READS_MORE: ReadonlySet<string> = new Set([
  'variable', 'indicator', 'measure', 'state', 'now', 'previous', 'start', 'elapsed', 'happened', 'answer', 'event', 't',
  'delayed',
]); // prettier-ignore

function isConstant(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return true;
  const { op } = part as Partial<IrExpr>;
  return !(op !== undefined && READS_MORE.has(op)) && Object.values(part).every(isConstant);
}

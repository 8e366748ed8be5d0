/** A condition taken apart, with what each part is worth: what people are told of why it does not hold. */
import type { IrExpr } from '../ir/ir.ts';
import { evaluate, type Moment } from './evaluate.ts';
import { Fault } from './fault.ts';

/**
 * `parts`: of `and`, `or` and comparisons left and right, of `not` the one, of anything else none; they stand as in the
 * expression of the scenario that it was lowered from.
 */
export interface Weighed {
  /** 1 or 0 of a condition; NaN where it cannot be told, which fails a trial that asks. */
  readonly value: number;
  readonly parts: readonly Weighed[];
}

const TAKEN_APART: ReadonlySet<string> = new Set(['and', 'or', 'lt', 'le', 'gt', 'ge', 'eq', 'ne']);

export function weigh(e: IrExpr, at: Moment): Weighed {
  const parts =
    e.op === 'not' ? [e.of] : 'left' in e && TAKEN_APART.has(e.op) ? [e.left, e.right] : ([] as IrExpr[]);
  return { value: valueOf(e, at), parts: parts.map((part) => weigh(part, at)) };
}

function valueOf(e: IrExpr, at: Moment): number {
  try {
    return evaluate(e, at);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return Number.NaN;
  }
}

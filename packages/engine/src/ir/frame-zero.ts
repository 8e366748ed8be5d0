/**
 * Inside the values that `prev` and `start` keep, at frame 0, `prev(x)` and `start(x)` are x itself. This writes
 * that out, through measures too, so that an executor can fill both lists at frame 0 in any order.
 */
import { itemOf } from './item.ts';
import type { Ir, IrExpr } from './ir.ts';

export function frameZero(expr: IrExpr, ir: Ir): IrExpr {
  const go = (e: IrExpr): IrExpr => frameZero(e, ir);
  switch (expr.op) {
    case 'previous':
      return go(itemOf(ir.previous, expr.slot));
    case 'start':
      return go(itemOf(ir.starts, expr.slot));
    case 'measure':
      return readsKept(expr, ir) ? go(itemOf(ir.measures, expr.slot).value) : expr;
    case 'if':
      return { op: 'if', test: go(expr.test), then: go(expr.then), otherwise: go(expr.otherwise) };
    default:
      if ('left' in expr) return { op: expr.op, left: go(expr.left), right: go(expr.right) };
      return 'of' in expr ? { ...expr, of: go(expr.of) } : expr;
  }
}

/** Whether an expression reads a kept value, directly or through a measure; each measure is looked at once. */
function readsKept(expr: IrExpr, ir: Ir, seen = new Set<number>()): boolean {
  if (expr.op === 'previous' || expr.op === 'start') return true;
  if (expr.op === 'measure') {
    if (seen.has(expr.slot)) return false;
    seen.add(expr.slot);
    return readsKept(itemOf(ir.measures, expr.slot).value, ir, seen);
  }
  return childrenOf(expr).some((child) => readsKept(child, ir, seen));
}

export function childrenOf(expr: IrExpr): readonly IrExpr[] {
  if (expr.op === 'if') return [expr.test, expr.then, expr.otherwise];
  if ('left' in expr) return [expr.left, expr.right];
  return 'of' in expr ? [expr.of] : [];
}

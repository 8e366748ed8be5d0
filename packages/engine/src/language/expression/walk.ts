/** The parts of an expression, and walks over them. */
import type { Expr } from '../model.ts';

export function childrenOf(expr: Expr): readonly Expr[] {
  if (expr.op === 'if') return [expr.test, expr.then, expr.otherwise];
  if (expr.op === 'call') return expr.args;
  if ('left' in expr) return [expr.left, expr.right];
  return 'of' in expr ? [expr.of] : [];
}

/** The expression and all its parts, each before its own parts. */
export function* walk(expr: Expr): Generator<Expr> {
  yield expr;
  for (const child of childrenOf(expr)) yield* walk(child);
}

/**
 * The parts of an expression, and walks over them. Which parts are read depends on the moment: `delay` and `smooth`
 * take in their input at the end of a frame, and only at frame 0 do they read what stands before.
 */
import type { Expr } from '../model.ts';

export function childrenOf(expr: Expr): readonly Expr[] {
  if (expr.op === 'if') return [expr.test, expr.then, expr.otherwise];
  if (expr.op === 'call' || expr.op === 'input') return expr.args;
  if (expr.op === 'table') return [expr.at, ...expr.xs, ...expr.ys];
  if (expr.op === 'delay' || expr.op === 'smooth')
    return [expr.input, expr.time, ...(expr.initial ? [expr.initial] : [])];
  if ('left' in expr) return [expr.left, expr.right];
  return 'of' in expr ? [expr.of] : [];
}

/** The expression and all its parts, each before its own parts. */
export function* walk(expr: Expr): Generator<Expr> {
  yield expr;
  for (const child of childrenOf(expr)) yield* walk(child);
}

/** The parts that are read at the moment of the expression: not what a delay takes in for later. */
export function* walkPresent(expr: Expr): Generator<Expr> {
  yield expr;
  for (const child of presentParts(expr)) yield* walkPresent(child);
}

/** The parts that are read at frame 0, where a delay has its initial value and its length. */
export function* walkFrameZero(expr: Expr): Generator<Expr> {
  yield expr;
  const parts =
    expr.op === 'delay' || expr.op === 'smooth'
      ? [expr.initial ?? expr.input, ...(expr.op === 'delay' ? [expr.time] : [])]
      : childrenOf(expr);
  for (const child of parts) yield* walkFrameZero(child);
}

function presentParts(expr: Expr): readonly Expr[] {
  if (expr.op === 'smooth') return [];
  // What leaves a stage is its content over its time, as that is now.
  if (expr.op === 'delay') return expr.order > 0 ? [expr.time] : [];
  return childrenOf(expr);
}

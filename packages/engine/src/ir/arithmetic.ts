/** Small Ir expressions that lowering is made of. */
import type { BinaryOp, IrExpr } from './ir.ts';

export const constant = (value: number): IrExpr => ({ op: 'const', value });

export const binary = (op: BinaryOp, left: IrExpr, right: IrExpr): IrExpr => ({ op, left, right });

export const times = (expr: IrExpr, factor: number): IrExpr =>
  factor === 1 ? expr : binary('mul', expr, constant(factor));

/** Expressions in the notation that C and Python share; what they write differently is handed in. */
import type { IrExpr } from '../ir/ir.ts';

export interface Notation {
  readonly parameter: (slot: number) => string;
  readonly indicator: (slot: number) => string;
  readonly state: (slot: number) => string;
  /** Names of functions. */
  readonly exp: string;
  readonly min: string;
  readonly max: string;
}

const INFIX: Readonly<Record<string, string>> = {
  ...{ add: '+', sub: '-', mul: '*', div: '/' },
  ...{ lt: '<', le: '<=', gt: '>', ge: '>=' },
};

/** Fully bracketed, so that the order of rounding is that of the Ir. */
export function printExpr(e: IrExpr, notation: Notation): string {
  const print = (x: IrExpr): string => printExpr(x, notation);
  switch (e.op) {
    case 'const':
      return numeral(e.value);
    case 'parameter':
    case 'indicator':
    case 'state':
      return notation[e.op](e.slot);
    case 'neg':
      return `(-${print(e.of)})`;
    case 'exp':
      return `${notation.exp}(${print(e.of)})`;
    case 'min':
    case 'max':
      return `${notation[e.op]}(${print(e.left)}, ${print(e.right)})`;
    default: {
      const sign = INFIX[e.op];
      if (sign === undefined || !('left' in e)) throw new Error(`InvariantError: ${e.op} is not printed`);
      return `(${print(e.left)} ${sign} ${print(e.right)})`;
    }
  }
}

/** A double: without its point C would take 1/2 for whole numbers. */
export const numeral = (value: number): string =>
  Number.isInteger(value) ? value.toFixed(1) : String(value);

/** The value of an expression that reads nothing, computed with the functions a trial would use; for checks only. */
import { cos, exp, log, pow, sin } from '../../chance/index.ts';
import type { BinaryOp, Expr } from '../model.ts';

export function constantOf(expr: Expr): number | undefined {
  switch (expr.op) {
    case 'number':
      return expr.value;
    case 'neg':
    case 'not':
    case 'abs':
    case 'sqrt':
    case 'exp':
    case 'log':
    case 'sin':
    case 'cos':
    case 'floor': {
      const of = constantOf(expr.of);
      return of === undefined ? undefined : UNARY[expr.op](of);
    }
    case 'if': {
      const test = constantOf(expr.test);
      return test === undefined ? undefined : constantOf(test === 0 ? expr.otherwise : expr.then);
    }
    case 'call': {
      const args = expr.args.map(constantOf);
      return args.every((arg) => arg !== undefined) ? call(expr.name, args) : undefined;
    }
    default: {
      if (!('left' in expr)) return undefined;
      const left = constantOf(expr.left);
      const right = constantOf(expr.right);
      return left === undefined || right === undefined ? undefined : BINARY[expr.op](left, right);
    }
  }
}

type Unary = 'neg' | 'not' | 'abs' | 'sqrt' | 'exp' | 'log' | 'sin' | 'cos' | 'floor';

const UNARY: Readonly<Record<Unary, (x: number) => number>> = {
  neg: (x) => -x,
  not: (x) => Number(x === 0),
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp,
  log,
  sin,
  cos,
  floor: Math.floor,
};

const BINARY: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow,
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
  min: Math.min,
  max: Math.max,
};

function call(name: (Expr & { op: 'call' })['name'], args: readonly number[]): number {
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  const mean = (list: readonly number[]): number => sum(list) / list.length;
  const [x = Number.NaN, low = Number.NaN, high = Number.NaN] = args;
  const s = args.at(-1) ?? Number.NaN;
  switch (name) {
    case 'logistic':
      return 1 / (1 + exp(-x));
    case 'clamp':
      return Math.min(Math.max(x, low), high);
    case 'sum':
      return sum(args);
    case 'mean':
      return mean(args);
    case 'weakestLink': {
      const values = args.slice(0, -1);
      const least = Math.min(...values);
      return s === 0 ? mean(values) : least - log(mean(values.map((item) => exp(s * (least - item))))) / s;
    }
  }
}

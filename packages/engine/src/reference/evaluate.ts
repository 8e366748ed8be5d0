/**
 * Ir expressions, interpreted: each operation rounded once, in the order of the Ir. The kernels' generated code is
 * checked against this.
 */
import { cos, exp, log, pow, sin } from '../chance/index.ts';
import type { IrExpr, IrTable } from '../ir/ir.ts';
import { Fault, finite } from './fault.ts';

/** Everything an expression can read, at one moment. Arrays are by slot. */
export interface Moment {
  readonly parameters: ArrayLike<number>;
  readonly variables: ArrayLike<number>;
  readonly indicators: ArrayLike<number>;
  /** This step's indicators, as far as they are known. */
  readonly now: ArrayLike<number>;
  readonly active: ArrayLike<number>;
  /** Step of entry, by state. */
  readonly entered: ArrayLike<number>;
  readonly clockStep: number;
  readonly previous: ArrayLike<number>;
  readonly starts: ArrayLike<number>;
  /** What leaves each delay line. */
  readonly delayed: ArrayLike<number>;
  readonly measures: readonly { readonly value: IrExpr }[];
  /** How often each counted event was taken from a queue in this step. */
  readonly happened: ArrayLike<number>;
  readonly answer: number;
  /** What the event carries that is being handled. */
  readonly event: ArrayLike<number>;
}

export function evaluate(e: IrExpr, at: Moment): number {
  switch (e.op) {
    case 'const':
      return e.value;
    case 'parameter':
      return slot(at.parameters, e.slot);
    case 'variable':
      return slot(at.variables, e.slot);
    case 'indicator':
      return slot(at.indicators, e.slot);
    case 'now':
      return slot(at.now, e.slot);
    case 'state':
      return slot(at.active, e.slot);
    case 'previous':
      return slot(at.previous, e.slot);
    case 'start':
      return slot(at.starts, e.slot);
    case 'delayed':
      return slot(at.delayed, e.slot);
    case 'table':
      return lookUp(e, evaluate(e.of, at));
    case 'happened':
      return slot(at.happened, e.slot);
    case 'answer':
      return at.answer;
    case 'event':
      return slot(at.event, e.slot);
    case 'measure': {
      const measure = at.measures[e.slot];
      if (!measure) throw new Error(`InvariantError: no measure ${e.slot}`);
      return evaluate(measure.value, at);
    }
    case 't':
      return at.clockStep * e.perStep;
    case 'elapsed':
      return slot(at.active, e.state) === 1
        ? Math.max(0, at.clockStep - slot(at.entered, e.state)) * e.perStep
        : 0;
    case 'if':
      return evaluate(holds(e.test, at) ? e.then : e.otherwise, at);
    case 'and':
      return holds(e.left, at) && holds(e.right, at) ? 1 : 0;
    case 'or':
      return holds(e.left, at) || holds(e.right, at) ? 1 : 0;
    case 'not':
      return holds(e.of, at) ? 0 : 1;
    case 'power':
      return wholePower(evaluate(e.of, at), e.exponent);
    case 'neg':
      return -evaluate(e.of, at);
    case 'abs':
      return Math.abs(evaluate(e.of, at));
    case 'sqrt':
      return Math.sqrt(evaluate(e.of, at));
    case 'floor':
      return Math.floor(evaluate(e.of, at));
    case 'exp':
      return exp(evaluate(e.of, at));
    case 'log':
      return log(evaluate(e.of, at));
    case 'sin':
      return sin(evaluate(e.of, at));
    case 'cos':
      return cos(evaluate(e.of, at));
    default:
      return combine(e.op, evaluate(e.left, at), evaluate(e.right, at));
  }
}

/** A condition, which is 0 or 1 or a fault. */
export function holds(e: IrExpr, at: Moment): boolean {
  return finite(evaluate(e, at)) !== 0;
}

type Combining = Exclude<Extract<IrExpr, { left: IrExpr }>['op'], 'and' | 'or'>;

function combine(op: Combining, a: number, b: number): number {
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
  }
  if (!Number.isFinite(a) || !Number.isFinite(b))
    throw new Fault('not-finite', undefined, `${a} and ${b} cannot be compared`);
  switch (op) {
    case 'min':
      return b < a ? b : a;
    case 'max':
      return a < b ? b : a;
    case 'lt':
      return a < b ? 1 : 0;
    case 'le':
      return a <= b ? 1 : 0;
    case 'gt':
      return a > b ? 1 : 0;
    case 'ge':
      return a >= b ? 1 : 0;
    case 'eq':
      return a === b ? 1 : 0;
    case 'ne':
      return a !== b ? 1 : 0;
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

function lookUp({ xs, ys, ends }: IrTable, x: number): number {
  finite(x);
  const last = xs.length - 1;
  const after = xs.findIndex((point) => x < point);
  if (after < 0 && !(ends === 'extended' && x > slot(xs, last))) return slot(ys, last);
  if (after === 0 && ends !== 'extended') return slot(ys, 0);
  const i = after < 0 ? last - 1 : Math.max(0, after - 1);
  if (ends === 'stepped') return slot(ys, i);
  const slope = (slot(ys, i + 1) - slot(ys, i)) / (slot(xs, i + 1) - slot(xs, i));
  return slot(ys, i) + (x - slot(xs, i)) * slope;
}

function slot(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new Error(`InvariantError: no slot ${index}`);
  return value;
}

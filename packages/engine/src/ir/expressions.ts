/**
 * Model expressions to Ir expressions: names become slots, sugar becomes arithmetic in one fixed order, which is
 * the order every executor rounds in.
 */
import type * as model from '../language/model.ts';
import { constantOf } from '../language/expression/constant.ts';
import { binary, constant, times } from './arithmetic.ts';
import type { IrExpr } from './ir.ts';
import { stepsPer } from './clock.ts';
import { delayLines, inputFunction, type Lines } from './dynamics.ts';

/** ln 2, to the last bit. */
const LN2 = 0.6931471805599453;

/** An expression that repeats its parts (a chained comparison, say) may grow when written out; this is where it stops. */
export const NODES_MAX = 200_000;

export class TooLarge extends Error {}

/** Slots of everything an expression can name, and where `prev` and `start` expressions are collected. */
export interface Names {
  readonly clock: model.Clock;
  readonly slots: Readonly<
    Record<'parameter' | 'variable' | 'indicator' | 'measure' | 'state', ReadonlyMap<string, number>>
  >;
  readonly previous: IrExpr[];
  readonly starts: IrExpr[];
  /** What the event carries that is being handled here, in order. */
  readonly fields?: readonly string[];
  readonly lines: Lines;
  /** Events that are counted, by name. */
  readonly counted: string[];
  /** Nodes still allowed; shared by the whole scenario. */
  readonly budget: { nodes: number };
}

function slotOf(names: Names, kind: keyof Names['slots'], name: string): number {
  const slot = names.slots[kind].get(name);
  if (slot === undefined) throw new Error(`InvariantError: unresolved ${kind} ${name} in a checked model`);
  return slot;
}

/** Adds an expression to a list once and gives its place. */
function collect(list: IrExpr[], expr: IrExpr): number {
  const text = JSON.stringify(expr);
  const known = list.findIndex((other) => JSON.stringify(other) === text);
  return known >= 0 ? known : list.push(expr) - 1;
}

export function lowerExpr(expr: model.Expr, names: Names): IrExpr {
  if (--names.budget.nodes < 0) throw new TooLarge();
  const lower = (e: model.Expr): IrExpr => lowerExpr(e, names);
  switch (expr.op) {
    case 'number':
      return constant(expr.value + 0);
    case 'ref':
      return { op: expr.kind, slot: slotOf(names, expr.kind, expr.name) };
    case 'state':
      return { op: 'state', slot: slotOf(names, 'state', `${expr.driver}.${expr.state}`) };
    case 'elapsed':
      return {
        op: 'elapsed',
        state: slotOf(names, 'state', `${expr.driver}.${expr.state}`),
        perStep: 1 / stepsPer(names.clock, expr.unit),
      };
    case 't':
      return { op: 't', perStep: names.clock.step.count };
    case 'dt':
      return constant(names.clock.step.count);
    case 'answer':
      return { op: 'answer' };
    case 'event': {
      const slot = names.fields?.indexOf(expr.field) ?? -1;
      if (slot < 0) throw new Error(`InvariantError: unresolved event.${expr.field} in a checked model`);
      return { op: 'event', slot };
    }
    case 'prev':
      return { op: 'previous', slot: collect(names.previous, lower(expr.of)) };
    case 'start':
      return { op: 'start', slot: collect(names.starts, lower(expr.of)) };
    case 'happened': {
      const known = names.counted.indexOf(expr.event);
      return { op: 'happened', slot: known >= 0 ? known : names.counted.push(expr.event) - 1 };
    }
    case 'now':
      return { op: 'now', slot: slotOf(names, 'indicator', expr.indicator) };
    case 'if':
      return { op: 'if', test: lower(expr.test), then: lower(expr.then), otherwise: lower(expr.otherwise) };
    case 'halfLife':
      return { op: 'exp', of: binary('div', constant(-LN2), times(lower(expr.of), expr.stepsPerUnit)) };
    case 'call': {
      const args = expr.args.map(lower);
      // It reads every value once for each of the others.
      if (expr.name === 'weakestLink')
        names.budget.nodes -= args.length * args.reduce((sum, arg) => sum + sizeOf(arg), 0);
      return call(expr.name, args);
    }
    case 'input':
      return inputFunction(
        expr.name,
        (i) => times(lower(only(expr.args, i)), expr.factors[i] ?? 1),
        expr.args.length,
        names.clock,
      );
    case 'table':
      return { op: 'table', of: lower(expr.at), xs: numbers(expr.xs), ys: numbers(expr.ys), ends: expr.ends };
    case 'delay':
    case 'smooth':
      names.budget.nodes -= expr.order;
      return delayLines(names.lines, expr, lower);
    case 'pow':
      return power(lower(expr.left), lower(expr.right));
    default:
      return 'of' in expr
        ? { op: expr.op, of: lower(expr.of) }
        : binary(expr.op, lower(expr.left), lower(expr.right));
  }
}

const numbers = (points: readonly model.Expr[]): readonly number[] =>
  points.map((point) => (constantOf(point) ?? Number.NaN) + 0);

function power(base: IrExpr, exponent: IrExpr): IrExpr {
  if (exponent.op === 'const') {
    const n = exponent.value;
    if (n === 0 || n === 1 || n === 2 || n === 3 || n === 4) return { op: 'power', of: base, exponent: n };
  }
  return binary('pow', base, exponent);
}

function call(name: (model.Expr & { op: 'call' })['name'], args: readonly IrExpr[]): IrExpr {
  switch (name) {
    case 'logistic':
      return binary(
        'div',
        constant(1),
        binary('add', constant(1), { op: 'exp', of: { op: 'neg', of: only(args, 0) } }),
      );
    case 'clamp':
      return binary('min', binary('max', only(args, 0), only(args, 1)), only(args, 2));
    case 'sum':
      return sum(args);
    case 'mean':
      return mean(args);
    case 'weakestLink':
      return softMinimum(args.slice(0, -1), only(args, args.length - 1));
  }
}

/**
 * Soft minimum by the log-mean-exp of the negated values, which lies between minimum and mean. The least value m is
 * taken out first, m - ln(mean(exp(s (m - x)))) / s: no exponential overflows and one of them is 1. Sharpness 0 is the
 * limit there, the mean.
 */
function softMinimum(values: readonly IrExpr[], sharpness: IrExpr): IrExpr {
  const least = values.reduce((a, b) => binary('min', a, b));
  const terms = values.map((x): IrExpr => ({
    op: 'exp',
    of: binary('mul', sharpness, binary('sub', least, x)),
  }));
  const soft = binary('sub', least, binary('div', { op: 'log', of: mean(terms) }, sharpness));
  if (sharpness.op === 'const') return sharpness.value === 0 ? mean(values) : soft;
  return { op: 'if', test: binary('eq', sharpness, constant(0)), then: mean(values), otherwise: soft };
}

/** Nodes of an expression that is written out. */
function sizeOf(expr: IrExpr): number {
  let size = 1;
  for (const part of Object.values(expr)) if (typeof part === 'object') size += sizeOf(part as IrExpr);
  return size;
}

function only<T>(args: readonly T[], index: number): T {
  const arg = args[index];
  if (arg === undefined) throw new Error('InvariantError: a call with too few arguments in a checked model');
  return arg;
}

const sum = (terms: readonly IrExpr[]): IrExpr => terms.reduce((a, b) => binary('add', a, b));
const mean = (terms: readonly IrExpr[]): IrExpr => binary('div', sum(terms), constant(terms.length));

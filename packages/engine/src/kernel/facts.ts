/**
 * Facts of an expression by its operation and the facts of its operands.
 *
 * Invariant: facts only ever license leaving work out. An expression without facts is still evaluated right.
 */
import { cos, exp, log, pow, sin } from '../chance/index.ts';
import type { BinaryOp, UnaryOp } from '../ir/ir.ts';
import * as interval from './interval.ts';
import { finitePart, hull, isFinite, point, UNIT, type Interval } from './interval.ts';

export interface Facts {
  /** Holds every value that evaluation gives without failing; undefined: may be anything, NaN included. */
  readonly range: Interval | undefined;
  /** The one value of every trial, where it is known. May be infinite or NaN. */
  readonly constant?: number;
  /** Evaluation fails no trial. */
  readonly safe: boolean;
  /** Nothing is read but parameters and constants, so the value stays the same through a trial. */
  readonly perTrial: boolean;
  /** Calls an elementary function or divides: worth keeping rather than computing again. */
  readonly heavy: boolean;
  /** Nodes, measures written out. */
  readonly size: number;
}

export const LEAF: Facts = { range: undefined, safe: true, perTrial: false, heavy: false, size: 1 };

export function constantFacts(constant: number, like: Facts): Facts {
  return { ...like, constant, range: point(constant), safe: true, perTrial: true };
}

export function combined(...parts: readonly Facts[]): Facts {
  return {
    range: undefined,
    safe: parts.every((part) => part.safe),
    perTrial: parts.every((part) => part.perTrial),
    heavy: parts.some((part) => part.heavy),
    size: parts.reduce((sum, part) => sum + part.size, 1),
  };
}

export function choiceFacts(test: Facts, then: Facts, otherwise: Facts): Facts {
  if (test.constant !== undefined && Number.isFinite(test.constant))
    return test.constant !== 0 ? then : otherwise;
  return {
    ...combined(test, then, otherwise),
    range: hull(then.range, otherwise.range),
    safe: test.safe && isFinite(test.range) && then.safe && otherwise.safe,
  };
}

/** Of a whole power. */
export function powerFacts(of: Facts, exponent: 0 | 1 | 2 | 3 | 4): Facts {
  const facts = { ...combined(of), range: interval.power(of.range, exponent) };
  return of.constant === undefined ? facts : constantFacts(wholePower(of.constant, exponent), facts);
}

const HEAVY: ReadonlySet<string> = new Set(['exp', 'log', 'sin', 'cos', 'pow', 'div', 'sqrt']);

export function unaryFacts(op: UnaryOp, of: Facts): Facts {
  const facts: Facts = {
    ...combined(of),
    range: unaryRange(op, of.range),
    safe: of.safe && (op !== 'not' || isFinite(of.range)),
    heavy: of.heavy || HEAVY.has(op),
  };
  if (of.constant === undefined || !facts.safe) return facts;
  return constantFacts(applyUnary(op, of.constant), facts);
}

function unaryRange(op: UnaryOp, a: Interval | undefined): Interval | undefined {
  switch (op) {
    case 'neg':
      return interval.neg(a);
    case 'not':
      return UNIT;
    case 'abs':
      return interval.abs(a);
    case 'sqrt':
      return interval.sqrt(a);
    case 'exp':
      return interval.expOf(a);
    case 'log':
      return interval.logOf(a);
    case 'sin':
    case 'cos':
      return interval.wave(a);
    case 'floor':
      return interval.floor(a);
  }
}

function applyUnary(op: UnaryOp, x: number): number {
  switch (op) {
    case 'neg':
      return -x;
    case 'not':
      return x === 0 ? 1 : 0;
    case 'abs':
      return Math.abs(x);
    case 'sqrt':
      return Math.sqrt(x);
    case 'exp':
      return exp(x);
    case 'log':
      return log(x);
    case 'sin':
      return sin(x);
    case 'cos':
      return cos(x);
    case 'floor':
      return Math.floor(x);
  }
}

export function binaryFacts(op: BinaryOp, left: Facts, right: Facts): Facts {
  const facts: Facts = { ...combined(left, right), heavy: left.heavy || right.heavy || HEAVY.has(op) };
  const bothFinite = isFinite(left.range) && isFinite(right.range);
  switch (op) {
    case 'and':
    case 'or':
      return connective(op, left, right, { ...facts, range: UNIT, safe: facts.safe && bothFinite });
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'eq':
    case 'ne': {
      const safe = facts.safe && bothFinite;
      const decided = safe ? interval.decide(op, finitePart(left.range), finitePart(right.range)) : undefined;
      return decided === undefined ? { ...facts, range: UNIT, safe } : constantFacts(decided, facts);
    }
    case 'min':
    case 'max': {
      const both = { ...facts, range: interval[op](left.range, right.range), safe: facts.safe && bothFinite };
      if (left.constant === undefined || right.constant === undefined || !both.safe) return both;
      return constantFacts(applyBinary(op, left.constant, right.constant), both);
    }
    default: {
      const both = { ...facts, range: arithmeticRange(op, left.range, right.range) };
      if (left.constant === undefined || right.constant === undefined) return both;
      return constantFacts(applyBinary(op, left.constant, right.constant), both);
    }
  }
}

/** The right operand counts only where the left one leaves the matter open. */
function connective(op: 'and' | 'or', left: Facts, right: Facts, facts: Facts): Facts {
  if (left.constant === undefined || !Number.isFinite(left.constant)) return facts;
  const isTrue = left.constant !== 0;
  if (isTrue === (op === 'or')) return constantFacts(isTrue ? 1 : 0, facts);
  if (right.constant === undefined || !Number.isFinite(right.constant)) {
    return { ...facts, safe: right.safe && isFinite(right.range) };
  }
  return constantFacts(right.constant !== 0 ? 1 : 0, facts);
}

type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'pow';

function arithmeticRange(
  op: Arithmetic,
  a: Interval | undefined,
  b: Interval | undefined,
): Interval | undefined {
  switch (op) {
    case 'add':
      return interval.add(a, b);
    case 'sub':
      return interval.sub(a, b);
    case 'mul':
      return interval.mul(a, b);
    case 'div':
      return interval.div(a, b);
    case 'pow':
      return interval.powOf(a, b);
  }
}

function applyBinary(op: Arithmetic | 'min' | 'max', a: number, b: number): number {
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
    case 'min':
      return b < a ? b : a;
    case 'max':
      return a < b ? b : a;
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

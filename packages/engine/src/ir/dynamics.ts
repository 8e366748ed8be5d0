/**
 * What system dynamics is lowered to. Delays and smooths become delay lines: a pipeline is one line, a stage of
 * first order is a line of one step that feeds itself (Euler). Functions of the clock become comparisons with t.
 */
import type * as model from '../language/model.ts';
import { printExpr } from '../language/print-expr.ts';
import { binary, constant, times } from './arithmetic.ts';
import type { IrExpr, IrLine } from './ir.ts';

/** Lines collected so far, and what leaves those of each call. */
export interface Lines {
  readonly list: IrLine[];
  readonly byCall: Map<string, IrExpr>;
}

const NAME_MAX = 80;

type Delay = model.Expr & { op: 'delay' | 'smooth' };

/** The lines of a call, the first time it is met, and the expression of what leaves the last. */
export function delayLines(lines: Lines, expr: Delay, lower: (e: model.Expr) => IrExpr): IrExpr {
  const { op, order, stepsPerUnit } = expr;
  // Lines that these read come first.
  const input = lower(expr.input);
  const initial = expr.initial ? lower(expr.initial) : input;
  const time = times(lower(expr.time), stepsPerUnit);
  const key = JSON.stringify([op, order, input, initial, time]);
  const known = lines.byCall.get(key);
  if (known) return known;
  const text = printExpr(expr);
  const name = text.length > NAME_MAX ? `${text.slice(0, NAME_MAX)}…` : text;
  const add = (line: (self: IrExpr) => Omit<IrLine, 'name'>): IrExpr => {
    const self: IrExpr = { op: 'delayed', slot: lines.list.length };
    lines.list.push({ name, ...line(self) });
    return self;
  };
  let out = input;
  if (order === 0) {
    out = add(() => ({ start: initial, length: time, input }));
  } else {
    const stage = order === 1 ? time : binary('div', time, constant(order));
    for (let i = 0; i < order; i++) out = STAGES[op](add, initial, out, stage);
  }
  lines.byCall.set(key, out);
  return out;
}

type Add = (line: (self: IrExpr) => Omit<IrLine, 'name'>) => IrExpr;

/** One stage of first order: from what enters it to what leaves it. */
const STAGES: Readonly<
  Record<Delay['op'], (add: Add, initial: IrExpr, inflow: IrExpr, stage: IrExpr) => IrExpr>
> = {
  /** The value moves towards what enters. */
  smooth: (add, initial, inflow, stage) =>
    add((self) => ({
      start: initial,
      length: constant(1),
      input: binary('add', self, binary('div', binary('sub', inflow, self), stage)),
      positive: stage,
    })),
  /** What entered is kept, and leaves in proportion to how much there is. */
  delay: (add, initial, inflow, stage) => {
    const content = add((self) => ({
      start: binary('mul', initial, stage),
      length: constant(1),
      input: binary('add', self, binary('sub', inflow, binary('div', self, stage))),
      positive: stage,
    }));
    return binary('div', content, stage);
  },
};

/**
 * Functions of the clock. A moment holds from the frame that is nearest to it: t + dt/2 is compared, so that rounding
 * of t decides nothing. `argument` lowers an argument, in the clock's unit; it is asked once for every use, so that
 * what grows is counted.
 */
export function inputFunction(
  name: (model.Expr & { op: 'input' })['name'],
  argument: (index: number) => IrExpr,
  count: number,
  { step }: model.Clock,
): IrExpr {
  const t: IrExpr = { op: 't', perStep: step.count };
  const near = binary('add', t, constant(step.count / 2));
  const width = (): IrExpr => binary('max', argument(1), constant(step.count));
  switch (name) {
    case 'step':
      return {
        op: 'if',
        test: binary('gt', near, argument(1)),
        then: argument(0),
        otherwise: constant(0),
      };
    case 'ramp': {
      const until = count > 2 ? binary('min', t, argument(2)) : t;
      return binary('mul', argument(0), binary('max', constant(0), binary('sub', until, argument(1))));
    }
    case 'pulse': {
      const before = binary('lt', near, binary('add', argument(0), width()));
      return given(argument(1), 'ge', binary('and', binary('gt', near, argument(0)), before));
    }
    case 'pulseTrain': {
      const since = (): IrExpr => binary('sub', near, argument(0));
      const passed: IrExpr = { op: 'floor', of: binary('div', since(), argument(2)) };
      const phase = binary('sub', since(), binary('mul', argument(2), passed));
      const during = binary('and', binary('gt', near, argument(0)), binary('lt', near, argument(3)));
      const on = binary('and', during, binary('lt', phase, width()));
      return given(argument(1), 'ge', given(argument(2), 'gt', on));
    }
  }
}

/** No value, which fails the trial where it is used, unless the argument is 0 or more (`ge`) or above 0 (`gt`). */
function given(argument: IrExpr, op: 'ge' | 'gt', value: IrExpr): IrExpr {
  if (argument.op === 'const') return value;
  const otherwise = binary('div', constant(0), constant(0));
  return { op: 'if', test: binary(op, argument, constant(0)), then: value, otherwise };
}

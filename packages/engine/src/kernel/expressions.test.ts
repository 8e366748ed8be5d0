/** Every operation, on numbers that are known before the trial and on numbers that are not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, exp, log, pow, sin } from '../chance/index.ts';
import type { Ir, IrExpr } from '../ir/ir.ts';
import {
  bin,
  dist,
  elapsed,
  indicator,
  irOf,
  logistic,
  measure,
  measuring,
  parameter,
  previous,
  start,
  state,
  t,
  un,
  when,
  expr,
  go,
  type Written,
} from './ir-literals.ts';
import { failureOf, run } from './run-literal.ts';

/** Indicators that stay at these values, whose bounds nobody knows. */
const holding = (...values: readonly number[]): Pick<Ir, 'indicators'> => ({
  indicators: values.map((value, slot) => ({ name: `x${slot}`, start: expr(value), next: indicator(slot) })),
});

/** The value of an expression of indicators at these values. */
function valueOf(e: Written, ...values: readonly number[]): number {
  return run(irOf({ steps: 1, ...holding(...values), measures: measuring(e) })).frames()[1]!;
}

const pairs = fc.tuple(
  fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.constantFrom(0, 1, -1, 2, 0.5)),
  fc.oneof(fc.double({ min: -5, max: 5, noNaN: true }), fc.constantFrom(0, 1, -1, 2, 0.5)),
);

describe('operations', () => {
  const two: Record<string, (a: number, b: number) => number> = {
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
    min: (a, b) => (b < a ? b : a),
    max: (a, b) => (a < b ? b : a),
    and: (a, b) => Number(a !== 0 && b !== 0),
    or: (a, b) => Number(a !== 0 || b !== 0),
  };
  it.each(Object.keys(two))('%s', (op) => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const expected = two[op]!(a + 0, b + 0) + 0;
        const kept = (x: number): number => (Number.isFinite(expected) ? x : NaN);
        expect(valueOf(bin(op as never, indicator(0), indicator(1)), a, b)).toBe(kept(expected));
        expect(valueOf(bin(op as never, a + 0, b + 0))).toBe(kept(expected));
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  const one: Record<string, (x: number) => number> = {
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
  it.each(Object.keys(one))('%s', (op) => {
    for (const x of [0, 1, 2.5, -2.5, 30]) {
      const expected = one[op]!(x) + 0;
      const kept = Number.isFinite(expected) ? expected : NaN;
      expect(valueOf(un(op as never, indicator(0)), x)).toBe(kept);
      expect(valueOf(un(op as never, x))).toBe(kept);
    }
  });

  it('whole powers are repeated products', () => {
    const x = 1.1;
    const products = [1, x, x * x, x * x * x, x * x * (x * x)];
    products.forEach((expected, exponent) => {
      const power = (of: Written): IrExpr => ({ op: 'power', of: expr(of), exponent: exponent as never });
      expect(valueOf(power(indicator(0)), x)).toBe(expected);
      expect(valueOf(power(x))).toBe(expected);
    });
  });

  it('a choice evaluates only the branch it takes', () => {
    const failing = bin('lt', un('log', -1), 0);
    const positive = bin('gt', indicator(0), 0);
    expect(valueOf(when(positive, 7, failing), 1)).toBe(7);
    expect(valueOf(when(positive, failing, 8), -1)).toBe(8);
    expect(valueOf(bin('and', positive, failing), -1)).toBe(0);
    expect(valueOf(bin('or', positive, failing), 1)).toBe(1);
    expect(valueOf(when(positive, failing, 8), 1)).toBeNaN();
    expect(valueOf(bin('and', positive, failing), 1)).toBeNaN();
    expect(valueOf(bin('or', positive, failing), -1)).toBeNaN();
  });

  it('a number counts as a condition when it is not 0', () => {
    expect(valueOf(when(indicator(0), 1, 2), 0.25)).toBe(1);
    expect(valueOf(when(indicator(0), 1, 2), 0)).toBe(2);
    expect(valueOf(when(un('log', indicator(0)), 1, 2), -1)).toBeNaN();
  });

  it('stores -0 as 0 and computes with it before', () => {
    expect(valueOf(un('neg', indicator(0)), 0)).toBe(0);
    expect(valueOf(bin('lt', bin('div', 1, un('neg', indicator(0))), 0), 0)).toBeNaN();
    expect(valueOf(bin('pow', un('exp', bin('div', 1, un('neg', indicator(0)))), 2), 0)).toBe(0);
  });

  it('a -0 in a measure is read as -0 by another', () => {
    const ir = irOf({
      steps: 1,
      ...holding(0),
      measures: measuring(un('neg', indicator(0)), un('exp', bin('div', 1, measure(0)))),
    });
    expect(run(ir).frames(0)).toEqual([0, 0]);
    expect(run(ir).frames(1)).toEqual([0, 0]);
  });
});

describe('reads', () => {
  it('t and time in a state count from the frame', () => {
    const ir = irOf({
      steps: 4,
      events: ['e'],
      calendar: [{ step: 2, event: 0, at: 1 }],
      drivers: [{ states: [{}, {}], on: [{ event: 0, transitions: [go(1)] }] }],
      measures: measuring(t, elapsed(0), elapsed(1, 0.5)),
    });
    expect(run(ir).frames(0)).toEqual([0, 1, 2, 3, 4]);
    expect(run(ir).frames(1)).toEqual([0, 1, 0, 0, 0]);
    // Entered in step 2, so that time counts from frame 2.
    expect(run(ir).frames(2)).toEqual([0, 0, 0, 0.5, 1]);
  });

  it('prev and start, through measures too', () => {
    const ir = irOf({
      steps: 3,
      indicators: [{ name: 'x', start: expr(1), next: bin('mul', 2, indicator(0)) }],
      measures: measuring(previous(0), previous(1), start(0), start(1)),
      // prev(x), prev(prev(x)), start(x), start(m0) with m0 = prev(x)
      previous: [indicator(0), previous(0)],
      starts: [indicator(0), measure(0)],
    });
    expect(run(ir).frames(0)).toEqual([1, 1, 2, 4]);
    expect(run(ir).frames(1)).toEqual([1, 1, 1, 2]);
    expect(run(ir).frames(2)).toEqual([1, 1, 1, 1]);
    expect(run(ir).frames(3)).toEqual([1, 1, 1, 1]);
  });

  it('measures that are not reported are read all the same', () => {
    const ir = irOf({
      steps: 2,
      indicators: [{ name: 'x', start: expr(1), next: bin('mul', 2, indicator(0)) }],
      measures: measuring(measure(1), bin('add', indicator(0), 1)),
      reported: 1,
      until: bin('gt', measure(1), 2),
      questions: [
        { id: 'q', kind: 'time', at: false, first: 0, last: 2, test: bin('eq', measure(1), 3), outcomes: [] },
      ],
    });
    const { block } = run(ir);
    expect([...block.measures]).toEqual([2, 3, 3]);
    expect([...block.answers]).toEqual([1]);
  });

  it('large measures of parameters alone are made once a trial', () => {
    const large = Array.from({ length: 20 }).reduce<IrExpr>((sum) => bin('add', sum, parameter(0)), expr(1));
    const ir = irOf({
      steps: 1,
      sites: ['p'],
      parameters: [{ name: 'p', value: { prior: dist(0, 'bernoulli', 1) } }],
      measures: measuring(bin('mul', 2, measure(1)), large),
      reported: 1,
    });
    expect([...run(ir).block.measures]).toEqual([42, 42]);
  });

  it('large measures are remembered only while nothing changes', () => {
    const large = Array.from({ length: 20 }).reduce<IrExpr>((sum) => bin('add', sum, indicator(0)), state(1));
    const ir = irOf({
      steps: 2,
      indicators: [{ name: 'x', start: expr(1), next: bin('add', measure(0), bin('mul', 0, measure(0))) }],
      measures: measuring(large),
      drivers: [{ states: [{ after: [{ ...go(1), delay: 0 }] }, {}] }],
      delays: [1],
    });
    // In step 1 the state is entered first; then x = 20 * 1 + 1; then 20 * 21 + 1.
    expect(run(ir).frames()).toEqual([20, 421, 8421]);
  });
});

describe('an operand that is not finite fails the trial', () => {
  const infinite = un('exp', indicator(0));
  it.each(['lt', 'le', 'gt', 'ge', 'eq', 'ne', 'min', 'max'] as const)('of %s', (op) => {
    const sides = [bin(op, infinite, 0), bin(op, 0, infinite)];
    for (const side of sides) {
      const ir = irOf({ steps: 1, ...holding(1000), measures: measuring(bin('mul', 0, side)) });
      expect(failureOf(ir)).toEqual({ step: 0, code: 'not-finite', place: 'm0' });
    }
  });

  it('but arithmetic may pass through infinity', () => {
    expect(valueOf(logistic(bin('mul', -1000, indicator(0))), 1)).toBe(0);
    expect(valueOf(logistic(bin('mul', 1000, indicator(0))), 1)).toBe(1);
  });
});

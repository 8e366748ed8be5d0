import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log, pow, sin } from '../chance/index.ts';
import * as interval from './interval.ts';
import type { Interval } from './interval.ts';
import { lookUpIn, slopesOf } from './tables.ts';

type Known = Interval | undefined;

const numbers = fc.oneof(
  fc.double({ noNaN: true }),
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE),
);

/** An interval and a number in it. */
const inside = fc
  .tuple(numbers, numbers, numbers)
  .map(([a, b, c]) => [a, b, c].sort((x, y) => x - y) as [number, number, number])
  .map(([low, x, high]) => ({ range: { low, high }, x }));

function holds(range: Known, value: number): boolean {
  return range === undefined || (value >= range.low && value <= range.high);
}

describe('the result of an operation lies in the interval that its operands give', () => {
  const binary: Record<string, [(a: Known, b: Known) => Known, (a: number, b: number) => number]> = {
    add: [interval.add, (a, b) => a + b],
    sub: [interval.sub, (a, b) => a - b],
    mul: [interval.mul, (a, b) => a * b],
    div: [interval.div, (a, b) => a / b],
    pow: [interval.powOf, pow],
  };
  it.each(Object.keys(binary))('%s', (name) => {
    const [ofRanges, ofNumbers] = binary[name]!;
    fc.assert(
      fc.property(inside, inside, (a, b) => holds(ofRanges(a.range, b.range), ofNumbers(a.x, b.x))),
      { seed: 1, numRuns: 3000 },
    );
  });

  it.each(['min', 'max'] as const)('%s of finite numbers', (name) => {
    fc.assert(
      fc.property(inside, inside, (a, b) => {
        fc.pre(Number.isFinite(a.x) && Number.isFinite(b.x));
        const value = name === 'min' ? (b.x < a.x ? b.x : a.x) : a.x < b.x ? b.x : a.x;
        return holds(interval[name](a.range, b.range), value);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  const unary: Record<string, [(a: Known) => Known, (x: number) => number]> = {
    neg: [interval.neg, (x) => -x],
    abs: [interval.abs, Math.abs],
    floor: [interval.floor, Math.floor],
    sqrt: [interval.sqrt, Math.sqrt],
    exp: [interval.expOf, exp],
    log: [interval.logOf, log],
    sin: [interval.wave, sin],
    square: [(a) => interval.power(a, 2), (x) => x * x],
    cube: [(a) => interval.power(a, 3), (x) => x * x * x],
    fourth: [(a) => interval.power(a, 4), (x) => x * x * (x * x)],
  };
  it.each(Object.keys(unary))('%s', (name) => {
    const [ofRange, ofNumber] = unary[name]!;
    fc.assert(
      fc.property(inside, (a) => holds(ofRange(a.range), ofNumber(a.x))),
      { seed: 3, numRuns: 2000 },
    );
  });

  it.each(['held', 'extended', 'stepped'] as const)('a table, %s', (ends) => {
    const finite = numbers.filter(Number.isFinite);
    const points = fc.array(fc.tuple(finite, finite), { minLength: 2, maxLength: 6 }).map((list) => {
      const xs = [...new Set(list.map(([x]) => x + 0))].sort((a, b) => a - b);
      return { xs, ys: xs.map((_, i) => list[i]?.[1] ?? 0), ends };
    });
    fc.assert(
      fc.property(points, inside, (table, a) => {
        fc.pre(table.xs.length > 1 && Number.isFinite(a.x));
        return holds(
          interval.lookUp(table, slopesOf(table), interval.finitePart(a.range)),
          lookUpIn([table])(0, a.x),
        );
      }),
      { seed: 5, numRuns: 2000 },
    );
  });

  it.each(['lt', 'le', 'gt', 'ge', 'eq', 'ne'] as const)('a decided %s is so for all numbers', (op) => {
    const compare = {
      lt: (a: number, b: number) => a < b,
      le: (a: number, b: number) => a <= b,
      gt: (a: number, b: number) => a > b,
      ge: (a: number, b: number) => a >= b,
      eq: (a: number, b: number) => a === b,
      ne: (a: number, b: number) => a !== b,
    };
    fc.assert(
      fc.property(inside, inside, (a, b) => {
        const decided = interval.decide(op, a.range, b.range);
        return decided === undefined || (decided === 1) === compare[op](a.x, b.x);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});

it('1 / (1 + exp(-x)) lies in [0, 1] for every x that is a number', () => {
  const x = { low: -Infinity, high: Infinity };
  const one = { low: 1, high: 1 };
  expect(interval.div(one, interval.add(one, interval.expOf(interval.neg(x))))).toEqual({ low: 0, high: 1 });
});

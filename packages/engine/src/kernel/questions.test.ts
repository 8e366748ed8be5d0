import { describe, expect, it } from 'vitest';
import type { IrQuestion } from '../ir/ir.ts';
import { add, answer, bin, expr, indicator, irOf, un, type IrLiteral } from './ir-literals.ts';
import { failureOf, run } from './run-literal.ts';

/** x is 0, 1, 2, … by frame. */
const x = indicator(0);
const counting: IrLiteral = {
  steps: 6,
  indicators: [{ name: 'x', start: expr(0), next: add(x, 1) }],
};

const question = (q: Partial<IrQuestion>): IrQuestion => ({
  id: 'q',
  kind: 'binary',
  at: false,
  first: 0,
  last: 6,
  outcomes: [],
  ...q,
});

const answerOf = (q: Partial<IrQuestion>, more: IrLiteral = {}): number =>
  run(irOf({ ...counting, questions: [question(q)], ...more })).answers()[0]!;

const parts = (...limits: readonly number[]): IrQuestion['outcomes'] => [
  ...limits.map((limit, i) => ({ id: `o${i}`, when: bin('lt', answer, limit) })),
  { id: 'rest' },
];

const untilFour = { until: bin('ge', x, 4) };

describe('binary questions', () => {
  it('over a window are yes when the condition holds at any of its frames', () => {
    expect(answerOf({ test: bin('eq', x, 3) })).toBe(0);
    expect(answerOf({ test: bin('eq', x, 3), first: 4 })).toBe(1);
    expect(answerOf({ test: bin('eq', x, 3), last: 2 })).toBe(1);
    expect(answerOf({ test: bin('eq', x, 3), first: 3, last: 3 })).toBe(0);
  });

  it('at a frame read that frame, or the last of a trial that ended before', () => {
    expect(answerOf({ at: true, first: 3, last: 3, test: bin('eq', x, 3) })).toBe(0);
    expect(answerOf({ at: true, first: 5, last: 5, test: bin('eq', x, 3) })).toBe(1);
    expect(answerOf({ at: true, first: 6, last: 6, test: bin('eq', x, 4) }, untilFour)).toBe(0);
  });

  it('a window ends with the trial', () => {
    expect(answerOf({ test: bin('eq', x, 5) }, untilFour)).toBe(1);
    expect(answerOf({ test: bin('eq', x, 4) }, untilFour)).toBe(0);
    expect(answerOf({ test: expr(1), first: 5 }, untilFour)).toBe(1);
    expect(answerOf({ test: expr(1), first: 7 })).toBe(1);
  });
});

describe('time questions', () => {
  it('answer the first frame, or steps + 1', () => {
    expect(answerOf({ kind: 'time', test: bin('ge', x, 2) })).toBe(2);
    expect(answerOf({ kind: 'time', test: bin('ge', x, 9) })).toBe(7);
    expect(answerOf({ kind: 'time', test: bin('ge', x, 5) }, untilFour)).toBe(7);
    expect(answerOf({ kind: 'time', test: expr(1) })).toBe(0);
  });
});

describe('ordered and nominal questions', () => {
  it('give the first outcome whose condition holds', () => {
    const q = { kind: 'ordered' as const, at: true, value: x, outcomes: parts(2, 4) };
    expect([1, 3, 5].map((k) => answerOf({ ...q, first: k, last: k }))).toEqual([0, 1, 2]);
    expect(answerOf({ ...q, first: 6, last: 6 }, { until: bin('ge', x, 3) })).toBe(1);
    expect(answerOf({ ...q, kind: 'nominal', first: 1, last: 1 })).toBe(0);
  });

  it('fail the trial where no outcome holds or the value is not finite', () => {
    const q = {
      kind: 'ordered' as const,
      at: true,
      first: 2,
      last: 2,
      outcomes: [{ id: 'a', when: bin('lt', answer, 0) }],
    };
    const failing = (value: Partial<IrQuestion>): unknown =>
      failureOf(irOf({ ...counting, questions: [question({ ...q, ...value })] }));
    expect(failing({ value: x })).toEqual({ step: 2, code: 'out-of-range', place: 'questions.q' });
    expect(failing({ value: un('log', bin('sub', 1, x)), outcomes: parts() })).toEqual({
      step: 2,
      code: 'not-finite',
      place: 'questions.q',
    });
  });
});

describe('count questions', () => {
  const q = { kind: 'count' as const, value: x, outcomes: parts(6, 15, 21) };

  it('sum over the frames of the window', () => {
    expect(answerOf({ ...q, last: 3 })).toBe(1); // 0 + 1 + 2 + 3
    expect(answerOf({ ...q, last: 2 })).toBe(0);
    expect(answerOf({ ...q, first: 4 })).toBe(2); // 4 + 5 + 6 = 15
    expect(answerOf(q)).toBe(3); // 21
  });

  it('decide with the last frame of a trial that ends before, also where the window has not opened', () => {
    expect(answerOf(q, untilFour)).toBe(1); // 10
    expect(answerOf({ ...q, first: 5 }, untilFour)).toBe(0);
    expect(answerOf({ ...q, first: 7 })).toBe(0);
  });

  it('fail on a sum that is not finite', () => {
    const ir = irOf({ ...counting, questions: [question({ ...q, value: bin('div', 1, bin('sub', x, 2)) })] });
    expect(failureOf(ir)).toEqual({ step: 2, code: 'not-finite', place: 'questions.q' });
  });
});

it('a decided question evaluates its condition no more', () => {
  const test = bin('or', bin('eq', x, 1), bin('gt', bin('div', 1, bin('sub', x, 3)), 5));
  const windowed = irOf({ ...counting, questions: [question({ test })] });
  expect(run(windowed).block.failures).toEqual([]);
  expect(run(windowed).answers()).toEqual([0]);
  const late = irOf({ ...counting, questions: [question({ test, first: 2 })] });
  expect(failureOf(late)).toEqual({ step: 3, code: 'not-finite', place: 'questions.q' });
});

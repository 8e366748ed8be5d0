/** Intervals from the spread of replications, by hand. */
import { expect, test } from 'vitest';
import type { QuestionEstimate } from './estimate.ts';
import { replicated } from './replicated.ts';
import { proportion } from './wilson.ts';

const NO_RANGE = { low: null, high: null, method: 'none' };
const binary = (yes: number, trials: number, failed = 0): QuestionEstimate => ({
  id: 'q',
  kind: 'binary',
  outcomes: [{ value: 'yes', ...proportion(yes, trials, failed), range: NO_RANGE }],
});
const of = (shares: readonly number[], failed = 0) => {
  const each = shares.map((yes) => ({ failed, questions: [binary(yes, 100, failed)] }));
  const all = shares.reduce((a, b) => a + b, 0);
  const together = [binary(all, 100 * shares.length, failed * shares.length)];
  return replicated(together, each, 100)[0]?.outcomes[0];
};

test('of eight replications', () => {
  // Shares 0.40 to 0.47: mean 0.435, variance 0.0006, t with 7 degrees 2.3646.
  const found = of([40, 41, 42, 43, 44, 45, 46, 47]);
  const se = Math.sqrt(0.0006 / 8);
  expect(found?.probability).toBeCloseTo(0.435, 12);
  expect(found?.se).toBeCloseTo(se, 12);
  expect(found?.low).toBeCloseTo(0.435 - 2.3646 * se, 6);
  expect(found?.high).toBeCloseTo(0.435 + 2.3646 * se, 6);
});

test('failed trials count as no below and as yes above', () => {
  // 10 of 100 fail: shares of 90, so the low end is that of the counts over 100, the high end 0.1 more.
  const found = of([40, 41, 42, 43, 44, 45, 46, 47], 10);
  const half = 2.3646 * Math.sqrt(0.0006 / 8);
  expect(found?.low).toBeCloseTo(0.435 - half, 6);
  expect(found?.high).toBeCloseTo(0.535 + half, 6);
});

test('where all say the same, the interval is that of all trials', () => {
  expect(of(new Array<number>(8).fill(0))).toMatchObject({ probability: 0, low: 0 });
  expect(of(new Array<number>(8).fill(0))?.high).toBeCloseTo(proportion(0, 800, 0).high, 12);
});

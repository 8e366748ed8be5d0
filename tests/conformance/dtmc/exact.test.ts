/**
 * Every published check, the rare ones too, by the exact executor: to 1e-9 of the value. Horizons are those of the
 * scenarios; what has not ended within one is less than 1e-12.
 */
import { solveExact, type ExactAnswers } from '@stave/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { irOf } from '../../support/scenario.ts';
import { CASES, rational, scenarioOf, type Read } from './cases.ts';

describe('dtmc, exact', () => {
  let passed = 0;

  it.each(CASES.map((c) => [c.id, c] as const))('%s', async (id, one) => {
    const ir = await irOf(scenarioOf(one), `${id}.yaml`);
    const result = solveExact(ir);
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const { answers } = result;
    if (ir.questions.some((question) => question.id === 'ended'))
      expect(exactly(answers, { question: 'ended', answer: 'no' })).toBeLessThan(1e-12);
    for (const check of one.checks) {
      const value = rational(check);
      expect(Math.abs(exactly(answers, check.read) - value), check.id).toBeLessThanOrEqual(1e-9 * value);
      passed++;
    }
  });

  afterAll(() => {
    const total = CASES.reduce((sum, c) => sum + c.checks.length, 0);
    console.log(`dtmc, exact: ${total} checks, ${passed} passed, ${total - passed} failed, 0 skipped`);
  });
});

function exactly({ questions, measures }: ExactAnswers, read: Read): number {
  if ('total' in read) {
    const { expected } = find(measures, read.total);
    const { from = 0, to = expected.length - 1 } = read;
    return expected.slice(from, to + 1).reduce((sum, value) => sum + value, 0);
  }
  if ('time' in read) {
    const steps = find(questions, read.time).expectations.find(({ of }) => of === 'steps')?.value;
    return typeof steps === 'number' ? steps : Number.NaN;
  }
  const { outcomes } = find(questions, read.question);
  return outcomes.find(({ value }) => value === (read.answer ?? 'yes'))?.probability ?? Number.NaN;
}

function find<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const found = list.find((one) => one.id === id);
  if (!found) throw new Error(`no question or measure ${id}`);
  return found;
}

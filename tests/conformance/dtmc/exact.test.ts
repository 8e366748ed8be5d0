/** Every published check solved exactly: within 1e-9 of the published rational number, the rare ones too. */
import { solveExact, type ExactAnswers } from '@stave/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { irOf } from '../../support/scenario.ts';
import { CASES, rational, scenarioOf, type Read } from './cases.ts';
import { tellFamily } from '../../setup/families.ts';

const RELATIVE = 1e-9;
let passed = 0;

describe('dtmc, exact', () => {
  it.each(CASES.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    const ir = await irOf(scenarioOf(one), `${id}.yaml`);
    const within = answersOf(solveExact(ir));
    const forever = answersOf(solveExact(ir, { unbounded: true }));
    for (const check of one.checks) {
      const published = rational(check);
      expectNear(`${id} ${check.id}`, read(within, check.read), published);
      // Measures are summed over the frames of a clock.
      if (!('total' in check.read))
        expectNear(`${id} ${check.id}, unbounded`, read(forever, check.read), published);
      passed++;
    }
  });

  afterAll(() => {
    const total = CASES.reduce((sum, one) => sum + one.checks.length, 0);
    tellFamily(`dtmc, exact to ${RELATIVE}: ${total} checks, ${passed} passed, 0 skipped`);
  });
});

function answersOf(result: ReturnType<typeof solveExact>): ExactAnswers {
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  expect(result.answers.failed).toBe(0);
  return result.answers;
}

function expectNear(what: string, found: number, published: number): void {
  expect(Math.abs(found - published), `${what}: ${found}, published ${published}`).toBeLessThanOrEqual(
    RELATIVE * Math.abs(published),
  );
}

function read({ questions, measures }: ExactAnswers, where: Read): number {
  if ('total' in where) {
    const { expected = [] } = measures.find(({ id }) => id === where.total) ?? {};
    return expected.slice(where.from ?? 0, (where.to ?? expected.length) + 1).reduce((a, b) => a + b, 0);
  }
  const question = questions.find(({ id }) => id === ('time' in where ? where.time : where.question));
  const found =
    'time' in where
      ? question?.expectations[0]?.value
      : question?.outcomes.find(({ value }) => value === (where.answer ?? 'yes'))?.probability;
  return typeof found === 'number' ? found : Number.NaN;
}

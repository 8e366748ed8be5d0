/** The back-test: its measures by hand, the agreement of the codings, and what the pack has to have. No score is a test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Question } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { backtestArms, lateParameters, runBacktest } from './backtest.ts';
import { brier, coverage, logScore, percentile, quantile, shareOf } from './fan.ts';
import { agreementCsv, agreements } from './codings.ts';
import { backtestStudy, widened } from './widen.ts';
import { hasTable, numberOf, pack, table } from './history.ts';

/** The base rate that a question of the scenario states for yes. */
const baselineOf = ({ baseline }: Question): number | undefined => baseline?.probabilities['yes'];

describe('measures', () => {
  it('place a value in a fan, ties by half', () => {
    expect(percentile([1, 2, 2, 4], 2)).toBe(0.5);
    expect(percentile([1, 2, 2, 4], 0)).toBe(0);
    expect(percentile([1, 2, 2, 4], 5)).toBe(1);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(coverage([0.03, 0.5, 0.96, 0.2], 0.9)).toBe(0.5);
  });

  it('score probabilities', () => {
    expect(brier(0.25, 1)).toBe(0.5625);
    expect(logScore(0.5, 0)).toBeCloseTo(Math.LN2, 12);
    expect(shareOf(0, 99)).toBe(0.005);
  });
});

describe('widening', () => {
  it('keeps the middle of a prior and doubles its spread', () => {
    expect(widened('normal(mean = 0.5, sd = 0.27) within [0, 1]')).toBe(
      'normal(mean = 0.5, sd = 0.54) within [0, 1]',
    );
    expect(widened('lognormal(median = 6, p90 = 12)')).toBe('lognormal(median = 6, p90 = 24)');
    expect(widened('uniform(1, 3)')).toBe('uniform(0.25, 4)');
    expect(widened('uniform(0.3, 0.9)')).toBe('uniform(0.075, 1)');
    expect(widened('uniform(0, 0.1)')).toBe('uniform(0, 0.15)');
    expect(widened('beta(alpha = 6, beta = 2)')).toBe('beta(alpha = 3, beta = 1)');
    expect(widened('triangular(0, 0.5, 3)')).toBe('triangular(0, 0.5, 4.5)');
    expect(widened('categorical([1, 2, 3], [0.4, 0.25, 0.35])')).toBe('categorical([1, 2, 3], [1, 1, 1])');
    expect(() => widened('weibull(1, 2)')).toThrow(/how to widen/);
  });
});

describe('agreement of codings', () => {
  it('is whole for a coding with itself', () => {
    const coding = table('coding-1.csv');
    for (const { what, measure, value } of agreements(coding, coding)) {
      // An item that never changes has no kappa and no alpha.
      if (value !== undefined)
        expect(value, `${what} ${measure}`).toBeCloseTo(measure === 'mean absolute difference' ? 0 : 1, 9);
    }
  });

  it.runIf(hasTable('coding-2.csv'))('is published as computed', () => {
    const rows = agreements(table('coding-1.csv'), table('coding-2.csv'));
    expect(readFileSync(join(pack, 'data/agreement.csv'), 'utf8')).toBe(agreementCsv(rows));
  });
});

describe('the pack', async () => {
  const arms = await backtestArms();
  const [base] = arms;
  if (base === undefined) throw new Error('the study has no arm');
  const run = runBacktest(base.ir, 400);

  it('carries 2017 to 2023 without a failed trial, also where hindsight is widened', () => {
    expect(arms.map(({ name }) => name)).toEqual(['base', 'widened']);
    expect(run.failed).toBe(0);
    expect(runBacktest(arms[1]?.ir ?? base.ir, 200).failed).toBe(0);
  });

  it('has a question for each milestone, or the list says why not', () => {
    const questions = new Map(base.model.questions.map((question) => [question.id, question]));
    for (const row of table('milestones.csv')) {
      const question = questions.get(row['id'] ?? '');
      expect(question === undefined, row['id']).toBe(row['no_question'] !== '');
      if (question === undefined) continue;
      expect(question.cluster, row['id']).toBe(row['cluster']);
      expect(question.resolution?.closes, row['id']).toBe(row['by']);
      expect(baselineOf(question), row['id']).toBeCloseTo(numberOf(row, 'base_rate'), 9);
    }
  });

  it('holds breakdown and recovery for possible', () => {
    for (const id of ['breakdown2019', 'recovery2023', 'recoveryAfterBreakdown']) {
      const probability = run.probability(id);
      expect(probability, id).toBeGreaterThan(0.01);
      expect(probability, id).toBeLessThan(0.99);
    }
  });

  it('widens every drawn number that rests on later knowledge', () => {
    const study = readFileSync(join(pack, 'studies/backtest.yaml'), 'utf8');
    expect(study, 'npx tsx tests/flagship/print.ts study > studies/backtest.yaml').toBe(
      backtestStudy(base.model),
    );
  });

  it('lists every parameter that rests on later knowledge, with its effect', () => {
    const late = lateParameters(base.model).map(({ name }) => name);
    expect(
      table('hindsight.csv').map((row) => row['parameter']),
      'npx tsx tests/flagship/print.ts hindsight 20000 > data/hindsight.csv',
    ).toEqual(late);
  });
});

/** The measures of the back-test by hand, and the agreement of the codings of the pack. */
import { describe, expect, it } from 'vitest';
import { brier, coverage, logScore, percentile, quantile, shareOf } from './fan.ts';
import { agreementCsv, agreements } from './codings.ts';
import { hasTable, pack, table } from './history.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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

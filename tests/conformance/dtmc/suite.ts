/** The published cases as tests, for the ordinary and for the long run, which differ in the number of trials only. */
import { afterAll, describe, expect, it } from 'vitest';
import { CASES, rational, scenarioOf, type Check } from './cases.ts';
import { judge } from './monte-carlo.ts';
import { tellFamily } from '../../setup/families.ts';

/** Case, check and why it is not judged by Monte Carlo. */
const SKIPPED: readonly (readonly [string, string, string])[] = [
  ['brp-16-2', 'p2', 'rare'],
  ['brp-16-2', 'p4', 'rare'],
  ['brp-16-5-rare', 'p1', 'rare'],
  ['brp-16-5-rare', 'p2', 'rare'],
  ['brp-16-5-rare', 'p4', 'rare'],
];
const REASONS: Readonly<Record<string, string>> = {
  rare: 'below 1e-4, where only an estimator for rare events is evidence',
};

export function describeCases(trials: (check: Check) => number): void {
  const counts = { passed: 0, failed: 0 };
  const skipped = (id: string, check: Check): boolean =>
    SKIPPED.some((row) => row[0] === id && row[1] === check.id);

  describe('dtmc', () => {
    it('leaves out what the rule gives to an estimator for rare events, and nothing else', () => {
      const rare = CASES.flatMap((c) =>
        c.checks.filter((check) => check.judge === 'rare').map((check) => [c.id, check.id, 'rare']),
      );
      expect(SKIPPED).toEqual(rare);
    });

    it.each(CASES.map((c) => [c.id, c] as const))('%s', async (id, one) => {
      const checks = one.checks.filter((check) => !skipped(id, check));
      const published = checks.map((check) => ({ ...check, value: rational(check), trials: trials(check) }));
      const results = await judge(id, scenarioOf(one), published);
      for (const { passed } of results) counts[passed ? 'passed' : 'failed']++;
      // A check that needed its second attempt is reported with both.
      for (const { attempts } of results.filter((result) => result.attempts.length > 1))
        console.log(attempts.join('\n'));
      expect(results.filter((result) => !result.passed)).toEqual([]);
    });

    afterAll(() => {
      const total = CASES.reduce((sum, c) => sum + c.checks.length, 0);
      const reasons = [...new Set(SKIPPED.map(([, , reason]) => `${reason}: ${REASONS[reason]}`))].join('; ');
      tellFamily(
        `dtmc: ${total} checks, ${counts.passed} passed, ${counts.failed} failed, ${SKIPPED.length} skipped (${reasons})`,
      );
    });
  });
}

/** The comparison of executors.test.ts on many more random scenarios, other ones each time. */
import { expect, it } from 'vitest';
import { compareOnRandomScenarios } from './compare.ts';

it('reference and js agree bit for bit on many random scenarios', async () => {
  const { failed, finished } = await compareOnRandomScenarios({ numRuns: 1500, trials: 20 });
  expect(failed).toBeGreaterThan(0);
  expect(finished).toBeGreaterThan(15_000);
});

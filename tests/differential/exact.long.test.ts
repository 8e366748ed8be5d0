/** The comparison of exact.test.ts on many more random scenarios, other ones each time. */
import { expect, it } from 'vitest';
import { compareExactOnRandomScenarios } from './compare-exact.ts';

it('exact answers lie where trials say, on many random scenarios', async () => {
  const { solved, comparisons } = await compareExactOnRandomScenarios({ numRuns: 1000 });
  expect(solved).toBeGreaterThan(500);
  // Each has a false alarm below 1e-8, so all together below 1e-3.
  expect(comparisons).toBeLessThan(100_000);
});

it('exact answers lie where trials say, on many random scenarios with interventions', async () => {
  const { solved, comparisons } = await compareExactOnRandomScenarios({ numRuns: 400, intervening: true });
  expect(solved).toBeGreaterThan(150);
  expect(comparisons).toBeLessThan(100_000);
});

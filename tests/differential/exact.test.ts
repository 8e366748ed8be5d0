/** Exact answers and trials agree on random scenarios. */
import { expect, it } from 'vitest';
import { compareExactOnRandomScenarios } from './compare-exact.ts';

it('exact answers lie where trials say, on random scenarios without continuous chance', async () => {
  const { solved, failing, comparisons } = await compareExactOnRandomScenarios({
    numRuns: 30,
    seed: 20260112,
  });
  expect(solved).toBeGreaterThan(10);
  expect(failing).toBeGreaterThan(2);
  // Each has a false alarm below 1e-8, so all together below 1e-4.
  expect(comparisons).toBeGreaterThan(200);
  expect(comparisons).toBeLessThan(10_000);
});

it('exact answers lie where trials say, with interventions', async () => {
  const { solved, comparisons } = await compareExactOnRandomScenarios({
    ...{ numRuns: 16, seed: 20260113 },
    intervening: true,
  });
  expect(solved).toBeGreaterThan(6);
  expect(comparisons).toBeGreaterThan(50);
  expect(comparisons).toBeLessThan(10_000);
});

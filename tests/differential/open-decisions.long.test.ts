/** As open-decisions.test.ts, on many more scenarios. */
import { expect, it } from 'vitest';
import { compareOpenDecisions } from './compare-open-decisions.ts';

it('decisions in a frame are those put in from outside, on many random scenarios', async () => {
  const { decided } = await compareOpenDecisions({ first: 1, count: 150 });
  expect(decided).toBeGreaterThan(300);
});

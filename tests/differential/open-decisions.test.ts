/** Random decisions in random scenarios: standing in a frame they come to the same bits as put in from outside. */
import { expect, it } from 'vitest';
import { compareOpenDecisions } from './compare-open-decisions.ts';

it('decisions in a frame are those put in from outside, on random scenarios', async () => {
  const { decided, asked } = await compareOpenDecisions({ first: 20261126, count: 10 });
  // Little would be said if few of them had anything to decide.
  expect(decided).toBeGreaterThan(12);
  expect(asked).toBeGreaterThan(5);
});

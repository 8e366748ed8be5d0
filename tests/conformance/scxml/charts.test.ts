/** Random charts against Appendix D. The seed is fixed; the long run takes a new one each time. */
import { expect, it } from 'vitest';
import { compareOnRandomCharts } from './compare.ts';
import { tellFamily } from '../../setup/families.ts';

it('the executors and Appendix D do the same in the same order', async () => {
  const { compared, endless, tapes } = await compareOnRandomCharts({ numRuns: 100, seed: 9 });
  tellFamily(`scxml random charts: ${compared} compared, ${endless} without end`);
  expect(compared).toBeGreaterThan(50);
  expect(tapes).toBeGreaterThan(compared / 2);
});

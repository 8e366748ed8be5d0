/** Many random charts against Appendix D; a failure names its seed and path, which replay it. (Shrinking would take long.) */
import { expect, it } from 'vitest';
import { compareOnRandomCharts } from './compare.ts';
import { tellFamily } from '../../setup/families.ts';

it('the executors and Appendix D do the same in the same order', async () => {
  const { compared, endless } = await compareOnRandomCharts({ numRuns: 2000, endOnFailure: true });
  tellFamily(`scxml random charts: ${compared} compared, ${endless} without end`);
  expect(compared).toBeGreaterThan(1000);
});

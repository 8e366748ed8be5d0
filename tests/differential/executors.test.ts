/** Reference and kernels agree to the last bit, failures included: on every shipped scenario and on random ones. */
import { compileJs } from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { packIr, shipped } from '../support/packs.ts';
import { bits, run, runAll } from '../support/scenario.ts';
import { compareOnRandomScenarios } from './compare.ts';

describe('reference and kernels agree bit for bit', () => {
  it('there are shipped scenarios', () => {
    expect(shipped.length).toBeGreaterThan(0);
  });

  it.each(shipped)('on %s', async (file) => {
    const ir = await packIr(file);
    expect(runAll(ir, { trials: 60 }).block.failures).toEqual([]);
  });

  it.each(shipped)('on %s with shared parameters, on another stream', async (file) => {
    const ir = await packIr(file);
    const options = { trials: 20, share: 4, stream: 1, seed: 'x' };
    expect(runAll(ir, options).block.failures).toEqual([]);
  });

  it('on random scenarios', async () => {
    const { failed, finished } = await compareOnRandomScenarios({ first: 20230701, count: 60, trials: 10 });
    // Both kinds of trial must have been met, or the comparison says little.
    expect(failed).toBeGreaterThan(0);
    expect(finished).toBeGreaterThan(300);
  });

  it('a difference of one bit would be seen', async () => {
    const ir = await packIr(shipped[0] ?? '');
    const block = run(referenceExecutor(ir), ir, { trials: 1 }).block;
    const other = run(compileJs(ir), ir, { trials: 1 }).block;
    other.measures[0] = (other.measures[0] ?? 0) * (1 + 2 ** -52);
    expect(bits(other)).not.toEqual(bits(block));
  });
});

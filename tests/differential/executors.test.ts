/** Reference and kernels agree to the last bit, failures included: on every shipped scenario and on random ones. */
import { compileJs } from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { packIr, shipped } from '../support/packs.ts';
import { bits, irOf, run, runAll, scenario } from '../support/scenario.ts';
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

  it('where two handlers of one state draw one after the other', async () => {
    const ir = await irOf(
      scenario(`drivers:
  d:
    initial: a
    states:
      a:
        on:
          e: [{ to: b, probability: 0.3 }]
          "*": [{ to: c, probability: 0.6 }]
      b: {}
      c: {}
calendar: [{ event: e, at: 2023-03-01 }]
questions:
  c: { ask: C?, kind: binary, yes: d.c, at: end, internal: true }`),
    );
    const { block } = runAll(ir, { trials: 400 });
    // 0.7 of 0.6: within four standard errors, one false alarm in 16,000 seeds, and this one stands.
    const share = block.answers.filter((answer) => answer === 0).length / 400;
    expect(Math.abs(share - 0.42)).toBeLessThan(4 * Math.sqrt((0.42 * 0.58) / 400));
  });

  it('a difference of one bit would be seen', async () => {
    const ir = await packIr(shipped[0] ?? '');
    const block = run(referenceExecutor(ir), ir, { trials: 1 }).block;
    const other = run(compileJs(ir), ir, { trials: 1 }).block;
    other.measures[0] = (other.measures[0] ?? 0) * (1 + 2 ** -52);
    expect(bits(other)).not.toEqual(bits(block));
  });
});

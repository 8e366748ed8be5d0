/** A file of 60 KB is read in well under the time a person notices. The limit allows for a busy machine. */
import { expect, test } from 'vitest';
import { bigScenario } from './fixtures/big.ts';
import { readScenario } from './index.ts';

test('60 KB', async () => {
  const text = bigScenario(60_000);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 8; i++) {
    const begin = performance.now();
    const { model, diagnostics } = await readScenario({ name: 'big.yaml', text });
    best = Math.min(best, performance.now() - begin);
    expect(diagnostics).toEqual([]);
    expect(model).toBeDefined();
  }
  expect(best).toBeLessThan(300);
});

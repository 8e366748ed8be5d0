/** The laws of executors and packs, applied to every executor and to every pack there is. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { compileJs, seedKey, type Executor, type Ir } from '@stave/engine';
import { executorLaws, readPack, scenarioLaws, type Pack } from '@stave/engine/laws';
import { referenceExecutor } from '@stave/engine/reference';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarioText } from '../differential/arbitrary-scenario.ts';
import { importsBeside, packs, shipped } from '../support/packs.ts';
import { irOf, wasmOf } from '../support/scenario.ts';

const executors: Readonly<Record<string, (ir: Ir) => Executor>> = {
  reference: referenceExecutor,
  js: compileJs,
  wasm: wasmOf,
};
const range = (seed: string, count: number) => ({
  seed: seedKey(seed),
  stream: 0,
  first: 5,
  count,
  share: 1,
});

/** Random scenarios of a fixed seed, read once for all laws. */
const random = Promise.all(
  fc.sample(scenarioText, { numRuns: 14, seed: 1815 }).map(async (text) => ({ text, ir: await irOf(text) })),
);

describe.each(Object.entries(executors))('executor %s', (_, compile) => {
  it.each(executorLaws.map((law) => [law.name, law] as const))('%s', async (_name, law) => {
    // An executor for each law, as if nothing had run before; three trials of each scenario.
    for (const { text, ir } of await random)
      expect(law.violations(compile(ir), ir, range('laws', 3)), text).toEqual([]);
  });
});

it('executors save the same frames, to the last bit', async () => {
  let frames = 0;
  for (const text of fc.sample(scenarioText, { numRuns: 20, seed: 1789 })) {
    const ir = await irOf(text);
    const reference = referenceExecutor(ir);
    const kernels = [compileJs(ir), wasmOf(ir)];
    for (let k = 0; k < ir.clock.steps; k++) {
      const run = range('frames', 1);
      const saved = reference.save(run, k);
      for (const kernel of kernels) expect(kernel.save(run, k), text).toEqual(saved);
      if (!saved) break;
      frames++;
      // Each goes on from what the other saved; a fork draws from a stream of its own.
      const fork = { ...run, stream: 3, count: 2 };
      const block = reference.run(fork, saved);
      for (const kernel of kernels) expect(kernel.run(fork, saved), text).toEqual(block);
    }
  }
  expect(frames).toBeGreaterThan(40);
});

describe.each(shipped)('%s', (file) => {
  const path = join(packs, file);
  let pack: Pack;
  beforeAll(async () => {
    const text = readFileSync(path, 'utf8');
    pack = await readPack(file, text, readdirSync(dirname(path)), importsBeside(path));
  });

  it.each(scenarioLaws.map((law) => [law.name, law] as const))('%s', async (_name, law) => {
    expect(await law.violations(pack, compileJs, range('packs', 20))).toEqual([]);
  });
});

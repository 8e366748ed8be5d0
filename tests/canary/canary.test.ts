/**
 * Shows that the comparison of executors on random scenarios catches bugs: the kernel is given an Ir with one bug
 * planted, the reference the sound one, and some scenario must tell them apart.
 */
import fc from 'fast-check';
import { compileJs, type Ir, type TrialBlock } from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { expect, it } from 'vitest';
import { scenarioText } from '../differential/arbitrary-scenario.ts';
import { bits, irOf, run } from '../support/scenario.ts';
import { bugs } from './bugs.ts';

const SCENARIOS = 400;
const OPTIONS = { trials: 8, seed: 'canary' };

/** How many scenarios it took to catch each bug. */
async function catches(): Promise<ReadonlyMap<string, number>> {
  const caught = new Map<string, number>();
  const texts = fc.sample(scenarioText, { numRuns: SCENARIOS, seed: 20230701 });
  for (const [i, text] of texts.entries()) {
    const open = Object.entries(bugs).filter(([name]) => !caught.has(name));
    if (open.length === 0) break;
    const ir = await irOf(text);
    const altered = open.map(([name, plant]) => [name, plant(ir)] as const);
    // Most scenarios do not hold what a bug needs; these need not be run.
    const changed = altered.filter(([, planted]) => JSON.stringify(planted) !== JSON.stringify(ir));
    if (changed.length === 0) continue;
    const sound = bits(run(referenceExecutor(ir), ir, OPTIONS).block);
    expect(bits(run(compileJs(ir), ir, OPTIONS).block)).toEqual(sound);
    for (const [name, planted] of changed) if (differs(planted, sound)) caught.set(name, i + 1);
  }
  return caught;
}

function differs(planted: Ir, sound: object): boolean {
  let block: TrialBlock;
  try {
    ({ block } = run(compileJs(planted), planted, OPTIONS));
  } catch {
    return true; // an engine that falls over is seen too
  }
  return JSON.stringify(bits(block)) !== JSON.stringify(sound);
}

it('every planted bug is caught', { timeout: 240_000 }, async () => {
  const caught = await catches();
  expect(Object.keys(bugs).filter((name) => !caught.has(name))).toEqual([]);
  expect(caught.size).toBeGreaterThanOrEqual(10);
});

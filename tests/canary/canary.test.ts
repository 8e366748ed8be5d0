/**
 * Shows that the comparison of executors on random scenarios catches bugs: the kernel is given one planted bug, the
 * reference none, and some scenario must tell them apart. A bug that only makes the kernel fall over is none.
 */
import { compileJs, seedKey, type Ir, type TrialBlock } from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { expect, it } from 'vitest';
import { scenarioOf } from '../differential/compare.ts';
import { bits, irOf, run } from '../support/scenario.ts';
import { bugs, faultyExecutors, lossyFrames } from './bugs.ts';

const SCENARIOS = 500;
const OPTIONS = { trials: 8, seed: 'canary' };

const text = (block: TrialBlock): string => JSON.stringify(bits(block));

/** How many scenarios it took to catch each bug. */
async function catches(): Promise<ReadonlyMap<string, number>> {
  const caught = new Map<string, number>();
  const open = (list: object): readonly string[] => Object.keys(list).filter((name) => !caught.has(name));
  for (let i = 1; i <= SCENARIOS; i++) {
    if (open({ ...bugs, ...faultyExecutors }).length === 0) break;
    const ir = await irOf(scenarioOf(i));
    const plain = JSON.stringify(ir);
    // Most scenarios do not hold what a bug needs; these need not be run.
    const changed = open(bugs)
      .map((name) => [name, bugs[name]?.(ir) ?? ir] as const)
      .filter(([, planted]) => JSON.stringify(planted) !== plain);
    if (changed.length + open(faultyExecutors).length === 0) continue;
    const sound = text(run(compileJs(ir), ir, OPTIONS).block);
    const differ = changed
      .filter(([, planted]) => text(run(compileJs(planted), planted, OPTIONS).block) !== sound)
      .map(([name]) => name);
    for (const name of open(faultyExecutors)) {
      const executor = faultyExecutors[name]?.(compileJs(ir)) ?? compileJs(ir);
      if (text(run(executor, ir, OPTIONS).block) !== sound) differ.push(name);
    }
    if (differ.length === 0) continue;
    // What tells a bug apart is the reference, so it must say what the sound kernel says.
    expect(text(run(referenceExecutor(ir), ir, OPTIONS).block)).toBe(sound);
    for (const name of differ) caught.set(name, i);
  }
  return caught;
}

it('every planted bug is caught', { timeout: 240_000 }, async () => {
  const caught = await catches();
  expect(Object.keys({ ...bugs, ...faultyExecutors }).filter((name) => !caught.has(name))).toEqual([]);
});

it('whatever a saved frame loses is missed', { timeout: 120_000 }, async () => {
  const caught = new Set<string>();
  for (let i = 1; i <= SCENARIOS && caught.size < Object.keys(lossyFrames).length; i++)
    for (const name of missed(await irOf(scenarioOf(i)), caught)) caught.add(name);
  expect(Object.keys(lossyFrames).filter((name) => !caught.has(name))).toEqual([]);
});

/** Losses that some trial of an Ir tells, when it goes on from one of its frames. */
function missed(ir: Ir, known: ReadonlySet<string>): readonly string[] {
  const executor = compileJs(ir);
  const found = new Set<string>();
  for (let first = 0; first < 4; first++) {
    const trial = { seed: seedKey('canary'), stream: 0, first, count: 1, share: 1 };
    for (let k = 0; k < ir.clock.steps; k++) {
      const saved = executor.save(trial, k);
      if (!saved) break;
      for (const [name, lose] of Object.entries(lossyFrames)) {
        if (known.has(name) || found.has(name)) continue;
        const lossy = lose(saved);
        if (JSON.stringify(lossy) === JSON.stringify(saved)) continue;
        if (text(executor.run(trial, lossy)) !== text(executor.run(trial, saved))) found.add(name);
      }
    }
  }
  return [...found];
}

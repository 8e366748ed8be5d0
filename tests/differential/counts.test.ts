/**
 * What executors count agrees to the last bit, on every shipped scenario and on random ones, and is what follows from
 * their trials one by one.
 */
import {
  addBlock,
  compileJs,
  createTally,
  encodeTally,
  seedKey,
  talliedOf,
  type Executor,
  type Ir,
  type Tally,
} from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { packIr, shipped } from '../support/packs.ts';
import { irOf, wasmOf } from '../support/scenario.ts';
import { scenarioOf } from './compare.ts';

const rangeOf = (first: number, count: number, share = 1) => ({
  seed: seedKey('counts'),
  stream: 0,
  first,
  count,
  share,
});

/** In two calls, which must add up: one trial, then a whole block and the beginning of another. */
function counted(executor: Executor, count: number): Tally {
  const part = 1;
  executor.count(rangeOf(0, part));
  executor.count(rangeOf(part, count - part, 3));
  return executor.takeTally();
}

/** The tally of the blocks of an executor, in which states are not counted. */
function fromBlocks(executor: Executor, ir: Ir, count: number): Tally {
  const tally = createTally(talliedOf(ir));
  const part = 1;
  addBlock(tally, executor.run(rangeOf(0, part)));
  addBlock(tally, executor.run(rangeOf(part, count - part, 3)));
  return tally;
}

/** Equal bytes are equal bits; where they differ the tallies are compared, to show what does. */
function expectSame(found: Tally, expected: Tally): void {
  if (Buffer.compare(encodeTally(found), encodeTally(expected)) === 0) return;
  expect(found).toEqual(expected);
  throw new Error('tallies have other bytes');
}

const withoutStates = (tally: Tally): Tally => ({ ...tally, occupancy: new Uint32Array(0) });

/** Kernels on many trials, and the reference on few. */
function compare(ir: Ir, many: number, few: number): Tally {
  const [js, wasm] = [compileJs(ir), wasmOf(ir)];
  const inModule = counted(wasm, many);
  expectSame(counted(js, many), inModule);
  expectSame(withoutStates(fromBlocks(wasm, ir, many)), withoutStates(inModule));
  const reference = counted(referenceExecutor(ir), few);
  expectSame(counted(wasm, few), reference);
  expectSame(counted(js, few), reference);
  return inModule;
}

/** How many trials each state of a driver without states inside states had at a frame. */
const statesAt = (ir: Ir, { occupancy }: Tally, frame: number, driver: number): number[] =>
  (ir.drivers[driver]?.states ?? []).map((state) => occupancy[frame * ir.states.length + state] ?? -1);

describe('counts of all executors agree bit for bit', () => {
  it.each(shipped)('on %s', async (file) => {
    const ir = await packIr(file);
    const tally = compare(ir, 300, 3);
    expect(tally.trials).toBe(300);
    expect(tally.failed).toBe(0);
    // In a driver of states side by side, every trial is in one of them at each recorded frame.
    for (const [d, { states }] of ir.drivers.entries()) {
      if (states.some((slot) => ir.states[slot]?.parent !== -1)) continue;
      const sums = ir.clock.recorded.map((_, frame) =>
        statesAt(ir, tally, frame, d).reduce((a, b) => a + b, 0),
      );
      expect(sums).toEqual(sums.map(() => 300));
    }
  });

  it('on random scenarios', async () => {
    let failed = 0;
    let ended = 0;
    for (let seed = 1905; seed < 1917; seed++) {
      const text = scenarioOf(seed);
      const ir = await irOf(text);
      try {
        const tally = compare(ir, 265, 3);
        failed += tally.failed;
        ended += ir.clock.until ? tally.trials : 0;
      } catch (error) {
        throw new Error(`counts differ on the random scenario of seed ${seed}\n${text}`, { cause: error });
      }
    }
    // Blocks with failed trials, and trials that end early, must have been met.
    expect(failed).toBeGreaterThan(100);
    expect(ended).toBeGreaterThan(300);
  });
});

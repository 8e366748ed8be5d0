/** What is counted over trials, by hand: the states of each recorded frame, and means. */
import {
  compileJs,
  createTally,
  encodeTally,
  estimateMeasures,
  seedKey,
  solveExact,
  talliedOf,
  type Executor,
  type Ir,
  type Tally,
} from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { expect, test } from 'vitest';
import { irOf, scenario, wasmOf } from '../support/scenario.ts';

const range = (count: number, first = 0) => ({ seed: seedKey('7'), stream: 0, first, count, share: 1 });

function countAll(ir: Ir, count: number): Tally {
  const [tally, ...others] = [referenceExecutor(ir), compileJs(ir), wasmOf(ir)].map((executor) => {
    executor.count(range(count));
    return executor.takeTally();
  });
  if (!tally) throw new Error('no executor');
  for (const other of others) expect(other).toEqual(tally);
  return tally;
}

/** [recorded frame]: how many trials are in a state. */
const inState = (ir: Ir, { occupancy }: Tally, name: string): number[] =>
  ir.clock.recorded.map((_, frame) => {
    const slot = ir.states.findIndex((state) => state.name === name);
    return occupancy[frame * ir.states.length + slot] ?? -1;
  });

test('states of every frame, those inside others too', async () => {
  const ir = await irOf(
    scenario(`drivers:
  war:
    initial: off
    basis: assumption
    states:
      off: { after: { 2 steps: on } }
      on:
        initial: low
        states:
          low: { after: { 1 step: high } }
          high: {}
  calm: { initial: quiet, states: { quiet: {} } }`),
  );
  const tally = countAll(ir, 5);
  expect(inState(ir, tally, 'war.off')).toEqual([5, 5, 0, 0, 0, 0, 0]);
  expect(inState(ir, tally, 'war.on')).toEqual([0, 0, 5, 5, 5, 5, 5]);
  expect(inState(ir, tally, 'war.low')).toEqual([0, 0, 5, 0, 0, 0, 0]);
  expect(inState(ir, tally, 'war.high')).toEqual([0, 0, 0, 5, 5, 5, 5]);
  expect(inState(ir, tally, 'calm.quiet')).toEqual([5, 5, 5, 5, 5, 5, 5]);
});

test('a trial that has ended stays where it was, and one that fails late is in no count', async () => {
  const ir = await irOf(
    scenario(
      `parameters: { p: { prior: 'uniform(0, 1)', unit: '1', basis: assumption } }
drivers:
  war:
    initial: off
    basis: assumption
    states: { off: { after: { 1 step: on } }, on: { after: { 1 step: over } }, over: {} }
indicators:
  x: { start: 0, next: 'x + 1 + (p < 0.25 and x > 2 ? log(-1) : 0)', basis: assumption }
measures: { z: x }
questions:
  ended: { ask: E?, kind: binary, yes: x >= 4, by: end, internal: true }`,
      '{ start: 2023-01, step: 1 month, steps: 6, until: p > 0.5 and war.on, record: every 2 steps }',
    ),
  );
  const trials = 400;
  const tally = countAll(ir, trials);
  // The draws themselves, one trial at a time: p alone decides how a trial goes.
  const executor = compileJs(ir);
  const ends = Array.from({ length: trials }, (_, i) => executor.run(range(1, i)));
  const failed = ends.filter(({ failures }) => failures.length > 0).length;
  const early = ends.filter(
    ({ failures, measures }) => failures.length === 0 && measures.at(-1) === 1,
  ).length;
  const late = trials - failed - early;
  expect([failed, early, late].every((count) => count > 50)).toBe(true);
  expect(tally.failed).toBe(failed);
  expect(ir.clock.recorded).toEqual([0, 2, 4, 6]);
  expect(inState(ir, tally, 'war.off')).toEqual([early + late, 0, 0, 0]);
  expect(inState(ir, tally, 'war.on')).toEqual([0, early, early, early]);
  expect(inState(ir, tally, 'war.over')).toEqual([0, late, late, late]);
  expect([...(tally.answers[0] ?? [])]).toEqual([late, early]);
});

test('the mean of a state is its share of the trials, and near its exact probability', async () => {
  const ir = await irOf(
    scenario(`drivers:
  war:
    initial: off
    basis: assumption
    states:
      off: { chance: [{ to: on, probability: 0.3 }] }
      on: { chance: [{ to: off, probability: 0.1 }] }
measures: { z: war.on }`),
  );
  const trials = 20_000;
  const executor = wasmOf(ir);
  executor.count(range(trials));
  const tally = executor.takeTally();
  const on = inState(ir, tally, 'war.on');
  const [measure] = estimateMeasures(ir.measures, ir.clock, tally);
  expect(measure?.mean).toEqual(on.map((count) => count / trials));
  const exact = solveExact(ir);
  if (!exact.ok) throw new Error('not exact');
  const expected = exact.answers.measures[0]?.expected ?? [];
  expect(expected).toHaveLength(7);
  // Within 4.5 standard errors at six frames: a false alarm once in 24,000 seeds, and this one stands.
  expected.forEach((p, k) => {
    const se = Math.sqrt((p * (1 - p)) / trials);
    expect(Math.abs((on[k] ?? 0) / trials - p)).toBeLessThanOrEqual(4.5 * se);
  });
});

test.each([
  ['without a range', ''],
  ['in a range', ', range: [-1, 3]'],
  ['in a range of one number', ', range: [1, 1]'],
])('values at the edges of bins, %s: all executors count the same', async (_what, range) => {
  const values = [
    ...[0, 1, -1, 3, 2 - 2 ** -52, 2 + 2 ** -51, 3 + 2 ** -51, -1 - 2 ** -52, 1 / 1024, 4 / 1024 - 1],
    ...[
      2 ** -64,
      2 ** -65,
      -(2 ** -64),
      2 ** 64,
      -(2 ** 65),
      2 ** 66 - 2 ** 13,
      5e-324,
      -1e300,
      1e300,
      1e-300,
    ],
  ];
  const rows = values.map((value, k) => `x == ${k} ? ${value} : `).join('');
  const ir = await irOf(
    scenario(
      `indicators: { x: { start: 0, next: x + 1, basis: assumption } }
measures: { z: { value: '${rows}0'${range} } }`,
      `{ step: 1 day, steps: ${values.length - 1} }`,
    ),
  );
  const tally = countAll(ir, 3);
  expect([...(tally.measures[0]?.least ?? [])]).toEqual(values);
  const [measure] = estimateMeasures(ir.measures, ir.clock, tally);
  expect(measure?.mean).toEqual(values);
});

test('taking a tally begins anew, and trials that are run between are not counted', async () => {
  const ir = await irOf(
    scenario(`indicators: { x: { start: 0, next: 'x + 1', noise: 'normal(0, 1)', basis: assumption } }
measures: { z: x, y: { value: x, range: [0, 6] } }`),
  );
  const make: readonly ((of: Ir) => Executor)[] = [referenceExecutor, compileJs, wasmOf];
  for (const compile of make) {
    const executor = compile(ir);
    expect(executor.takeTally()).toEqual(createTally(talliedOf(ir)));
    executor.count(range(20));
    const once = encodeTally(executor.takeTally());
    executor.count(range(7));
    executor.run(range(3, 1000));
    executor.answer(range(3, 1000));
    executor.save(range(1), 2);
    executor.count(range(13, 7));
    const again = executor.takeTally();
    expect(Buffer.compare(encodeTally(again), once)).toBe(0);
    executor.count(range(20));
    expect(Buffer.compare(encodeTally(executor.takeTally(again)), once)).toBe(0);
  }
});

/** What `stave trace` tells of a trial that fails: the step up to the fault, and what the fault was. */
import { expect, test } from 'vitest';
import { printTrace, traceTrial } from '@stave/engine/reference';
import { irOf, scenario } from '../support/scenario.ts';

const driver = (set: string, variable = '{ type: number, start: 0, range: [0, 0.5] }'): string => `
drivers:
  a:
    basis: assumption
    variables: { v: ${variable} }
    initial: x
    states:
      x: { chance: [{ to: y, probability: 1, actions: [{ set: v, to: "${set}" }] }] }
      y: {}
measures: { m: v }`;

test.each([
  ['a value outside its range', driver('2 / 1.6'), 'the value is 1.25; `v` takes from 0 to 0.5'],
  [
    'no whole number',
    driver('0.25', '{ type: integer, start: 0, range: [0, 9] }'),
    'the value is 0.25; `v` takes whole numbers from 0 to 9',
  ],
  ['no finite value', driver('1 / v'), 'the value is Infinity'],
  [
    'a weight',
    'drivers: { a: { basis: assumption, initial: x, states: { x: { chance: [{ to: y, probability: a.x - 1.5 }] }, y: {} } } }\nmeasures: { m: a.x }',
    'a weight is -0.5',
  ],
  [
    'a distribution',
    'indicators: { i: { start: 0, next: i, noise: "normal(0, 0 - t)", basis: assumption } }\nmeasures: { m: i }',
    'normal(0, 0): ',
  ],
])('%s', async (_, body, detail) => {
  const told = traceTrial(await irOf(scenario(body)), { seed: '7', trial: 0 });
  expect(told.failure).toMatchObject({
    step: 1,
    date: '2023-02-01',
    detail: expect.stringContaining(detail) as string,
  });
  expect(told.frames).toHaveLength(1);
  expect(printTrace(told)).toContain(`: ${detail}`);
});

test('the failing step is told up to the fault', async () => {
  const told = traceTrial(await irOf(scenario(driver('1'))), { seed: '7', trial: 0 });
  expect(told.failure?.draws).toMatchObject([{ site: 'a.x.chance', picked: 0 }]);
  expect(printTrace(told)).toMatch(
    /\n2023-02-01 {2}step 1, up to the fault\n[^]* a\.x\.chance: 100%[^]*\nThe trial failed in step 1: out-of-range at a\.x\.chance\[0\]\.actions\[0\]: the value is 1/,
  );
});

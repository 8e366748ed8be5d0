/** Parts that are measured on the bundled command say so where there is none, as here. */
import { expect, test } from 'vitest';
import { NOT_BUNDLED } from './bundle.ts';
import { fanPart } from './fan.ts';
import { memoryPart } from './memory.ts';
import type { PartOptions } from './part.ts';
import { spreadOf } from './spread.ts';
import { startPart } from './start.ts';
import { threadsPart } from './threads.ts';

const options: PartOptions = {
  model: undefined,
  open: () => Promise.reject(new Error('nothing is opened')),
  isQuick: true,
  rounds: undefined,
  trials: undefined,
  folder: '',
  onTurn: () => undefined,
};

test.each([
  ['threads', threadsPart],
  ['start', startPart],
  ['memory', memoryPart],
  ['fan', (options: PartOptions) => fanPart(options, '')],
])('%s', async (name, open) => {
  const part = await open(options);
  expect(part.differing).toEqual([]);
  expect(await part.report(true)).toEqual({ [name]: { missing: NOT_BUNDLED } });
});

test('a fan needs seats', async () => {
  const part = await fanPart({ ...options, model: 'stress' }, '');
  expect(await part.report(true)).toEqual({ fan: { missing: '`stress` has no seats' } });
});

test('rounds come to the middle one with the least and the greatest', () => {
  expect(spreadOf([9, 1, 4])).toEqual({ median: 4, low: 1, high: 9 });
  expect(spreadOf([3, 8, 4, 1])).toEqual({ median: 3.5, low: 1, high: 8 });
  expect(spreadOf([1 / 3])).toEqual({ median: 0.3333, low: 0.3333, high: 0.3333 });
});

import { expect, test } from 'vitest';
import { explainFailure } from './failure.ts';

test('what has no room is no fault of ours, from another thread too, which hands on fields alone', () => {
  const error = Object.assign(new Error('counts take too much'), { code: 'no-room', help: 'declare ranges' });
  const expected = { text: 'error: counts take too much\n  help: declare ranges\n', exitCode: 1 };
  expect(explainFailure(error)).toEqual(expected);
  expect(explainFailure(structuredClone(new Error('lost'))).text).toMatch(/^error: internal: lost\n/);
});

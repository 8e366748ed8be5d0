import { expect, test } from 'vitest';
import type { TrialBlock } from '../ir/executor.ts';
import { addNestedBlock, createNestedTally, nestedPlan } from './nested.ts';

test.each([
  [300, 33, 9],
  [1000, 66, 15],
  [5000, 166, 30],
  [20_000, 256, 39],
  [1_000_000, 812, 87],
  [100_000_000, 1000, 100],
])('%i trials: %i points of %i', (trials, points, share) => {
  expect(nestedPlan(trials)).toEqual({ points, share });
});

test.each([1, 100, 239])('%i trials are too few for a nested run', (trials) => {
  expect(nestedPlan(trials)).toBeUndefined();
});

test('trial i counts for point floor(i / share), failed ones for none', () => {
  const tally = createNestedTally(
    {
      clock: { steps: 1, unit: 'day', perStep: 1, recorded: [0, 1] },
      measures: [],
      questions: [
        { id: 'b', kind: 'binary', at: false, first: 0, last: 1, outcomes: [{ id: 'yes' }, { id: 'no' }] },
      ],
    },
    { points: 2, share: 3 },
  );
  const block = (first: number, answers: number[]): TrialBlock => ({
    first,
    count: answers.length,
    answers: Int32Array.from(answers),
    numbers: new Float64Array(0),
    measures: new Float64Array(0),
    failures: answers.flatMap((a, i) =>
      a < 0 ? [{ trial: first + i, step: 1, code: 'microsteps', place: 'd' }] : [],
    ),
  });
  addNestedBlock(tally, block(0, [0, 1]));
  addNestedBlock(tally, block(2, [0, -1, 1, 1]));
  expect([...tally.answered]).toEqual([3, 2]);
  expect([...tally.answers[0]!]).toEqual([2, 1, 0, 2]);
  expect(() => addNestedBlock(tally, block(6, [0]))).toThrow(/InvariantError/);
});

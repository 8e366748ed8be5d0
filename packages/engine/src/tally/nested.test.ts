import { expect, test } from 'vitest';
import type { TrialAnswers } from '../ir/executor.ts';
import { addNestedBlock, createNestedTally } from './nested.ts';

test('trial i counts for point floor(i / share), failed ones for none', () => {
  const tally = createNestedTally(
    {
      clock: { steps: 1, unit: 'day', perStep: 1, recorded: [0, 1] },
      measures: [],
      states: [],
      questions: [
        { id: 'b', kind: 'binary', at: false, first: 0, last: 1, outcomes: [{ id: 'yes' }, { id: 'no' }] },
      ],
    },
    { points: 2, share: 3 },
  );
  const block = (first: number, answers: number[]): TrialAnswers => ({
    first,
    count: answers.length,
    answers: Int32Array.from(answers),
    numbers: new Float64Array(0),
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

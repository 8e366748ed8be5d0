import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrialBlock, TrialFailure } from '../ir/executor.ts';
import type { IrQuestion } from '../ir/ir.ts';
import { addBlock, createTally, FAILURES_MAX, mergeTallies, type Tallied, type Tally } from './tally.ts';

const STEPS = 3;
const value = { op: 'const', value: 0 } as const;
const window = { at: false, first: 0, last: STEPS, outcomes: [] };
const questions: IrQuestion[] = [
  { ...window, id: 'b', kind: 'binary', outcomes: [{ id: 'yes' }, { id: 'no' }] },
  { ...window, id: 't', kind: 'time' },
];
const tallied: Tallied = {
  clock: { steps: STEPS, unit: 'day', perStep: 1, recorded: Array.from({ length: STEPS + 1 }, (_, k) => k) },
  questions,
  states: [],
  measures: [
    { name: 'bounded', value, range: [0, 1] },
    { name: 'free', value },
  ],
};

/** One trial: its answers and measures, or its failure. */
interface Trial {
  readonly answers: readonly [number, number];
  readonly values: readonly number[];
  readonly fails: boolean;
}

const trials = fc.array(
  fc.record<Trial>({
    answers: fc.tuple(fc.nat(1), fc.nat(STEPS + 1)),
    values: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 8, maxLength: 8 }),
    fails: fc.boolean(),
  }),
  { maxLength: 12 },
);

function blockOf(list: readonly Trial[], first: number): TrialBlock {
  return {
    first,
    count: list.length,
    answers: Int32Array.from(list.flatMap((t) => (t.fails ? [-1, -1] : t.answers))),
    numbers: new Float64Array(0),
    measures: Float64Array.from(list.flatMap((t) => (t.fails ? t.values.map(() => Number.NaN) : t.values))),
    failures: list.flatMap((t, i) => (t.fails ? [failure(first + i)] : [])),
  };
}

const failure = (trial: number): TrialFailure => ({ trial, step: 1, code: 'not-finite', place: 'x.next' });

function tallyOf(list: readonly Trial[], first = 0): Tally {
  const tally = createTally(tallied);
  addBlock(tally, blockOf(list, first));
  return tally;
}

test('merging is associative and commutative, has a neutral element and equals one long run', () => {
  fc.assert(
    fc.property(trials, trials, trials, (x, y, z) => {
      const [a, b, c] = [tallyOf(x), tallyOf(y, x.length), tallyOf(z, x.length + y.length)] as const;
      const whole = tallyOf([...x, ...y, ...z]);
      expect(mergeTallies(a, mergeTallies(b, c))).toEqual(whole);
      expect(mergeTallies(mergeTallies(a, b), c)).toEqual(whole);
      expect(mergeTallies(mergeTallies(c, a), b)).toEqual(whole);
      expect(mergeTallies(createTally(tallied), whole)).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

test('counts answers of the trials that did not fail', () => {
  fc.assert(
    fc.property(trials, (list) => {
      const tally = tallyOf(list);
      const good = list.filter(({ fails }) => !fails);
      expect(tally.trials).toBe(list.length);
      expect(tally.failed).toBe(list.length - good.length);
      tally.answers.forEach((counts, q) =>
        counts.forEach((count, answer) =>
          expect(count).toBe(good.filter((t) => t.answers[q] === answer).length),
        ),
      );
    }),
  );
});

test('keeps the failures of the first trials and counts all', () => {
  const fails = { answers: [0, 0], values: [0, 0, 0, 0, 0, 0, 0, 0], fails: true } as const;
  const late = tallyOf(Array<Trial>(800).fill(fails), 800);
  const early = tallyOf(Array<Trial>(800).fill(fails), 0);
  for (const merged of [mergeTallies(late, early), mergeTallies(early, late)]) {
    expect(merged.failed).toBe(1600);
    expect(merged.failures.map(({ trial }) => trial)).toEqual(
      Array.from({ length: FAILURES_MAX }, (_, i) => i),
    );
  }
});

test('a tally survives being sent', () => {
  const tally = tallyOf([{ answers: [1, 4], values: [0, 1, 2, -1, 0.5, 0, 1e9, -3], fails: false }]);
  expect(structuredClone(tally)).toEqual(tally);
});

/** Bytes and back, and sums over bytes against sums over tallies. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrialBlock } from '../ir/executor.ts';
import type { IrQuestion } from '../ir/ir.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { addEncodedNestedTally, addEncodedTally, encodeNestedTally, encodeTally } from './encoded.ts';
import { addNestedBlock, createNestedTally, mergeNestedTallies } from './nested.ts';
import { VALUES_MAX } from './sample.ts';
import { addBlock, answersOnly, createTally, mergeTallies, type Tallied, type Tally } from './tally.ts';

const value = { op: 'const', value: 0 } as const;
const window = { at: false, first: 0, last: 2, outcomes: [] };
const questions: IrQuestion[] = [
  { ...window, id: 'b', kind: 'binary', outcomes: [{ id: 'yes' }, { id: 'no' }] },
  { ...window, id: 't', kind: 'time' },
  { ...window, id: 'n', kind: 'numeric', value, number: 0 },
];
const tallied: Tallied = {
  clock: { steps: 2, unit: 'day', perStep: 1, recorded: [0, 1, 2] },
  questions,
  states: [],
  measures: [
    { name: 'bounded', value, range: [0, 1] },
    { name: 'free', value },
  ],
};

test.each([0, 1, 127, 128, 16_383, 16_384, 2 ** 32, 2 ** 53 - 1])('the whole number %i', (n) => {
  const to = new ByteWriter();
  to.whole(n);
  expect(new ByteReader(to.done()).whole()).toBe(n);
});

test('a sequence of numbers of every kind', () => {
  const item = fc.oneof(
    fc.maxSafeNat(),
    fc.bigInt({ min: -(2n ** 4400n), max: 2n ** 4400n }),
    fc.string(),
    fc.double(),
  );
  fc.assert(
    fc.property(fc.array(item), fc.array(fc.double()), (items, doubles) => {
      const to = new ByteWriter();
      for (const one of items) {
        if (typeof one === 'bigint') to.big(one);
        else if (typeof one === 'string') to.text(one);
        else if (Number.isSafeInteger(one) && one >= 0 && !Object.is(one, -0)) to.whole(one);
        else to.double(one);
      }
      for (const one of doubles) to.double(one);
      const from = new ByteReader(to.done());
      for (const one of items) {
        if (typeof one === 'bigint') expect(from.big()).toBe(one);
        else if (typeof one === 'string') expect(from.text()).toBe(one);
        else if (Number.isSafeInteger(one) && one >= 0 && !Object.is(one, -0)) expect(from.whole()).toBe(one);
        else expect(from.double()).toBe(one);
      }
      for (const one of doubles) expect(from.double()).toBe(one);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('what was cut off is not read as something else', () => {
  expect(() => new ByteReader(Uint8Array.of(0x80)).whole()).toThrow('InvariantError');
});

const trial = fc.record({
  answers: fc.tuple(fc.constantFrom(0, 1, -2), fc.nat(3), fc.constant(0)),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  values: fc.array(fc.double({ min: -1e30, max: 1e30, noNaN: true }), { minLength: 6, maxLength: 6 }),
  fails: fc.boolean(),
});
const trials = fc.array(trial, { maxLength: 10 });
type Trial = typeof trials extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

const blockOf = (list: readonly Trial[], first: number): TrialBlock => ({
  first,
  count: list.length,
  answers: Int32Array.from(list.flatMap(({ answers, fails }) => (fails ? [-1, -1, -1] : answers))),
  numbers: Float64Array.from(list, ({ number, fails }) => (fails ? Number.NaN : number)),
  measures: Float64Array.from(list.flatMap(({ values, fails }) => (fails ? values.map(() => NaN) : values))),
  failures: list.flatMap(({ fails }, i) =>
    fails ? [{ trial: first + i, step: 1, code: 'not-finite' as const, place: 'wärme.next' }] : [],
  ),
});

const tallyOf = (...blocks: readonly TrialBlock[]): Tally => {
  const tally = createTally(tallied);
  for (const block of blocks) addBlock(tally, block);
  return tally;
};

test('records add up to the tally of all their trials', () => {
  fc.assert(
    fc.property(trials, trials, (a, b) => {
      const parts = [tallyOf(blockOf(a, 0)), tallyOf(blockOf(b, a.length))] as const;
      const sum = createTally(tallied);
      for (const part of parts) addEncodedTally(sum, encodeTally(part));
      expect(sum).toEqual(mergeTallies(...parts));
      expect(sum).toEqual(tallyOf(blockOf(a, 0), blockOf(b, a.length)));
    }),
    { seed: 7, numRuns: 40 },
  );
});

// Copied for each record, a table of many values takes as long as all records together.
test('a record is added to the table of numbers that is there', () => {
  const trial = (number: number): Trial => ({
    answers: [0, 3, 0],
    number,
    values: [0, 1, 2, 3, 4, 5],
    fails: false,
  });
  const sum = createTally(tallied);
  const { table } = sum.numbers[0]!;
  for (const number of [1, 2, 1]) addEncodedTally(sum, encodeTally(tallyOf(blockOf([trial(number)], 0))));
  expect(sum.numbers[0]!.table).toBe(table);
  expect(table).toMatchObject({
    counts: new Map([
      [1, 2],
      [2, 1],
    ]),
  });
});

test('questions alone can be read', () => {
  const all = tallyOf(
    blockOf([{ answers: [0, 3, 0], number: 0.5, values: [0, 1, 2, 3, 4, 5], fails: false }], 0),
  );
  const some = createTally(answersOnly(tallied));
  addEncodedTally(some, encodeTally(all));
  const { room } = createTally(answersOnly(tallied));
  expect(some).toEqual({ ...all, room, measures: [], sums: [], occupancy: new Uint32Array(0) });
});

test('a sample that came to bins stays one', () => {
  const numbers = Float64Array.from({ length: VALUES_MAX + 1 }, (_, i) => i / 7);
  const count = numbers.length;
  const answers = new Int32Array(count * 3);
  const binned = tallyOf({
    first: 0,
    count,
    numbers,
    answers,
    measures: new Float64Array(count * 6),
    failures: [],
  });
  expect(binned.numbers[0]?.table.kind).toBe('bins');
  const sum = createTally(tallied);
  addEncodedTally(sum, encodeTally(binned));
  expect(sum).toEqual(binned);
});

test('nested records add up, and fit a run of more points of their size', () => {
  fc.assert(
    fc.property(trials, (list) => {
      const plan = { points: 4, share: 3 };
      const half = Math.floor(list.length / 2);
      const part = (from: number, to: number) => {
        const tally = createNestedTally(tallied, plan);
        addNestedBlock(tally, blockOf(list.slice(from, to), from));
        return tally;
      };
      const parts = [part(0, half), part(half, list.length)] as const;
      const sum = createNestedTally(tallied, plan);
      for (const one of parts) addEncodedNestedTally(sum, encodeNestedTally(one));
      expect(sum).toEqual(mergeNestedTallies(...parts));
      const longer = createNestedTally(tallied, { points: 9, share: 3 });
      for (const one of parts) addEncodedNestedTally(longer, encodeNestedTally(one));
      expect([...longer.answered.slice(0, 4)]).toEqual([...sum.answered]);
    }),
    { seed: 7, numRuns: 100 },
  );
});

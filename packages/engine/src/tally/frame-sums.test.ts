/** Sums by digits against sums of integers of any length (exact-sum.ts), which are found another way. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addValue, emptySum, meanOf } from './exact-sum.ts';
import {
  addSums,
  addToSums,
  carry,
  createSums,
  meanOfFrame,
  SUM_DIGITS,
  type FrameSums,
} from './frame-sums.ts';

const FRAMES = 3;
const BASE = 2n ** 32n;

const sumsOf = (rows: readonly (readonly number[])[]): FrameSums => {
  const sums = createSums(FRAMES);
  const values = Float64Array.from(rows.flat());
  addToSums(sums, { values, from: 0, stride: FRAMES, count: rows.length });
  carry(sums);
  return sums;
};

/** The sum of a frame in units of 2^-1074. */
const wholeOf = ({ digits }: FrameSums, frame: number): bigint =>
  [...digits.subarray(frame * SUM_DIGITS, (frame + 1) * SUM_DIGITS)].reduceRight(
    (sum, digit) => sum * BASE + BigInt(digit),
    0n,
  );

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.constantFrom(0, 5e-324, -5e-324, 2.2250738585072014e-308, Number.MAX_VALUE, -Number.MAX_VALUE, 1, -1),
);
const rows = fc.array(fc.array(value, { minLength: FRAMES, maxLength: FRAMES }), { maxLength: 30 });

test('a sum is exact, whatever its values', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const sums = sumsOf(list);
      for (let frame = 0; frame < FRAMES; frame++) {
        const expected = emptySum();
        for (const row of list) addValue(expected, row[frame] ?? 0);
        expect(wholeOf(sums, frame)).toBe(expected.sum);
        if (list.length > 0) expect(meanOfFrame(sums, frame, list.length)).toBe(meanOf(expected));
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('parts add up to the digits of the whole, in any order', () => {
  fc.assert(
    fc.property(rows, rows, (a, b) => {
      const [left, right] = [sumsOf(a), sumsOf(b)];
      addSums(left, sumsOf(b));
      addSums(right, sumsOf(a));
      expect(left).toEqual(sumsOf([...a, ...b]));
      expect(right).toEqual(left);
    }),
    { seed: 7, numRuns: 100 },
  );
});

test('more values than digits can hold without being carried', () => {
  const sums = createSums(1);
  const one = Float64Array.of(-Number.MAX_VALUE);
  const trials = (1 << 20) + 5;
  for (let i = 0; i < trials; i++) addToSums(sums, { values: one, from: 0, stride: 0, count: 1 });
  expect(meanOfFrame(sums, 0, trials)).toBe(-Number.MAX_VALUE);
});

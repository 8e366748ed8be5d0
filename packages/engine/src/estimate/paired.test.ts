/** Differences of arms by closed forms, and that counts and sums say the same. */
import { describe, expect, test } from 'vitest';
import { CATEGORY, PairSums, shareDifference, verdictOf, type Verdict } from './paired.ts';
import { studentT } from './student.ts';

const PAIRED = { paired: true, identical: false };
const UNPAIRED = { paired: false, identical: false };
type Name = keyof typeof CATEGORY;

/** Counts by category in A and in B. */
function table(...cells: readonly (readonly [Name, Name, number])[]): number[] {
  const counts = new Array<number>(16).fill(0);
  for (const [a, b, count] of cells) counts[4 * CATEGORY[a] + CATEGORY[b]] = count;
  return counts;
}

const TWO = table(['yes', 'yes', 30], ['yes', 'no', 10], ['no', 'yes', 20], ['no', 'no', 40]);

describe('shares', () => {
  test('of a two by two table', () => {
    const d = shareDifference(TWO, PAIRED);
    expect(d).toMatchObject({ a: 0.4, b: 0.5, method: 'Tango' });
    expect(d.difference).toBeCloseTo(0.1, 12);
    // var D = 0.3 - 0.01, var A = 0.24, var B = 0.25, cov = 0.3 - 0.2.
    expect(d.se).toBeCloseTo(Math.sqrt(0.29 / 100), 12);
    expect(d.correlation).toBeCloseTo(0.1 / Math.sqrt(0.24 * 0.25), 12);
    expect(d.varianceReduction).toBeCloseTo(0.49 / 0.29, 12);
    expect(d.equivalentTrials).toBe(Math.round((100 * 0.49) / 0.29));
  });

  test('say what numbers 0 and 1 say', () => {
    const sums = new PairSums();
    for (const [a, b, count] of [
      [1, 1, 30],
      [1, 0, 10],
      [0, 1, 20],
      [0, 0, 40],
    ] as const)
      for (let i = 0; i < count; i++) sums.add(a, b);
    const [one, other] = [shareDifference(TWO, PAIRED), sums.difference(PAIRED)];
    for (const key of ['a', 'b', 'difference', 'correlation', 'varianceReduction'] as const)
      expect(other[key]).toBeCloseTo(Number(one[key]), 10);
  });

  test('of the same scenario are exactly none; of two that never differ they are known to within a little', () => {
    const same = table(['yes', 'yes', 30], ['no', 'no', 70]);
    expect(shareDifference(same, { paired: true, identical: true })).toMatchObject({
      ...{ difference: 0, se: 0, low: 0, high: 0, verdict: { is: 'same' }, varianceReduction: 'infinite' },
    });
    const d = shareDifference(same, PAIRED);
    expect(d).toMatchObject({ difference: 0, varianceReduction: 'infinite', verdict: { is: 'equal' } });
    expect(d.high).toBeGreaterThan(0.01);
  });

  test('a failed trial counts against the difference at one end and for it at the other', () => {
    const failed = [...TWO];
    failed[4 * CATEGORY.failed + CATEGORY.yes] = 5;
    const [with_, without] = [shareDifference(failed, PAIRED), shareDifference(TWO, PAIRED)];
    expect(with_.difference).toBe(without.difference);
    expect(with_.low).toBeLessThan((without.low ?? 0) - 5 / 110);
    expect(with_.high).toBeGreaterThan((without.high ?? 0) + 2 / 110);
  });

  test('what more trials settle is what failed trials leave of the difference, which may be nothing', () => {
    const seen = (failed: number): Verdict =>
      shareDifference(
        table(['no', 'yes', 20], ['yes', 'no', 8], ['no', 'no', 972], ['failed', 'no', failed]),
        PAIRED,
      ).verdict;
    expect(seen(0)).toEqual({ is: 'higher' });
    // Counted against it: 10 of 1,002 are left of 12 of 1,000; the standard error is sqrt(0.028 - 0.012^2) / sqrt(1000).
    const z = 10 / 1002 / Math.sqrt((0.028 - 0.012 ** 2) / 1000);
    expect(seen(2)).toEqual({ is: 'undecided', more: Math.ceil(1000 * ((2.8015852 / z) ** 2 - 1)) });
    expect(seen(40)).toEqual({ is: 'undecided' });
    const unpaired = table(['no', 'yes', 40], ['yes', 'no', 30], ['no', 'no', 130], ['failed', 'failed', 40]);
    expect(shareDifference(unpaired, UNPAIRED).verdict).toEqual({ is: 'undecided' });
  });

  test('that hold where a condition does have the error of the delete-one jackknife', () => {
    const cells = [
      ['yes', 'yes', 20], ['yes', 'not', 7], ['not', 'yes', 9], ['no', 'yes', 11], ['yes', 'no', 6],
      ['no', 'no', 25], ['not', 'no', 5], ['no', 'not', 4], ['not', 'not', 13],
    ] as const; // prettier-ignore
    const d = shareDifference(table(...cells), PAIRED);
    expect([d.a, d.b]).toEqual([33 / 73, 40 / 76]);
    const n = 100;
    const less = cells.map(([a, b, count]) => {
      const other = table(
        ...cells.map(
          (cell) => [cell[0], cell[1], cell[2] - (cell[0] === a && cell[1] === b ? 1 : 0)] as const,
        ),
      );
      return { count, value: shareDifference(other, PAIRED).difference ?? 0 };
    });
    const mean = less.reduce((sum, { count, value }) => sum + count * value, 0) / n;
    const variance =
      (less.reduce((sum, { count, value }) => sum + count * (value - mean) ** 2, 0) * (n - 1)) / n;
    // Both are right to the first order in 1/n.
    expect((d.se ?? 0) / Math.sqrt(variance)).toBeCloseTo(1, 1);
  });

  test('of arms that are not paired have no gain, and a wider interval', () => {
    const [one, other] = [shareDifference(TWO, PAIRED), shareDifference(TWO, UNPAIRED)];
    expect(other).toMatchObject({ correlation: null, varianceReduction: null, method: 'Newcombe, unpaired' });
    expect((other.high ?? 0) - (other.low ?? 0)).toBeGreaterThan((one.high ?? 0) - (one.low ?? 0));
  });

  test('of an arm without answers are none', () => {
    expect(shareDifference(table(['not', 'yes', 5]), PAIRED)).toMatchObject({
      a: null,
      b: 1,
      difference: null,
    });
  });
});

describe('numbers', () => {
  const of = (pairs: readonly (readonly [number, number])[], failed = 0): PairSums => {
    const sums = new PairSums();
    for (const [a, b] of pairs) sums.add(a, b);
    sums.failed = failed;
    return sums;
  };
  const PAIRS = [[1, 2], [2, 4], [3, 3], [4, 7], [5, 6]] as const; // prettier-ignore

  test('by hand', () => {
    // Differences 1, 2, 0, 3, 1: mean 1.4, sum of squares about it 5.2.
    const d = of(PAIRS).difference(PAIRED);
    expect([d.a, d.b]).toEqual([3, 4.4]);
    expect(d.difference).toBeCloseTo(1.4, 12);
    expect(d.se).toBeCloseTo(Math.sqrt(5.2 / 4 / 5), 12);
    expect(d.high).toBeCloseTo(1.4 + studentT(4) * Math.sqrt(5.2 / 20), 9);
    // var A = 2, var B = 17.2 / 5, var D = 5.2 / 5.
    expect(d.varianceReduction).toBeCloseTo((2 + 3.44) / 1.04, 9);
    expect(d.correlation).toBeCloseTo((2 + 3.44 - 1.04) / 2 / Math.sqrt(2 * 3.44), 9);
  });

  test('large numbers keep what differs', () => {
    const d = of(PAIRS.map(([a, b]) => [a + 1e9, b + 1e9] as const)).difference(PAIRED);
    expect(d.varianceReduction).toBeCloseTo((2 + 3.44) / 1.04, 6);
  });

  test('a shift that is the same in every trial has no error', () => {
    expect(of(PAIRS.map(([a]) => [a, a + 0.5] as const)).difference(PAIRED)).toMatchObject({
      ...{ difference: 0.5, low: 0.5, high: 0.5, varianceReduction: 'infinite', verdict: { is: 'higher' } },
    });
  });

  test('failed trials leave the interval open', () => {
    expect(of(PAIRS, 1).difference(PAIRED)).toMatchObject({
      low: null,
      high: null,
      verdict: { is: 'unknown' },
    });
  });

  test('unpaired it is that of Welch', () => {
    // Variances 2.5 and 4.3 of five each: se^2 = 1.36, degrees of freedom 1.36^2 / ((0.5^2 + 0.86^2) / 4) = 7.48.
    const d = of(PAIRS).difference(UNPAIRED);
    expect(d.se).toBeCloseTo(Math.sqrt(1.36), 12);
    expect(d.high).toBeCloseTo(1.4 + studentT(7) * Math.sqrt(1.36), 9);
  });

  test('that do not apply everywhere are compared over those that do', () => {
    const d = of([...PAIRS, [Number.NaN, 10], [9, Number.NaN]]).difference(PAIRED);
    expect(d.a).toBeCloseTo(24 / 6, 12);
    expect(d.b).toBeCloseTo(32 / 6, 12);
    expect(d.se).toBeGreaterThan(0);
  });
});

test('a verdict says how many more trials find the difference four times in five', () => {
  // z = 1: (1.96 + 0.8416)^2 - 1 = 6.85 times as many more.
  expect(verdictOf({ difference: 0.01, se: 0.01, low: -0.01, high: 0.03 }, 1000)).toEqual({
    is: 'undecided',
    more: 6849,
  });
  expect(verdictOf({ difference: -0.1, se: 0.01, low: -0.12, high: -0.08 }, 1000)).toEqual({ is: 'lower' });
});

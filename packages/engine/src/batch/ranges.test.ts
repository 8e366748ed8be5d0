/** Ranges against sets of numbers, which cannot be wrong in the same way. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHUNK, cut, joined, sizeOf, trialsOf, without, type Range } from './ranges.ts';

const members = (ranges: readonly Range[]): Set<number> =>
  new Set(ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)));
const rangesOf = (set: Iterable<number>): readonly Range[] =>
  [...set].map((n) => [n, n + 1] as const).reduce<readonly Range[]>((a, b) => joined(a, [b]) ?? a, []);
const ranges = fc.uniqueArray(fc.nat(40)).map(rangesOf);

test('difference and union are those of sets', () => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const [x, y] = [members(a), members(b)];
      const left = without(a, b);
      expect(members(left)).toEqual(new Set([...x].filter((n) => !y.has(n)).sort((p, q) => p - q)));
      expect(sizeOf(left)).toBe(members(left).size);
      const both = joined(a, b);
      const overlap = [...x].some((n) => y.has(n));
      expect(both === undefined).toBe(overlap);
      if (both) {
        expect(members(both)).toEqual(new Set([...x, ...y].sort((p, q) => p - q)));
        // In order and apart.
        for (const [i, [from]] of both.entries()) expect(from).toBeGreaterThan(both[i - 1]?.[1] ?? -1);
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('cutting keeps the trials and the grid', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 1, max: 9 }), (all, size) => {
      const parts = cut(all, size);
      expect(members(parts)).toEqual(members(all));
      for (const [from, to] of parts) expect(Math.floor(from / size)).toBe(Math.floor((to - 1) / size));
    }),
    { seed: 7, numRuns: 200 },
  );
});

test.each([
  [1, 5 * CHUNK],
  [2, 5 * CHUNK + 1],
  [3, 1],
  [3, 7 * CHUNK - 1],
])('%i shards have each of %i trials once', (of, trials) => {
  const parts = Array.from({ length: of }, (_, i) => trialsOf({ index: i + 1, of }, trials));
  expect(parts.reduce<readonly Range[] | undefined>((a, b) => a && joined(a, b), [])).toEqual([[0, trials]]);
});

test('more trials give a shard more and take nothing from it', () => {
  const shard = { index: 2, of: 3 };
  const [few, many] = [trialsOf(shard, 2 * CHUNK - 5), trialsOf(shard, 9 * CHUNK)];
  expect(without(few, many)).toEqual([]);
  expect(sizeOf(without(many, few))).toBe(2 * CHUNK + 5);
});

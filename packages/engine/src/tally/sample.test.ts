import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addValue, emptySum } from './exact-sum.ts';
import {
  addNumber,
  cellsOf,
  emptySample,
  mergeSamples,
  momentsOf,
  VALUES_MAX,
  type Sample,
} from './sample.ts';

function sampleOf(values: readonly number[]): Sample {
  const sample = emptySample();
  for (const value of values) addNumber(sample, value);
  return sample;
}

const view = (sample: Sample): unknown => ({
  ...momentsOf(sample),
  kind: sample.table.kind,
  cells: cellsOf(sample),
});

test('values are kept with their counts', () => {
  expect(cellsOf(sampleOf([3, -1, 3, 0.5]))).toEqual([
    { count: 1, low: -1, high: -1, isOpen: false },
    { count: 1, low: 0.5, high: 0.5, isOpen: false },
    { count: 2, low: 3, high: 3, isOpen: false },
  ]);
});

test('sums are those of all numbers, one by one', () => {
  const list = fc.array(
    fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  );
  fc.assert(
    fc.property(list, (values) => {
      const sum = emptySum();
      for (const value of values) addValue(sum, value);
      expect(momentsOf(sampleOf(values))).toEqual(sum);
    }),
  );
});

test('no order and no partition changes anything', () => {
  const few = fc.array(
    fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  );
  fc.assert(
    fc.property(few, few, (a, b) => {
      const whole = view(sampleOf([...a, ...b]));
      expect(view(mergeSamples(sampleOf(b), sampleOf(a)))).toEqual(whole);
      expect(view(mergeSamples(emptySample(), sampleOf([...a, ...b].reverse())))).toEqual(whole);
    }),
  );
});

test('more different values than the table holds come to bins, however they are spread', () => {
  const values = Array.from({ length: VALUES_MAX + 1000 }, (_, i) => ((i * 7919) % 100_003) - 20_000.5);
  const whole = sampleOf(values);
  expect(whole.table.kind).toBe('bins');
  const half = values.length >> 1;
  const [a, b] = [sampleOf(values.slice(0, half)), sampleOf(values.slice(half))];
  expect(a.table.kind).toBe('values');
  expect(view(mergeSamples(a, b))).toEqual(view(whole));
  expect(view(mergeSamples(b, a))).toEqual(view(whole));
  const cells = cellsOf(whole);
  expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  for (const { low, high } of cells) expect(high - low).toBeLessThanOrEqual(Math.abs(high + low) / 2 / 250);
  // Exactly as many as it holds are kept.
  expect(sampleOf(values.slice(0, VALUES_MAX)).table.kind).toBe('values');
});

test('tiny numbers share a bin between the extremes, which does not say where they are', () => {
  const sample = mergeSamples(
    sampleOf([1e-30]),
    sampleOf(Array.from({ length: VALUES_MAX }, (_, i) => 2e-30 + i * 1e-36)),
  );
  expect(sample.table.kind).toBe('bins');
  const cells = cellsOf(sample);
  expect(cells).toHaveLength(1);
  expect(cells[0]).toEqual({
    count: VALUES_MAX + 1,
    low: 1e-30,
    high: 2e-30 + (VALUES_MAX - 1) * 1e-36,
    isOpen: true,
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { even, scaled, sumOf, toPercents, toProbabilities, withOne } from './forecast-sums.ts';

const percents = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 7 })
  .map((values) => Object.fromEntries(values.map((value, i) => [`o${i}`, value])));

test('what is scaled sums to 100, keeps its order and moves nothing that summed to 100', () => {
  fc.assert(
    fc.property(percents, (before) => {
      const after = scaled(before);
      expect(sumOf(after)).toBe(100);
      const ids = Object.keys(before);
      for (const a of ids)
        for (const b of ids)
          if ((before[a] ?? 0) > (before[b] ?? 0)) expect(after[a]).toBeGreaterThanOrEqual(after[b] ?? 0);
      expect(scaled(after)).toEqual(after);
    }),
    { seed: 7 },
  );
});

test('three even outcomes are 34, 33 and 33', () => {
  expect(even(['a', 'b', 'c'])).toEqual({ a: 34, b: 33, c: 33 });
  expect(scaled({ a: 0, b: 0, c: 0 })).toEqual({ a: 34, b: 33, c: 33 });
});

test('of two outcomes the other follows; of three the others stay', () => {
  expect(withOne({ yes: 50, no: 50 }, 'yes', 71)).toEqual({ yes: 71, no: 29 });
  expect(withOne({ a: 20, b: 30, c: 50 }, 'a', 60)).toEqual({ a: 60, b: 30, c: 50 });
  expect(withOne({ a: 20, b: 30, c: 50 }, 'a', Number.NaN)).toEqual({ a: 0, b: 30, c: 50 });
  expect(withOne({ a: 20, b: 30, c: 50 }, 'a', 250)).toEqual({ a: 100, b: 30, c: 50 });
});

test('percents come back from probabilities', () => {
  const said = { a: 7, b: 33, c: 60 };
  expect(toPercents(toProbabilities(said), ['a', 'b', 'c'])).toEqual(said);
});

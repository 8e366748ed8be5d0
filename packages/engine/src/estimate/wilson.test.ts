import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proportion, wilson } from './wilson.ts';

// Published: Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3, to four decimals.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i', (yes, of, low, high) => {
  const interval = wilson(yes, of);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('an end of the interval solves (p - q)² = z² q (1 - q) / n', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, part) => {
        const yes = Math.round(part * of);
        const { low, high } = wilson(yes, of);
        for (const q of [low, high].filter((end) => end > 0 && end < 1)) {
          const z2 = ((yes / of - q) ** 2 * of) / (q * (1 - q));
          expect(Math.sqrt(z2)).toBeCloseTo(1.959963984540054, 4);
        }
      },
    ),
  );
});

test('failed trials count as either answer', () => {
  expect(proportion(30, 110, 10)).toEqual({
    probability: 0.3,
    se: Math.sqrt(0.21 / 100),
    low: wilson(30, 110).low,
    high: wilson(40, 110).high,
  });
});

test('the interval holds the probability, and failures only widen it', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.nat(100), (yes, no, failed) => {
      const with_ = proportion(yes, yes + no + failed, failed);
      const without = proportion(yes, yes + no, 0);
      expect(with_.low).toBeLessThanOrEqual(without.low);
      expect(with_.high).toBeGreaterThanOrEqual(without.high);
      expect(with_.probability).toBe(without.probability);
      if (with_.probability === null) return;
      expect(with_.low).toBeLessThanOrEqual(with_.probability);
      expect(with_.high).toBeGreaterThanOrEqual(with_.probability);
    }),
  );
});

test('no answer at all is null, not NaN', () => {
  expect(proportion(0, 5, 5)).toEqual({ probability: null, se: null, low: 0, high: 1 });
  expect(proportion(0, 0, 0)).toEqual({ probability: null, se: null, low: 0, high: 1 });
});

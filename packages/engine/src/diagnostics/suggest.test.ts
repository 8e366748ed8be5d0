import { expect, test } from 'vitest';
import { didYouMean, distance, nearest } from './suggest.ts';

test.each([
  ['', 'abc', 3],
  ['sied', 'side', 1], // swapped neighbours
  ['kitten', 'sitting', 3],
  ['ca', 'abc', 3], // optimal string alignment, not full Damerau
  ['same', 'same', 0],
])('distance from %j to %j is %i, both ways', (a, b, d) => {
  expect([distance(a, b), distance(b, a)]).toEqual([d, d]);
});

test('the nearest name is suggested only when it is near', () => {
  expect(nearest('wramth', ['warmth', 'width'])).toBe('warmth');
  expect(nearest('WARMTH', ['warmth'])).toBe('warmth');
  expect(nearest('x', ['warmth', 'y'])).toBeUndefined();
  expect(nearest('constructor', ['warmth'])).toBeUndefined();
});

test('without a near name the known ones are listed, but not all of many', () => {
  expect(didYouMean('zebra', ['a', 'b'])).toBe('known here: `a`, `b`');
  expect(
    didYouMean(
      'zebra',
      Array.from({ length: 20 }, (_, i) => `n${i}`),
    ),
  ).toContain('and 12 more');
  expect(didYouMean('zebra', [])).toBeUndefined();
});

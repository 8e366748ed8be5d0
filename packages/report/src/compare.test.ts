/** How the range over assumptions of a difference reads. */
import { expect, test } from 'vitest';
import { rangeText } from './compare.ts';

const of = (
  low: number,
  high: number,
  lowSe?: number,
  highSe?: number,
  bound?: true,
): Parameters<typeof rangeText>[0] => ({
  ...{ low, high, method: 'nested' },
  ...(lowSe !== undefined && { lowSe }),
  ...(highSe !== undefined && { highSe }),
  ...(bound && { bound }),
});

test('ends of a range come in steps no finer than their errors, rounded outward', () => {
  // Ends known to 14 and to 5 points, printed once as +64.88% … +91.99%.
  expect(rangeText(of(0.6488, 0.9199, 0.1436, 0.0541), true, 2)).toBe('+60% … +100%');
  expect(rangeText(of(0.0009, 0.0053, 0.004, 0.006), true, 2)).toBe('0.0% … +1%');
  expect(rangeText(of(-0.0213, 0.0301, 0.0004, 0.0004), true, 2)).toBe('-2.15% … +3.05%');
  expect(rangeText(of(3.6944, 11.1275, 0.64, 1.05), false, 2)).toBe('+3 … +12');
  expect(rangeText(of(-1234.5, -300, 30, 30), false, 0)).toBe('-1250 … -300');
});

test('a range without errors of its ends has the digits of the interval, a bound brackets, one point its own', () => {
  expect(rangeText(of(0.1, 0.2), true, 1)).toBe('+10.0% … +20.0%');
  expect(rangeText(of(-0.0988, 0.0851, undefined, undefined, true), true, 1)).toBe('(-9.9% … +8.6%)');
  expect(rangeText(of(0.0103, 0.0103), true, 1)).toBe('+1.0% … +1.0%');
  expect(rangeText(undefined, true, 1)).toBe('–');
});

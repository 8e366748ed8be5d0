import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  estimateTexts,
  intervalText,
  numberIntervalText,
  numberText,
  percentDecimals,
  percentText,
} from './digits.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const half = fc.oneof(
  unit,
  fc.double({ min: 0, max: 0.01, noNaN: true }),
  fc.double({ min: 0, max: 1e-5, noNaN: true }),
);

test('the last digit is never finer than the uncertainty, and one more would be', () => {
  fc.assert(
    fc.property(half, (width) => {
      const decimals = percentDecimals(width);
      if (decimals > 0) expect(10 ** -decimals).toBeGreaterThanOrEqual(100 * width * (1 - 1e-12));
      if (decimals < 4) expect(10 ** -(decimals + 1)).toBeLessThan(100 * width * (1 + 1e-12));
    }),
  );
});

test('more uncertainty never shows more digits', () => {
  fc.assert(
    fc.property(half, half, (a, b) => {
      expect(percentDecimals(Math.max(a, b))).toBeLessThanOrEqual(percentDecimals(Math.min(a, b)));
    }),
  );
});

test('a printed interval contains the interval', () => {
  fc.assert(
    fc.property(unit, half, (from, width) => {
      const [low, high] = [from, Math.min(1, from + width)];
      fc.pre(low < high);
      const [down, up] = intervalText({ low, high }).replace('%', '').split('–').map(Number);
      expect(down! / 100).toBeLessThanOrEqual(low + 1e-11);
      expect(up! / 100).toBeGreaterThanOrEqual(high - 1e-11);
      // and is at most a fifth wider at each end, or a point
      expect(up! - down!).toBeLessThanOrEqual(100 * (high - low) * 1.2 + 2);
    }),
  );
});

test.each([
  [0.4037, 0, '40%'],
  [0.4037, 1, '40.4%'],
  [0, 1, '0.0%'],
  [1, 0, '100%'],
  [0.0004, 0, '<1%'],
  [0.0004, 1, '<0.1%'],
  [0.9999, 1, '>99.9%'],
  [null, 1, '–'],
])('%d with %i decimals reads %s', (p, decimals, text) => {
  expect(percentText(p, decimals)).toBe(text);
});

test('a wide range over assumptions takes digits away that the simulation would support', () => {
  const sharp = { probability: 0.40371, low: 0.4034, high: 0.4041 };
  const at = (low: number | null, high: number | null) =>
    estimateTexts({ ...sharp, range: { low, high, method: '' } });
  expect(at(0.2, 0.6)).toEqual({ probability: '40%', simulation: '40.34–40.41%', range: '20–60%' });
  expect(at(0.40371, 0.40371)).toEqual({ probability: '40.4%', simulation: '40.34–40.41%', range: '40.4%' });
  expect(at(null, null)).toEqual({ probability: '40.4%', simulation: '40.34–40.41%', range: '–' });
});

test.each([
  [12.3456, 0.04, '12.35'],
  [12.3456, 0.4, '12.3'],
  [1234.5, 30, '1230'],
  [-0.4, 1, '0'],
  [0.00012345, 0, '0.00012345'],
  [1 / 3, 0, '0.333333'],
  [5, 0, '5'],
  [null, 1, '–'],
])('the number %d with a half width of %d reads %s', (value, half, text) => {
  expect(numberText(value, half)).toBe(text);
});

test.each([
  [3.14159, 4.26, '3.14–4.26'],
  [-94.2, -88.1, '-94.2 … -88.1'],
  [1.2e-8, 3.4e-8, '0.000000012–0.000000034'],
  [2, 2, '2'],
  [null, 4.26, '≤ 4.3'],
  [3.14, null, '≥ 3.1'],
  [null, null, '–'],
])('from %d to %d reads %s', (low, high, text) => {
  expect(numberIntervalText({ low, high })).toBe(text);
});

test('a printed interval of numbers contains the interval', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      fc.pre(high - low > 1e-4);
      const [down, up] = numberIntervalText({ low, high })
        .split(/ … |(?<=\d)–/)
        .map(Number);
      const hair = 1e-9 * Math.max(1, high - low);
      expect(down!).toBeLessThanOrEqual(low + hair);
      expect(up!).toBeGreaterThanOrEqual(high - hair);
      expect(up! - down!).toBeLessThanOrEqual((high - low) * 1.5);
    }),
  );
});

test('the ends of a range are no finer than their errors', () => {
  const at = (low: number, high: number, lowSe: number, highSe = lowSe): string =>
    intervalText({ low, high, lowSe, highSe });
  expect(at(0.249, 0.432, 0.03)).toBe('20–45%');
  expect(at(0.249, 0.432, 0.012)).toBe('24–44%');
  expect(at(0.249, 0.432, 0.004)).toBe('24–44%');
  expect(at(0.2491, 0.4321, 0.0009)).toBe('24–44%');
  expect(at(0.2491, 0.2521, 0.0009)).toBe('24.9–25.3%');
  expect(at(0.31, 0.72, 0.06, 0.01)).toBe('30–72%');
  expect(at(0.023, 0.39, 0.005, 0.03)).toBe('2–40%');
  expect(at(0.31, 0.99, 0.15)).toBe('20–100%');
});

test('steps of ends: wide enough for the error, and what is printed contains what was computed', () => {
  fc.assert(
    fc.property(unit, unit, half, (a, b, error) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      fc.pre(low < high && error <= 0.2);
      const [down, up] = intervalText({ low, high, lowSe: error, highSe: error })
        .replace('%', '')
        .split('–')
        .map(Number);
      expect(down! / 100).toBeLessThanOrEqual(low + 1e-11);
      expect(up! / 100).toBeGreaterThanOrEqual(high - 1e-11);
      const step = [0.0001, 0.001, 0.01, 0.1, 1, 2, 5, 10, 20].find(
        (points) => points >= 100 * error * (1 - 1e-9),
      )!;
      for (const end of [down!, up!]) {
        const steps = end / step;
        expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
      }
    }),
  );
});

test('a bound stands in brackets', () => {
  expect(intervalText({ low: 0.43, high: 0.575, bound: true })).toBe('(43–58%)');
});

test('a range of numbers is no finer than its errors, and a bound stands in brackets', () => {
  expect(numberIntervalText({ low: 3.14159, high: 4.26, lowSe: 0.02, highSe: 0.3 })).toBe('3.1–4.3');
  expect(numberIntervalText({ low: 3.14159, high: 4.26, lowSe: 0.02, highSe: 2 })).toBe('3–5');
  expect(numberIntervalText({ low: 123, high: 456, lowSe: 30, highSe: 30 })).toBe('120–460');
  expect(numberIntervalText({ low: -1.5, high: 2.5, bound: true })).toBe('(-1.5 … 2.5)');
});

test('numbers that decimals do not reach have an exponent', () => {
  expect(numberIntervalText({ low: 5e-321, high: 6e-321 })).toBe('5e-321–6e-321');
  expect(numberIntervalText({ low: -2e-30, high: 1.2345678e-30 })).toBe('-2e-30 … 1.23457e-30');
  expect(numberText(5e-321, 1e-321)).toBe('5e-321');
  const small = fc.double({ min: -1e-13, max: 1e-13, noNaN: true });
  fc.assert(
    fc.property(small, small, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      fc.pre(low >= 0 && low < high);
      const [down, up] = numberIntervalText({ low, high }).split('–').map(Number);
      expect(down).toBeLessThanOrEqual(low);
      expect(up).toBeGreaterThanOrEqual(high);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateTexts, intervalText, percentDecimals, percentText } from './digits.ts';

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

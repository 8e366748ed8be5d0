import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameAxis, valueAxis } from './axis.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test('a value axis holds its values, with a few ticks in even steps', () => {
  fc.assert(
    fc.property(value, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
      const axis = valueAxis(low, low + span, 6);
      const slack = span * 1e-6;
      expect(axis.low).toBeLessThanOrEqual(low + slack);
      expect(axis.high).toBeGreaterThanOrEqual(low + span - slack);
      expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
      expect(axis.ticks.length).toBeLessThanOrEqual(8);
      expect(new Set(axis.ticks.map(({ label }) => label)).size).toBe(axis.ticks.length);
      for (const { at, label } of axis.ticks) expect(Math.abs(Number(label) - at)).toBeLessThan(slack);
    }),
  );
});

test('round steps', () => {
  const labels = (low: number, high: number) => valueAxis(low, high, 6).ticks.map(({ label }) => label);
  expect(labels(0.291, 0.692)).toEqual(['0.2', '0.3', '0.4', '0.5', '0.6', '0.7']);
  expect(labels(0, 1)).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
  expect(labels(3, 11)).toEqual(['2', '4', '6', '8', '10', '12']);
  expect(labels(-40, 160)).toEqual(['-50', '0', '50', '100', '150', '200']);
});

test('a constant still has an axis around it', () => {
  for (const constant of [0, 3, -0.25]) {
    const axis = valueAxis(constant, constant, 6);
    expect(axis.low).toBeLessThan(constant);
    expect(axis.high).toBeGreaterThan(constant);
  }
});

const monthly = (start: number, count: number) =>
  Array.from({ length: count }, (_, k) => {
    const month = start + k;
    return `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  });
const axisOf = (dates: string[]) => frameAxis({ steps: dates.map((_, k) => k), dates }, 10);

test('dated ticks stand where a period begins', () => {
  expect(axisOf(monthly(6, 49)).map(({ label }) => label)).toEqual([
    '2023-07', '2024-01', '2024-07', '2025-01', '2025-07', '2026-01', '2026-07', '2027-01', '2027-07',
  ]); // prettier-ignore
  expect(axisOf(monthly(4, 49))[0]).toEqual({ at: 2, label: '2023-07' }); // May and June are no whole half-year
  expect(axisOf(['2023-07-01', '2023-07-08', '2023-07-15']).map(({ label }) => label)).toEqual([
    '2023-07-01',
    '2023-07-08',
    '2023-07-15',
  ]);
  expect(axisOf(monthly(0, 1200)).length).toBeLessThanOrEqual(10);
});

test('a clock without dates has round steps', () => {
  expect(frameAxis({ steps: Array.from({ length: 49 }, (_, k) => k) }, 10).map(({ at }) => at)).toEqual([
    0, 5, 10, 15, 20, 25, 30, 35, 40, 45,
  ]);
  // Every 4th frame of 46 and the last: ticks stand at places among these.
  const recorded = [0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 46];
  expect(frameAxis({ steps: recorded }, 10)).toEqual([
    { at: 0, label: '0' },
    { at: 5, label: '20' },
    { at: 10, label: '40' },
  ]);
  expect(frameAxis({ steps: [0, 1] }, 10).map(({ label }) => label)).toEqual(['0', '1']);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMonths, dayNumber, frameDates, isoOfDay, parseIso } from './calendar.ts';

test('days since 1970 agree with the platform, which is used only here', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (day) => {
      const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
      expect(isoOfDay(day)).toBe(iso);
      expect(dayNumber(iso)).toBe(day);
    }),
  );
});

test.each([
  '2023-02-29',
  '2024-13-01',
  '2024-00-10',
  '2024-04-31',
  '2024-4-1',
  '24-04-01',
  '2024-04-01T00',
  '',
])('%j is no date', (text) => expect(parseIso(text)).toBeUndefined());

test('months are counted from the start, and month ends clamp', () => {
  expect(frameDates({ start: '2024-01-31', step: { count: 1, unit: 'month' }, steps: 4 })).toEqual([
    '2024-01-31',
    '2024-02-29',
    '2024-03-31',
    '2024-04-30',
    '2024-05-31',
  ]);
  expect(isoOfDay(addMonths(dayNumber('2024-02-29'), 12))).toBe('2025-02-28');
  expect(isoOfDay(addMonths(dayNumber('2024-03-31'), -1))).toBe('2024-02-29');
});

test('weeks, quarters and years; a clock without dates has none', () => {
  const dates = (unit: 'week' | 'quarter' | 'year'): string | undefined =>
    frameDates({ start: '2024-02-29', step: { count: 2, unit }, steps: 1 })[1];
  expect([dates('week'), dates('quarter'), dates('year')]).toEqual([
    '2024-03-14',
    '2024-08-29',
    '2026-02-28',
  ]);
  expect(frameDates({ step: { count: 0.5, unit: 'day' }, steps: 3 })).toEqual([]);
});

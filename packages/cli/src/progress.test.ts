import { expect, test } from 'vitest';
import { duration, Progress, progressLine } from './progress.ts';

test('a line says how far, how fast and how long still', () => {
  expect(progressLine({ done: 8192, total: 20_000, seconds: 0.4 }, 100)).toBe(
    '[#########               ] 8,192 of 20,000 trials, 20,480/s, 1 s left',
  );
  expect(progressLine({ done: 20_000, total: 20_000, seconds: 2 }, 100)).toBe(
    '[########################] 20,000 of 20,000 trials, 10,000/s',
  );
});

test('a narrow terminal gets the text alone, and never a line that wraps', () => {
  expect(progressLine({ done: 1, total: 2, seconds: 1 }, 40)).toBe('1 of 2 trials, 1/s, 1 s left');
  expect(progressLine({ done: 1, total: 2, seconds: 1 }, 10)).toBe('1 of 2 tr');
  expect(progressLine({ done: 0, total: 2, seconds: 0 }, 0)).toBe('');
});

test.each([
  [0.2, '1 s'],
  [59.5, '1 min 00 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 05 min'],
])('%d seconds: %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('what was drawn is cleared, and nothing is written when nothing was drawn', () => {
  const written: string[] = [];
  const progress = new Progress((text) => written.push(text), 80);
  progress.clear();
  expect(written).toEqual([]);
  progress.show(1, 2);
  progress.show(2, 2);
  progress.clear();
  expect(written).toHaveLength(2);
  expect(written[1]).toBe('\r\u001b[2K');
});

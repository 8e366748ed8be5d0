import { expect, test } from 'vitest';
import { Recent } from './recent.ts';

test('what was used longest ago makes room', () => {
  const recent = new Recent<string, number>(2);
  let made = 0;
  const use = (key: string): number => recent.use(key, () => ++made);
  expect([use('a'), use('b'), use('a'), use('c'), use('a'), use('b')]).toEqual([1, 2, 1, 3, 1, 4]);
  expect(['a', 'b', 'c'].map((key) => recent.has(key))).toEqual([true, true, false]);
});

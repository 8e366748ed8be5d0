import { expect, test } from 'vitest';
import { displayWidth } from './width.ts';

test.each([
  ['plain', 5],
  ['两个邻国', 8],
  ['한국어', 6],
  ['é', 1], // e and a combining accent
  ['🙂!', 3],
  ['ｆｕｌｌ', 8],
  ['a\u200bb', 2],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

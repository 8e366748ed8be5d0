import { displayWidth } from '@stave/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, grouped, inLanguage, padEnd, padStart, wrap } from './text.ts';

const CHARACTERS = fc.constantFrom(
  ...[
    'a',
    'Zq',
    ' ',
    '  ',
    ',',
    '.',
    '国',
    '汉',
    '。',
    '（',
    '）',
    'か',
    'ー',
    '한',
    '국',
    'é',
    'e\u0301',
    '👍🏽',
    '👩\u200d🚀',
    '—',
    '½',
  ],
);
const texts = fc.array(CHARACTERS, { maxLength: 60 }).map((parts) => clean(parts.join('')));

test('wrapped lines fit, lose nothing and are never empty', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 6, max: 40 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(line).toBe(line.trimEnd());
        if (text !== '') expect(line).not.toBe('');
      }
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});

test('marks, skin tones and joined emoji stay with what they belong to', () => {
  for (const line of wrap('👩\u200d🚀'.repeat(8), 5)) expect(line.endsWith('\u200d')).toBe(false);
  for (const line of wrap('q\u0323'.repeat(20), 7)) expect(line.startsWith('\u0323')).toBe(false);
});

test('Chinese breaks between characters but not before closing marks, Korean and English at spaces', () => {
  expect(wrap('一二三四，五六', 8)).toEqual(['一二三', '四，五六']);
  expect(wrap('（一二）三', 4)).toEqual(['（一', '二）', '三']);
  expect(wrap('한국 일본 미국', 9)).toEqual(['한국 일본', '미국']);
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('', 7)).toEqual(['']);
});

test('pads by columns', () => {
  expect(padEnd('汉', 4)).toBe('汉  ');
  expect(padStart('한국', 5)).toBe(' 한국');
  expect(padStart('too long', 3)).toBe('too long');
});

test('text cannot move the cursor or break a row', () => {
  expect(clean(' a\u001b[31mb\nc\td\u2028e\u0007 ')).toBe('a [31mb c d e');
  // Marks that turn the reading direction around would show a label other than it is.
  expect(clean('\u202egnissim\u202c \u2066a\u2069\u200f')).toBe('gnissim a');
});

test('takes the language asked for, its kin, English, then the first', () => {
  const text = { zh: '中', 'pt-BR': 'br', en: 'en' };
  expect(['zh', 'zh-Hans', 'pt', 'ko'].map((lang) => inLanguage(text, lang))).toEqual([
    '中',
    '中',
    'br',
    'en',
  ]);
  expect(inLanguage({ fr: 'un', de: 'ein' }, 'ko')).toBe('un');
  expect(inLanguage({}, 'ko')).toBe('');
});

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [100_000_000, '100,000,000'],
])('%i is written %s', (count, written) => {
  expect(grouped(count)).toBe(written);
});

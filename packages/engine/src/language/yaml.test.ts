import { describe, expect, test } from 'vitest';
import { readScenario } from './index.ts';
import { TEXT_BYTES_MAX } from './text.ts';
import { faults, HEAD, places } from './testing.ts';

const codesOf = async (text: string): Promise<readonly string[]> =>
  (await faults(text)).map((fault) => fault.split(' ')[0] ?? '');

describe('one clear error', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((c, i) => {
      const before = `*${String.fromCharCode(97 + i)}`;
      return `${c}: &${c} [${Array.from({ length: 10 }, () => before).join(', ')}]`;
    }),
  ].join('\n');

  test.each([
    ['aliases of aliases', bomb, 'yaml-alias'],
    ['an alias inside its anchor', 'a: &a { b: *a }', 'yaml-alias'],
    ['two megabytes of brackets', '['.repeat(2_000_000), 'yaml-too-deep'],
    ['two megabytes of braces', '{'.repeat(2_000_000), 'yaml-too-deep'],
    ['a megabyte of dashes', '- '.repeat(900_000), 'yaml-too-deep'],
    ['many keys in a line', 'a: '.repeat(100_000), 'yaml-too-deep'],
    [
      'ever deeper lines',
      Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'yaml-too-deep',
    ],
    ['more than 2 MB', 'a'.repeat(TEXT_BYTES_MAX + 1), 'text-too-large'],
    ['more than 2 MB in bytes', '国'.repeat(TEXT_BYTES_MAX / 2), 'text-too-large'],
    ['binary', 'PK\u0003\u0004', 'text-binary'],
    ['half a surrogate pair', 'a: \ud83d', 'text-binary'],
    ['a tag', `${HEAD}summary: !!js/function x`, 'yaml-syntax'],
    ['YAML 1.1', `%YAML 1.1\n---\n${HEAD}`, 'yaml-syntax'],
    ['nothing', '', 'shape-type'],
    ['a list', '- a', 'shape-type'],
    ['a word', 'scenario', 'shape-type'],
  ])('%s', async (_what, text, code) => {
    expect(await codesOf(text)).toEqual([code]);
  });
});

test('how deep a scenario may be is what is said when it is deeper', async () => {
  const lists = (depth: number): string => `${HEAD}summary: ${'['.repeat(depth)}x${']'.repeat(depth)}`;
  const dashes = (depth: number): string => `${HEAD}summary:\n  ${'- '.repeat(depth)}x`;
  const spaces = (depth: number): string => `${HEAD}summary:\n${' '.repeat(depth)}en: x`;
  for (const [nested, limit] of [
    [lists, 64],
    [dashes, 64],
    [spaces, 400],
  ] as const) {
    expect(await codesOf(nested(limit))).not.toContain('yaml-too-deep');
    const { diagnostics } = await readScenario({ name: 'x', text: nested(limit + 1) });
    expect(diagnostics.map(({ code }) => code)).toEqual(['yaml-too-deep']);
    expect(diagnostics[0]?.help).toMatch(new RegExp(`\\b${limit} `));
  }
});

test('keys that are no words, and the key `__proto__`', async () => {
  expect(await faults(`${HEAD}parameters: { __proto__: { value: 1 } }`)).toEqual(['yaml-key at __proto__']);
  expect(await faults(`${HEAD}parameters: { <<: { value: 1 } }`)).toEqual(['yaml-key at <<']);
  expect(await faults(`${HEAD}? { a: b }\n: c`)).toEqual(['yaml-key at { a: b }']);
});

test('names of the platform are ordinary names', async () => {
  const text = `${HEAD}measures:\n  constructor: t\n  toString: constructor + hasOwnProperty\n`;
  expect(await faults(text)).toEqual(['unknown-name at hasOwnProperty']);
});

test('an alias brings its value', async () => {
  const text = `${HEAD}parameters:\n  a: &p { value: 2, basis: data }\n  b: *p\nmeasures: { c: a + b }\n`;
  expect(await faults(text)).toEqual([]);
});

test('a question mark that YAML takes for a map gets a hint', async () => {
  const { diagnostics } = await readScenario({ name: 'x', text: `${HEAD}measures:\n  a: t > 1 ? 1 : 0\n` });
  expect(diagnostics[0]?.help).toContain('quotes');
});

test('CRLF, a byte order mark and no end of line', async () => {
  const text = `\ufeff${HEAD}measures:\n  a: tt`.replaceAll('\n', '\r\n');
  expect(await places(text)).toEqual(['unknown-name at 6:6']);
});

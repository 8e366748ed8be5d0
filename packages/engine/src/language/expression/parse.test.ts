import { beforeAll, describe, expect, test } from 'vitest';
import { loadParser, type MathParser } from './mathjs.ts';
import { isFault, parseExpression } from './parse.ts';

let parser: MathParser;
beforeAll(async () => {
  parser = await loadParser();
});

/** What parsing finds: the code and the text it points at. */
function refuse(content: string): string {
  const result = parseExpression(content, parser);
  return isFault(result) ? `${result.code} at ${content.slice(result.start, result.end)}` : 'accepted';
}

describe('refused', () => {
  test.each([
    ['"text"', 'expression-form at "'],
    ["x['y']", "expression-form at '"],
    ['x["constructor"]', 'expression-form at "'],
    ['f(x).y', 'expression-form at f'],
    ['x.y(1)', 'expression-form at x'],
    ['a?.b', 'expression-form at a'],
    ['5 cm', 'expression-product at cm'],
    ['2 x', 'expression-product at x'],
    ['(a)(b)', 'expression-product at ('],
    ['1_000', 'expression-product at _000'],
    ['3!', 'expression-form at !'],
    ["x'", "expression-form at '"],
    ['x = 3', 'expression-form at x'],
    ['f(x) = x', 'expression-form at f'],
    ['a; b', 'expression-form at ;'],
    ['1:3', 'expression-form at 1'],
    ['{ a: 1 }', 'expression-form at {'],
    ['[1, 2; 3, 4]', 'expression-form at ;'],
    ['a xor b', 'expression-form at xor'],
    ['a mod b', 'expression-form at mod'],
    ['a to b', 'expression-form at to'],
    ['a .* b', 'expression-form at .'],
    ['a | b', 'expression-form at |'],
    ['a ?? b', 'expression-form at ?'],
    ['5%', 'expression-form at %'],
    ['+a', 'expression-form at +'],
    ['a === b', 'expression-syntax at ='],
    ['1e999', 'expression-number at 1e999'],
    ['0x10', 'expression-product at x10'],
    ['0opinion.x', 'expression-product at opinion'],
    ['2e', 'expression-product at e'],
    ['NaN', 'expression-form at NaN'],
    ['Infinity', 'expression-form at Infinity'],
    ['null', 'expression-form at null'],
    ['undefined', 'expression-form at undefined'],
    ['a # b', 'expression-form at #'],
    ['(a', 'expression-syntax at '],
    ['a)', 'expression-syntax at )'],
    ['1 +', 'expression-syntax at '],
    ['1 000', 'expression-syntax at 0'],
    ['', 'expression-syntax at '],
    [' ', 'expression-syntax at  '],
    ['größe', 'expression-form at ö'],
    ['变量', 'expression-form at 变'],
    ['🙂', 'expression-form at 🙂'],
    ['`a`', 'expression-form at `'],
    ['$', 'expression-form at $'],
    ['a\\b', 'expression-form at \\'],
    ['f(g = h = 1)', 'expression-form at h'],
  ])('%s', (content, found) => {
    expect(refuse(content)).toBe(found);
  });

  test.each([
    ['brackets', '('.repeat(999) + '1' + ')'.repeat(999)],
    ['signs', '-'.repeat(1999) + '1'],
    ['powers', `${'a^'.repeat(999)}a`],
    ['choices', `${'a?b:'.repeat(499)}a`],
    ['words', `${'not '.repeat(499)}a`],
    ['lists', '['.repeat(999) + ']'.repeat(999)],
    ['functions', 'f('.repeat(600) + '1' + ')'.repeat(600)],
  ])('too many levels of %s', (_what, content) => {
    expect(refuse(content)).toMatch(/^expression-too-deep/);
  });

  test('too long', () => {
    expect(refuse(`1${' + 1'.repeat(500)}`)).toMatch(/^expression-too-long/);
  });
});

describe('accepted', () => {
  test.each([
    '1.5',
    '.5',
    '1.',
    '2e-3',
    '-a ^ 2',
    'a < b <= c',
    'a and not b or c',
    'a ? b : c ? d : e',
    'months(a.b)',
    'a.end',
    'a.not',
    'constructor',
    '__proto__(1)',
    'a\n + b',
  ])('%s', (content) => expect(refuse(content)).toBe('accepted'));

  test('a long sum is one level', () => {
    expect(refuse(`a${' + b * 2'.repeat(200)}`)).toBe('accepted');
  });
});

test('every part knows its place', () => {
  const content = 'max(a, (b - 1)) * months(x.y) < c';
  const raw = parseExpression(content, parser);
  if (isFault(raw) || raw.is !== 'binary' || raw.left.is !== 'binary' || raw.left.left.is !== 'call')
    throw new Error('shape');
  const text = (part: { start: number; end: number }): string => content.slice(part.start, part.end);
  expect(text(raw)).toBe(content);
  expect(text(raw.left.left)).toBe('max(a, (b - 1))');
  expect(raw.left.left.args.map(text)).toEqual(['a', '(b - 1)']);
  expect(text(raw.left.right)).toBe('months(x.y)');
  expect(text(raw.right)).toBe('c');
});

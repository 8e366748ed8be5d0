/** What is read without the YAML library is what the library would have read: values, places, how they are written. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Report } from '../diagnostics/report.ts';
import { readByLibrary } from './yaml.ts';
import { readPlainYaml } from './yaml-plain.ts';

/** Whether it was read, and as the library reads it. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (!plain) return false;
  const report = new Report();
  const full = readByLibrary(text, report);
  expect(report.sorted(), text).toEqual([]);
  // Far quicker than a matcher, which these files need; what differs it would show.
  if (!isDeepStrictEqual(plain, full)) expect(plain, text).toStrictEqual(full);
  return true;
}

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const filesIn = (folder: string): readonly string[] =>
  readdirSync(packages + folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `${packages}${folder}/${file}`);

test('files that are shipped need no library', () => {
  const files = filesIn('scenarios');
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !agrees(readFileSync(file, 'utf8')))).toEqual([]);
});

test('nor do most files with a fault', () => {
  const files = filesIn('engine/src/language/fixtures');
  const plain = files.filter((file) => agrees(readFileSync(file, 'utf8')));
  expect(plain.length).toBeGreaterThan(0.9 * files.length);
});

test.each([
  ['a: 1 # c\nb:\n  c: x y  # z\n\n  # more\n  d: "q"   \n# end\ne: f\n'],
  ['a:\n- 1\n- b: 2\n  c: 3\n- - x\n  - y\nb: []\n'],
  ['a: { x: 1, y: [1, two words , "q"], z: a }\nb: [\n  1,\n  2, # c\n ]\n'],
  ['a: >-\n  one\n    two\n\n  three\n\n   four\n    five\n  six\nb: >\n  x\n   y\n\n\n  z\n'],
  ['a: |\n  x\n   y\n\n# c\nb: |-\n  z\n\n\n'],
  ['a: plain\n  more [\n  - lines # c\nb:\n  c\n   d\n'],
  ['{"a":1,"b":[1,2.5,-3,"x\\u0041\\n",true,null],"c":{}}'],
  ["- a: 'it''s'\n  b:\n  - c\n".replace(/^/, 'x:\n')],
  ['a: ~\nb: 1e400\nc: +1.\nd: -0\ne: 12345678901234567890\nf: 2023-07\ng: -x\nh: a:b#c\n'],
  ['a: 1'],
])('read as by the library: %j', (text) => {
  expect(agrees(text)).toBe(true);
});

test.each([
  ...[
    '',
    '# c',
    'a',
    '- a',
    'a:',
    'a:\nb: 1',
    'a: &x 1',
    'a: *x',
    'a: !t 1',
    '? a\n: b',
    'a: 1\na: 2',
    '<<: 1',
  ],
  ...[
    '---\na: 1',
    'a: 1\n...',
    '%YAML 1.2',
    'a:\t1',
    'a: 1\r\n',
    '\ufeffa: 1',
    'a: 0x1F',
    'a: True',
    'a: [FALSE]',
    'a: .inf',
    'a: - b',
  ],
  ...[
    'a: b: c',
    'a: "x',
    'a: "x\n  y"',
    'a: "\\x41"',
    'a: [b',
    'a: [b: c]',
    'a: {b, c}',
    'a: [,]',
    'a: "b"#c',
  ],
  ...[
    'a: |2\n   b\n',
    'a: |+\n  b\n',
    'a: |\n',
    'a: >\n\n  b\n',
    'a: |\n  b\n \n   \n',
    'a: >\n  b\n \n   \nc: 1\n',
    'a:\n  b: 1\n c: 2',
    'a: [\n1]',
    'a: {b: x\n# c\n , y: 1}',
    'a: b\n  c: d',
  ],
  ...[
    'null: 1',
    '__proto__: 1',
    'a:\n  b: 1\n  # in\nc: 2',
    `${'a'.repeat(1100)}: 1`,
    `a: ${'['.repeat(99)}`,
  ],
])('left to the library: %j', (text) => {
  expect(readPlainYaml(text)).toBeUndefined();
});

test('any edits', () => {
  const seeds = [
    'a: 1 # c\nb:\n  c: x y  # z\n\n  # more\n  d: "q"   \n# end\ne: f\n',
    'a:\n- 1\n- b: 2\n  c: 3\n- - x\n  - y\nb: [x, { y: z }]\nd: [\n  1,\n  2 # c\n ]\n',
    'a: >-\n  one\n    two\n\n  three\n\nb: |\n  x\n   y\n\n# c\nc: >\n  z\nd: plain\n  more\n  lines # c\n',
    '{"a":1,"b":[1,2.5,-3,"x\\u0041\\n",true,null],"c":{}}',
  ];
  const piece = fc.constantFrom(
    ...['\n', '\n', '\n  ', '\n ', '\n    ', '\n- ', ' ', '  ', '#', ' # c', ':', ': ', '- ', '-', '"', "'"],
    ...[
      '[',
      ']',
      '{',
      '}',
      ',',
      '|',
      '>',
      '>-',
      'a',
      'b: c',
      '?',
      '? ',
      '&a ',
      '*a',
      '!t ',
      '~',
      'null',
      'true',
    ],
    ...[
      '1',
      '0x1',
      '.5',
      '1e3',
      '\\n',
      '\\',
      '%',
      '@',
      '`',
      '...',
      '---',
      '<<',
      '=',
      'é',
      '\u00a0',
      '\u3000',
      '',
    ],
  );
  const edit = fc.tuple(fc.nat({ max: 90 }), fc.nat({ max: 3 }), piece);
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }), (seed, edits) => {
      const text = edits.reduce((was, [at, cut, put]) => was.slice(0, at) + put + was.slice(at + cut), seed);
      if (agrees(text)) read++;
    }),
    { numRuns: 4000, seed: 3 },
  );
  expect(read).toBeGreaterThan(400);
});

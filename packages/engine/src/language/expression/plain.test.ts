/** What is read without mathjs is what mathjs would have made of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadParser, type MathParser } from './mathjs.ts';
import { DEPTH_MAX, parseByMathjs } from './parse.ts';
import { parsePlain } from './plain.ts';
import type { Raw } from './raw.ts';
import { nestedAt, tokenize, type Fault } from './tokens.ts';

let parser: MathParser;
beforeAll(async () => {
  parser = await loadParser();
});

/** Both readings; nothing where no parser is asked. */
function both(content: string): { plain: Raw | undefined; full: Raw | Fault } | undefined {
  const tokens = tokenize(content);
  if ('code' in tokens || tokens.length === 0 || nestedAt(tokens, DEPTH_MAX)) return undefined;
  return { plain: parsePlain(tokens, content, DEPTH_MAX), full: parseByMathjs(tokens, content, parser) };
}

/** An answer without mathjs is the answer of mathjs. */
function agree(content: string): void {
  const { plain, full } = both(content) ?? {};
  if (plain) expect(plain).toEqual(full);
}

const value = fc.constantFrom('a', 'd.s', 'x.y.z', '1', '2.5', '.5', '1e3', '2E-3', 'true', 'f()', '[]');
const infix = fc.constantFrom('+', '-', '*', '/', '^', '<', '<=', '>', '>=', '==', '!=', 'and', 'or');
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const pair = fc.tuple(inner, infix, inner).map(([left, sign, right]) => `${left} ${sign} ${right}`);
  return {
    expression: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      value,
      ...[pair, pair, pair],
      fc.tuple(fc.constantFrom('-', 'not '), inner).map((parts) => parts.join('')),
      inner.map((part) => `(${part})`),
      fc.tuple(inner, inner).map(([a, b]) => `f(${a}, sd = ${b})`),
      fc.tuple(inner, inner).map(([a, b]) => `[${a}, ${b}]`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
    ),
  };
});

test('expressions of the language', () => {
  let plain = 0;
  fc.assert(
    fc.property(expression, (content) => {
      const read = both(content);
      if (!read?.plain) return;
      plain++;
      expect(read.plain).toEqual(read.full);
    }),
    { numRuns: 1500, seed: 1 },
  );
  expect(plain).toBeGreaterThan(1000);
});

test('any tokens in any order', () => {
  const word = fc.constantFrom(
    ...['a', 'b', 'd.s', 'f(', '1', '2.', '.5', '1e999', 'true', 'end', 'in', 'to', 'mod', 'xor', 'null'],
    ...['NaN', 'i', 'not', 'and', 'or', '+', '-', '*', '/', '^', '<', '>=', '==', '!=', '?', ':', '.', '='],
    ...['(', ')', '[', ']', ',', ' '],
  );
  const soup = fc.tuple(fc.array(word, { maxLength: 10 }), fc.constantFrom('', ' '));
  fc.assert(
    fc.property(soup, ([words, between]) => {
      agree(words.join(between));
    }),
    { numRuns: 10_000, seed: 2 },
  );
});

test.each([
  ['levels', (n: number) => `${'('.repeat(n)}a${')'.repeat(n)}`],
  ['signs', (n: number) => `${'-'.repeat(n)}a`],
  ['powers', (n: number) => `${'a^'.repeat(n)}a`],
  ['sums of products', (n: number) => `a${' + b * (c'.repeat(n)}${')'.repeat(n)}`],
  ['choices', (n: number) => `${'a ? b : '.repeat(n)}c`],
  ['comparisons', (n: number) => `${'(a < '.repeat(n)}b${')'.repeat(n)}`],
])('as many %s as there may be, and more', (_what, nested) => {
  for (let n = 15; n <= DEPTH_MAX + 1; n++) agree(nested(n));
});

test('what scenarios that are shipped say needs no mathjs', () => {
  const packs = new URL('../../../../scenarios/', import.meta.url);
  const files = readdirSync(packs, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  const keys = /^ *(?:- )?(?:value|next|start|prior|probability|when|rate|weight|noise): ([^'">|\n]+)$/gm;
  const texts = files.flatMap((file) => [...readFileSync(join(packs.pathname, file), 'utf8').matchAll(keys)]);
  const expressions = texts.map((match) => (match[1] ?? '').split(/ within | # /)[0] ?? '');
  expect(expressions.length).toBeGreaterThan(500);
  for (const content of expressions) {
    const { plain, full } = both(content) ?? {};
    expect(plain, content).toBeDefined();
    expect(plain).toEqual(full);
  }
});

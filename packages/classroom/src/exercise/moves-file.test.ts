/** Files of moves: what they say, and what is wrong with them where. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeOf } from '@stave/engine';
import { readMoves } from './moves-file.ts';

const read = (text: string): ReturnType<typeof readMoves> => readMoves({ name: 'moves.yaml', text });

test('a move alone is meant, a list is wished for, and what is left out is no', () => {
  const { turns, diagnostics } = read(`stave-moves: 1
turns:
  - { open: a, covert: [b, c], why: so, forecast: { q: 0.5 }, agrees: true }
  -
`);
  expect(diagnostics).toEqual([]);
  expect(turns).toEqual([
    {
      open: { names: ['a'], isList: false },
      covert: { names: ['b', 'c'], isList: true },
      why: 'so',
      forecast: { q: 0.5 },
      agrees: true,
      signs: false,
    },
    {
      open: { names: [], isList: true },
      covert: { names: [], isList: true },
      forecast: {},
      agrees: false,
      signs: false,
    },
  ]);
});

test.each([
  ['stave-moves: 1\nturns:\n  - { cover: a }\n', 3, 'shape-unknown-key', /covert/],
  ['stave-moves: 2\nturns: [{}]\n', 1, 'shape-value', /1/],
  ['stave-moves: 1\nturns: []\n', 2, 'shape-value', /./],
  ['stave: 1\nid: x\n', 1, 'file-kind', /./],
  ['turns: [{}]\n', 1, 'shape-missing-key', /stave-moves/],
])('%j is told in its line', (text, line, code, help) => {
  const { turns, diagnostics } = read(text);
  expect(turns).toBeUndefined();
  const [first] = diagnostics;
  expect(first?.code).toBe(code);
  expect(placeOf(text, first!.span!.start).line).toBe(line);
  expect(`${first?.message} ${first?.help}`).toMatch(help);
});

test('the examples in the documentation are read without a word', () => {
  const docs = join(import.meta.dirname, '../../../../docs');
  const page = readFileSync(join(docs, 'reference/play.md'), 'utf8');
  const [, example = ''] = /```yaml\n(stave-moves[\s\S]*?)```/.exec(page) ?? [];
  for (const text of [example, readFileSync(join(docs, 'guides/rehearsal.yaml'), 'utf8')]) {
    const { turns, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    expect(turns?.length).toBeGreaterThan(0);
  }
});

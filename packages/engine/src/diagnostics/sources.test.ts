import { expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { Sources } from './sources.ts';

const one = { name: 'one', text: 'abc' };
const two = { name: 'two', text: 'defg' };
const three = { name: 'three', text: '' };
const sources = new Sources([one, two, three]);
const at = (start: number, end: number): Diagnostic => ({
  ...{ code: 'x', severity: 'error', message: `${start}` },
  span: { start, end },
});

test('texts stand one behind the other, each at its offset', () => {
  expect(sources.text.slice(4, 8)).toBe('defg');
  expect(new Sources([one]).end).toBe(4);
  expect(new Sources([one]).with(two).text.slice(4)).toBe('defg');
  expect(sources.list).toEqual([one, two, three]);
});

test('diagnostics go to their files, ends included, and keep their order', () => {
  const found = sources.apart([at(0, 1), at(6, 8), at(3, 3), at(8, 8), at(4, 5), at(9, 9)]);
  expect(found.map(({ source, diagnostics }) => [source.name, diagnostics.map(({ span }) => span)])).toEqual([
    [
      'one',
      [
        { start: 0, end: 1 },
        { start: 3, end: 3 },
      ],
    ],
    [
      'two',
      [
        { start: 2, end: 4 },
        { start: 4, end: 4 },
        { start: 0, end: 1 },
      ],
    ],
    ['three', [{ start: 0, end: 0 }]],
  ]);
});

test('what has no place is the first file’s; a note on another file names it', () => {
  const notes = [
    { message: 'here', span: { start: 4, end: 5 } },
    { message: 'there', span: { start: 1, end: 2 } },
    { message: 'nowhere' },
  ];
  const [first, second] = sources.apart([
    { ...at(5, 6), notes },
    { code: 'y', severity: 'error', message: '' },
  ]);
  expect(first?.diagnostics.map(({ code }) => code)).toEqual(['y']);
  expect(second?.diagnostics[0]?.notes).toEqual([
    { message: 'here', span: { start: 0, end: 1 } },
    { message: 'there', span: { start: 1, end: 2 }, source: one },
    { message: 'nowhere' },
  ]);
});

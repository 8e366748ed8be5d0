import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test('cells are quoted where they must be, and empty where nothing is known', () => {
  const rows = [
    { a: 'plain', b: 0.1 + 0.2 },
    { a: 'a, b', b: null },
    { a: 'say "x"', b: 1e-7 },
    { a: 'two\nlines', b: undefined },
    { b: -0 },
    { a: 'none', b: Number.NaN },
  ];
  expect(csv(['b', 'a'], rows)).toBe(
    'b,a\n0.30000000000000004,plain\n,"a, b"\n1e-7,"say ""x"""\n,"two\nlines"\n0,\n,none\n',
  );
});

test('a table without rows has its header', () => {
  expect(csv(['arm', 'trial'], [])).toBe('arm,trial\n');
});

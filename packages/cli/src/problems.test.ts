import { expect, test } from 'vitest';
import type { Diagnostic } from '@stave/engine';
import { problemsText } from './problems.ts';

const source = { name: 'f.yaml', text: 'x\n'.repeat(300) };
const at = (line: number, severity: 'error' | 'warning'): Diagnostic => ({
  code: 'c',
  severity,
  message: `${severity} ${line}`,
  span: { start: 2 * line, end: 2 * line + 1 },
});

test('of many, errors are shown before warnings, in the order of the file', () => {
  const diagnostics = Array.from({ length: 300 }, (_, i) => at(i, i % 100 === 99 ? 'error' : 'warning'));
  const text = problemsText({ source, diagnostics }, false);
  const shown = [...text.matchAll(/: (error|warning) (\d+)$/gm)].map(([, , line]) => Number(line));
  expect(shown).toEqual([...Array(97).keys(), 99, 199, 299]);
  expect(text).toContain('and 200 more');
});

test('a hundred are shown in full', () => {
  const text = problemsText(
    { source, diagnostics: Array.from({ length: 100 }, (_, i) => at(i, 'error')) },
    false,
  );
  expect(text.match(/error\[c\]/g)).toHaveLength(100);
  expect(text).not.toContain('more;');
});

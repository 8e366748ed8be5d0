import { expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { renderDiagnostic, summary } from './render.ts';
import { displayWidth } from './width.ts';

const at = (text: string, part: string, more: Partial<Diagnostic> = {}): string => {
  const start = text.indexOf(part);
  return renderDiagnostic(
    {
      code: 'unknown-name',
      severity: 'error',
      message: 'm',
      span: { start, end: start + part.length },
      ...more,
    },
    { name: 'f.yaml', text },
  );
};

test('place, line, carets, notes and help', () => {
  const text = 'a: 1\nb: wramth\n';
  expect(
    at(text, 'wramth', {
      help: 'did you mean `warmth`?',
      notes: [{ message: 'see', span: { start: 0, end: 1 } }],
    }),
  ).toBe(
    [
      'f.yaml:2:4: error[unknown-name]: m',
      '    2 | b: wramth',
      '      |    ^^^^^^',
      '  note: f.yaml:1:1: see',
      '    1 | a: 1',
      '      | ^',
      '  help: did you mean `warmth`?',
    ].join('\n'),
  );
});

test('wide characters move the carets and widen them', () => {
  expect(at('标题: 邻国 x', '邻国').split('\n').slice(1)).toEqual([
    '    1 | 标题: 邻国 x',
    '      |       ^^^^',
  ]);
});

test('a tab is shown as four columns, a CRLF line ends before its end', () => {
  expect(at('\ta: b\r\nc: d\r\n', 'b').split('\n').slice(1)).toEqual([
    '    1 |     a: b',
    '      |        ^',
  ]);
  expect(at('a: b\r\nc: d\r\n', 'd')).toContain('f.yaml:2:4');
});

test('the end of the file has a caret of its own', () => {
  const text = 'a: b';
  const lines = renderDiagnostic(
    { code: 'x', severity: 'warning', message: 'm', span: { start: 4, end: 4 } },
    { name: 'f', text },
  ).split('\n');
  expect(lines).toEqual(['f:1:5: warning[x]: m', '    1 | a: b', '      |     ^']);
});

test('a long line is a window of at most 120 columns around the carets', () => {
  const lines = at(`a: ${'国'.repeat(300)}HERE${'x'.repeat(300)}`, 'HERE').split('\n');
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(120);
  const [, text = '', carets = ''] = lines;
  expect(text).toMatch(/^ {4}1 \| ….*HERE.*…$/);
  expect(displayWidth(text.slice(0, text.indexOf('HERE')))).toBe(carets.indexOf('^'));
});

test('characters that move the cursor or the writing direction are shown as codes', () => {
  expect(at('a: \u202ex', 'x', { message: 'bell \u0007' })).toBe(
    ['f.yaml:1:5: error[unknown-name]: bell <7>', '    1 | a: <202e>x', '      |          ^'].join('\n'),
  );
});

test('without a span only the name of the source stands before the message', () => {
  const missing: Diagnostic = { code: 'file-missing', severity: 'error', message: 'no such file' };
  expect(renderDiagnostic(missing, { name: 'f.yaml', text: '' })).toBe(
    'f.yaml: error[file-missing]: no such file',
  );
});

test('the summary counts', () => {
  const d = (severity: 'error' | 'warning'): Diagnostic => ({ code: 'x', severity, message: '' });
  expect(summary([d('error'), d('error'), d('warning')])).toBe('2 errors, 1 warning');
  expect(summary([])).toBe('');
});

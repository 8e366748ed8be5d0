/** What holds of every reader: whole files are read, damaged ones are told with a place, nothing is ever thrown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samples } from './testing.ts';
import { problemText, type Read } from './problem.ts';

function requireTold({ value, problems }: Read<unknown>): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(value === undefined).toBe(errors.length > 0);
  for (const problem of problems) {
    if (/^and \d+ more$/.test(problem.message)) continue;
    expect(problem.row, problemText(problem)).toBeGreaterThanOrEqual(1);
    expect(problem.message.length).toBeGreaterThan(3);
    expect(problem.help.length).toBeGreaterThan(3);
    expect(problem.message + problem.help).not.toMatch(/undefined|InvariantError|\[object/);
  }
}

describe.each(samples)('$name', ({ text, read }) => {
  test('a whole file is read without a word', () => {
    const { value, problems } = read(text);
    expect(problems).toEqual([]);
    expect(value).toBeDefined();
  });

  test('line ends and a byte order mark change nothing', () => {
    if (text.startsWith('{"')) return; // A registered file is the same to the byte or it is not the same.
    const { value } = read(text);
    expect(read(`\ufeff${text.replaceAll('\n', '\r\n')}`).value).toEqual(value);
  });

  test('whatever is damaged is told with its place, and no part is given', () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(
        '"',
        ',',
        '\n',
        'NA',
        'Inf',
        '-Inf',
        'NaN',
        '1e999',
        '-1',
        '2',
        "['",
        '{',
        '}',
        '',
        '\ufeff',
      ),
    );
    const damage = fc.record({ at: fc.nat(text.length), length: fc.nat(12), put: junk });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        let damaged = text;
        for (const { at, length, put } of damages)
          damaged = damaged.slice(0, at) + put + damaged.slice(at + length);
        requireTold(read(damaged));
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  test('any cell in place of any other is told, or read', () => {
    const cells = [
      '',
      'NA',
      'Inf',
      '-Inf',
      'NaN',
      '0',
      '1',
      '-1',
      '1.5',
      'no such',
      '2024-02-30',
      '2024-01-06 09:00',
      '[1, 2',
      '0x10',
      '1,5',
    ];
    const lines = text.split('\n');
    for (const [l, line] of lines.entries())
      for (const [c, before] of line.split(',').entries()) {
        const put = cells[(l * 7 + c * 3) % cells.length] ?? '';
        const parts = line.split(',');
        parts[c] = before.startsWith('"') || before.endsWith('"') ? before : put;
        requireTold(read(lines.with(l, parts.join(',')).join('\n')));
      }
  });
});

/** Whatever is done to a valid file: an answer, never an exception, and every span lies in the text. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { readScenario } from './index.ts';

const valid = readFileSync(new URL('fixtures/valid/two-neighbours.yaml', import.meta.url), 'utf8');
const lines = valid.split('\n');

async function check(text: string): Promise<void> {
  const source = { name: 'fuzz.yaml', text };
  const { model, diagnostics } = await readScenario(source);
  const errors = diagnostics.filter((d) => d.severity === 'error');
  expect(model === undefined).toBe(errors.length > 0);
  for (const { span, notes } of diagnostics) {
    for (const place of [span, ...(notes ?? []).map((note) => note.span)]) {
      if (!place) continue;
      expect(place.start).toBeGreaterThanOrEqual(0);
      expect(place.end).toBeGreaterThanOrEqual(place.start);
      expect(place.end).toBeLessThanOrEqual(text.length);
    }
  }
  const starts = diagnostics.map((d) => d.span?.start ?? 0);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  for (const line of renderDiagnostics(diagnostics, source).split('\n'))
    expect(line).not.toContain('undefined');
}

const offset = fc.nat({ max: valid.length - 1 });
const line = fc.nat({ max: lines.length - 1 });
const character = fc.oneof(
  fc.constantFrom(...'\t \n:-{}[],&*!|>%@`"\'#?()^/+.0123456789eE\r\u0000\u2028两é🙂'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);

const edit = fc.oneof(
  fc.tuple(offset, character).map(
    ([at, c]) =>
      (text: string) =>
        text.slice(0, at) + c + text.slice(at),
  ),
  fc.tuple(offset, fc.nat({ max: 12 })).map(
    ([at, n]) =>
      (text: string) =>
        text.slice(0, at) + text.slice(at + n),
  ),
  fc.tuple(offset, character).map(
    ([at, c]) =>
      (text: string) =>
        text.slice(0, at) + c + text.slice(at + 1),
  ),
  fc.tuple(line, line).map(([a, b]) => (text: string) => {
    const all = text.split('\n');
    [all[a], all[b]] = [all[b] ?? '', all[a] ?? ''];
    return all.join('\n');
  }),
  fc.tuple(line, fc.nat({ max: 4 })).map(([a, n]) => (text: string) => {
    const all = text.split('\n');
    all.splice(a, n);
    return all.join('\n');
  }),
  fc.tuple(line, line).map(([a, b]) => (text: string) => {
    const all = text.split('\n');
    all.splice(a, 0, all[b] ?? '');
    return all.join('\n');
  }),
);

test('random edits of a valid file', { timeout: 120_000 }, async () => {
  const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(edits, (list) => check(list.reduce((text, change) => change(text), valid))),
    { numRuns: 300 },
  );
});

test('any text', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), check), { numRuns: 200 });
});

test('any value at any key', { timeout: 120_000 }, async () => {
  const keys = lines.flatMap((text, i) => (/^\s*[A-Za-z]+: \S/.test(text) ? [i] : []));
  const value = fc.constantFrom(
    '',
    'null',
    '[]',
    '{}',
    '-1',
    '.inf',
    '.nan',
    'true',
    '"x"',
    '[1, 2, 3]',
    '{ a: b }',
    '1e400',
    '2024-02-30',
    'constructor',
    '__proto__',
    '*a',
    '&a b',
    '|',
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...keys), value, (at, written) =>
      check(
        lines.map((text, i) => (i === at ? `${text.split(': ')[0] ?? ''}: ${written}` : text)).join('\n'),
      ),
    ),
    { numRuns: 300 },
  );
});

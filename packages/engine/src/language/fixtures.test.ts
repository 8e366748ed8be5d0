/** The registry of codes, the page that explains them and the failing fixtures are complete in both directions. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codes, type Code, type CodeEntry } from '../diagnostics/codes.ts';
import { placeOf } from '../diagnostics/lines.ts';
import { readScenario, readStudy } from './index.ts';
import { importsOf, places } from './testing.ts';

const folder = new URL('fixtures/', import.meta.url);
const page = readFileSync(new URL('../../../../docs/reference/diagnostics.md', import.meta.url), 'utf8');
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const yamlIn = (path: string): string[] =>
  readdirSync(new URL(path, folder)).filter((name) => name.endsWith('.yaml'));
const fixtures = yamlIn('.');
const studies = yamlIn('studies/');
const importing = yamlIn('imports/');
const parts = Object.fromEntries(
  yamlIn('imports/parts/').map((name) => [`parts/${name}`, read(`imports/parts/${name}`)]),
);
const entries = Object.entries(codes) as [Code, CodeEntry][];

describe.each(entries)('%s', (code, entry) => {
  test('has a row with its severity', () => {
    expect(page).toMatch(new RegExp(`^\\| \`${code}\` +\\| ${entry.severity} +\\| .+ \\| .+ \\|$`, 'm'));
  });

  test('has a fixture, or a reason why not', () => {
    expect([...fixtures, ...studies, ...importing].includes(`${code}.yaml`)).toBe(
      entry.outside === undefined,
    );
  });
});

test.each(fixtures)('%s yields exactly what it expects', async (name) => {
  const text = read(name);
  const expected = /^# expect: ([a-z-]+ at \d+:\d+)$/.exec(text.split('\n', 1)[0] ?? '')?.[1];
  expect(expected?.split(' ')[0]).toBe(name.replace('.yaml', ''));
  expect(Object.keys(codes)).toContain(name.replace('.yaml', ''));
  expect(await places(text)).toEqual([expected]);
  const { model } = await readScenario({ name, text });
  expect(model !== undefined).toBe(codes[name.replace('.yaml', '') as Code].severity === 'warning');
});

test.each(studies)('studies/%s yields exactly what it expects', (name) => {
  const text = read(`studies/${name}`);
  const { study, diagnostics } = readStudy({ name, text });
  const found = diagnostics.map(({ code, span }) => {
    const { line, column } = placeOf(text, span?.start ?? 0);
    return `# expect: ${code} at ${line}:${column}`;
  });
  expect(found).toEqual([text.split('\n', 1)[0]]);
  expect(found[0]).toContain(name.replace('.yaml', ' at '));
  expect(study).toBeUndefined();
});

/** The one fault may be in a fragment; its place is that in its own file. */
test.each(importing)('imports/%s yields exactly what it expects', async (name) => {
  const text = read(`imports/${name}`);
  const { model, diagnostics, sources } = await readScenario({ name, text }, { imports: importsOf(parts) });
  const found = sources.apart(diagnostics).flatMap((file) =>
    file.diagnostics.map(({ code, span }) => {
      const { line, column } = placeOf(file.source.text, span?.start ?? 0);
      return `# expect: ${code} at ${line}:${column}`;
    }),
  );
  expect(found).toEqual([text.split('\n', 1)[0]]);
  expect(found[0]).toContain(name.replace('.yaml', ' at '));
  expect(model).toBeUndefined();
});

test('every row of the page is a code', () => {
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\|/gm)].map((match) => match[1]);
  expect(rows).toHaveLength(Object.keys(codes).length);
  expect(new Set(rows)).toEqual(new Set(Object.keys(codes)));
});

test.each(readdirSync(new URL('valid/', folder)))('valid/%s has nothing to report', async (name) => {
  expect(await places(read(`valid/${name}`))).toEqual([]);
});

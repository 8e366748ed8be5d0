/** `stave show --as odd`, for every pack, in every language, and with texts that would break a table. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lower, printOdd, readScenario } from '@stave/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importsBeside, packs, shipped } from '../support/packs.ts';
import { top } from '../workspace/top.ts';
import { stave, temporaryFolder } from './command.ts';
import { good, nested } from './scenarios.ts';

const LANGUAGES = ['en', 'zh', 'ja', 'ko'];
const folder = temporaryFolder({ 'good.yaml': good, 'nested.yaml': nested });
mkdirSync(join(folder, 'out'));
const keep = (name: string, text: string): void => writeFileSync(join(folder, 'out', `${name}.md`), text);

async function oddOf(text: string, lang = 'en', path = 'x.yaml'): Promise<string> {
  const { model, diagnostics } = await readScenario({ name: path, text }, { imports: importsBeside(path) });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!model) throw new Error(JSON.stringify(errors));
  expect(lower(model).ir).toBeDefined();
  return printOdd(model, lang);
}

/** Tables with one space and three dashes, as they are printed; a formatter pads them to their columns. */
const unpadded = (text: string): string =>
  text.replaceAll(/^\|.*$/gm, (row) => row.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---'));

/** What people write, and what they would rather not: marks of Markdown, wide and combining characters. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'|*_`\\\\<>[]()#+-=!&;:~$.{}^"\'/12 \t'),
      fc.constantFrom('word', 'a_b', '国际', 'の', '한국', '\n\n', '- x', '1. y', '&amp;', 'https://a.b/c_d'),
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text.trim() !== '');

test('the command prints it, in the language that is asked', () => {
  const { code, stdout, stderr } = stave(['show', 'good.yaml', '--as', 'odd', '--lang', 'ko'], folder);
  expect(stdout).toMatch(
    /^# Two neighbours\n\n`two-neighbours` · [^]*ODD [^]*\n## 1\. 목적과 패턴\n[^]*`backlashRate`[^]*\n$/,
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('charts with regions and histories', async () => {
  const text = await oddOf(nested);
  keep('nested', text);
  expect(text).toMatch(/\| `all` +\| what was left last `deep`, begins in `trade`, `arms` \| `open` +\|/);
  expect(text).toMatch(/\| `t1` +\| `t2` +\| on `offer`, `probability event.size \/ 9` +\|/);
  expect(text).toMatch(/\| 2023-09-01 \| `offer` \| `\(size = 3\)` \|/);
});

test('a formatter would pad the tables and leave all else as it is', async () => {
  for (const [i, file] of shipped.entries()) {
    const path = join(packs, file);
    keep(`pack-${i}`, await oddOf(readFileSync(path, 'utf8'), 'en', path));
  }
  const seats = readFileSync(join(top, 'packages/engine/src/language/fixtures/valid/seats.yaml'), 'utf8');
  for (const lang of LANGUAGES) keep(`seats-${lang}`, await oddOf(seats, lang));
  const texts = fc.sample(nasty, { numRuns: 80, seed: 2020 });
  const text = (i: number): string => JSON.stringify(texts[i % texts.length]);
  const rows = texts.map(
    (_, i) =>
      `  e${i}: { claim: ${text(i)}, source: ${text(i + 1)}, date: 2020, kind: data, background: ${text(i + 2)} }\n`,
  );
  const submodels = texts.map((_, i) => `    - { id: s${i}, title: ${text(i)}, text: ${text(i + 3)} }\n`);
  keep(
    'nasty',
    await oddOf(
      `${good}evidence:\n${rows.join('')}odd:\n  purpose: ${text(5)}\n  submodels:\n${submodels.join('')}`,
    ),
  );
  keep('planted', '* a\n* b\n');
  const out = join(folder, 'out');
  const before = new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  const prettier = join(top, 'node_modules/prettier/bin/prettier.cjs');
  const { stderr, status } = spawnSync(process.execPath, [prettier, '--no-config', '--write', '.'], {
    cwd: out,
    encoding: 'utf8',
  });
  expect([stderr, status]).toEqual(['', 0]);
  const changed = [...before].filter(
    ([name, was]) => unpadded(readFileSync(join(out, name), 'utf8')) !== unpadded(was),
  );
  // One that it would change says that it looked.
  expect(changed.map(([name]) => name)).toEqual(['planted.md']);
});

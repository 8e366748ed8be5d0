/** The rules of import direction and of same bytes everywhere are data; here they are seen to work. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowed, folders, planted } from './planted.ts';
import { top } from './top.ts';

/** File name to the rules that complained about it. */
const reported = new Map<string, string[]>();
const fileOf = (folder: string, kind: string, index: number): string => `${folder}/${kind}${index}.ts`;
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'stave-lint-'));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  };
  put(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "module": "nodenext" }, "include": ["packages"] }',
  );
  mkdirSync(join(copy, 'scripts'));
  for (const file of ['.oxlintrc.json', 'scripts/lint-power.mjs'])
    copyFileSync(join(top, file), join(copy, file));
  planted.forEach(({ folder, code }, i) => put(fileOf(folder, 'planted', i), `${code}\n`));
  allowed.forEach(({ folder, code }, i) => put(fileOf(folder, 'allowed', i), `${code}\n`));

  const lint = (): string => {
    try {
      return execFileSync(process.execPath, [join(top, 'node_modules/oxlint/bin/oxlint'), '-f', 'json'], {
        cwd: copy,
        encoding: 'utf8',
        maxBuffer: 1e8,
      });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };
  const { diagnostics } = JSON.parse(lint()) as { diagnostics: { code?: string; filename: string }[] };
  for (const { filename, code = '' } of diagnostics) {
    reported.set(filename, [...(reported.get(filename) ?? []), code]);
  }
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('every planted fault is reported by its rule', () => {
  const missed = planted.filter(
    ({ folder, rule }, i) => !(reported.get(fileOf(folder, 'planted', i)) ?? []).includes(rule),
  );
  expect(missed).toEqual([]);
});

test('what is allowed is not reported', () => {
  const wrong = allowed
    .map(({ folder, code }, i) => ({ code, rules: reported.get(fileOf(folder, 'allowed', i)) ?? [] }))
    .filter(({ rules }) => rules.length > 0);
  expect(wrong).toEqual([]);
});

test('every folder of the engine has its rules', () => {
  const found = readdirSync(join(top, 'packages/engine/src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(found.filter((name) => !folders.includes(name))).toEqual([]);
});

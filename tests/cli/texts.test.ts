/** Languages, contested terms and news lines, as the command shows them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stave } from './command.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stave-texts-'));
  writeFileSync(
    join(folder, 'release.yaml'),
    `stave: 1
id: release
title: { en: 'Release of {water}', zh: '{water}排放' }
languages: { en: reviewed, zh: unreviewed }
terms:
  water:
    forms:
      treated: { en: treated water, zh: 处理水 }
      contaminated: { en: contaminated water, zh: 核污染水 }
    use: { en: treated, zh: contaminated }
    why: Each capital has its own word.
clock: { start: 2023-07, step: 1 month, steps: 3 }
drivers:
  release:
    initial: waiting
    states:
      waiting: { on: { start: running } }
      running: { news: { en: 'The release of {water} begins', zh: '{water}开始排放' } }
calendar: [{ event: start, at: 2023-08-24 }]
questions:
  begun: { ask: 'Has {water} been released?', kind: binary, yes: release.running, at: end, internal: true }
`.replace('{ on: { start: running } }', '{ on: { start: { to: running } } }'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const trace = (...more: string[]): ReturnType<typeof stave> =>
  stave(['trace', 'release.yaml', '--trial', '0', '--seed', '7', ...more], folder);
const run = (...more: string[]): ReturnType<typeof stave> =>
  stave(['run', 'release.yaml', '--trials', '10', '--seed', '7', ...more], folder);

test('a bulletin tells what happened, when, in the language asked', () => {
  expect(trace('--news').stdout).toBe('2023-09-01\n  - The release of treated water begins\n');
  expect(trace('--news', '--lang', 'zh').stdout).toBe('2023-09-01\n  - 核污染水开始排放\n');
  const { schema, bulletins } = JSON.parse(trace('--news', '--json').stdout) as Record<string, unknown>;
  expect(schema).toBe('stave-bulletins/1');
  expect(bulletins).toEqual([
    { step: 2, date: '2023-09-01', lines: ['The release of treated water begins'] },
  ]);
});

test('a reader picks the form of a term', () => {
  expect(run().stdout).toContain('Release of treated water');
  expect(run('--term', 'water=contaminated').stdout).toContain('Has contaminated water been released?');
});

test('a language that nobody fluent has read is marked', () => {
  const mark = /审校/;
  expect(run('--lang', 'zh').stdout).toMatch(mark);
  expect(run('--lang', 'en').stdout).not.toMatch(/fluent reader/);
});

test.each([
  ['water=heavy', /the term `water` of this scenario has no form `heavy`/, /`treated`, `contaminated`/],
  ['sea=east', /has no term `sea`/, /water/],
  ['water', /NAME=FORM/, /./],
])('--term %s is refused with what there is', (term, message, help) => {
  const { code, stderr, stdout } = run('--term', term);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(help);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

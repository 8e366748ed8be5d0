/** Scenarios in several files, as the command takes them: what is said, what is run, and what a batch keeps. */
import { mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';
import { good, misspelt } from './scenarios.ts';

/** A scenario cut in two: its parameters and drivers, and the rest. */
function cut(text: string, path: string): { readonly scenario: string; readonly fragment: string } {
  const [, head = '', body = '', rest = ''] = /^([^]*?)(parameters:[^]*)(indicators:[^]*)$/.exec(text) ?? [];
  return { scenario: `${head}import: [${path}]\n${rest}`, fragment: `stave-fragment: 1\n${body}` };
}

const SHARED = '../shared/mechanism.yaml';
const { scenario, fragment } = cut(good, SHARED);
const folder = temporaryFolder({ 'whole.yaml': good });
const at = (...path: string[]): string => join(folder, ...path);
for (const name of ['pack', 'shared', 'shared/inner']) mkdirSync(at(name));
const write = (path: string, text: string | Buffer): void => writeFileSync(at(path), text);
write('shared/mechanism.yaml', fragment);
write('pack/scenario.yaml', scenario);
write('pack/wrong.yaml', cut(misspelt, SHARED).scenario);
write('shared/wrong.yaml', fragment.replace('to: backlash', 'to: backlas'));
write('pack/inFragment.yaml', cut(good, '../shared/wrong.yaml').scenario);
write('shared/latin.yaml', Buffer.from('stave-fragment: 1\n# caf\xe9\n', 'latin1'));
write('shared/huge.yaml', '');
truncateSync(at('shared/huge.yaml'), 3 * 1024 * 1024);
write(
  'pack/study.yaml',
  'stave-study: 1\nid: s\ntitle: S\nscenario: scenario.yaml\ntrials: 300\nseed: 7\narms: { base: , worse: { parameters: { backlashRate: 0.1 / month } } }\n',
);
const run = (...args: string[]): Result => stave(args, folder);
const json = (...path: string[]): unknown => JSON.parse(readFileSync(at(...path), 'utf8'));

test('a scenario in two files runs, is shown and told as one in one file', () => {
  for (const [verb, ...options] of [
    ['show', '--as', 'model'],
    ['trace', '--trial', '3', '--seed', '7'],
  ] as const) {
    const [whole, two] = ['whole.yaml', 'pack/scenario.yaml'].map((path) => run(verb, path, ...options));
    expect(two?.stderr).toBe('');
    expect(two?.stdout).toBe(whole?.stdout);
  }
});

test('its results have the same numbers, and keep all texts', () => {
  for (const [path, out] of [
    ['whole.yaml', 'whole'],
    ['pack/scenario.yaml', 'two'],
  ] as const)
    expect(run('run', path, '--trials', '300', '--seed', '7', '--out', out).code).toBe(0);
  expect(json('two', 'results', 'estimates.json')).toEqual(json('whole', 'results', 'estimates.json'));
  const { hash } = (json('whole', 'results', 'manifest.json') as { scenario: { hash: string } }).scenario;
  expect(json('two', 'results', 'manifest.json')).toMatchObject({
    scenario: { hash, text: scenario, imports: [{ path: SHARED, text: fragment }] },
  });
  expect(JSON.stringify(json('whole', 'results', 'manifest.json'))).not.toContain('imports');
});

test('a batch goes on with the texts it was begun with, and its shards merge without them', () => {
  const batch = (...options: string[]): Result =>
    run('batch', 'pack/study.yaml', '--threads', '1', ...options);
  expect(batch('--out', 'batch').code).toBe(0);
  expect(json('batch', 'results', 'manifest.json')).toMatchObject({
    scenario: { text: scenario, imports: [{ path: SHARED, text: fragment }] },
  });
  for (const shard of ['1', '2']) expect(batch('--out', `s${shard}`, '--shard', `${shard}/2`).code).toBe(0);
  // Comments may change, and then everything may go.
  write('shared/mechanism.yaml', `${fragment}# Changed.\n`);
  const on = batch('--out', 'batch', '--resume', '--trials', '400');
  expect(on.stderr).not.toMatch(/error/);
  expect(on.code).toBe(0);
  expect(json('batch', 'results', 'manifest.json')).toMatchObject({
    trials: 400,
    scenario: { imports: [{ text: fragment }] },
  });
  renameSync(at('shared'), at('away'));
  expect(run('merge', 's1', 's2', '--out', 'merged').code).toBe(0);
  expect(json('merged', 'results', 'manifest.json')).toMatchObject({
    trials: 300,
    scenario: { imports: [{ path: SHARED, text: fragment }] },
  });
  renameSync(at('away'), at('shared'));
  write('shared/mechanism.yaml', fragment);
});

test('a fault stands in its own file, once for each', () => {
  const { stdout, code } = run('check', 'pack/inFragment.yaml');
  expect(stdout).toMatch(/^shared\/wrong\.yaml:14:\d+: error\[unknown-state\][^]*\^{7}\n[^]*`backlash`/);
  expect(stdout).toMatch(/\n2 files, 1 error, 0 warnings\n$/);
  expect(code).toBe(1);
  expect(JSON.parse(run('check', '--json', 'pack/inFragment.yaml').stdout)).toMatchObject({
    results: [
      { file: 'pack/inFragment.yaml', ok: true },
      { file: 'shared/wrong.yaml', ok: false, diagnostics: [{ line: 14, code: 'unknown-state' }] },
    ],
  });
  const over = run('check', 'pack/wrong.yaml');
  expect(over.stdout).toMatch(/^pack\/wrong\.yaml:9:\d+: error\[unknown-state\]/);
});

test('a note on another file has that file in the JSON', () => {
  write('pack/twice.yaml', scenario.replace('measures:', 'measures:\n  opinion: 1'));
  const { results } = JSON.parse(run('check', '--json', 'pack/twice.yaml').stdout) as {
    results: readonly { diagnostics: readonly { notes: readonly object[] }[] }[];
  };
  expect(results[0]?.diagnostics[0]?.notes).toMatchObject([{ file: 'shared/mechanism.yaml', line: 8 }]);
});

test('what cannot be imported is refused, in words', () => {
  const refused: readonly [path: string, says: RegExp][] = [
    [
      '../shared/nowhere.yaml',
      /import-unreadable\].*shared\/nowhere\.yaml: there is no such file[^]*known here: /,
    ],
    ['../shared/mechanisn.yaml', /import-unreadable\][^]*did you mean `mechanism`/],
    ['../shared', /import-unreadable\].*folder/],
    ['../shared/inner', /import-unreadable\].*folder/],
    ['../shared/huge.yaml', /import-unreadable\].*3 MB/],
    ['../shared/latin.yaml', /shared\/latin\.yaml:2:6: error\[text-binary\].*UTF-8/],
    ['/etc/hosts', /import-path\].*one machine/],
    ['https://example.org/a.yaml', /import-path\].*address/],
    ['scenario.yaml', /pack\/scenario\.yaml:1:1: error\[file-kind\].*scenario.*fragment/],
  ];
  for (const [i, [path]] of refused.entries()) write(`pack/r${i}.yaml`, scenario.replace(SHARED, path));
  const files = refused.map((_, i) => `pack/r${i}.yaml`);
  const { stdout, code } = run('check', ...files);
  for (const [path, says] of refused) expect(stdout, path).toMatch(says);
  expect(stdout).not.toMatch(STACK_LINE);
  expect(stdout).toContain(`, ${refused.length} errors, 0 warnings\n`);
  expect(code).toBe(1);
  const ran = run('run', 'pack/r0.yaml', '--seed', '7');
  expect(ran.stderr).toMatch(refused[0]?.[1] ?? /never/);
  expect(ran.stdout).toBe('');
  expect(ran.code).toBe(1);
});

test('a fragment alone is checked for its shape, which is said; it is not run', () => {
  const { stdout, code } = run('check', 'shared/mechanism.yaml');
  expect(stdout).toMatch(
    /^shared\/mechanism\.yaml is a fragment: its shape was checked; .*\n\n1 file, 0 errors/,
  );
  expect(code).toBe(0);
  write('shared/odd.yaml', 'stave-fragment: 1\nmeasurse: { x: t }\n');
  const odd = run('check', 'shared/odd.yaml');
  expect(odd.stdout).toMatch(/shared\/odd\.yaml:2:1: error\[shape-unknown-key\][^]*did you mean `measures`/);
  expect(odd.code).toBe(1);
  const ran = run('run', 'shared/mechanism.yaml', '--seed', '7');
  expect(ran.stderr).toMatch(/file-kind\]: this is a fragment, and a scenario is wanted/);
  expect(ran.code).toBe(1);
});

test('the schema of fragments needs no file', () => {
  const { stdout } = run('show', '--as', 'fragment-schema');
  expect(JSON.parse(stdout)).toMatchObject({ title: 'Stave fragment', required: ['stave-fragment'] });
});

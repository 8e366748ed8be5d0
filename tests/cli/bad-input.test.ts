/** Whatever a file is, the command says what, where and what to do, and ends with 1. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { STACK_LINE, stave, temporaryFolder } from './command.ts';
import { bomb, failing, good, misspelt, warned } from './scenarios.ts';

const folder = temporaryFolder({
  'good.yaml': good,
  'misspelt.yaml': misspelt,
  'warned.yaml': warned,
  'failing.yaml': failing,
  'bomb.yaml': bomb,
  'empty.yaml': '',
  'list.yaml': '- 1\n- 2\n',
  'broken.yaml': 'stave: 1\n  id: [\n',
  'deep.yaml': `${'['.repeat(200_000)}\n`,
  'picture.yaml': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0xff, 0xfe]),
  'utf16.yaml': Buffer.from(`\ufeff${good}`, 'utf16le'),
  'huge.yaml': '',
});
truncateSync(join(folder, 'huge.yaml'), 50 * 1024 * 1024);
mkdirSync(join(folder, 'pack'));
writeFileSync(join(folder, 'pack/scenario.yaml'), good);

const files: readonly [name: string, says: RegExp, code?: string][] = [
  ['none.yaml', /none\.yaml: error\[file-missing\].*no such file[^]*help: known here: .*`bomb`/],
  ['goood.yaml', /error\[file-missing\][^]*help: did you mean `good`\?/],
  ['none/none.yaml', /error\[file-missing\]/],
  ['good.yaml/x', /error\[file-missing\]/],
  ['pack', /error\[file-is-directory\].*folder[^]*help: .*pack\/scenario\.yaml/],
  ['huge.yaml', /error\[text-too-large\].*50 MB[^]*help: /],
  ['/dev/zero', /error\[text-too-large\].*2 MB/],
  ['picture.yaml', /picture\.yaml:1:1: error\[.*UTF-8/],
  ['utf16.yaml', /utf16\.yaml:1:1: error\[.*UTF-8/],
  ['empty.yaml', /empty\.yaml.*error\[/],
  ['list.yaml', /list\.yaml:1:1: error\[/],
  ['broken.yaml', /broken\.yaml:\d+:\d+: error\[/],
  ['bomb.yaml', /bomb\.yaml.*error\[/],
  ['deep.yaml', /deep\.yaml.*error\[/],
  ['misspelt.yaml', /misspelt\.yaml:23:35: error\[unknown-state\][^]*\^{7}[^]*help: did you mean `backlash`/],
  [`${'x'.repeat(5000)}.yaml`, /error\[file-unreadable\]/],
];

test.each(files)('check %s', (name, says) => {
  const { code, stdout, stderr } = stave(['check', name], folder);
  expect(stdout).toMatch(says);
  expect(stdout).toMatch(/\n1 file, [1-9]\d* errors?, \d+ warnings?\n$/);
  expect(stderr).toBe('');
  expect(stdout).not.toMatch(STACK_LINE);
  expect(code).toBe(1);
});

test.each([
  ['run', '--seed', '7'],
  ['trace', '--trial', '0', '--seed', '7'],
  ['show', '--as', 'ir'],
])('%s says it on stderr and prints nothing else', (verb, ...options) => {
  for (const [name, says] of files) {
    const { code, stdout, stderr } = stave([verb, name, ...options], folder);
    expect(stderr, name).toMatch(says);
    expect(stderr, name).not.toMatch(STACK_LINE);
    expect(stdout, name).toBe('');
    expect(code, name).toBe(1);
  }
});

test('a pipe is read like a file', () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const command = `cat good.yaml > pipe & ${[process.execPath, '"$0"', 'check', 'pipe'].join(' ')}`;
  const bin = join(import.meta.dirname, '../../packages/cli/bin/stave.mjs');
  const out = execFileSync('sh', ['-c', command, bin], { cwd: folder, encoding: 'utf8' });
  expect(out).toBe('1 file, 0 errors, 0 warnings\n');
});

test('all files are checked, warnings do not fail, errors do', () => {
  const two = stave(['check', 'good.yaml', 'warned.yaml'], folder);
  expect(two.stdout).toMatch(
    /warned\.yaml:\d+:\d+: warning\[number-without-basis\][^]*\n2 files, 0 errors, 1 warning\n$/,
  );
  expect(two.code).toBe(0);
  const three = stave(['check', 'misspelt.yaml', 'good.yaml', 'warned.yaml'], folder);
  expect(three.stdout).toMatch(/\n3 files, 1 error, 1 warning\n$/);
  expect(three.code).toBe(1);
});

test.each([
  ['unknown keys', Array.from({ length: 100_000 }, (_, i) => `k${i}: 1\n`).join('')],
  ['one key many times', 'stave: 1\n'.repeat(100_000)],
])(
  'a hundred thousand faults end in time: %s',
  (_, text) => {
    writeFileSync(join(folder, 'many.yaml'), text);
    // A minute is what the process gets.
    const told = stave(['check', 'many.yaml'], folder);
    expect(told.stdout).toMatch(/\nand 99,[89]\d\d more; stave check --json lists all\n\n1 file, /);
    expect(told.stdout.match(/: error\[/g)).toHaveLength(100);
    const data = JSON.parse(stave(['check', '--json', 'many.yaml'], folder).stdout) as {
      errors: number;
      results: { diagnostics: { line: number }[] }[];
    };
    expect(data.errors).toBeGreaterThan(99_998);
    expect(data.results[0]?.diagnostics.at(-1)?.line).toBe(100_000);
  },
  120_000,
);

test('check --json has the diagnostics as data', () => {
  const { code, stdout } = stave(['check', 'good.yaml', 'misspelt.yaml', 'none.yaml', '--json'], folder);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'stave-check/1',
    files: 3,
    errors: 2,
    warnings: 0,
    results: [
      { file: 'good.yaml', ok: true, diagnostics: [] },
      {
        file: 'misspelt.yaml',
        ok: false,
        diagnostics: [
          { code: 'unknown-state', severity: 'error', line: 23, column: 35, endLine: 23, endColumn: 42 },
        ],
      },
      { file: 'none.yaml', ok: false, diagnostics: [{ code: 'file-missing' }] },
    ],
  });
  expect(code).toBe(1);
});

test('failed trials are named with the command that shows them', () => {
  const { code, stdout, stderr } = stave(
    ['run', 'failing.yaml', '--trials', '200', '--seed', "a 'b'"],
    folder,
  );
  expect(stdout).not.toBe('');
  expect(stderr).toMatch(
    /^error: \d+ of 200 trials failed\n {2}trial \d+: not-finite at warmth\.next in step \d+\n/,
  );
  expect(stderr).toMatch(/ {4}stave trace failing\.yaml --trial \d+ --seed 'a '\\''b'\\'''\n/);
  expect(code).toBe(1);
  const trial = /--trial (\d+)/.exec(stderr)?.[1] ?? '';
  const told = stave(['trace', 'failing.yaml', '--trial', trial, '--seed', "a 'b'"], folder);
  expect(told.stdout).toMatch(/failed in step \d+: not-finite at warmth\.next/);
  expect(told.code).toBe(1);
});

/** What `stave run` prints, writes and leaves alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunDocument } from '@stave/engine';
import { bin, STACK_LINE, startStave, stave, temporaryFolder } from './command.ts';
import { good, numbers } from './scenarios.ts';

const hindsight = good.replace(/(unit: 1.month\n)/, '$1    hindsight: The year is known.\n');
const folder = temporaryFolder({
  'good.yaml': good,
  'hindsight.yaml': hindsight,
  'renamed.yaml': good,
  'numbers.yaml': numbers,
});
execFileSync('mkfifo', [join(folder, 'pipe')]);
const run = (...options: string[]): ReturnType<typeof stave> =>
  stave(['run', 'good.yaml', '--seed', '7', ...options], folder);
const documentOf = (...options: string[]): RunDocument =>
  JSON.parse(run('--json', ...options).stdout) as RunDocument;
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

test('numbers that are judged with hindsight are counted', () => {
  const { stdout } = stave(['run', 'hindsight.yaml', '--seed', '7', '--trials', '100', '--json'], folder);
  const { basisShares = [], hindsightNumbers } = JSON.parse(stdout) as RunDocument;
  // Both ends of the prior of one parameter.
  expect(hindsightNumbers).toBe(2);
  expect(basisShares.find(({ basis }) => basis === 'judgement')?.count).toBeGreaterThan(2);
});

test('--json is one document in the fixed form', () => {
  const document = documentOf('--trials', '300');
  expect(document).toMatchObject({
    schema: 'stave-run/1',
    scenario: { id: 'two-neighbours', hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    seed: '7',
    trials: 300,
    failed: 0,
    executor: 'js',
    threads: 1,
    questions: [{ id: 'falls', kind: 'binary', outcomes: [{ value: 'yes' }, { value: 'no' }] }],
    measures: [{ id: 'cohesion' }],
  });
  expect(document.seconds).toBeGreaterThan(0);
  for (const outcome of document.questions[0]?.outcomes ?? []) {
    for (const key of ['probability', 'se', 'low', 'high'] as const)
      expect(outcome[key]).toEqual(expect.any(Number));
    expect(outcome.range).toMatchObject({ method: expect.any(String) as string });
  }
  expect(document.measures[0]?.steps).toHaveLength(13);
});

test('all executors give the same document', () => {
  const [js, wasm, reference] = ['js', 'wasm', 'reference'].map((executor) =>
    documentOf('--trials', '300', '--executor', executor),
  );
  expect(reference?.executor).toBe('reference');
  expect(wasm?.executor).toBe('wasm');
  for (const other of [wasm, reference])
    expect({ ...other, executor: 'js', seconds: 0 }).toEqual({ ...js, seconds: 0 });
});

test('any number of threads gives the same document', () => {
  const documents = [1, 2, 3].map((threads) => documentOf('--trials', '12000', '--threads', String(threads)));
  expect(documents.map(({ threads }) => threads)).toEqual([1, 2, 3]);
  const [one, ...others] = documents.map((document) => ({ ...document, threads: 0, seconds: 0 }));
  for (const other of others) expect(other).toEqual(one);
});

test('any number of threads gives the same numbers, to the last bit', () => {
  const documents = [1, 2, 3].map((threads) => {
    const options = ['--trials', '12000', '--seed', '7', '--json', '--threads', String(threads)];
    return JSON.parse(stave(['run', 'numbers.yaml', ...options], folder).stdout) as RunDocument;
  });
  const [one, ...others] = documents.map((document) => ({ ...document, threads: 0, seconds: 0 }));
  expect(one?.questions[0]?.number?.mean).toEqual(expect.any(Number));
  expect(one?.questions[0]?.given?.applicable).toBeGreaterThan(0);
  for (const other of others) expect(other).toEqual(one);
});

test('few trials run on one thread, unless more are asked for', () => {
  expect(documentOf('--trials', '300').threads).toBe(1);
  expect(documentOf('--trials', '300', '--threads', '2').threads).toBe(2);
});

test('ten thousand trials on all that the machine has, unless told otherwise', () => {
  expect(documentOf()).toMatchObject({ trials: 10_000, threads: availableParallelism() });
});

test('the text goes to stdout, without colours in a pipe', () => {
  const { code, stdout, stderr } = run('--trials', '300');
  expect(stdout).not.toBe('');
  expect(stdout).not.toContain('\u001b');
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('colours can be asked for and refused', () => {
  const check = (env: Record<string, string>): string => stave(['check', 'none.yaml'], folder, env).stdout;
  expect(check({ FORCE_COLOR: '1' })).toContain('\u001b[31merror[file-missing]');
  expect(check({ FORCE_COLOR: '0' })).not.toContain('\u001b');
  expect(check({ NO_COLOR: '1' })).not.toContain('\u001b');
});

test('--out writes results whose bytes know nothing of the executor', () => {
  expect(run('--trials', '300', '--out', 'a/one').code).toBe(0);
  stave(
    ['run', 'renamed.yaml', '--seed', '7', '--trials', '300', '--out', 'two', '--executor', 'reference'],
    folder,
  );
  expect(readdirSync(join(folder, 'a/one')).sort()).toEqual(['chart.svg', 'results', 'run.json']);
  expect(readdirSync(join(folder, 'a/one/results')).sort()).toEqual(['estimates.json', 'manifest.json']);
  for (const file of ['results/estimates.json', 'results/manifest.json', 'chart.svg']) {
    expect(read('two', file), file).toBe(read('a/one', file));
  }
  expect(JSON.parse(read('two/results/manifest.json'))).toMatchObject({
    scenario: { id: 'two-neighbours', text: good },
    seed: '7',
    trials: 300,
  });
  expect(JSON.parse(read('two/run.json'))).toMatchObject({ executor: 'reference', node: process.version });
});

test('a folder is left as it was when it is refused', () => {
  mkdirSync(join(folder, 'kept'));
  writeFileSync(join(folder, 'kept/diary.txt'), 'mine');
  expect(run('--trials', '50', '--out', 'kept').code).toBe(1);
  expect(readdirSync(join(folder, 'kept'))).toEqual(['diary.txt']);
});

test('a manifest stands beside its own results only', () => {
  expect(run('--trials', '50', '--out', 'whole').code).toBe(0);
  // The next run cannot write its estimates: the old manifest must not vouch for what is left.
  rmSync(join(folder, 'whole/results/estimates.json'));
  mkdirSync(join(folder, 'whole/results/estimates.json'));
  expect(run('--trials', '60', '--out', 'whole').code).toBe(1);
  expect(readdirSync(join(folder, 'whole/results'))).toEqual(['estimates.json']);
});

test('--out may be used again, but not over other things', () => {
  expect(run('--trials', '50', '--out', 'again').code).toBe(0);
  expect(run('--trials', '60', '--out', 'again').code).toBe(0);
  expect(JSON.parse(read('again/results/manifest.json'))).toMatchObject({ trials: 60 });
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'other/thesis.txt'), 'years of work');
  const { code, stdout, stderr } = run('--trials', '50', '--out', 'other');
  expect(stderr).toMatch(/^error: the folder other holds other things: thesis\.txt\n {2}help: /);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

/** Where the system makes no folders. */
const NOWHERE: [string, string, RegExp][] = [
  ['--out', '/proc/x', /the folder \/proc\/x cannot be made: nothing can be made there/],
  ['--out', '/proc/x/y/z', /the folder \/proc\/x\/y\/z cannot be made: nothing can be made there/],
  ['--chart', '/proc/x/c.svg', /cannot be made: nothing can be made there/],
];

test.each<[string, string, RegExp]>([
  ['--out', 'good.yaml', /the folder good\.yaml cannot be made: a file stands in its way/],
  ['--out', 'good.yaml/x', /cannot be made: a file stands in its way/],
  ['--chart', '.', /is a folder; the chart needs a file/],
  ['--chart', 'good.yaml/x.svg', /cannot be made: a file stands in its way/],
  ['--chart', 'pipe', /pipe is a pipe/],
  ...(existsSync('/proc/self') ? NOWHERE : []),
])('%s %s is refused before the run', (option, place, says) => {
  const { code, stdout, stderr } = run('--trials', '50', option, place);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/\n {2}help: /);
  expect(stderr).not.toMatch(STACK_LINE);
  expect(stdout).toBe('');
  expect(code).toBe(1);
  expect(read('good.yaml')).toBe(good);
});

test('--chart writes a chart and makes its folder', () => {
  const { code, stderr } = run('--trials', '300', '--chart', 'charts/c.svg');
  expect(stderr).toBe('wrote charts/c.svg\n');
  expect(code).toBe(0);
  expect(read('charts/c.svg')).toMatch(/^<svg|^<\?xml/);
});

test('Ctrl-C stops at the next chunk, says how far it came and writes nothing', async () => {
  const child = startStave(
    ['run', 'good.yaml', '--seed', '7', '--trials', '50000000', '--out', 'stopped', '--chart', 'stopped.svg'],
    folder,
  );
  let stderr = '';
  let stdout = '';
  child.stderr?.on('data', (data: Buffer) => (stderr += String(data)));
  child.stdout?.on('data', (data: Buffer) => (stdout += String(data)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  // The folder is made just before the run begins.
  while (!existsSync(join(folder, 'stopped/results'))) await wait(20);
  await wait(300);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(stderr).toMatch(
    /^stopped: [\d,]+ of 50,100,000 trials, 100,000 of them for the range over assumptions; nothing was written\n$/,
  );
  expect(stdout).toBe('');
  expect(readdirSync(join(folder, 'stopped/results'))).toEqual([]);
  expect(existsSync(join(folder, 'stopped.svg'))).toBe(false);
});

test('Ctrl-C is heard between two trials of the reference', async () => {
  // 40,000 steps a trial: a chunk of hundreds would take minutes.
  const slow = good.replace('steps: 12', 'steps: 40000').replace('step: 1 month', 'step: 1 day');
  writeFileSync(join(folder, 'slow.yaml'), slow);
  const out = 'slow/results';
  const child = startStave(
    ['run', 'slow.yaml', '--seed', '7', '--trials', '2000', '--executor', 'reference', '--out', 'slow'],
    folder,
  );
  let stderr = '';
  child.stderr?.on('data', (data: Buffer) => (stderr += String(data)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (!existsSync(join(folder, out))) await wait(20);
  await wait(500);
  child.kill('SIGINT');
  const late = wait(30_000, 'late', { ref: false });
  const first = await Promise.race([ended, late]);
  if (first === 'late') child.kill('SIGKILL');
  expect(first).toBe(130);
  expect(stderr).toContain('stopped: ');
}, 60_000);

test.runIf(existsSync('/dev/full'))('output that cannot be written is said to be lost', () => {
  const full = openSync('/dev/full', 'w');
  const child = spawnSync(process.execPath, [bin, 'run', 'good.yaml', '--seed', '7', '--trials', '50'], {
    cwd: folder,
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(child.stderr).toMatch(/^error: the output cannot be written: .*no space.*\n {2}help: /i);
  expect(child.status).toBe(1);
});

test('a reader that goes away is no fault to tell of', async () => {
  const child = startStave(['show', '--as', 'schema'], folder);
  child.stdout?.destroy();
  let stderr = '';
  child.stderr?.on('data', (data: Buffer) => (stderr += String(data)));
  await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toBe('');
});

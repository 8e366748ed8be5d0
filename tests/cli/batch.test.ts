/** `stave batch` and `stave merge`: one study, many ways to be stopped, cut and raised, and always the same bytes. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { createJournal, readJournal } from '@stave/engine/node';
import { bin, STACK_LINE, startStave, stave, temporaryFolder, type Result } from './command.ts';
import { failing, good as year, numbers as yearOfNumbers } from './scenarios.ts';

const study = (scenario: string, trials: number): string => `stave-study: 1
id: rates
title: Rates
scenario: ${scenario}
trials: ${trials}
seed: 7
arms:
  base:
  worse: { label: Twice as often, parameters: { backlashRate: "0.1 / month" } }
`;
/** Few steps, for many commands. */
const short = (scenario: string): string => scenario.replace('steps: 12', 'steps: 4');
const [good, numbers] = [short(year), short(yearOfNumbers)];
/** Two whole chunks of 4,096 and a part of one. */
const TRIALS = 9000;
const folder = temporaryFolder({
  'good.yaml': good,
  'numbers.yaml': numbers,
  'failing.yaml': failing,
  'study.yaml': study('numbers.yaml', TRIALS),
  'small.yaml': study('good.yaml', 300),
  'fails.yaml': study('failing.yaml', 300),
  'wrong.yaml': study('good.yaml', 300).replace('backlashRate', 'backlashRat'),
  'nowhere.yaml': study('goood.yaml', 300),
  'alone.yaml': study('good.yaml', 300).replace(/arms:[^]*/, ''),
});
const batch = (file: string, out: string, ...options: string[]): Result =>
  stave(['batch', file, '--out', out, '--threads', '1', ...options], folder);
const merge = (...args: string[]): Result => stave(['merge', ...args], folder);
const at = (...path: string[]): string => join(folder, ...path);
const read = (...path: string[]): string => readFileSync(at(...path), 'utf8');
const journal = (out: string, name = 'shard-1-of-1'): string => at(out, 'journal', `${name}.journal`);

/** Every file of results, by name; a character a byte, so that binary ones compare too. */
function results(out: string): Record<string, string> {
  const names = readdirSync(at(out, 'results'), { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(at(out, 'results', name)).isFile())
      .map((name) => [name, readFileSync(at(out, 'results', name), 'latin1')]),
  );
}

function expectRefused({ code, stdout, stderr }: Result, says: RegExp, exit = 1): void {
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/\n {2}help: /);
  expect(stderr).not.toMatch(STACK_LINE);
  expect(stdout).toBe('');
  expect(code).toBe(exit);
}

/** Results of an undisturbed run of study.yaml in one thread. */
let whole: Record<string, string> = {};
let wholeRan = 0;
beforeAll(() => {
  const { stdout } = batch('study.yaml', 'whole', '--json');
  whole = results('whole');
  wholeRan = (JSON.parse(stdout) as { ran: number }).ran;
});

test('the folder holds what is documented', () => {
  expect(readdirSync(at('whole')).sort()).toEqual(['journal', 'results', 'run.json']);
  expect(Object.keys(whole)).toEqual([
    'estimates/base.json',
    'estimates/worse.json',
    'failures.csv',
    'failures.parquet',
    'manifest.json',
    'numbers.csv',
    'numbers.parquet',
    'occupancy.csv',
    'occupancy.parquet',
    'outcomes.csv',
    'outcomes.parquet',
    'steps.csv',
    'steps.parquet',
    'trials.parquet',
  ]);
  expect(JSON.parse(whole['manifest.json'] ?? '')).toMatchObject({
    schema: 'stave-batch-manifest/1',
    study: { id: 'rates', text: study('numbers.yaml', TRIALS) },
    scenario: { id: 'two-neighbours', text: numbers },
    seed: '7',
    trials: TRIALS,
    arms: [{ name: 'base', failed: 0 }, { name: 'worse' }],
    tables: [
      { name: 'outcomes' },
      { name: 'numbers' },
      { name: 'steps', files: ['steps.csv', 'steps.parquet'], rows: 10 },
      { name: 'occupancy', rows: 2 * 2 * 5 },
      { name: 'failures', rows: 0 },
      { name: 'trials', files: ['trials.parquet'], rows: 2 * TRIALS },
    ],
  });
  expect(JSON.parse(read('whole', 'run.json'))).toMatchObject({ executor: 'wasm', threads: 1, failures: [] });
});

test('an arm that changes nothing answers as `stave run` does, to the byte', () => {
  const options = ['--seed', '7', '--trials', String(TRIALS), '--out', 'run'];
  expect(stave(['run', 'numbers.yaml', ...options], folder).code).toBe(0);
  expect(whole['estimates/base.json']).toBe(read('run', 'results', 'estimates.json'));
});

test('tables are tidy: a row for each arm, measure and step, with its date', () => {
  const [header, ...rows] = (whole['steps.csv'] ?? '').trimEnd().split('\n');
  expect(header).toBe('arm,measure,step,date,p05,p25,p50,p75,p95,trials,failed,mean');
  expect(rows).toHaveLength(2 * 1 * 5);
  expect(rows[0]).toBe(`base,cohesion,0,2023-07-01,0.45,0.45,0.45,0.45,0.45,${TRIALS},0,0.45`);
  expect(rows[5]).toMatch(/^worse,cohesion,0,2023-07-01,/);
  expect(whole['numbers.csv']).toMatch(/^worse,backlashMonths,total,mean,4,2023-11-01,\d/m);
});

test.each([
  ['two threads', ['--threads', '2']],
  ['three threads', ['--threads', '3']],
  ['WebAssembly on two threads', ['--threads', '2', '--executor', 'wasm']],
])('%s: the same bytes', (_what, options) => {
  expect(batch('study.yaml', 'threads', ...options).code).toBe(0);
  expect(results('threads')).toEqual(whole);
  rmSync(at('threads'), { recursive: true });
});

test('WebAssembly and the reference: the same bytes', () => {
  const [fast, ...others] = ['js', 'wasm', 'reference'].map((executor) => {
    expect(batch('small.yaml', executor, '--executor', executor).code).toBe(0);
    return results(executor);
  });
  for (const other of others) expect(other).toEqual(fast);
});

test('raised in steps: the same bytes as at once', () => {
  expect(batch('study.yaml', 'raised', '--trials', '500').code).toBe(0);
  expect(JSON.parse(read('raised', 'results', 'manifest.json'))).toMatchObject({ trials: 500 });
  const { stdout } = batch('study.yaml', 'raised', '--resume', '--trials', '5000', '--json');
  // 4,500 new trials of each arm, and the nested run of the one that needs it, which has another size now.
  const { ran, arms } = JSON.parse(stdout) as {
    ran: number;
    arms: { nested?: { points: number; share: number } }[];
  };
  const nested = arms[0]?.nested;
  expect(ran).toBe(2 * 4500 + (nested ? nested.points * nested.share : Number.NaN));
  expect(arms[1]?.nested).toBeUndefined();
  expect(batch('study.yaml', 'raised', '--resume').code).toBe(0);
  expect(results('raised')).toEqual(whole);
  expectRefused(
    batch('study.yaml', 'raised', '--resume', '--trials', '500'),
    /is to reach 9,000 trials, and 500 trials is less/,
  );
});

test('what is complete runs nothing', () => {
  const { stdout, code } = batch('study.yaml', 'whole', '--resume', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ ran: 0, trials: TRIALS });
  expect(code).toBe(0);
  expect(results('whole')).toEqual(whole);
});

describe('killed at any moment', () => {
  const trialsIn = (out: string): number => {
    if (!existsSync(journal(out))) return 0;
    const { records, damage, close } = readJournal(journal(out));
    close();
    expect(damage).toEqual([]);
    return records.flatMap(({ ranges }) => ranges).reduce((sum, [from, to]) => sum + to - from, 0);
  };

  test('twenty times, it comes to the same bytes and never loses what was finished', async () => {
    const trials = ['--trials', '60000'];
    expect(batch('study.yaml', 'calm', ...trials, '--threads', '2').code).toBe(0);
    // The moments come from a generator of their own; where the command is then is for the machine to say.
    let state = 7;
    const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    let hits = 0;
    for (let kill = 0; kill < 20; kill++) {
      const before = trialsIn('killed');
      const options = ['--resume', ...trials, '--threads', String(1 + (kill % 2))];
      const child = startStave(['batch', 'study.yaml', '--out', 'killed', ...options], folder);
      const ended = new Promise<NodeJS.Signals | null>((resolve) =>
        child.on('close', (_, signal) => resolve(signal)),
      );
      let isOver = false;
      void ended.then(() => (isOver = true));
      // Every fourth while it starts, the others while it writes.
      if (kill % 4 === 0) await wait(300 * random());
      else {
        while (!existsSync(`${journal('killed')}.lock`) && !isOver) await wait(5);
        await wait(120 * random());
      }
      child.kill('SIGKILL');
      if ((await ended) === 'SIGKILL' && before < trialsIn('calm')) hits++;
      expect(trialsIn('killed')).toBeGreaterThanOrEqual(before);
    }
    expect(hits).toBeGreaterThanOrEqual(8);
    const last = batch('study.yaml', 'killed', '--resume', ...trials, '--threads', '2');
    expect(last.code).toBe(0);
    expect(trialsIn('killed')).toBe(trialsIn('calm'));
    expect(results('killed')).toEqual(results('calm'));
  });

  test('Ctrl-C keeps what was run, and says how to go on', async () => {
    const trials = ['--trials', '3000000'];
    const child = startStave(['batch', 'study.yaml', '--out', 'stopped', ...trials], folder);
    let stderr = '';
    child.stderr?.on('data', (data: Buffer) => (stderr += String(data)));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (!existsSync(journal('stopped'))) await wait(10);
    await wait(300);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(stderr).toMatch(
      /^stopped: [\d,]+ trials run now are in stopped, [\d,]+ are left; --resume goes on\n$/,
    );
    const ran = Number(/^stopped: ([\d,]+)/.exec(stderr)?.[1]?.replaceAll(',', ''));
    expect(trialsIn('stopped')).toBe(ran);
    expect(existsSync(at('stopped', 'results', 'manifest.json'))).toBe(false);
    expect(existsSync(`${journal('stopped')}.lock`)).toBe(false);
  });
});

describe('shards', () => {
  test('each says what is next', () => {
    for (const [out, shard] of [
      ['first', '1/3'],
      ['second', '2/3'],
      ['first', '3/3'],
    ] as const) {
      const { code, stderr } = batch('study.yaml', out, '--shard', shard);
      expect(stderr).toMatch(/^shard \d of 3 is whole; stave merge adds the shards up\n$/);
      expect(code).toBe(0);
    }
  });

  test('merged in any order: the same bytes as one run', () => {
    expect(existsSync(at('first', 'results', 'manifest.json'))).toBe(false);
    const { code, stdout } = merge('second', 'first', '--out', 'all', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'stave-batch/1',
      trials: TRIALS,
      arms: [{ arm: 'base' }, {}],
    });
    expect(results('all')).toEqual(whole);
    expect(merge('first', 'second').code).toBe(0);
    expect(results('first')).toEqual(whole);
  });

  test('a missing one, one twice, one of another batch, and one that is not whole are refused', () => {
    expectRefused(merge('first'), /of 3 shards one is missing: 2/);
    expectRefused(merge('first', 'second', 'second'), /shard 2 of 3 is there twice/);
    expectRefused(merge('first', 'whole'), /is of another batch than .*: it is one of 1 shards/);
    expectRefused(merge('first', 'study.yaml'), /study.yaml holds no journal of a batch/);
    expect(batch('study.yaml', 'seed8', '--shard', '2/3', '--seed', '8').code).toBe(0);
    expectRefused(merge('first', 'seed8'), /of another batch.*: its seed is 8, not 7/);
    cpSync(at('second'), at('more'), { recursive: true });
    expect(batch('study.yaml', 'more', '--shard', '2/3', '--resume', '--trials', '9001').code).toBe(0);
    expectRefused(merge('first', 'more'), /is to reach 9,001 trials, and .* 9,000/);
    cpSync(at('second'), at('part'), { recursive: true });
    writeFileSync(
      journal('part', 'shard-2-of-3'),
      readFileSync(journal('part', 'shard-2-of-3')).subarray(0, -1),
    );
    expectRefused(merge('first', 'part'), /is not whole: [\d,]+ trials of shard 2 of 3 are left/);
  });

  test('a folder holds shards of one cut', () => {
    expectRefused(
      batch('study.yaml', 'second', '--shard', '1/2'),
      /holds shard 2 of 3, and this would be one of 2/,
    );
  });
});

describe('what is wrong with a folder is said, and nothing is lost', () => {
  const copy = (out: string): string => {
    cpSync(at('whole'), at(out), { recursive: true });
    return journal(out);
  };

  test('a batch is not begun over another', () => {
    const before = results('whole');
    expectRefused(batch('study.yaml', 'whole'), /whole holds a batch already/);
    expect(results('whole')).toEqual(before);
  });

  test('a piece that was cut off is dropped with a word, and run again', () => {
    const path = copy('torn');
    writeFileSync(path, readFileSync(path).subarray(0, -100));
    const { stderr, stdout, code } = batch('study.yaml', 'torn', '--resume', '--json');
    expect(stderr).toMatch(/torn.*: [\d,]+ bytes of a piece that was cut off were dropped/);
    expect((JSON.parse(stdout) as { ran: number }).ran).toBeGreaterThan(0);
    expect(code).toBe(0);
    expect(results('torn')).toEqual(whole);
  });

  test('a flipped bit is damage, until it is to be repaired', () => {
    const path = copy('flipped');
    const bytes = readFileSync(path);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle]! ^= 1;
    writeFileSync(path, bytes);
    expectRefused(
      batch('study.yaml', 'flipped', '--resume'),
      /flipped.* is damaged at byte \d+\n[^]*--resume --repair/,
    );
    expectRefused(merge('flipped'), /is damaged at byte \d+/);
    expect(readFileSync(path)).toEqual(bytes);
    const { stderr, stdout, code } = batch('study.yaml', 'flipped', '--resume', '--repair', '--json');
    expect(stderr).toMatch(/1 damaged place taken out; the trials are run again/);
    expect((JSON.parse(stdout) as { ran: number }).ran).toBeLessThanOrEqual(4096);
    expect(code).toBe(0);
    expect(results('flipped')).toEqual(whole);
  });

  test.each([
    ['another seed', ['--seed', '8'], /holds another batch: its seed is 7, not 8/],
    [
      'another study',
      ['study.yaml', 'small.yaml'],
      /holds another batch: its arm base is of a scenario that says something else/,
    ],
  ])('%s', (_what, [first = '', second = ''], says) => {
    const result = first.startsWith('--')
      ? batch('study.yaml', 'whole', '--resume', first, second)
      : batch(second, 'whole', '--resume');
    expectRefused(result, says);
    expect(results('whole')).toEqual(whole);
  });

  test('another edition of stave', () => {
    const { identity, close } = readJournal(journal('whole'));
    close();
    mkdirSync(at('old', 'journal'), { recursive: true });
    createJournal(journal('old'), { ...identity, stave: '0.0.9' }, { trials: TRIALS });
    const bytes = readFileSync(journal('old'));
    expectRefused(batch('study.yaml', 'old', '--resume'), /begun by stave 0\.0\.9, and this is stave \d/);
    expectRefused(merge('old'), /written by stave 0\.0\.9/);
    expect(readFileSync(journal('old'))).toEqual(bytes);
  });

  test('something that is no journal', () => {
    mkdirSync(at('text', 'journal'), { recursive: true });
    writeFileSync(journal('text'), 'a text');
    expectRefused(batch('study.yaml', 'text', '--resume'), /is not a journal of a batch/);
    expect(readFileSync(journal('text'), 'utf8')).toBe('a text');
  });

  test('a folder with other things in it', () => {
    mkdirSync(at('kept'));
    writeFileSync(at('kept', 'diary.txt'), 'mine');
    expectRefused(batch('study.yaml', 'kept'), /the folder kept holds other things: diary\.txt/);
    expect(readdirSync(at('kept'))).toEqual(['diary.txt']);
  });

  test('a disk that fills: what was finished stays, and with room it goes on to the same bytes', () => {
    // A limit on the size of files stands for the disk: half of what is wanted, in blocks of 512 bytes.
    const blocks = Math.floor(statSync(journal('whole')).size / 1024);
    const command = [process.execPath, bin, 'batch', 'study.yaml', '--out', 'full', '--threads', '2'];
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `ulimit -f ${blocks}; exec ${command.join(' ')}`],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expectRefused(
      { code: status, stdout, stderr },
      /the journal cannot be written: .*files may not grow so large[^]*--resume/,
    );
    const { records, torn, close } = readJournal(journal('full'));
    close();
    expect(records.length).toBeGreaterThan(0);
    expect(torn).toBe(0);
    const { ran } = JSON.parse(batch('study.yaml', 'full', '--resume', '--json').stdout) as { ran: number };
    expect(ran).toBeGreaterThan(0);
    expect(ran).toBeLessThan(wholeRan);
    expect(results('full')).toEqual(whole);
  });

  test.skipIf(process.getuid?.() === 0)('no right to write there (the superuser may always: skipped)', () => {
    copy('locked');
    chmodSync(at('locked', 'journal'), 0o500);
    const result = batch('study.yaml', 'locked', '--resume', '--trials', '20000');
    chmodSync(at('locked', 'journal'), 0o700);
    expectRefused(result, /cannot be written: .*there is no right to write there/);
    expect(results('locked')).toEqual(whole);
  });

  test.runIf(existsSync('/proc/self'))('nowhere to write', () => {
    expectRefused(batch('study.yaml', '/proc/x'), /the folder \/proc\/x cannot be made/);
  });
});

describe('failed trials', () => {
  test('are kept apart, counted in every table, and told again by their command', () => {
    const { code, stdout, stderr } = batch('fails.yaml', 'failed', '--json');
    expect(code).toBe(1);
    const { arms } = JSON.parse(stdout) as { arms: { failed: number; failures: { replay: string }[] }[] };
    const failed = arms.map((arm) => arm.failed);
    expect(Math.min(...failed)).toBeGreaterThan(0);
    expect(stderr).toMatch(/^arm worse: error: \d+ of 300 trials failed/m);
    const tables = results('failed');
    for (const table of ['outcomes.csv', 'steps.csv'])
      for (const [i, arm] of ['base', 'worse'].entries()) {
        const rows = (tables[table] ?? '').split('\n').filter((row) => row.startsWith(`${arm},`));
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect(row).toContain(`,300,${failed[i]}`);
      }
    const lines = (tables['failures.csv'] ?? '').trimEnd().split('\n');
    expect(lines[0]).toBe('arm,trial,step,code,place');
    expect(lines).toHaveLength(1 + (failed[0] ?? 0) + (failed[1] ?? 0));
    const replay = arms[1]?.failures[0]?.replay ?? '';
    expect(replay).toMatch(/^stave trace fails\.yaml --arm worse --trial \d+ --seed 7$/);
    const told = stave(replay.split(' ').slice(1), folder);
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('not-finite');
    expect((JSON.parse(read('failed', 'run.json')) as { failures: unknown[] }).failures).toContainEqual(
      expect.objectContaining({ arm: 'worse', replay }),
    );
  });
});

describe('precision', () => {
  test('a batch stops when all arms are precise, and is that of as many trials', () => {
    const { code, stdout } = batch('small.yaml', 'precise', '--precision', '0.012', '--json');
    expect(code).toBe(0);
    const { trials, precision } = JSON.parse(stdout) as { trials: number; precision: object };
    expect(precision).toMatchObject({ wanted: 0.012, reached: true, question: 'falls' });
    expect(batch('small.yaml', 'counted', '--trials', String(trials)).code).toBe(0);
    expect(results('precise')).toEqual(results('counted'));
    expectRefused(
      batch('small.yaml', 'counted', '--resume', '--precision', '0.1'),
      /begun with a number of trials/,
    );
    expectRefused(
      batch('small.yaml', 'precise', '--resume', '--precision', '0.1'),
      /a precision of 0.1 .* is less/,
    );
  });

  test('a run says what was reached, and what was not', () => {
    const run = (...options: string[]): Result =>
      stave(['run', 'good.yaml', '--seed', '7', '--threads', '1', ...options], folder);
    const reached = run('--precision', '0.01');
    // 1.96 √(0.6 · 0.4 / n) is 0.0106 at the second look, of 8,192 trials, and 0.0087 at the third.
    expect(reached.stdout).toMatch(
      /\nPrecision 0\.01 reached after 12,288 trials: the widest interval is ±0\.0086\d \(falls, yes\)\.\n$/,
    );
    expect(reached.code).toBe(0);
    const missed = run('--precision', '0.001', '--trials', '5000', '--json');
    expect(JSON.parse(missed.stdout)).toMatchObject({ trials: 5000, precision: { reached: false } });
    expect(missed.stderr).toMatch(/^error: precision 0\.001 was not reached with 5,000 trials: the widest/);
    expect(missed.code).toBe(1);
  });

  test('a shard cannot know when to stop', () => {
    expectRefused(batch('small.yaml', 'x', '--precision', '0.1', '--shard', '1/2'), /exclude each other/, 2);
    expect(existsSync(at('x'))).toBe(false);
  });
});

describe('study files', () => {
  test('without arms there is one, the scenario as it is', () => {
    expect(batch('alone.yaml', 'alone').code).toBe(0);
    expect(readdirSync(at('alone', 'results', 'estimates'))).toEqual(['base.json']);
  });

  test('check reads a study with its scenario and all arms', () => {
    const { code, stdout } = stave(['check', 'study.yaml'], folder);
    expect(stdout).toBe('2 files, 0 errors, 0 warnings\n');
    expect(code).toBe(0);
  });

  test.each([
    [
      'wrong.yaml',
      /^wrong\.yaml:9:\d+: error\[unknown-name\]: no parameter is called `backlashRat`[^]*did you mean `backlashRate`\?/m,
    ],
    [
      'nowhere.yaml',
      /^nowhere\.yaml:4:11: error\[study-scenario\]: goood\.yaml: there is no such file[^]*did you mean `good`\?/m,
    ],
    ['good.yaml', /^good\.yaml:1:1: error\[file-kind\]: this is a scenario, and a study is wanted/m],
    ['none.yaml', /error\[file-missing\]/],
  ])('%s', (file, says) => {
    const { code, stdout, stderr } = batch(file, 'none');
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(existsSync(at('none'))).toBe(false);
  });

  test('a study is no scenario', () => {
    const { code, stderr } = stave(['run', 'study.yaml', '--seed', '7'], folder);
    expect(stderr).toMatch(
      /error\[file-kind\]: this is a study, and a scenario is wanted[^]*`stave batch` takes studies/,
    );
    expect(code).toBe(1);
  });

  test('an arm that is not there cannot be traced', () => {
    const result = stave(['trace', 'study.yaml', '--arm', 'wrose', '--trial', '1', '--seed', '7'], folder);
    expectRefused(result, /study\.yaml has no arm wrose\n {2}help: did you mean `worse`\?/, 2);
  });
});

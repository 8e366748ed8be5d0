/** `stave batch` and `stave merge` where folders, journals and other commands are not as they should be. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createJournal, Journal, readJournal } from '@stave/engine/node';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';
import { good as year } from './scenarios.ts';

const good = year.replace('steps: 12', 'steps: 4');
/** Two chunks of 4,096 and a part of one, so that two shards have trials. */
const TRIALS = 9000;
const study = (more: string): string => `stave-study: 1
id: rates
title: Rates
scenario: good.yaml
trials: 5000
seed: 7
${more}`;
const folder = temporaryFolder({
  'good.yaml': good,
  'study.yaml': study('arms: { base: }\n'),
  'weird.yaml': study('arms: { base: , weird: { parameters: { backlashRate: "0.1 / month" } } }\n'),
  'long.yaml': study(`arms: { ${'x'.repeat(300)}: }\n`),
});
const at = (...path: string[]): string => join(folder, ...path);
const batch = (out: string, ...options: string[]): Result =>
  stave(
    ['batch', 'study.yaml', '--out', out, '--threads', '1', '--trials-table', 'none', ...options],
    folder,
  );
const shard = (out: string, name: string, ...options: string[]): Result =>
  stave(['batch', 'study.yaml', '--out', out, '--threads', '1', '--shard', name, ...options], folder);
const merge = (...args: string[]): Result => stave(['merge', ...args, '--trials-table', 'none'], folder);
const journal = (out: string, name = 'shard-1-of-1'): string => at(out, 'journal', `${name}.journal`);
const copy = (out: string, of = 'whole'): void => cpSync(at(of), at(out), { recursive: true });

/** Every file of a folder, a character a byte. */
const content = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(at(out), { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(at(out, name)).isFile())
      .map((name) => [name, readFileSync(at(out, name), 'latin1')]),
  );

function expectRefused({ code, stdout, stderr }: Result, says: RegExp): void {
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/\n {2}help: /);
  expect(stderr).not.toMatch(STACK_LINE);
  expect(stderr).not.toContain('internal:');
  expect(stdout).toBe('');
  expect(code).toBe(1);
}

/** One batch in one folder, of all trials. */
beforeAll(() => {
  batch('whole', '--trials', String(TRIALS));
});

describe('one command writes the results of a folder at a time', () => {
  const alive = `${hostname()} ${process.pid} test`;

  test('merge, batch and run are refused while another does, and change nothing', () => {
    copy('held');
    writeFileSync(at('held', 'results.lock'), alive);
    const before = content('held');
    const says = /the results of held are being written: .*results\.lock says that process \d+ on .*\n.*wait/;
    expectRefused(merge('whole', '--out', 'held'), says);
    expectRefused(batch('held', '--resume', '--trials', '9001'), says);
    expect(content('held')).toEqual(before);
    mkdirSync(at('run'));
    writeFileSync(at('run', 'results.lock'), alive);
    expectRefused(
      stave(['run', 'good.yaml', '--seed', '7', '--trials', '10', '--out', 'run'], folder),
      /the results of run are being written/,
    );
  });

  test('what a kill has left is taken over, and nothing of it stays', () => {
    copy('left');
    for (const name of ['results.lock', 'results.lock.takeover'])
      writeFileSync(at('left', name), `${hostname()} 4194999`);
    expect(merge('left').code).toBe(0);
    expect(readdirSync(at('left')).sort()).toEqual(['journal', 'results', 'run.json']);
  });
});

describe('a folder belongs to one batch', () => {
  test('another is not merged over it, nor begun beside its results', () => {
    copy('kept');
    const before = content('kept');
    expect(shard('eight', '1/1', '--seed', '8', '--trials', '10').code).toBe(0);
    expectRefused(
      merge('eight', '--out', 'kept'),
      /kept holds another batch: its seed is 7, not 8\n.*remove/,
    );
    expect(content('kept')).toEqual(before);
    rmSync(at('kept', 'journal'), { recursive: true });
    const says = /kept holds the results of another batch: its seed is 7, not 8\n.*remove kept.results/;
    expectRefused(merge('eight', '--out', 'kept'), says);
    expectRefused(shard('kept', '1/2', '--seed', '8'), says);
    writeFileSync(at('kept', 'results', 'manifest.json'), '{}');
    expectRefused(batch('kept'), /kept.results.manifest\.json is not the manifest of a batch/);
    rmSync(at('kept', 'journal'), { recursive: true });
    expect(content('kept')).toEqual({
      ...Object.fromEntries(Object.entries(before).filter(([name]) => !name.startsWith('journal'))),
      [join('results', 'manifest.json')]: '{}',
    });
  });

  test('a shard of another is not begun beside one', () => {
    const { identity, close } = readJournal(journal('whole'));
    close();
    mkdirSync(at('half', 'journal'), { recursive: true });
    const own = { ...identity, shard: { index: 1, of: 2 } };
    createJournal(journal('half', 'shard-1-of-2'), own, { trials: TRIALS });
    expectRefused(shard('half', '2/2', '--seed', '8'), /half holds another batch: its seed is 7, not 8/);
    expect(readdirSync(at('half', 'journal'))).toEqual(['shard-1-of-2.journal']);
  });

  test('estimates of an arm that it does not have are other things', () => {
    copy('weird');
    rmSync(at('weird', 'journal'), { recursive: true });
    rmSync(at('weird', 'results', 'manifest.json'));
    writeFileSync(at('weird', 'results', 'estimates', 'weird.json'), '{}');
    expectRefused(
      merge('whole', '--out', 'weird'),
      /the folder weird holds other things: results.estimates.weird\.json\n.*remove/,
    );
  });
});

describe('what can be refused is refused before trials are run', () => {
  test('an arm whose name is too long for a file', () => {
    const result = stave(['batch', 'long.yaml', '--out', 'long'], folder);
    expectRefused(result, /x\.json cannot be written: the name is too long\n {2}help: choose a shorter name/);
    expect(existsSync(at('long', 'journal'))).toBe(false);
  });

  test('a study in a journal that is none', () => {
    const { identity, close } = readJournal(journal('whole'));
    close();
    mkdirSync(at('text', 'journal'), { recursive: true });
    createJournal(journal('text'), { ...identity, study: { path: 'x', text: '' } }, { trials: TRIALS });
    for (const result of [batch('text', '--resume'), merge('text')])
      expectRefused(result, /text.journal.*holds a study that means something else to this edition/);
  });

  test('a folder of journals that cannot be read', () => {
    mkdirSync(at('loop'));
    symlinkSync('journal', at('loop', 'journal'));
    expectRefused(merge('loop'), /^error: loop.journal cannot be read: /);
  });

  test('a folder where a lock belongs', () => {
    copy('blocked');
    mkdirSync(`${journal('blocked')}.lock`);
    expectRefused(batch('blocked', '--resume'), /journal\.lock: a folder stands in its way/);
  });
});

describe('damaged records', () => {
  /** Flips a bit of the last text like this. */
  function flip(path: string, text: string): void {
    const bytes = readFileSync(path);
    const found = bytes.lastIndexOf(text);
    expect(found).toBeGreaterThan(0);
    bytes[found + 2]! ^= 1;
    writeFileSync(path, bytes);
  }
  const results = (out: string): Record<string, string> => content(join(out, 'results'));

  test('what a batch is to reach is said again, and is not below what it holds', () => {
    copy('aimless');
    flip(journal('aimless'), '{"target":');
    const says =
      /aimless.*\.journal holds 9,000 trials, more than the 5,000 it is to reach.*\n.*--trials 9000/;
    for (const repair of [['--repair'], []]) expectRefused(batch('aimless', '--resume', ...repair), says);
    const { code, stderr, stdout } = batch('aimless', '--resume', '--trials', '9000', '--json');
    expect(stderr).toMatch(/what it was to reach was damaged; it is to reach 9,000 trials now\n/);
    expect(JSON.parse(stdout)).toMatchObject({ ran: 0, trials: TRIALS });
    expect(code).toBe(0);
    expect(results('aimless')).toEqual(results('whole'));
    // Said once: the journal knows it again.
    const { target, close } = readJournal(journal('aimless'));
    close();
    expect(target).toEqual({ trials: TRIALS });
  });

  test('a raised batch that lost the raise is not lowered', () => {
    copy('lowered');
    expect(batch('lowered', '--resume', '--trials', '9001').code).toBe(0);
    flip(journal('lowered'), '{"target":');
    expectRefused(
      batch('lowered', '--resume', '--repair'),
      /holds 9,001 trials, more than the 9,000 it is to reach/,
    );
    expectRefused(merge('lowered'), /holds 9,001 trials, more than the 9,000 it is to reach/);
  });

  test('a shard that lost what it is to reach is merged when it is said again', () => {
    for (const name of ['1/2', '2/2']) expect(shard('cut', name, '--trials', '9000').code).toBe(0);
    const path = journal('cut', 'shard-2-of-2');
    flip(path, '{"target":');
    new Journal(path, { repair: true, fold: (): never[] => [] }).close();
    expectRefused(merge('cut'), /does not say any more what it is to reach\n.*--shard 2\/2 --trials N/);
    expect(shard('cut', '2/2', '--resume', '--trials', '9000').code).toBe(0);
    expect(merge('cut').code).toBe(0);
    expect(results('cut')).toEqual(results('whole'));
  });

  test('what a journal is of is repaired by the command that began it', () => {
    copy('nameless');
    const path = journal('nameless');
    const bytes = readFileSync(path);
    flip(path, '"identity":');
    expectRefused(
      merge('nameless'),
      /is damaged at byte 0, where it says of what it is\n.*--resume --repair/,
    );
    expectRefused(
      batch('nameless', '--resume', '--repair', '--seed', '8'),
      /damaged at byte 0.* does not prove to be of this batch\n.*name study, scenario, seed and shard/,
    );
    expect(batch('nameless', '--resume', '--repair').stderr).toMatch(/1 damaged place taken out/);
    expect(readFileSync(path)).toEqual(bytes);
  });

  test('a record that is there twice is taken out', () => {
    copy('twice');
    const bytes = readFileSync(journal('twice'));
    const last = bytes.subarray(bytes.lastIndexOf(bytes.subarray(0, 8)));
    writeFileSync(journal('twice'), Buffer.concat([bytes, last]));
    expectRefused(batch('twice', '--resume'), /hold the same trials twice\n.*--resume --repair/);
    const { code, stderr } = batch('twice', '--resume', '--repair');
    expect(stderr).toMatch(/: 1 record of trials that were there already taken out\n/);
    expect(code).toBe(0);
    expect(readFileSync(journal('twice'))).toEqual(bytes);
    expect(results('twice')).toEqual(results('whole'));
  });
});

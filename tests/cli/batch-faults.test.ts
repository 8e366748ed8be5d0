/** `stave batch` and `stave merge` where folders, journals and other commands are not as they should be. */
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
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
const merge = (...args: string[]): Result => stave(['merge', ...args, '--trials-table', 'none'], folder);
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
  const alive = `${hostname()} ${process.pid} of this test`;

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

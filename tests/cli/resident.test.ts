/** What the resident command says is what a process of its own says: each verb, in the ways it can end. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stave, staveProcess, temporaryFolder } from './command.ts';
import { failing, good, misspelt, warned } from './scenarios.ts';

const study = `stave-study: 1
id: rates
title: Rates
scenario: good.yaml
trials: 300
seed: 7
arms:
  base:
  worse: { parameters: { backlashRate: "0.1 / month" } }
`;
const folder = temporaryFolder({
  ...{ 'good.yaml': good, 'misspelt.yaml': misspelt, 'warned.yaml': warned, 'failing.yaml': failing },
  ...{ 'study.yaml': study, 'wrong.yaml': study.replace('backlashRate', 'backlashRat') },
});
const [seed, trials] = [
  ['--seed', '7'],
  ['--trials', '600'],
];

const commands: readonly (readonly [code: number, ...args: readonly string[]])[] = [
  [0, '--version'],
  [0, '--help'],
  [0, 'batch', '--help'],
  [2],
  [2, 'chek'],
  [2, 'run', 'good.yaml'],
  [0, 'check', 'good.yaml', 'warned.yaml'],
  [1, 'check', 'misspelt.yaml', 'none.yaml'],
  [0, 'show', 'good.yaml', '--as', 'odd'],
  [0, 'run', 'good.yaml', ...seed, ...trials],
  [0, 'run', 'good.yaml', ...seed, ...trials, '--threads', '2', '--executor', 'wasm'],
  [0, 'run', 'good.yaml', ...seed, ...trials, '--executor', 'reference'],
  [1, 'run', 'failing.yaml', ...seed, ...trials],
  [1, 'run', 'good.yaml', ...seed, '--out', 'good.yaml'],
  [0, 'trace', 'good.yaml', ...seed, '--trial', '3', '--draws'],
  [1, 'exact', 'good.yaml'],
  [0, 'diff', 'good.yaml', 'warned.yaml', '--no-run'],
  [0, 'batch', 'study.yaml', '--out', 'OUT', '--threads', '2'],
  [1, 'batch', 'study.yaml', '--out', 'OUT'],
  [0, 'batch', 'study.yaml', '--out', 'OUT', '--resume', '--trials', '400'],
  [0, 'compare', 'OUT'],
  [1, 'batch', 'wrong.yaml', '--out', 'OTHER'],
  [1, 'merge', 'none'],
  [1, 'score', 'none.yaml'],
];

// A folder for each way, named so that texts of the one are those of the other.
const told = (out: string, args: readonly string[]): string[] =>
  args.map((arg) => arg.replace('OUT', `${out}-out`));

test.each(commands.map(([code, ...args]) => [args, code] as const))('stave %j ends with %j', (args, code) => {
  const own = staveProcess(told('a', args), folder);
  const resident = stave(told('b', args), folder);
  expect(own.code).toBe(code);
  const same = (text: string): string => text.replaceAll('b-out', 'a-out').replace(/in [\d.]+ m?s/g, '');
  expect({ ...resident, stdout: same(resident.stdout), stderr: same(resident.stderr) }).toEqual({
    ...own,
    stdout: same(own.stdout),
    stderr: same(own.stderr),
  });
});

test('a batch leaves the same bytes', () => {
  for (const name of ['manifest.json', 'estimates/base.json', 'trials.parquet', 'outcomes.csv'])
    expect(readFileSync(join(folder, 'b-out/results', name))).toEqual(
      readFileSync(join(folder, 'a-out/results', name)),
    );
});

test('nothing of one command is left for the next: folder, environment, exit code', () => {
  const other = temporaryFolder({ 'elsewhere.yaml': good });
  expect(stave(['check', 'misspelt.yaml'], folder, { FORCE_COLOR: '1' })).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('\u001b') as string,
  });
  const { code, stdout } = stave(['check', 'none.yaml', 'elsewhere.yaml'], other);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toMatch(/none\.yaml: error\[file-missing\][^]*elsewhere/);
  expect(code).toBe(1);
  expect(stave(['check', 'elsewhere.yaml'], other).code).toBe(0);
});

/** Exercise files on the command line: they are checked with their scenario, and no verb takes them for something else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packs } from '../support/packs.ts';
import { stave, temporaryFolder, type Result } from './command.ts';

const text = (name: string): string => readFileSync(join(packs, 'fishing-bank', name), 'utf8');
const folder = temporaryFolder({
  'scenario.yaml': text('scenario.yaml'),
  'exercise.yaml': text('exercise.yaml'),
  'slip.yaml': text('exercise.yaml').replace('questions: [fullBank', 'questions: [fulBank'),
  'alone.yaml': text('exercise.yaml').replace('scenario: scenario.yaml', 'scenario: scenery.yaml'),
});
const run = (...args: string[]): Result => stave(args, folder);

test('an exercise is checked with its scenario', () => {
  const { code, stdout } = run('check', 'exercise.yaml');
  expect(stdout).toBe('2 files, 0 errors, 0 warnings\n');
  expect(code).toBe(0);
});

test('a slip of the pen has its place, a suggestion and exit code 1, as text and as data', () => {
  const slip = run('check', 'slip.yaml');
  expect(slip.code).toBe(1);
  expect(slip.stdout).toMatch(
    /^slip\.yaml:\d+:13: error\[unknown-name\]: .*`fulBank`[^]*did you mean `fullBank`\?/,
  );
  const { results } = JSON.parse(run('check', 'slip.yaml', '--json').stdout) as {
    results: { file: string; ok: boolean; diagnostics: { code: string; column: number }[] }[];
  };
  expect(results.map(({ file, ok }) => [file, ok])).toEqual([
    ['slip.yaml', false],
    ['scenario.yaml', true],
  ]);
  expect(results[0]?.diagnostics).toMatchObject([{ code: 'unknown-name', column: 13 }]);
});

test('a scenario that is not there is told of where it is named', () => {
  const { code, stdout } = run('check', 'alone.yaml');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^alone\.yaml:\d+:11: error\[exercise-scenario\]: scenery\.yaml: there is no such file/,
  );
});

test('other verbs say what it is', () => {
  expect(run('run', 'exercise.yaml', '--seed', '7').stderr).toMatch(
    /file-kind\]: this is an exercise, and a scenario is wanted[^]*its `scenario`|their `scenario`/,
  );
  const batch = run('batch', 'exercise.yaml', '--out', 'out');
  expect(batch.stderr).toMatch(/file-kind\]: this is an exercise, and a study is wanted/);
  expect(batch.code).toBe(1);
});

test('the schema of exercises needs no file', () => {
  const { stdout } = run('show', '--as', 'exercise-schema');
  expect(JSON.parse(stdout)).toMatchObject({
    title: 'Stave exercise',
    required: ['stave-exercise', 'id', 'title', 'scenario', 'presets'],
  });
});

/** A command that is written wrongly ends with 2 and says what was wrong and where to read on. */
import { expect, test } from 'vitest';
import { STACK_LINE, stave, temporaryFolder } from './command.ts';
import { good } from './scenarios.ts';

const folder = temporaryFolder({ 'good.yaml': good });
const run = ['run', 'good.yaml', '--seed', '7'];

const trace = ['trace', 'good.yaml', '--seed', '7', '--trial', '0'];

type Wrong = readonly [args: readonly string[], says: RegExp];

const wrong: readonly Wrong[] = [
  [[], /no verb was given/],
  [['chek', 'good.yaml'], /unknown command 'chek'[^]*did you mean `check`\?/],
  [['frobnicate'], /unknown command 'frobnicate'/],
  [['--verbose'], /unknown option '--verbose'/],
  [['check'], /missing required argument 'FILE'/],
  [['check', '--jsn', 'good.yaml'], /unknown option '--jsn'[^]*did you mean `--json`/],
  [['show', 'good.yaml'], /'--as <FORM>' not specified/],
  [['show', '--as', 'model'], /no FILE to show as model/],
  [['show', 'good.yaml', '--as', 'svg'], /'svg' is invalid.*model, ir, mermaid, odd, schema/],
  [['run', 'good.yaml'], /'--seed <S>' not specified[^]*--seed 7/],
  [['run', '--seed', '7'], /missing required argument 'FILE'/],
  [['run', 'good.yaml', 'good.yaml', '--seed', '7'], /too many arguments/],
  [['run', 'good.yaml', '--seed'], /'--seed <S>' argument missing[^]*--seed 7/],
  [['run', 'good.yaml', '--seed', ''], /'--seed <S>' argument '' is invalid/],
  [['run', 'good.yaml', '--seed', '--json'], /'--seed <S>' argument '--json' is invalid/],
  ...['-5', '0', 'abc', '1.5', '1e3', '', '0x10', '99999999999999999999', 'NaN', '∞', ' 5'].map(
    (trials) =>
      [[...run, '--trials', trials], /'--trials <N>' argument '.*' is invalid.*whole number/] as const,
  ),
  [[...run, '--trials', '99999999999999999999'], /too large a whole number/],
  [[...run, '--trials'], /'--trials <N>' argument missing/],
  [[...run, '--executor', 'exact'], /'exact' is invalid.*js, wasm, reference/],
  ...['0', '257', '-1', 'all', '1.5'].map(
    (threads) =>
      [
        [...run, '--threads', threads],
        /'--threads <T>' argument '.*' is invalid.*at least 1 and at most 256/,
      ] as const,
  ),
  [['bench', '--part', 'other'], /'other' is invalid.*kernels, threads, start, memory/],
  [['bench', '--model', 'other'], /'other' is invalid.*flagship, prototype, stress/],
  [['bench', '--rounds', '0'], /'--rounds <N>' argument '0' is invalid.*at least 1/],
  [['bench', '--trials', '1'], /'--trials <N>' argument '1' is invalid.*at least 2/],
  [['bench', 'scenario.yaml'], /too many arguments/],
  [[...run, '--lang', '../x'], /'..\/x' is invalid/],
  [[...run, '--out'], /'--out <DIR>' argument missing/],
  [[...run, '--out', ''], /'--out <DIR>' argument '' is invalid.*must not be empty/],
  [[...run, '--chart', ''], /'--chart <FILE.svg>' argument '' is invalid.*must not be empty/],
  ...['0', '0.5', '1', '-0.1', 'small', '', '1e-400', 'Infinity', '0x1'].map(
    (precision) =>
      [
        [...run, '--precision', precision],
        /'--precision <P>' argument '.*' is invalid.*above 0 and below 0\.5/,
      ] as const,
  ),
  [['batch', 'study.yaml'], /'--out <DIR>' not specified/],
  [['batch', '--out', 'x'], /missing required argument 'STUDY'/],
  ...['0/2', '3/2', '1', '1/0', 'a/b', '1/2/3', '-1/2', '1/99999'].map(
    (shard) =>
      [
        ['batch', 'study.yaml', '--out', 'x', '--shard', shard],
        /'--shard <I\/N>' argument '.*' is invalid.*such as 1\/4/,
      ] as const,
  ),
  [['batch', 'study.yaml', '--out', 'x', '--repair'], /--repair is for --resume/],
  [['batch', 'study.yaml', '--out', 'x', '--precision', '0.1', '--shard', '1/2'], /exclude each other/],
  [['merge'], /missing required argument 'DIR'/],
  [['trace', 'good.yaml', '--trial', '0'], /'--seed <S>' not specified/],
  [['trace', 'good.yaml', '--seed', '7'], /'--trial <K>' not specified/],
  [['trace', 'good.yaml', '--seed', '7', '--trial', '-1'], /'-1' is invalid/],
  [[...trace, '--show'], /'--show <NAMES>' argument missing/],
  [[...trace, '--show', 'warmth,'], /'--show <NAMES>' argument 'warmth,' is invalid.*separated by commas/],
  [[...trace, '--show', 'warmth,cohesoin'], /`cohesoin` is no measure[^]*did you mean `cohesion`\?/],
];

test.each(wrong)('stave %j', (args, says) => {
  const { code, stdout, stderr } = stave(args, folder);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^ {2}help: .*stave/m);
  expect(stderr).not.toMatch(STACK_LINE);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test.each([
  [['--help'], /Usage: stave[^]*check[^]*show[^]*run[^]*trace[^]*Examples:\n {2}stave /],
  [['run', '--help'], /Usage: stave run[^]*--trials <N>[^]*default: 10000[^]*Examples:\n {2}stave run/],
  [['trace', '--help'], /Usage: stave trace[^]*Examples:/],
  [['batch', '--help'], /Usage: stave batch[^]*--resume[^]*--shard <I\/N>[^]*Examples:\n {2}stave batch/],
  [['merge', '--help'], /Usage: stave merge[^]*Examples:/],
  [['--version'], /^\d+\.\d+\.\d+\n$/],
])('stave %j is asked for, so it goes to stdout', (args, says) => {
  const { code, stdout, stderr } = stave(args, folder);
  expect(stdout).toMatch(says);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test.each(['host', 'play', 'packets', 'debrief'])(
  '%s takes its language by the name that other verbs have',
  (verb) => {
    const { code, stdout } = stave([verb, '--help'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ --lang, --language <TAG> /);
  },
);

/** The printers, as the command shows them. */
import { expect, test } from 'vitest';
import { stave, temporaryFolder } from './command.ts';
import { good, nested } from './scenarios.ts';

const folder = temporaryFolder({ 'good.yaml': good, 'nested.yaml': nested });

test.each([
  ['model', /two-neighbours[^]*backlashRate/],
  ['ir', /opinion\.tolerant/],
  ['mermaid', /^stateDiagram-v2\n[^]*tolerant/m],
])('show --as %s', (form, says) => {
  const { code, stdout, stderr } = stave(['show', 'good.yaml', '--as', form], folder);
  expect(stdout).toMatch(says);
  expect(stdout.endsWith('\n')).toBe(true);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('a diagram has one region for each, ends where they are written, and names for what events carry', () => {
  const { stdout } = stave(['show', 'nested.yaml', '--as', 'mermaid'], folder);
  // The states, without where they lead.
  const states = stdout.split('\n').filter((line) => !/ : |^\S|%%/.test(line));
  expect(states.map((line) => line.slice(2))).toEqual([
    'state "talks" as d0 {',
    '  state "open" as s0 {',
    '    state "all (H*)" as s1',
    '    state "trade" as s2 {',
    '      state "t1" as s3',
    '      state "t2" as s4',
    '      s4 --> [*]',
    '      [*] --> s3',
    '    }',
    '    state "last (H)" as s5',
    '    --',
    '    state "arms" as s6 {',
    '      state "a1" as s7',
    '      [*] --> s7',
    '    }',
    '  }',
    '  state "over" as s8',
    '  s8 --> [*]',
    '  [*] --> s0',
    '}',
    '',
  ]);
  expect(stdout).toContain('s3 --> s4 : on offer [(event.size #62; 2)]\n');
  expect(stdout).toContain('s3 --> s4 : on offer (event.size / 9)\n');
});

test('the schema needs no file', () => {
  const { stdout } = stave(['show', '--as', 'schema'], folder);
  expect(JSON.parse(stdout)).toMatchObject({
    type: 'object',
    required: expect.arrayContaining(['stave', 'id']) as [],
  });
  expect(stave(['show', 'good.yaml', '--as', 'schema'], folder).stdout).toBe(stdout);
});

test('trace tells a trial, as text and as data', () => {
  const args = ['trace', 'good.yaml', '--trial', '3', '--seed', '7'];
  expect(stave(args, folder).stdout).toMatch(
    /two-neighbours, trial 3, seed 7[^]*2024-07-01[^]*falls +(yes|no)/,
  );
  expect(JSON.parse(stave([...args, '--json'], folder).stdout)).toMatchObject({
    schema: 'stave-trace/1',
    trial: 3,
    seed: '7',
  });
});

test('trace tells draws and follows values when asked to', () => {
  const args = ['trace', 'good.yaml', '--trial', '3', '--seed', '7'];
  const draw = /^ {2}\. opinion\.tolerant\.chance: .*, nothing$/m;
  expect(stave(args, folder).stdout).not.toMatch(draw);
  const { stdout, code } = stave([...args, '--draws', '--show', 'warmth, cohesion'], folder);
  expect(stdout).toMatch(draw);
  expect(stdout).toMatch(/^ {2}warmth 0\.\d+ → 0\.\d+ · cohesion 0\.\d+ → 0\.\d+$/m);
  expect(code).toBe(0);
});

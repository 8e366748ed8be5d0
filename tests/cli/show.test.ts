/** The printers, as the command shows them. */
import { expect, test } from 'vitest';
import { stave, temporaryFolder } from './command.ts';
import { good } from './scenarios.ts';

const folder = temporaryFolder({ 'good.yaml': good });

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

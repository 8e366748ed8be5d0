/** What `stave exact` prints, refuses and checks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExactDocument } from '@stave/engine';
import { expect, test } from 'vitest';
import { top } from '../workspace/top.ts';
import { STACK_LINE, stave, temporaryFolder } from './command.ts';
import { failing, good, misspelt } from './scenarios.ts';

const herman = readFileSync(join(top, 'packages/scenarios/classics/herman/scenario.yaml'), 'utf8');
/** Two states, and a step from one to the other that leaves the range with 1/4. */
const breaking = `stave: 1
id: breaking
title: Breaking
clock: { step: 1 day, steps: 1 }
drivers:
  d:
    variables: { x: { type: integer, start: 0, range: [0, 1] } }
    initial: a
    states:
      a: { chance: [{ probability: 0.25, actions: [{ set: x, to: x + 2 }] }] }
questions: { q: { ask: A?, kind: binary, yes: d.a, at: end, internal: true } }
`;
const folder = temporaryFolder({
  'herman.yaml': herman,
  'breaking.yaml': breaking,
  'noisy.yaml': good,
  'misspelt.yaml': misspelt,
  'failing.yaml': failing,
});
const exact = (...args: string[]): ReturnType<typeof stave> => stave(['exact', ...args], folder);

test('--json is one document in the fixed form', () => {
  const { code, stdout, stderr } = exact('herman.yaml', '--unbounded', '--json');
  const document = JSON.parse(stdout) as ExactDocument;
  expect(document).toMatchObject({
    schema: 'stave-exact/1',
    scenario: { id: 'herman', hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    unbounded: true,
    states: 30,
    failed: 0,
    method: 'eliminated',
    failures: [],
    measures: [],
  });
  expect(document.check).toBeUndefined();
  // 16/5 by the published analysis of the ring of five.
  const steps = document.questions.find(({ id }) => id === 'steps');
  expect(steps?.expectations).toEqual([{ of: 'steps', value: expect.closeTo(3.2, 12) as number }]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('the text shows sizes and numbers, without colours in a pipe', () => {
  const { code, stdout } = exact('herman.yaml');
  expect(stdout).toMatch(/^Herman's ring\nherman · 30 states · 160 transitions\n/);
  expect(stdout).toMatch(/Is there one token after the first round\?\n +yes +0\.25\n/);
  expect(stdout).not.toContain('\u001b');
  expect(code).toBe(0);
});

test('--check runs trials and says which numbers lie inside', () => {
  const { stdout } = exact('herman.yaml', '--check', '5000', '--seed', '7', '--json');
  const { check } = JSON.parse(stdout) as ExactDocument;
  expect(check).toMatchObject({ trials: 5000, seed: '7', failed: 0 });
  const once = check?.comparisons.find(({ question, what }) => question === 'atOnce' && what === 'yes');
  expect(once).toMatchObject({ exact: 0.25, inside: true });
  expect(once?.low).toBeLessThan(0.25);
  expect(once?.high).toBeGreaterThan(0.25);
  expect(exact('herman.yaml', '--check', '5000', '--seed', '7').stdout).toMatch(/5,000 trials · seed 7/);
});

test('failures are told with their probability and end with 1', () => {
  const { code, stdout, stderr } = exact('breaking.yaml');
  expect(stdout).toMatch(/fails with probability 0\.25/);
  expect(stderr).toMatch(
    /error: a trial fails with probability 0\.25\n {2}0\.25: out-of-range at d\.a\.chance\[0\]/,
  );
  expect(code).toBe(1);
});

test.each([
  [
    ['noisy.yaml'],
    /noisy\.yaml:6:3: error\[exact-prior\]: the prior of `backlashRate` is continuous \(uniform\)/,
  ],
  [['noisy.yaml'], /noisy\.yaml:21:3: error\[exact-noise\]: the noise of `warmth` is continuous/],
  [['herman.yaml', '--max-states', '10'], /error\[exact-too-large\]: .*11 states were reached/],
  [['misspelt.yaml'], /error\[unknown-state\]/],
  [['none.yaml'], /error\[file-missing\]/],
])('%j is refused', (args, says) => {
  const { code, stdout, stderr } = exact(...args);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^ {2}help: /m);
  expect(stderr).not.toMatch(STACK_LINE);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

test.each([
  [['herman.yaml', '--check', '10'], /the trials of a check need a seed/],
  [['herman.yaml', '--seed', '7'], /a seed is for the trials of a check/],
  [['herman.yaml', '--check', '10', '--seed', '7', '--unbounded'], /without a horizon/],
  [['herman.yaml', '--max-states', '0'], /'--max-states <N>' argument '0' is invalid/],
  [[], /missing required argument 'FILE'/],
])('%j is wrong usage', (args, says) => {
  const { code, stdout, stderr } = exact(...args);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^ {2}help: .*stave/m);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

/** Designs and replications of `stave batch`: what is run, what is written, and what is refused. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';

const SCENARIO = `stave: 1
id: turns
title: Turns
clock: { start: 2024-01, step: 1 month, steps: 4 }
parameters:
  rate: { prior: "uniform(0.05, 0.4)", basis: judgement }
  level: { prior: "uniform(0, 1)", basis: judgement }
  slope: { prior: "normal(0, 1)", basis: judgement }
correlations: [{ between: [level, slope], r: 0.5 }]
drivers:
  opinion: { initial: calm, states: { calm: { chance: [{ to: angry, probability: rate }] }, angry: {} } }
measures: { both: { value: level + slope, range: [-8, 8] } }
questions:
  angry: { ask: Angry?, kind: binary, yes: opinion.angry, at: end, internal: true }
  much: { ask: How much?, kind: numeric, value: level + opinion.angry, at: end, internal: true }
`;
const study = (rest: string): string =>
  `stave-study: 1\nid: turns\ntitle: Turns\nscenario: scenario.yaml\nseed: 7\n${rest}\n`;
const folder = temporaryFolder({
  'scenario.yaml': SCENARIO,
  'grid.yaml': study(
    'trials: 200\nreplications: 2\ndesign: { kind: grid, over: { rate: [0.1, 7, 0.3], level: [0.2, oops] } }\narms: { base: {}, put: { put: [{ state: opinion.angry, at: 2024-03-01 }] } }',
  ),
  'latin.yaml': study(
    'trials: 400\ndesign: { kind: latinHypercube }\narms: { base: {}, fixed: { parameters: { level: 0.2 } } }',
  ),
  'sobol.yaml': study('trials: 300\ndesign: { kind: sobol }'),
  'precise.yaml': study('precision: 0.02'),
  'all-bad.yaml': study('trials: 10\ndesign: { kind: fixed, points: [{ rate: oops }] }'),
});
const batch = (file: string, out: string, ...options: string[]): Result =>
  stave(['batch', file, '--out', out, '--threads', '1', ...options], folder);
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
const rows = (out: string, table: string): Record<string, string>[] => {
  const [head = '', ...lines] = read(out, 'results', `${table}.csv`).trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])));
};
function results(out: string): Record<string, string> {
  const names = readdirSync(join(folder, out, 'results'), { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, out, 'results', name)).isFile());
  return Object.fromEntries(
    files.map((name) => [name, readFileSync(join(folder, out, 'results', name), 'latin1')]),
  );
}

describe('a design over points', () => {
  test('runs every arm at every point; one that is in error, or fails, does not stop the others', () => {
    const { code, stderr } = batch('grid.yaml', 'grid', '--trajectories', '1');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /error\[unknown-name\]: unknown name `oops`[^]*in the arm `base` of the study at point 2/,
    );
    expect(stderr).toMatch(
      /no answer of put at point 3: all of 400 trials failed, the first with bad-probability/,
    );
    expect(stderr).not.toMatch(STACK_LINE);
    expect(
      rows('grid', 'points').map(({ arm, point, parameter_rate, failed }) => [
        arm,
        point,
        parameter_rate,
        failed,
      ]),
    ).toEqual(
      ['base', 'put'].flatMap((arm) => [
        [arm, '1', '0.1', ''],
        [arm, '2', '0.1', 'unknown-name'],
        [arm, '3', '7', 'trials-failed'],
        [arm, '4', '7', 'unknown-name'],
        [arm, '5', '0.3', ''],
        [arm, '6', '0.3', 'unknown-name'],
      ]),
    );
    const manifest = JSON.parse(read('grid', 'results', 'manifest.json')) as {
      failedPoints: { arm: string; point: number }[];
      design: { kind: string };
      replications: number;
    };
    expect(manifest.failedPoints).toHaveLength(8);
    expect(manifest).toMatchObject({ design: { kind: 'grid' }, replications: 2 });
    const yes = rows('grid', 'outcomes').filter(({ outcome }) => outcome === 'yes');
    // 1 - 0.9^4 and 1 - 0.7^4; put, all are angry.
    expect(yes.map(({ arm, point, trials }) => [arm, point, trials])).toEqual(
      ['base', 'put'].flatMap((arm) => ['1', '3', '5'].map((point) => [arm, point, '400'])),
    );
    for (const [i, p] of [
      [0, 0.3439],
      [2, 0.7599],
    ] as const)
      expect(Math.abs(Number(yes[i]?.['probability']) - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 400));
    expect(yes[3]?.['probability']).toBe('1');
    const replications = rows('grid', 'replications').filter(({ outcome }) => outcome === 'yes');
    const [first, second] = replications.map(({ value }) => Number(value));
    expect(((first ?? 0) + (second ?? 0)) / 2).toBeCloseTo(Number(yes[0]?.['probability']), 12);
    expect(first).not.toBe(second);
  });

  test('has the same bytes in shards', () => {
    for (const shard of ['1/2', '2/2']) batch('grid.yaml', `grid-${shard[0]}`, '--shard', shard);
    const merged = stave(['merge', 'grid-1', 'grid-2', '--trajectories', '1'], folder);
    expect(merged.code).toBe(1);
    expect(results('grid-1')).toEqual(results('grid'));
  });

  test('is traced by its point, in each replication', () => {
    const trace = (...more: string[]): string =>
      stave(['trace', 'grid.yaml', '--arm', 'base@5', '--trial', '3', '--seed', '7', ...more], folder).stdout;
    expect(trace()).toMatch(/rate +0\.3/);
    expect(trace('--replication', '2')).not.toBe(trace());
    expect(
      stave(
        ['trace', 'grid.yaml', '--arm', 'base@5', '--trial', '3', '--seed', '7', '--replication', '3'],
        folder,
      ),
    ).toMatchObject({ code: 2, stdout: '' });
  });

  test('none of whose points can be run writes nothing', () => {
    const { code, stdout, stderr } = batch('all-bad.yaml', 'none');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/unknown name `oops`/);
  });
});

describe('a design over trials', () => {
  test('has intervals from eight replications, and trials in every stratum', () => {
    expect(batch('latin.yaml', 'latin').code).toBe(0);
    const estimates = JSON.parse(read('latin', 'results', 'estimates', 'base.json')) as {
      trials: number;
      questions: { outcomes: { se: number; high: number }[] }[];
    };
    const base = estimates.questions[0]?.outcomes[0];
    expect(estimates.trials).toBe(3200);
    const values = rows('latin', 'replications')
      .filter(({ arm, outcome }) => arm === 'base' && outcome === 'yes')
      .map(({ value }) => Number(value));
    expect(values).toHaveLength(8);
    const mean = values.reduce((a, b) => a + b, 0) / 8;
    const se = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 7 / 8);
    expect(base?.se).toBeCloseTo(se, 10);
    // Student's t with seven degrees of freedom.
    expect(base?.high).toBeCloseTo(mean + 2.3646 * se, 5);
  });

  test('a Latin hypercube says that it cannot be raised; Sobol points can, to the same bytes', () => {
    const raised = batch('latin.yaml', 'latin', '--resume', '--trials', '500');
    expect(raised.code).toBe(1);
    expect(raised.stderr).toMatch(
      /a Latin hypercube of 400 trials, which cannot be raised[^]*help: .*`sobol`/,
    );
    expect(batch('sobol.yaml', 'sobol').code).toBe(0);
    const { code, stdout } = batch('sobol.yaml', 'sobol', '--resume', '--trials', '500', '--json');
    expect(code).toBe(0);
    // 200 more in each of 8 replications, and the nested run, which has another size.
    const { ran, arms } = JSON.parse(stdout) as {
      ran: number;
      arms: { nested: { points: number; share: number } }[];
    };
    const { points = 0, share = 0 } = arms[0]?.nested ?? {};
    expect(ran).toBe(8 * 200 + points * share);
    batch('sobol.yaml', 'sobol-500', '--trials', '500', '--executor', 'js');
    expect(results('sobol')).toEqual(results('sobol-500'));
  });

  test('has no precision', () => {
    const { code, stderr } = batch('sobol.yaml', 'precise-sobol', '--precision', '0.1');
    expect(code).toBe(1);
    expect(stderr).toMatch(/not independent[^]*help: say --trials/);
  });
});

test('a study may say its precision', () => {
  const { code, stdout } = batch('precise.yaml', 'precise', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ precision: { wanted: 0.02, reached: true }, trials: 4096 });
});

/** docs/reference/scores.md says what the package does: its tables are the catalogue, its functions exist. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as forecast from '@stave/forecast';
import type { Outcome, Statement } from '@stave/forecast';
import { expect, test } from 'vitest';

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/scores.md'), 'utf8');

/** The rows of the table whose header begins with `first`, cells trimmed. */
function tableOf(first: string): readonly (readonly string[])[] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^\\| ${first} +\\|`).test(line));
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const number: Outcome = { kind: 'number', value: 1 };
const STATEMENTS: readonly (readonly [Statement, Outcome])[] = [
  [
    { kind: 'binary', probability: 0.5 },
    { kind: 'binary', happened: true },
  ],
  [
    { kind: 'nominal', categories: ['a'], probabilities: [1] },
    { kind: 'category', category: 'a' },
  ],
  [
    { kind: 'ordinal', categories: ['a'], probabilities: [1] },
    { kind: 'category', category: 'a' },
  ],
  [{ kind: 'quantile', levels: [0.5], values: [1] }, number],
  [{ kind: 'sample', values: [1] }, number],
  [{ kind: 'cdf', thresholds: [1], probabilities: [1] }, number],
  [
    { kind: 'time-to-event', times: [1], survival: [0] },
    { kind: 'time', time: 1, event: true },
  ],
  [{ kind: 'point', statistic: 'mean', value: 1 }, number],
  [{ kind: 'point', statistic: 'median', value: 1 }, number],
];

test('the table of scores is the catalogue', () => {
  const kinds = new Map<string, Set<string>>();
  const add = (name: string, kind: string): unknown =>
    kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
  for (const [statement, outcome] of STATEMENTS) {
    for (const name of Object.keys(forecast.scoresOf(statement, outcome))) add(name, statement.kind);
  }
  const joint = {
    forecaster: 'A',
    task: 'q',
    statement: { kind: 'sample', values: [1], indices: ['1'] },
  } as const;
  for (const name of Object.keys(forecast.scoresOfGroup([joint], [1]))) add(name, 'joint samples');

  expect(tableOf('name')).toEqual(
    Object.entries(forecast.CATALOGUE).map(([name, { title, unit, better, proper, convention, source }]) => [
      `\`${name}\``,
      title,
      [...kinds.get(name)!].join(', '),
      unit,
      better,
      proper ? 'yes' : 'no',
      convention,
      source,
    ]),
  );
});

test('the table of faults is that of the code', () => {
  expect(tableOf('code')).toEqual(
    Object.entries(forecast.FAULT_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
});

test('every function that the page names is there', () => {
  const names = [...page.matchAll(/`([a-z]+[A-Z]\w*|[A-Z][A-Z_]{4,})(\([^`]*\))?`/g)].map(
    ([, name]) => name!,
  );
  const options = ['noScore', 'eventWeight', 'logDensity'];
  expect(names.length).toBeGreaterThan(40);
  expect([...new Set(names)].filter((name) => !(name in forecast) && !options.includes(name))).toEqual([]);
});

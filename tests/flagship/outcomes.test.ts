/** What happened to December 2024: read as it stands and scored. No score is a test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario } from '@stave/engine';
import { readResolutionsYaml } from '@stave/forecast';
import { beforeAll, describe, expect, it } from 'vitest';
import { stave, temporaryFolder, type Result } from '../cli/command.ts';
import { readCsv } from '../support/csv.ts';
import { importsBeside, packs } from '../support/packs.ts';

const LAST = '2024-12-31';
const pack = join(packs, 'trilateral-2023');
const scenario = join(pack, 'scenario.yaml');
const truth = join(pack, 'data/outcomes-2024-12.yaml');

const { value: resolutions = [], problems } = readResolutionsYaml(readFileSync(truth, 'utf8'), truth);
const events = readCsv(readFileSync(join(pack, 'data/events.csv'), 'utf8'));
const references = readCsv(readFileSync(join(pack, 'data/references.csv'), 'utf8'));
const { model } = await readScenario(
  { name: scenario, text: readFileSync(scenario, 'utf8') },
  { imports: importsBeside(scenario) },
);
const due = (model?.questions ?? []).filter(
  ({ internal, resolution }) => !internal && resolution !== undefined && resolution.closes <= LAST,
);

describe('the outcomes', () => {
  it('are read without a problem, and each says on what it rests', () => {
    expect(problems).toEqual([]);
    for (const { question, source, why } of resolutions) {
      expect(source, question).toMatch(/^events\.csv/);
      expect(why ?? '', question).toMatch(/\w.*\.$/);
    }
  });

  it('say of every question that was due, and of no other, what came of it or that it is open', () => {
    expect(due.length).toBeGreaterThan(30);
    expect(resolutions.map(({ question }) => question).sort()).toEqual(due.map(({ id }) => id).sort());
    for (const { question, state, outcome } of resolutions)
      expect(outcome !== undefined, `${question} ${state}`).toBe(state === 'resolved');
  });

  it('rest on events that are there, which came before the question was resolved', () => {
    const dates = new Map(events.map((event) => [event['event_id'], event['date'] ?? '']));
    expect(dates.size).toBe(events.length);
    for (const event of events) {
      expect((event['date'] ?? '') >= '2023-07-01' && (event['date'] ?? '') <= LAST).toBe(true);
      expect(event['source'], event['event_id']).not.toBe('');
    }
    for (const { question, state, source = '', resolvedAt } of resolutions) {
      const named = Array.from(source.matchAll(/\bE\d{3}\b/g), ([id]) => id);
      if (state === 'resolved') expect(named.length > 0 || source.includes('silence'), question).toBe(true);
      for (const id of named) {
        expect(dates.has(id), id).toBe(true);
        expect((dates.get(id) ?? '') <= (resolvedAt ?? ''), `${id} for ${question}`).toBe(true);
      }
    }
  });

  it('resolve what happened within the time the question gives', () => {
    const closes = new Map(due.map(({ id, resolution }) => [id, resolution?.closes ?? '']));
    for (const { question, outcome, resolvedAt = '', source = '' } of resolutions)
      if (outcome !== undefined && !source.includes('silence'))
        expect(resolvedAt.slice(0, 10) <= (closes.get(question) ?? ''), question).toBe(true);
  });
});

interface Scored {
  readonly warnings: readonly unknown[];
  readonly tasks: { readonly scored: number };
  readonly tables: readonly {
    readonly table: string;
    readonly models: readonly { readonly forecaster: string; readonly mean: unknown; readonly n: number }[];
  }[];
}

describe('the score', () => {
  const folder = temporaryFolder();
  let ran: Result;
  let answered: Result;
  let scored: Scored;
  beforeAll(() => {
    const trials = ['--trials', '300', '--seed', '7', '--trials-table', 'all', '--out', 'base'];
    ran = stave(['run', scenario, ...trials], folder);
    const against = ['--against', join(pack, 'data/references.csv')];
    answered = stave(['score', 'base', '--truth', truth, ...against, '--json'], folder);
    scored = JSON.parse(answered.stdout) as Scored;
  }, 60_000);

  it('takes every resolved question and has finite means', () => {
    const resolved = resolutions.filter(({ state }) => state === 'resolved').length;
    expect([ran.code, answered.code]).toEqual([0, 0]);
    expect(scored.warnings).toEqual([]);
    expect(scored.tasks.scored).toBe(resolved);
    const tables = new Map(scored.tables.map(({ table, models }) => [table, models]));
    let counted = 0;
    for (const table of ['binary', 'pmf', 'quantile']) {
      const own = tables.get(table)?.find(({ forecaster }) => forecaster === 'trilateral-2023');
      expect(Number.isFinite(own?.mean), table).toBe(true);
      counted += own?.n ?? 0;
    }
    expect(counted).toBe(resolved);
  });

  it('has both forecasters of reference on the same questions', () => {
    for (const { table, models } of scored.tables.filter(({ table: name }) => /binary|pmf/.test(name))) {
      expect(new Set(models.map(({ n }) => n)).size, table).toBe(1);
      expect(models.map(({ forecaster }) => forecaster).sort(), table).toEqual([
        'stated base rates',
        'status quo',
        'trilateral-2023',
      ]);
    }
  });
});

it('has the baselines of the scenario for the stated base rates', () => {
  const baselines = new Map(due.map(({ id, baseline }) => [id, baseline?.probabilities ?? {}]));
  const rows = references.filter((row) => row['forecaster'] === 'stated base rates');
  for (const row of rows) {
    const stated = baselines.get(row['question'] ?? '')?.[row['category'] ?? ''];
    expect(Number(row['probability']), row['question']).toBe(stated);
  }
  const withBaseline = due.filter(({ baseline }) => baseline !== undefined).map(({ id }) => id);
  expect([...new Set(rows.map((row) => row['question'] ?? ''))].sort()).toEqual(withBaseline.sort());
});

/** `stave score` on a hub: its tables are those that the hub's own programs write of it. */
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCsv } from '@stave/forecast';
import { expectClose, number, table, type Row } from '../forecast/vectors.ts';
import { top } from '../workspace/top.ts';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';

const vectors = join(top, 'tests/vectors');
const folder = temporaryFolder();
const TOLERANCE = 1e-12;
const IDS = ['model_id', 'reference_date', 'location', 'horizon', 'target_end_date', 'target'];

let result: Result;
beforeAll(() => {
  cpSync(join(vectors, 'hub'), join(folder, 'hub'), { recursive: true });
  result = stave(
    ['score', 'hub', '--truth', 'hub/target-data/oracle-output.csv', '--log-shift', '1', '--out', 'scores'],
    folder,
  );
});

function tableAt(path: string): readonly Row[] {
  const { value } = readCsv(readFileSync(path, 'utf8'), path);
  return (value?.rows ?? []).map(({ cells }) =>
    Object.fromEntries((value?.columns ?? []).map((name, i) => [name, cells[i] ?? ''])),
  );
}

const written = (name: string): readonly Row[] => tableAt(join(folder, 'scores', name));

describe('tables', () => {
  test.each([
    ['scores_quantile.csv', 'hub_quantile_by_task.csv', 24, 9],
    ['scores_sample.csv', 'hub_sample_marginal_by_task.csv', 24, 9],
    ['scores_pmf.csv', 'hub_pmf_ordinal_by_task.csv', 24, 2],
    ['scores_pmf.csv', 'hub_pmf_nominal_by_task.csv', 24, 1],
    ['scores_mean.csv', 'hub_mean_by_task.csv', 24, 1],
    ['scores_median.csv', 'hub_median_by_task.csv', 24, 1],
    ['scores_compound.csv', 'hub_sample_compound_energy.csv', 6, 2],
    ['scores_quantile_logshift1.csv', 'hub_quantile_logshift1_by_task.csv', 24, 1],
    ['scores_quantile_by_model.csv', 'hub_quantile_by_model_relative.csv', 3, 13],
  ])('%s has what %s says', (name, expected, rows, columns) => {
    expect(result).toMatchObject({ code: 0 });
    requireSame(written(name), table(`expected/${expected}`), rows, columns);
  });

  test('without a baseline nothing is scaled', () => {
    const { code } = stave(['score', 'hub', '--baseline', 'none', '--out', 'unscaled'], folder);
    expect(code).toBe(0);
    const found = tableAt(join(folder, 'unscaled/scores_quantile_by_model.csv'));
    requireSame(found, table('expected/hub_quantile_by_model_relative_nobaseline.csv'), 3, 4);
    expect(Object.keys(found[0] ?? {}).join()).not.toMatch(/scaled/);
  });
});

function requireSame(found: readonly Row[], expected: readonly Row[], rows: number, columns: number): void {
  expect(found).toHaveLength(rows);
  expect(expected).toHaveLength(rows);
  for (const row of expected) {
    const ids = Object.keys(row).filter((name) => IDS.includes(name));
    const own = found.find((one) => ids.every((id) => one[id] === row[id]));
    const scores = Object.keys(row).filter((name) => !IDS.includes(name) && !name.startsWith('.'));
    expect(scores).toHaveLength(columns);
    for (const name of scores)
      expectClose(number(own?.[name]), number(row[name]), TOLERANCE, `${JSON.stringify(row)} ${name}`);
  }
}

test('thresholds are scored where the outcome is a place among them', () => {
  const rows = written('scores_cdf.csv');
  expect(rows).toHaveLength(24);
  const first = rows.find((row) => row['model_id'] === 'PSI-DICE' && row['horizon'] === '0');
  // By hand: the sum over the 100 thresholds of (F - 1{threshold >= outcome})².
  const said = table('hub/model-output/PSI-DICE/2022-11-19-PSI-DICE.csv').filter(
    (row) => row['output_type'] === 'cdf' && row['horizon'] === '0',
  );
  const came = table('hub/target-data/oracle-output.csv').filter(
    (row) => row['output_type'] === 'cdf' && row['target_end_date'] === '2022-11-19',
  );
  const sum = came.reduce((total, row) => {
    const own = said.find((one) => Number(one['output_type_id']) === Number(row['output_type_id']));
    return total + (number(own?.['value']) - number(row['oracle_value'])) ** 2;
  }, 0);
  expectClose(number(first?.['rps']), sum, TOLERANCE, 'rps over thresholds');
});

test('a folder of scores keeps a journal: nothing is added where nothing changed, and a revision is told', () => {
  const audit = () =>
    readFileSync(join(folder, 'scores/audit.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown> & { changes: Record<string, unknown[]> });
  const again = ['score', 'hub', '--log-shift', '1', '--out', 'scores'];
  const before = readdirSync(join(folder, 'scores')).map((name) =>
    readFileSync(join(folder, 'scores', name), 'utf8'),
  );
  expect(stave(again, folder).code).toBe(0);
  expect(
    readdirSync(join(folder, 'scores')).map((name) => readFileSync(join(folder, 'scores', name), 'utf8')),
  ).toEqual(before);
  expect(audit()).toHaveLength(1);
  const oracle = join(folder, 'hub/target-data/oracle-output.csv');
  const text = readFileSync(oracle, 'utf8');
  writeFileSync(oracle, text.replaceAll(/^(25,2022-11-19,wk inc flu hosp,\w+,NA),79$/gm, '$1,85'));
  expect(stave(again, folder).code).toBe(0);
  const [, second] = audit();
  expect(second).toMatchObject({
    entry: 2,
    before: audit()[0]?.['hash'],
    changes: { truth: true, forecasts: [] },
  });
  expect(second?.changes['outcomes']).toMatchObject([{ from: 'resolved 79', to: 'resolved 85' }]);
  expect(second?.changes['scores']?.length).toBeGreaterThan(0);
  // A journal that was changed is no journal.
  const journal = join(folder, 'scores/audit.jsonl');
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('resolved 79', 'resolved 78'));
  const { code, stderr } = stave(again, folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(/audit\.jsonl:1: this line is not as it was written/);
  writeFileSync(oracle, text);
});

test('all that is wrong with a hub is told at once, with file, row and column, and nothing is written', () => {
  const own = temporaryFolder();
  cpSync(join(vectors, 'hub'), join(own, 'hub'), { recursive: true });
  const change = (file: string, as: string, edit: (text: string) => string): void => {
    const text = readFileSync(join(own, 'hub/model-output', file), 'utf8').trimEnd();
    writeFileSync(join(own, 'hub/model-output', as), edit(text));
  };
  const [number, crossing, extra] = [
    'PSI-DICE/2022-11-19-PSI-DICE.csv',
    'PSI-DICE/2022-12-17-PSI-DICE.csv',
    'MOBS-GLEAM_FLUH/2022-11-19-MOBS-GLEAM_FLUH.csv',
  ];
  change(number, 'PSI-DICE/2022-12-24-PSI-DIEC.csv', (text) => text.replaceAll('2022-11-19', '2022-12-24'));
  change(number, number, (text) => text.replace(/^(.*quantile,0\.05),\d+$/m, '$1,many'));
  change(crossing, crossing, (text) => text.replace(/^(.*quantile,0\.5),\d+$/m, '$1,0'));
  change(extra, extra, (text) => text.replaceAll(/$/gm, ',x').replace('value,x', 'value,extra'));
  const { code, stdout, stderr } = stave(['score', 'hub', '--out', 'scores'], own);
  for (const says of [
    /2022-11-19-PSI-DICE\.csv:\d+: error: column value: `many` is not a number\n {2}help: /,
    /2022-12-17-PSI-DICE\.csv:\d+: error: column value: 0 at 0\.5 is below \d+ at 0\.25 \(row \d+\)/,
    /2022-11-19-MOBS-GLEAM_FLUH\.csv:1: error: column extra: .* differ in this column/,
    /2022-12-24-PSI-DIEC\.csv: error: the name of the file does not end in -PSI-DICE/,
    /\n4 errors; nothing was scored\n$/,
  ])
    expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(STACK_LINE);
  expect(stdout).toBe('');
  expect(code).toBe(1);
  expect(readdirSync(join(own, 'scores'))).toEqual([]);
});

test('a hub of Parquet files says what the same hub of CSV says', async () => {
  const own = temporaryFolder();
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  const copy = async (from: string, to: string, options: string): Promise<void> => {
    mkdirSync(dirname(join(own, to)), { recursive: true });
    const read = `SELECT * FROM read_csv('${join(vectors, 'hub', from)}', nullstr='NA', types={'location': 'VARCHAR', 'output_type_id': 'VARCHAR'})`;
    await duck.run(`COPY (${read}) TO '${join(own, to)}' (FORMAT parquet, ${options})`);
  };
  for (const model of readdirSync(join(vectors, 'hub/model-output')))
    for (const file of readdirSync(join(vectors, 'hub/model-output', model)))
      await copy(
        `model-output/${model}/${file}`,
        `hub/model-output/${model}/${file.replace('.csv', '.parquet')}`,
        "COMPRESSION 'zstd'",
      );
  // Target data may lie in folders by the values of a column.
  await copy(
    'target-data/oracle-output.csv',
    'hub/target-data/oracle-output',
    "PARTITION_BY (target_end_date), COMPRESSION 'gzip'",
  );
  duck.closeSync();
  instance.closeSync();
  expect(stave(['score', 'hub', '--out', 'scores'], own)).toMatchObject({
    code: 0,
    stderr: 'wrote scores\n',
  });
  const found = tableAt(join(own, 'scores/scores_quantile.csv'));
  requireSame(found, table('expected/hub_quantile_by_task.csv'), 24, 9);
  requireSame(
    tableAt(join(own, 'scores/scores_pmf.csv')),
    table('expected/hub_pmf_ordinal_by_task.csv'),
    24,
    2,
  );
  writeFileSync(join(own, 'hub/model-output/PSI-DICE/2022-11-19-PSI-DICE.parquet'), 'PAR1 and nothing');
  const { code, stderr } = stave(['score', 'hub'], own);
  expect(code).toBe(1);
  expect(stderr).toMatch(/2022-11-19-PSI-DICE\.parquet:1: error: this is no Parquet file that can be read/);
  // Where the reader itself stumbles, what it stumbles over is told to nobody.
  const damaged = `PAR1${'\0'.repeat(100)}PAR1`;
  writeFileSync(join(own, 'hub/model-output/PSI-DICE/2022-11-19-PSI-DICE.parquet'), damaged);
  expect(stave(['score', 'hub'], own).stderr).toMatch(/can be read: it is damaged or cut short\n/);
  // A percent sign in the name of a folder escapes nothing.
  mkdirSync(join(own, 'truth/target_end_date=100%'), { recursive: true });
  writeFileSync(join(own, 'truth/target_end_date=100%/a.csv'), 'target,oracle_value\nx,1\n');
  const odd = stave(['score', join(vectors, 'hub'), '--truth', 'truth'], own);
  expect(odd.stderr).toMatch(/error: no row of it is of a task that is forecast/);
  expect(odd.code).toBe(1);
});

test('what an option cannot do is said: task ids that are none, outcomes without a date', () => {
  const { code, stdout, stderr } = stave(['score', 'hub', '--compound', 'reference_dat'], folder);
  expect(stderr).toMatch(/no task id is called reference_dat\n {2}help: did you mean `reference_date`/);
  expect(stdout).toBe('');
  expect(code).toBe(2);
  const dated = stave(['score', 'hub', '--as-of', '2022-12-01'], folder);
  expect(dated.stderr).toMatch(
    /warning: 24 outcomes do not say when they were known, so --as-of leaves none of them out/,
  );
  expect(dated.code).toBe(0);
});

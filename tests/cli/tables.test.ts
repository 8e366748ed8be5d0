/**
 * Tables for programs, read back by readers that did not write them (DuckDB, and the Parquet library of Arrow in Rust,
 * which is strict) and compared with what the reference executor says.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { seedKey, type Ir } from '@stave/engine';
import { referenceExecutor, traceTrial } from '@stave/engine/reference';
import { readParquet } from 'parquet-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { irOf } from '../support/scenario.ts';
import { top } from '../workspace/top.ts';
import { bin, STACK_LINE, startStave, stave, temporaryFolder, type Result } from './command.ts';

/** Every kind of question, regions in a driver, names that meet those of columns, and trials that fail. */
const everything = `stave: 1
id: everything
title: Everything
clock: { start: 2023-07, step: 1 month, steps: 6, record: every 2 steps }
parameters:
  backlashRate: { prior: "uniform(0.1, 0.3)", unit: 1/month, basis: judgement }
  trial: { value: 0.02, basis: judgement }
drivers:
  opinion:
    basis: assumption
    initial: tolerant
    states:
      tolerant: { chance: [{ to: backlash, rate: backlashRate }] }
      backlash: { after: { 2 months: tolerant } }
  talks:
    basis: assumption
    initial: open
    states:
      open:
        parallel: true
        states:
          trade: { states: { t1: { chance: [{ to: t2, probability: 0.3 }] }, t2: {} } }
          arms: { states: { a1: { chance: [{ to: a2, probability: 0.2 }] }, a2: {} } }
indicators:
  warmth: { start: 0.35, next: warmth - trial * opinion.backlash, noise: "normal(0, 0.06)", basis: judgement }
measures:
  date: warmth
  cohesion: log(warmth)
questions:
  falls: { ask: Does it end colder?, kind: binary, yes: date < start(date), at: end, internal: true }
  failed: { ask: How warm?, kind: ordered, at: end, internal: true, value: warmth, outcomes: [{ id: cool, when: value < 0.3 }, { id: warm }], basis: assumption }
  months: { ask: How many months of backlash?, kind: count, count: opinion.backlash, by: end, internal: true, outcomes: [{ id: none, when: count == 0 }, { id: some }] }
  turns: { ask: When does it turn?, kind: time, first: opinion.backlash, by: end, internal: true }
  turnsLate: { ask: "When, after a treaty?", kind: time, first: opinion.backlash, by: end, given: talks.t2, internal: true }
  warmthAtEnd: { ask: "How warm, after a treaty?", kind: numeric, value: warmth, at: end, given: talks.t2, internal: true }
  backlashMonths: { ask: What does it cost?, kind: total, value: 2 * opinion.backlash, by: end, internal: true, basis: assumption }
`;
const TRIALS = 150;
const ALL = ['--trajectories', 'all'];
/** Enough for two groups of rows, and for a moment in which to stop. */
const MANY = ['--trials', '20000', ...ALL, '--threads', '2'];
const folder = temporaryFolder({
  'scenario.yaml': everything,
  'study.yaml': `stave-study: 1
id: study
title: A study
scenario: scenario.yaml
trials: ${TRIALS}
seed: 7
arms:
  base:
  rash: { parameters: { backlashRate: 0.6 / month } }
`,
  'undated.yaml': everything.replace('start: 2023-07, ', ''),
});
const batch = (out: string, ...options: string[]): Result =>
  stave(['batch', 'study.yaml', '--out', out, '--threads', '1', ...options], folder);
const at = (...path: string[]): string => join(folder, ...path);
const table = (name: string, out = 'study'): string => at(out, 'results', `${name}.parquet`);
const TABLES = ['outcomes', 'numbers', 'steps', 'failures', 'trials', 'trajectories'];
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const hashes = (out: string): Record<string, string> =>
  Object.fromEntries(TABLES.map((name) => [name, sha256(readFileSync(table(name, out)))]));
/** Names of files of results that are not whole, or not what was asked for. */
const leftOver = (out: string): string[] =>
  readdirSync(at(out, 'results')).filter((name) => name.endsWith('.part'));

type Row = Readonly<Record<string, string | number | null>>;
let duck: DuckDBConnection;
/** 64-bit integers and dates come as text. */
async function ask(sql: string): Promise<readonly Row[]> {
  return (await duck.runAndReadAll(sql)).getRowObjectsJson() as readonly Row[];
}
const rowsOf = (name: string, out?: string): Promise<readonly Row[]> =>
  ask(`SELECT * FROM '${table(name, out)}'`);

let arms: readonly { readonly name: string; readonly ir: Ir }[];
beforeAll(async () => {
  for (const { code, stderr } of [batch('study', ...ALL), batch('many', ...MANY)])
    if (code !== 1) throw new Error(`some trials fail, so the code is 1, not ${code}: ${stderr}`);
  duck = await (await DuckDBInstance.create()).connect();
  arms = [
    { name: 'base', ir: await irOf(everything) },
    {
      name: 'rash',
      ir: await irOf(
        everything.replace(
          /backlashRate: \{.*\}/,
          'backlashRate: { value: 0.6 / month, unit: 1/month, basis: assumption }',
        ),
      ),
    },
  ];
});

test('a strict reader takes every table, those without rows too', async () => {
  expect(batch('few', '--trials', '1', ...ALL).code).toBe(0);
  expect((await rowsOf('failures', 'few')).length).toBe(0);
  for (const out of ['study', 'few'])
    for (const name of TABLES) {
      const batches = readParquet(readFileSync(table(name, out))).recordBatches();
      const rows = await rowsOf(name, out);
      expect(
        batches.reduce((sum, { numRows }) => sum + numRows, 0),
        name,
      ).toBe(rows.length);
      for (const { numColumns } of batches) expect(numColumns).toBe(Object.keys(rows[0] ?? {}).length);
    }
});

test.each(['outcomes', 'numbers', 'steps', 'failures'])(
  '%s: the rows of the CSV, cell by cell',
  async (name) => {
    const [header = '', ...lines] = readFileSync(at('study', 'results', `${name}.csv`), 'utf8')
      .trimEnd()
      .split('\n');
    const rows = await rowsOf(name);
    expect(lines.length).toBeGreaterThan(4);
    const types = await ask(`DESCRIBE SELECT * FROM '${table(name)}'`);
    expect(types.map(({ column_name }) => column_name).join(',')).toBe(header);
    const isNumber = new Set(['DOUBLE', 'INTEGER', 'BIGINT']);
    const cells = lines.map((line) => {
      // No cell of this study holds a quote.
      const parts = line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? [];
      return types.map(({ column_type }, c) => {
        const text = (parts[c] ?? '').replace(/,$/, '').replace(/^"(.*)"$/, '$1');
        if (text === '') return null;
        return isNumber.has(String(column_type)) ? Number(text) : text;
      });
    });
    const read = rows.map((row) =>
      types.map(({ column_name, column_type }) => {
        const cell = row[String(column_name)] ?? null;
        return cell !== null && isNumber.has(String(column_type)) ? Number(cell) : cell;
      }),
    );
    expect(read).toEqual(cells);
  },
);

test('columns have the types that are documented', async () => {
  const typesOf = async (name: string): Promise<object> =>
    Object.fromEntries(
      (await ask(`DESCRIBE SELECT * FROM '${table(name)}'`)).map((c) => [c['column_name'], c['column_type']]),
    );
  expect(await typesOf('trials')).toEqual({
    ...{ arm: 'VARCHAR', trial: 'BIGINT', parameter_backlashRate: 'DOUBLE', parameter_trial: 'DOUBLE' },
    ...{ answer_falls: 'VARCHAR', answer_failed: 'VARCHAR', answer_months: 'VARCHAR' },
    ...{ answer_turns: 'VARCHAR', step_turns: 'INTEGER', date_turns: 'DATE' },
    ...{ answer_turnsLate: 'VARCHAR', step_turnsLate: 'INTEGER', date_turnsLate: 'DATE' },
    ...{ answer_warmthAtEnd: 'DOUBLE', answer_backlashMonths: 'DOUBLE' },
    ...{ failed: 'VARCHAR', failed_step: 'INTEGER', failed_place: 'VARCHAR' },
  });
  expect(await typesOf('trajectories')).toEqual({
    ...{ arm: 'VARCHAR', trial: 'BIGINT', step: 'INTEGER', date: 'DATE' },
    ...{
      measure_date: 'DOUBLE',
      measure_cohesion: 'DOUBLE',
      state_opinion: 'VARCHAR',
      state_talks: 'VARCHAR',
    },
  });
});

test('trials: what each drew and answered, as the reference executor says', async () => {
  const rows = await rowsOf('trials');
  expect(rows).toHaveLength(2 * TRIALS);
  const seen = { failed: 0, notApplicable: 0, never: 0, passed: 0 };
  for (const [a, { name, ir }] of arms.entries()) {
    const executor = referenceExecutor(ir);
    const range = { seed: seedKey('7'), stream: 0, first: 0, count: TRIALS, share: 1 };
    const { answers, numbers, failures } = executor.run(range);
    const drawn = executor.parameters(range);
    const failed = new Map(failures.map((failure) => [failure.trial, failure]));
    for (let trial = 0; trial < TRIALS; trial++) {
      const answer = (id: string): number => {
        const q = ir.questions.findIndex((question) => question.id === id);
        return answers[trial * ir.questions.length + q] ?? Number.NaN;
      };
      const failure = failed.get(trial);
      const first = (id: string): object => {
        const k = answer(id);
        if (k === -2) seen.notApplicable++;
        else if (k > 6) seen.never++;
        else if (k >= 0) seen.passed++;
        const date =
          ['2023-07-01', '2023-08-01', '2023-09-01', '2023-10-01', '2023-11-01', '2023-12-01', '2024-01-01'][
            k
          ] ?? null;
        return {
          [`answer_${id}`]: k < 0 ? null : (date ?? 'never'),
          [`step_${id}`]: date === null ? null : k,
          [`date_${id}`]: date,
        };
      };
      const number = (place: number): number | null => {
        const value = numbers[trial * 2 + place] ?? Number.NaN;
        return Number.isNaN(value) ? null : value;
      };
      if (failure) seen.failed++;
      expect(rows[a * TRIALS + trial]).toEqual({
        arm: name,
        trial: String(trial),
        parameter_backlashRate: drawn[2 * trial],
        parameter_trial: drawn[2 * trial + 1],
        answer_falls: ['yes', 'no'][answer('falls')] ?? null,
        answer_failed: ['cool', 'warm'][answer('failed')] ?? null,
        answer_months: ['none', 'some'][answer('months')] ?? null,
        ...first('turns'),
        ...first('turnsLate'),
        answer_warmthAtEnd: number(0),
        answer_backlashMonths: number(1),
        failed: failure?.code ?? null,
        failed_step: failure?.step ?? null,
        failed_place: failure?.place ?? null,
      });
    }
  }
  // The comparison says something only of what there was.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
});

test('trajectories: each recorded frame of each trial that did not fail, as its trace tells it', async () => {
  const rows = await rowsOf('trajectories');
  const failures = await rowsOf('failures');
  expect(rows).toHaveLength(4 * (2 * TRIALS - failures.length));
  let row = 0;
  for (const { name, ir } of arms)
    for (let trial = 0; trial < 60; trial++) {
      const { frames, failure } = traceTrial(ir, { seed: '7', trial });
      if (row === 0 || rows[row]?.['arm'] !== name) row = rows.findIndex(({ arm }) => arm === name);
      if (failure) continue;
      for (const frame of frames.filter(({ step }) => step % 2 === 0))
        expect(rows[row++]).toEqual({
          ...{ arm: name, trial: String(trial), step: frame.step, date: frame.date },
          ...{ measure_date: frame.measures['date'], measure_cohesion: frame.measures['cohesion'] },
          ...{ state_opinion: frame.states['opinion'], state_talks: frame.states['talks'] },
        });
    }
});

test('a clock without dates leaves dates empty, and first passage is told in its unit', async () => {
  const options = [
    '--seed',
    '7',
    '--trials',
    '50',
    '--out',
    'undated',
    '--trials-table',
    'all',
    '--trajectories',
    '5',
  ];
  expect(stave(['run', 'undated.yaml', ...options], folder).code).toBe(1);
  const [sums] = await ask(`SELECT count(date_turns) d, count(*) n FROM '${table('trials', 'undated')}'`);
  expect(sums).toEqual({ d: '0', n: '50' });
  const passed = await ask(
    `SELECT answer_turns, step_turns FROM '${table('trials', 'undated')}' WHERE step_turns >= 0`,
  );
  expect(passed.length).toBeGreaterThan(5);
  for (const { answer_turns, step_turns } of passed) expect(answer_turns).toBe(String(step_turns));
  const [trajectories] = await ask(
    `SELECT count(date) d, max(trial) t FROM '${table('trajectories', 'undated')}'`,
  );
  expect(trajectories).toEqual({ d: '0', t: '4' });
  expect(JSON.parse(readFileSync(at('undated', 'results', 'manifest.json'), 'utf8'))).toMatchObject({
    tables: [
      { name: 'trials', rows: 50 },
      { name: 'trajectories', trials: 5 },
    ],
  });
});

test('tables of many groups are whole, in order, and their queries as documented', async () => {
  const [count] = await ask(
    `SELECT count(*) n, count(DISTINCT (arm, trial)) trials FROM '${table('trials', 'many')}'`,
  );
  expect(count).toEqual({ n: '40000', trials: '40000' });
  const [groups] = await ask(
    `SELECT count(DISTINCT row_group_id) g, string_agg(DISTINCT compression) c FROM parquet_metadata('${table('trajectories', 'many')}')`,
  );
  expect(groups).toEqual({ g: '2', c: 'SNAPPY' });
  const [order] = await ask(
    `SELECT bool_and(trial >= last_trial OR arm <> last_arm) ok FROM
     (SELECT trial, arm, lag(trial) OVER () last_trial, lag(arm) OVER () last_arm FROM '${table('trajectories', 'many')}')`,
  );
  expect(order).toEqual({ ok: true });
  // The shares of answers are those of the table of outcomes.
  const shares = await ask(`
    SELECT o.probability p, avg((t.answer_falls = o.outcome)::INT) q
    FROM '${table('outcomes', 'many')}' o JOIN '${table('trials', 'many')}' t USING (arm)
    WHERE o.question = 'falls' AND t.failed IS NULL GROUP BY ALL`);
  expect(shares).toHaveLength(4);
  for (const { p, q } of shares) expect(q).toBeCloseTo(Number(p), 12);
  // Queries of the documentation, on this folder.
  const documented = readFileSync(join(top, 'docs/reference/batches.md'), 'utf8');
  const queries = [...documented.matchAll(/^D (SELECT .*)$/gm)].map(([, sql = '']) =>
    sql.replaceAll('results/study', at('many')),
  );
  expect(queries.length).toBeGreaterThan(2);
  for (const sql of queries) expect((await ask(sql)).length, sql).toBeGreaterThan(0);
});

describe('the same bytes', () => {
  let whole: Record<string, string>;
  beforeAll(() => void (whole = hashes('study')));

  test.each([
    ['WebAssembly on three threads', ['--threads', '3', '--executor', 'wasm']],
    ['JavaScript', ['--executor', 'js']],
    ['the reference', ['--executor', 'reference']],
  ])('%s', (_what, options) => {
    expect(batch('other', ...ALL, ...options).code).toBe(1);
    expect(hashes('other')).toEqual(whole);
    rmSync(at('other'), { recursive: true });
  });

  test('raised, and written again', () => {
    expect(batch('raised', '--trials', '50', ...ALL).code).toBeLessThan(2);
    expect(batch('raised', '--resume', ...ALL).code).toBe(1);
    expect(hashes('raised')).toEqual(whole);
    const journal = at('raised', 'journal', 'shard-1-of-1.journal');
    const before = readFileSync(journal);
    expect(batch('raised', '--resume', '--trajectories', '3').code).toBe(1);
    expect(sha256(readFileSync(table('trials', 'raised')))).toBe(whole['trials']);
    expect(statSync(table('trajectories', 'raised')).size).toBeLessThan(
      statSync(table('trajectories')).size / 4,
    );
    expect(batch('raised', '--resume', '--trials-table', 'none').code).toBe(1);
    expect(existsSync(table('trials', 'raised'))).toBe(false);
    expect(existsSync(table('trajectories', 'raised'))).toBe(false);
    expect(readFileSync(journal)).toEqual(before);
  });

  test('merged from shards', () => {
    for (const shard of ['1/2', '2/2']) expect(batch('shards', '--shard', shard).code).toBe(0);
    expect(stave(['merge', 'shards', '--out', 'merged', '--threads', '2', ...ALL], folder).code).toBe(1);
    expect(hashes('merged')).toEqual(whole);
    const { code, stderr } = batch('shards', '--shard', '1/2', '--resume', ...ALL);
    expect(stderr).toMatch(/a shard writes no tables, so --trajectories is for stave merge/);
    expect(code).toBe(2);
  });

  test('a run of the scenario alone writes those of its arm', async () => {
    const options = [
      '--seed',
      '7',
      '--trials',
      String(TRIALS),
      '--out',
      'run',
      '--trials-table',
      'all',
      ...ALL,
    ];
    expect(stave(['run', 'scenario.yaml', ...options], folder).code).toBe(1);
    for (const name of ['trials', 'trajectories'])
      expect(await rowsOf(name, 'run')).toEqual((await rowsOf(name)).filter(({ arm }) => arm === 'base'));
    const { code, stderr } = stave(['run', 'scenario.yaml', '--seed', '7', ...ALL], folder);
    expect(stderr).toMatch(/--trajectories needs a folder to write into\n {2}help: name one with --out/);
    expect(code).toBe(2);
  });
});

describe('stopped while tables are written', () => {
  const part = (out: string): string => `${table('trajectories', out)}.part`;

  /** Sends a signal while tables are written; a command that was too quick for that is started again. */
  async function stopped(
    out: string,
    signal: NodeJS.Signals,
  ): Promise<{ code: number | null; stderr: string }> {
    for (let attempt = 0; attempt < 5; attempt++) {
      rmSync(at(out), { recursive: true, force: true });
      const child = startStave(['batch', 'study.yaml', '--out', out, ...MANY], folder);
      let stderr = '';
      child.stderr?.on('data', (data: Buffer) => (stderr += String(data)));
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      while (!existsSync(part(out)) && child.exitCode === null) await wait(2);
      child.kill(signal);
      const code = await ended;
      if (!existsSync(at(out, 'results', 'manifest.json'))) return { code, stderr };
    }
    throw new Error(`no ${signal} came in time`);
  }

  test('Ctrl-C: nothing is left of them, and that is said', async () => {
    expect(await stopped('interrupted', 'SIGINT')).toEqual({
      code: 130,
      stderr:
        'stopped: all trials of interrupted are counted, but its tables are not whole; --resume writes them\n',
    });
    expect(leftOver('interrupted')).toEqual([]);
    expect(existsSync(table('trials', 'interrupted'))).toBe(false);
  });

  test('kill -9: nothing half-written has its name, and --resume comes to the same bytes', async () => {
    expect(await stopped('killed', 'SIGKILL')).toEqual({ code: null, stderr: '' });
    for (const name of ['trials', 'trajectories'])
      expect(existsSync(table(name, 'killed')), name).toBe(false);
    const { stdout } = batch('killed', '--resume', ...MANY, '--json');
    expect((JSON.parse(stdout) as { ran: number }).ran).toBe(0);
    expect(hashes('killed')).toEqual(hashes('many'));
    expect(leftOver('killed')).toEqual([]);
  });

  test('a disk that fills: it is said, no part stays, the journal is whole', () => {
    // A limit on the size of files stands for the disk: more than the journal takes, less than the trajectories.
    const trials = ['--trials', '4000', ...ALL, '--threads', '2'];
    expect(batch('roomy', ...trials).code).toBe(1);
    const journal = statSync(at('roomy', 'journal', 'shard-1-of-1.journal')).size;
    const wanted = statSync(table('trajectories', 'roomy')).size;
    expect(wanted).toBeGreaterThan(2 * journal);
    const blocks = Math.floor((journal + wanted) / 2 / 512);
    const command = [process.execPath, bin, 'batch', 'study.yaml', '--out', 'full', ...trials];
    const limited = `ulimit -f ${blocks}; exec ${command.join(' ')}`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', limited], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toMatch(
      /^error: full\/results\/trajectories\.parquet cannot be written: files may not grow so large there\n {2}help: .*make room there; all trials are counted, and --resume writes what is missing\n/,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(leftOver('full')).toEqual([]);
    expect(existsSync(at('full', 'results', 'manifest.json'))).toBe(false);
    const again = batch('full', '--resume', ...trials, '--json');
    expect((JSON.parse(again.stdout) as { ran: number }).ran).toBe(0);
    expect(hashes('full')).toEqual(hashes('roomy'));
  });
});

test('what stands in the way of a table is said', () => {
  for (const name of ['trials.parquet', 'steps.parquet.part']) {
    rmSync(at('blocked'), { recursive: true, force: true });
    mkdirSync(at('blocked', 'results', name), { recursive: true });
    const { code, stdout, stderr } = batch('blocked');
    expect(stderr).toMatch(
      new RegExp(
        `^error: blocked/results/${name.replace('.part', '')} cannot be (removed|written): a folder stands in its way\n {2}help: `,
      ),
    );
    expect(stderr).not.toMatch(STACK_LINE);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(existsSync(at('blocked', 'results', 'manifest.json'))).toBe(false);
  }
});

test.skipIf(process.getuid?.() === 0)('no right to write there (the superuser may always: skipped)', () => {
  expect(batch('locked', ...ALL).code).toBe(1);
  const before = readdirSync(at('locked', 'results'));
  chmodSync(at('locked', 'results'), 0o500);
  const { code, stderr } = batch('locked', '--resume', ...ALL);
  chmodSync(at('locked', 'results'), 0o700);
  expect(stderr).toMatch(/cannot be removed: there is no right to write there\n {2}help: /);
  expect(code).toBe(1);
  expect(readdirSync(at('locked', 'results'))).toEqual(before);
});

test('a table of trials that nobody asked for is left out where it is large, with a word', () => {
  writeFileSync(at('big.yaml'), readFileSync(at('study.yaml'), 'utf8').replace('scenario.yaml', 'tiny.yaml'));
  const tiny = everything
    .replace(/steps: 6.*\}/, 'steps: 1 }')
    .replace(/^ {2}cohesion.*\n/m, '')
    .replace(/questions:[^]*$/, '');
  writeFileSync(at('tiny.yaml'), tiny);
  const { code, stderr } = stave(['batch', 'big.yaml', '--out', 'big', '--trials', '800000'], folder);
  expect(stderr).toMatch(
    /^trials\.parquet is left out: it would have 1,600,000 rows of 7 columns; --trials-table all writes it\n/,
  );
  expect(code).toBe(0);
  expect(existsSync(table('trials', 'big'))).toBe(false);
  expect(existsSync(table('outcomes', 'big'))).toBe(true);
});

test('bit widths in a dictionary are those of exact logarithms, on this engine as on others', () => {
  // The library takes them from Math.log2, which the language leaves to engines.
  for (let bits = 0, size = 1; bits <= 31; bits++, size *= 2) {
    expect(Math.ceil(Math.log2(size))).toBe(bits);
    if (size > 1) expect(Math.ceil(Math.log2(size + 1))).toBe(bits + 1);
  }
});

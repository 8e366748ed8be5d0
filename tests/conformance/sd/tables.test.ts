/** Every cell of published system-dynamics tables, on both executors (SOURCES.md says whose they are). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileJs } from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { afterAll, expect, it } from 'vitest';
import { irOf, run, wasmOf } from '../../support/scenario.ts';
import { tellFamily } from '../../setup/families.ts';

const here = import.meta.dirname;
const names = readdirSync(here)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function tableOf(name: string): Table {
  const lines = readFileSync(join(here, `${name}.csv`), 'utf8')
    .trimEnd()
    .split('\n');
  const [columns = [], ...rows] = lines
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split(','));
  return { columns, rows };
}

/** The stated tolerance of the tables, which are rounded. */
const isClose = (ours: number, published: number): boolean =>
  Math.abs(ours - published) <= 1e-6 + 1e-4 * Math.abs(published);

const passed = new Set<string>();

afterAll(() => {
  tellFamily(`sd: ${names.length} cases, ${passed.size} passed, 0 skipped`);
});

it('there is a table for every case', () => {
  const tables = readdirSync(here).filter((file) => file.endsWith('.csv'));
  expect(tables).toEqual(names.map((name) => `${name}.csv`));
  expect(names.length).toBeGreaterThanOrEqual(8);
});

it.each(names)('%s', async (name) => {
  const { columns, rows } = tableOf(name);
  const ir = await irOf(readFileSync(join(here, `${name}.yaml`), 'utf8'), `${name}.yaml`);
  expect(ir.clock.recorded).toHaveLength(rows.length);
  for (const executor of [compileJs(ir), wasmOf(ir), referenceExecutor(ir)]) {
    const ours = run(executor, ir, {});
    expect(ours.block.failures).toEqual([]);
    const off = columns.flatMap((column, c) => {
      const values = ours.measure(column);
      return rows.flatMap((row, r) => {
        const cell = row[c] ?? '';
        if (cell === '' || isClose(values[r] ?? Number.NaN, Number(cell))) return [];
        return [`${column} in row ${r}: ${values[r]} for ${cell} (${executor.name})`];
      });
    });
    expect(off).toEqual([]);
  }
  passed.add(name);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import { parquetColumns, parquetSheet } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'stave-parquet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wide = (rows: number, columns: number): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'arm', data: Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? 'base' : 'calm')) },
        ...Array.from({ length: columns }, (_, c) => ({
          name: `answer_${c}`,
          data: Array.from({ length: rows }, (_, i) => i + c / 8),
          type: 'DOUBLE' as const,
        })),
      ],
    }),
  );

test('some columns of a file are those columns of all of it', async () => {
  const bytes = wide(7, 5);
  const path = join(folder, 'few.parquet');
  writeFileSync(path, bytes);
  const { value: whole } = await parquetSheet(bytes, path);
  const { value: some, problems } = await parquetColumns(
    path,
    (name) => name === 'arm' || name === 'answer_3',
  );
  expect(problems).toEqual([]);
  expect(some?.columns).toEqual(['arm', 'answer_3']);
  expect(some?.rows.map(({ cells }) => cells)).toEqual(whole?.rows.map(({ cells }) => [cells[0], cells[4]]));
  expect(some?.rows[2]?.cells).toEqual(['base', '2.375']);
});

test('a file with more cells than are read at once says so', async () => {
  const { value, problems } = await parquetSheet(wide(7, 5), 'wide.parquet', 41);
  expect(value).toBeUndefined();
  expect(problems[0]?.message).toBe('the file has 7 rows of 6 columns; 41 cells can be read');
  expect((await parquetSheet(wide(7, 5), 'wide.parquet', 42)).value?.rows.length).toBe(7);
});

test('a file that is cut short, or is not there, is told', async () => {
  const path = join(folder, 'cut.parquet');
  writeFileSync(path, wide(7, 2).subarray(0, 100));
  for (const at of [path, join(folder, 'nowhere.parquet')]) {
    const { value, problems } = await parquetColumns(at, () => true);
    expect(value).toBeUndefined();
    expect(problems[0]?.message).toMatch(/no Parquet file that can be read/);
  }
});

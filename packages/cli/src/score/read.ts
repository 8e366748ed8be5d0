/** From paths to texts, bytes and sheets of forecasts; what cannot be read is a problem with its remedy. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { didYouMean, Problems, readCsv, type Read, type Sheet } from '@stave/forecast';
import { readingReasonOf } from '../outputs.ts';

const BYTES_MAX = 256 * 1024 * 1024;

export async function readBytes(path: string): Promise<Read<Buffer>> {
  const problems = new Problems(path);
  try {
    const found = await stat(path);
    if (found.isDirectory()) problems.error('this is a folder, not a file', 'name a file in it');
    else if (!found.isFile()) problems.error('this is no file', 'name a file');
    else if (found.size > BYTES_MAX)
      problems.error(
        `the file has ${Math.ceil(found.size / 1024 / 1024)} MB; 256 MB can be read`,
        'split it',
      );
    if (problems.hasErrors) return { problems: problems.list() };
    return { value: await readFile(path), problems: [] };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const names = await readdir(dirname(path)).catch((): string[] => []);
      problems.error('there is no such file', didYouMean(basename(path), names));
    } else
      problems.error(
        `it cannot be read: ${readingReasonOf(code) ?? message}`,
        'check the path and its rights',
      );
    return { problems: problems.list() };
  }
}

export async function readText(path: string): Promise<Read<string>> {
  const { value, problems } = await readBytes(path);
  return value ? { value: value.toString('utf8'), problems } : { problems };
}

/** CSV, or Parquet where the name ends so. */
export async function readSheet(path: string): Promise<Read<Sheet>> {
  const { value: bytes, problems } = await readBytes(path);
  if (!bytes) return { problems };
  if (extname(path) !== '.parquet') return readCsv(bytes.toString('utf8'), path);
  const { parquetSheet } = await import('../parquet/read.ts');
  return parquetSheet(bytes, path);
}

/** Some columns of a Parquet file, however large the rest of it is. */
export async function readColumns(path: string, isWanted: (column: string) => boolean): Promise<Read<Sheet>> {
  const { parquetColumns } = await import('../parquet/read.ts');
  return parquetColumns(path, isWanted);
}

/**
 * A table in one file or in the files of a Hive-partitioned folder, whose names (`as_of=2024-01-06`) are columns. Rows of
 * several files keep the numbers they have in theirs.
 */
export async function readTable(path: string): Promise<Read<Sheet>> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return readSheet(path);
  const problems = new Problems(path);
  const files = await partsIn(path);
  if (files.length === 0) problems.error('the folder has no table', 'a partitioned table has .parquet files');
  const sheets: Sheet[] = [];
  for (const { file, keys } of files) {
    const { value: sheet, problems: own } = await readSheet(file);
    problems.take(own);
    if (!sheet) continue;
    sheets.push({
      source: file,
      columns: [...Object.keys(keys), ...sheet.columns],
      rows: sheet.rows.map(({ row, cells }) => ({ row, cells: [...Object.values(keys), ...cells] })),
    });
  }
  const [first] = sheets;
  for (const { source, columns } of sheets)
    if (first && columns.join('\n') !== first.columns.join('\n'))
      problems.error(
        `${source} has other columns than ${first.source}`,
        'files of one table have the same columns in one order',
      );
  return problems.result(() => ({
    source: path,
    columns: first?.columns ?? [],
    rows: sheets.flatMap(({ rows }) => rows),
  }));
}

interface Part {
  readonly file: string;
  readonly keys: Readonly<Record<string, string>>;
}

async function partsIn(
  folder: string,
  keys: Readonly<Record<string, string>> = {},
): Promise<readonly Part[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const parts: Part[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const [, key, value] = /^([^=]+)=(.*)$/.exec(entry.name) ?? [];
    if (entry.isDirectory() && key !== undefined)
      parts.push(...(await partsIn(path, { ...keys, [key]: unescaped(value ?? '') })));
    else if (entry.isFile() && /\.(parquet|csv)$/.test(entry.name)) parts.push({ file: path, keys });
  }
  return parts;
}

/** Of the name of a partition: `%20` is a blank; a percent sign that escapes nothing stands for itself. */
function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

export const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

/** The first of some names that is there. */
export async function firstOf(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    if (await stat(path).catch(() => undefined)) return path;
  }
  return undefined;
}

/** A Parquet file as a sheet: every cell as the text that CSV would have. */
import { open, stat } from 'node:fs/promises';
import { parquetMetadataAsync, parquetReadObjects, parquetSchema, type AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { numberText, Problems, type Read, type Sheet } from '@stave/forecast';

/** Cells of a file that is taken whole into memory, at most. */
const CELLS_MAX = 20_000_000;

/** Rows are numbered from 1. Columns that hold lists or structures are refused. */
export const parquetSheet = (bytes: Uint8Array, source: string, cellsMax = CELLS_MAX): Promise<Read<Sheet>> =>
  sheetOf(
    () => Promise.resolve(bufferOf(bytes)),
    source,
    () => true,
    cellsMax,
  );

/** Some columns of a file, of which no more is read: a table of trials may be larger than memory. */
export const parquetColumns = (path: string, isWanted: (column: string) => boolean): Promise<Read<Sheet>> =>
  sheetOf(() => fileAt(path), path, isWanted, CELLS_MAX);

async function sheetOf(
  begin: () => Promise<AsyncBuffer>,
  source: string,
  isWanted: (column: string) => boolean,
  cellsMax: number,
): Promise<Read<Sheet>> {
  const problems = new Problems(source);
  try {
    const file = await begin();
    const metadata = await parquetMetadataAsync(file);
    const children = parquetSchema(metadata).children.filter(({ element }) => isWanted(element.name));
    for (const { element, children: inner } of children)
      if (inner.length > 0)
        problems.error('the column holds lists or structures', 'a table of forecasts has plain cells', {
          column: element.name,
        });
    if (Number(metadata.num_rows) * children.length > cellsMax)
      problems.error(
        `the file has ${metadata.num_rows} rows of ${children.length} columns; ${cellsMax} cells can be read`,
        'give it in parts',
      );
    if (problems.hasErrors) return { problems: problems.list() };
    const columns = children.map(({ element }) => element.name);
    const objects = await parquetReadObjects({ file, metadata, compressors, columns });
    const rows = objects.map((object, i) => ({
      row: i + 1,
      cells: columns.map((name) => cellOf(object[name])),
    }));
    return problems.result(() => ({ source, columns, rows }));
  } catch (error) {
    // What the reader trips over in a damaged file is no message for people.
    const isDamaged = !(error instanceof Error) || error instanceof TypeError || error instanceof RangeError;
    const why = isDamaged ? 'it is damaged or cut short' : error.message.split('\n')[0];
    problems.error(`this is no Parquet file that can be read: ${why}`, 'write it again, or give CSV', {
      row: 1,
    });
    return { problems: problems.list() };
  }
}

/** A copy that begins at 0: the reader slices by offset. */
function bufferOf(bytes: Uint8Array): AsyncBuffer {
  const { buffer } = Uint8Array.from(bytes);
  return { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) };
}

/** Opened for each piece that is read, so nothing stays open. */
async function fileAt(path: string): Promise<AsyncBuffer> {
  const { size } = await stat(path);
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const handle = await open(path);
      try {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        if (bytesRead < bytes.length) throw new RangeError('the file ends early');
        return bytes.buffer;
      } finally {
        await handle.close();
      }
    },
  };
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Date) {
    const text = value.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

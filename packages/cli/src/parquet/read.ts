/** A Parquet file as a sheet: every cell as the text that CSV would have. */
import { parquetMetadataAsync, parquetReadObjects, parquetSchema, type AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { numberText, Problems, type Read, type Sheet } from '@stave/forecast';

/** Cells of a file that is taken whole into memory, at most. */
const CELLS_MAX = 20_000_000;

/** Rows are numbered from 1. Columns that hold lists or structures are refused. */
export async function parquetSheet(bytes: Uint8Array, source: string): Promise<Read<Sheet>> {
  const problems = new Problems(source);
  try {
    const file = bufferOf(bytes);
    const metadata = await parquetMetadataAsync(file);
    const { children } = parquetSchema(metadata);
    for (const { element, children: inner } of children)
      if (inner.length > 0)
        problems.error('the column holds lists or structures', 'a table of forecasts has plain cells', {
          column: element.name,
        });
    if (Number(metadata.num_rows) * children.length > CELLS_MAX)
      problems.error(`the file has ${metadata.num_rows} rows`, 'score it in parts');
    if (problems.hasErrors) return { problems: problems.list() };
    const columns = children.map(({ element }) => element.name);
    const objects = await parquetReadObjects({ file, metadata, compressors });
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

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Date) {
    const text = value.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

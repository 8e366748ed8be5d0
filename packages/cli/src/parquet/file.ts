/**
 * A Parquet file that is written row by row, in memory that does not depend on how many rows there are: rows collect in
 * a group, and a full group is encoded and written. The file has its name only when it is whole.
 *
 * Its bytes are a function of columns and rows. Each column has one encoding, by its type, and pages are compressed
 * with the Snappy of the library, which is JavaScript: nothing here is left to an engine or a guess.
 */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dayNumber } from '@stave/engine';
import { ByteWriter, ParquetWriter, type ColumnSource, type SchemaElement } from 'hyparquet-writer';
import { partOf, unwritable } from '../outputs.ts';
import type { CellType, Table } from '../table.ts';

export interface Column {
  readonly name: string;
  readonly type: CellType;
  /** No cell is empty. */
  readonly required?: true;
  /** Few values, many rows of each: each value is stored once a group. Texts and dates are taken to be so. */
  readonly repeats?: true;
  /** Rows are in its order, more or less: each group says its least and greatest value, for who wants some rows. */
  readonly ordered?: true;
}

/**
 * The cells of one column in the group at hand. Numbers of all kinds are doubles, dates are days since 1970-01-01, and
 * NaN is an empty cell.
 */
export type Cells = Float64Array | (string | null)[];

/** Cells of a group, over all columns: 8 MB of doubles. */
const GROUP_CELLS = 1_048_576;
const GROUP_ROWS_MAX = 131_072;
const GROUP_ROWS_MIN = 1024;
/** Bytes that wait to be written. */
const BUFFER = 1_048_576;

const PHYSICAL = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  count: { type: 'INT64' },
  step: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  date: { type: 'INT32', converted_type: 'DATE' },
} as const satisfies Record<CellType, Partial<SchemaElement>>;

export class ParquetFile {
  /** By column: where the cells of the row at hand belong, at index `row`. */
  readonly cells: readonly Cells[];
  row = 0;
  /** Rows that are done. */
  rows = 0;

  private readonly path: string;
  private readonly columns: readonly Column[];
  private readonly size: number;
  private readonly bytes: FileBytes;
  private readonly writer: ParquetWriter;
  private isOpen = true;
  private isNamed = false;

  /** @throws InputError where the file cannot be written; so do all methods but `abandon`. */
  constructor(path: string, columns: readonly Column[]) {
    this.path = path;
    this.columns = columns;
    const rows = Math.floor(GROUP_CELLS / columns.length);
    this.size = Math.max(GROUP_ROWS_MIN, Math.min(GROUP_ROWS_MAX, rows));
    this.cells = columns.map(({ type }) =>
      type === 'text' ? new Array<string | null>(this.size).fill(null) : new Float64Array(this.size),
    );
    this.bytes = this.safely(() => new FileBytes(openSync(partOf(path), 'w')));
    const leaves = columns.map(({ name, type, required }): SchemaElement => ({
      ...{ name, ...PHYSICAL[type], repetition_type: required ? 'REQUIRED' : 'OPTIONAL' },
    }));
    this.writer = new ParquetWriter({
      writer: this.bytes,
      schema: [{ name: 'schema', num_children: columns.length }, ...leaves],
      createdBy: 'stave',
    });
  }

  /** Rows that fit into the group at hand, at least one. */
  get room(): number {
    return this.size - this.row;
  }

  /** So many rows from the one at hand on are done, no more than there was room for. */
  next(count = 1): void {
    this.row += count;
    this.rows += count;
    if (this.row === this.size) this.flush();
  }

  /** Gives the file its name. */
  finish(): void {
    this.flush();
    if (this.rows === 0) this.writer.row_groups.push(emptyGroup(this.columns));
    this.safely(() => {
      void this.writer.finish();
      this.isOpen = false;
      closeSync(this.bytes.file);
      renameSync(partOf(this.path), this.path);
      this.isNamed = true;
    });
  }

  /** Leaves nothing behind of what was not finished; what has its name stays. */
  abandon(): void {
    if (this.isNamed) return;
    if (this.isOpen) closeSync(this.bytes.file);
    this.isOpen = false;
    rmSync(partOf(this.path), { force: true });
  }

  private flush(): void {
    const rows = this.row;
    if (rows === 0) return;
    const columnData = this.columns.map((column, c): ColumnSource => {
      const data = dataOf(column, this.cells[c] ?? [], rows);
      const isEmpty = !column.required && data.every((cell) => cell === null);
      return {
        name: column.name,
        data,
        encoding: encodingOf(column, isEmpty),
        ...PAGES,
        statistics: column.ordered === true,
      };
    });
    this.safely(() => void this.writer.write({ columnData, rowGroupSize: rows }));
    this.row = 0;
  }

  private safely<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }
}

/** Where pages begin is told by their own headers; groups are small. */
const PAGES = { offsetIndex: false } as const;

/** A dictionary of nothing is not something that every reader takes. */
const encodingOf = ({ type, repeats }: Column, isEmpty: boolean): 'PLAIN' | 'RLE_DICTIONARY' =>
  !isEmpty && (type === 'text' || type === 'date' || repeats) ? 'RLE_DICTIONARY' : 'PLAIN';

/**
 * A group without rows, as Arrow writes it for an empty table. Without any group the library leaves a list of nothing
 * in particular, at which strict readers stop.
 */
const emptyGroup = (columns: readonly Column[]): ParquetWriter['row_groups'][number] => ({
  columns: columns.map(({ name, type }) => ({
    file_offset: FIRST_BYTE,
    meta_data: {
      type: PHYSICAL[type].type,
      encodings: ['PLAIN'],
      path_in_schema: [name],
      codec: 'UNCOMPRESSED',
      num_values: 0n,
      total_uncompressed_size: 0n,
      total_compressed_size: 0n,
      data_page_offset: FIRST_BYTE,
    },
  })),
  total_byte_size: 0n,
  num_rows: 0n,
});

/** After the four letters with which a file begins. */
const FIRST_BYTE = 4n;

type Data = Float64Array | (string | number | bigint | null)[];

function dataOf({ type, required }: Column, cells: Cells, rows: number): Data {
  if (!(cells instanceof Float64Array)) return cells.slice(0, rows);
  const values = cells.subarray(0, rows);
  if (type === 'count') return bigints(values);
  if (required || !values.some(Number.isNaN)) return values;
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

/** Runs of one number, of which there are many, share one object. */
function bigints(values: Float64Array): (bigint | null)[] {
  let last = Number.NaN;
  let big: bigint | null = null;
  return Array.from(values, (value) => {
    if (value === last) return big;
    last = value;
    big = Number.isNaN(value) ? null : BigInt(value);
    return big;
  });
}

/** Bytes on their way into a file, a megabyte at a time. */
class FileBytes extends ByteWriter {
  readonly file: number;

  constructor(file: number) {
    super(BUFFER);
    this.file = file;
  }

  override ensure(size: number): void {
    if (this.index >= BUFFER) this.drain();
    super.ensure(size);
  }

  override finish(): void {
    this.drain();
  }

  private drain(): void {
    const bytes = this.getBytes();
    // A disk that is nearly full takes a part and says no more.
    for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at);
    this.index = 0;
  }
}

/** Writes a table whose rows are in memory. */
export function writeParquet(path: string, { columns, rows }: Table): number {
  const list = Object.entries(columns).map(([name, type]): Column => ({ name, type }));
  const file = new ParquetFile(path, list);
  try {
    for (const row of rows()) {
      list.forEach(({ name, type }, c) => put(file, c, type, row[name] ?? null));
      file.next();
    }
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
  return file.rows;
}

function put(file: ParquetFile, column: number, type: CellType, value: string | number | null): void {
  const cells = file.cells[column];
  if (cells instanceof Float64Array)
    cells[file.row] =
      value === null ? Number.NaN : type === 'date' ? dayNumber(String(value)) : Number(value);
  else if (cells) cells[file.row] = value === null ? null : String(value);
}

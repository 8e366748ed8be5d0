/** A format as data: its columns and what their cells are. One definition reads and writes. */
import type { CellKind } from './cells.ts';
import { Problems, type Read } from './problem.ts';
import { writeCsv, type Sheet } from './sheet.ts';
import { didYouMean } from './suggest.ts';

/**
 * `full`: the column is there and every cell has something. `gaps`: the column is there, cells may be empty. `maybe`:
 * the column may be missing, too.
 */
type Need = 'full' | 'gaps' | 'maybe';

export interface Column<T> {
  readonly name: string;
  readonly kind: CellKind<T>;
  readonly need: Need;
  /** Other names under which it is found. */
  readonly also: readonly string[];
}

export const full = <T>(name: string, kind: CellKind<T>, ...also: readonly string[]): Column<T> => ({
  ...{ name, kind, need: 'full', also },
});
export const gaps = <T>(
  name: string,
  kind: CellKind<T>,
  ...also: readonly string[]
): Column<T | undefined> => ({ name, kind, need: 'gaps', also });
export const maybe = <T>(
  name: string,
  kind: CellKind<T>,
  ...also: readonly string[]
): Column<T | undefined> => ({ name, kind, need: 'maybe', also });

type Columns = Readonly<Record<string, Column<unknown>>>;

export type RowOf<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never;
};
export type Located<R> = R & { readonly row: number };

export interface TableFormat<C extends Columns> {
  readonly columns: C;
  /** The names of columns as files have them, those that may be missing too. */
  readonly names: readonly string[];
  /** Errors: columns that are missing or unknown, cells that are empty or none of their kind; all are said. */
  readonly read: (sheet: Sheet) => Read<readonly Located<RowOf<C>>[]>;
  /** CSV; a column that may be missing is left out where no row has it. */
  readonly write: (rows: readonly RowOf<C>[]) => string;
  /** Of a row, for rules that look at several cells. */
  readonly nameOf: (key: keyof C) => string;
}

/** `isOpen`: files may have other columns, which are passed over. */
export function tableFormat<C extends Columns>(columns: C, { isOpen = false } = {}): TableFormat<C> {
  const entries = Object.entries(columns);
  const names = entries.map(([, { name }]) => name);
  return {
    columns,
    names,
    nameOf: (key) => columns[key]?.name ?? String(key),
    read: (sheet) => read(entries, sheet, isOpen),
    write: (rows) => {
      const shown = entries.filter(
        ([key, { need }]) => need !== 'maybe' || rows.some((row) => row[key as keyof C] !== undefined),
      );
      return writeCsv(
        shown.map(([, { name }]) => name),
        rows.map((row) =>
          shown.map(([key, { kind }]) => {
            const value: unknown = row[key as keyof C];
            return value === undefined ? '' : kind.write(value);
          }),
        ),
      );
    },
  };
}

function read<R>(
  entries: readonly (readonly [string, Column<unknown>])[],
  sheet: Sheet,
  isOpen: boolean,
): Read<readonly Located<R>[]> {
  const problems = new Problems(sheet.source);
  const places = placesOf(entries, sheet, isOpen, problems);
  const rows: Located<R>[] = [];
  for (const { row, cells } of sheet.rows) {
    const found: Record<string, unknown> = { row };
    for (const { key, column, at } of places) found[key] = valueOf(column, cells[at] ?? '', row, problems);
    rows.push(found as Located<R>);
  }
  return problems.result(() => rows);
}

interface PlacedColumn {
  readonly key: string;
  readonly column: Column<unknown>;
  readonly at: number;
}

function placesOf(
  entries: readonly (readonly [string, Column<unknown>])[],
  { columns, rows }: Sheet,
  isOpen: boolean,
  problems: Problems,
): readonly PlacedColumn[] {
  const row = Math.min(1, rows[0]?.row ?? 1);
  const known = entries.flatMap(([, { name, also }]) => [name, ...also]);
  const unknown = columns.filter((name) => !known.includes(name));
  if (!isOpen)
    for (const name of unknown)
      problems.error('this format has no such column', didYouMean(name, known), { row, column: name });
  return entries.flatMap(([key, column]) => {
    const found = [column.name, ...column.also].filter((name) => columns.includes(name));
    if (found.length > 1)
      problems.error(`it stands there twice, as ${found.join(' and as ')}`, 'remove one', {
        ...{ row, column: found[1] ?? '' },
      });
    const at = columns.indexOf(found[0] ?? '');
    if (at >= 0) return [{ key, column, at }];
    if (column.need !== 'maybe')
      problems.error('the column is missing', `the header has ${columns.join(', ')}`, {
        ...{ row, column: column.name },
      });
    return [];
  });
}

function valueOf(
  { name: column, kind, need }: Column<unknown>,
  text: string,
  row: number,
  problems: Problems,
): unknown {
  if (text === '' || (kind.hasNa && text.trim() === 'NA')) {
    if (need === 'full')
      problems.error(text === '' ? 'the cell is empty' : 'NA says nothing', `${kind.what} stands here`, {
        ...{ row, column },
      });
    return undefined;
  }
  const value = kind.read(text);
  if (value === undefined)
    problems.error(`\`${shortened(text)}\` is not ${kind.what}`, `${kind.what} stands here`, {
      ...{ row, column },
    });
  return value;
}

/** A cell in a message. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

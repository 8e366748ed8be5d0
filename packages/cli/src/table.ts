/**
 * What a table is. Its columns are said once and are the same in each of its forms: CSV for people, Parquet for
 * programs (docs/reference/batches.md).
 */
import type { Cell } from './csv.ts';

/**
 * `text`; `count`, a whole number of things or the number of a trial; `step`, a frame of the clock; `number`, a double;
 * `date`, an ISO day. Any cell may be empty.
 */
export type CellType = 'text' | 'count' | 'step' | 'number' | 'date';

export interface Table<C extends string = string> {
  readonly columns: Readonly<Record<C, CellType>>;
  readonly rows: () => Iterable<Readonly<Partial<Record<C, Cell>>>>;
}

/** Tables as CSV (RFC 4180, but with bare line feeds): a header, then rows; what is not known is an empty cell. */

export type Cell = string | number | null | undefined;

/**
 * Rows are maps of the columns named; a number is written as JSON writes it, so it reads back as the same double.
 * NaN is an empty cell, as it is in Parquet.
 */
export function csv<C extends string>(
  columns: readonly C[],
  rows: Iterable<Readonly<Partial<Record<C, Cell>>>>,
): string {
  const lines = [columns.join(',')];
  for (const row of rows) lines.push(columns.map((column) => cell(row[column])).join(','));
  return `${lines.join('\n')}\n`;
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

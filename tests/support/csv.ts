/** Reads CSV as RFC 4180 has it (quotes, doubled quotes, line ends inside quotes) into rows by column name. */

export type CsvRow = Readonly<Record<string, string>>;

/** Cells of a text; a field without an end of quotes runs to the end of the text. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field, quoted or not, and what ends it.
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows.filter((cells) => cells.length > 1 || cells[0] !== '');
}

/** Rows of a text whose first line names the columns. Throws where a row has another number of cells. */
export function readCsv(text: string): CsvRow[] {
  const [header = [], ...rows] = cellsOf(text);
  return rows.map((cells, at) => {
    if (cells.length !== header.length)
      throw new Error(`row ${at + 2} has ${cells.length} cells, not ${header.length}`);
    return Object.fromEntries(header.map((name, column) => [name, cells[column] ?? '']));
  });
}

/** A table as any file gives it: names of columns, rows of texts, and where each row stands. */
import Papa from 'papaparse';
import { Problems, type Read } from './problem.ts';

export interface SheetRow {
  /** Of a text the line the row begins on, the header's being 1; of a table without lines its number from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

export interface Sheet {
  readonly source: string;
  readonly columns: readonly string[];
  readonly rows: readonly SheetRow[];
}

const BOM = /^\ufeff/;

/**
 * CSV by RFC 4180: cells parted by commas, quoted with `"`; line ends are LF, CRLF or CR; a byte order mark and blank
 * lines are passed over. Errors: no header, a name twice or empty, a row with another number of cells, an open quote.
 */
export function readCsv(text: string, source: string): Read<Sheet> {
  const problems = new Problems(source);
  const body = withBareLineFeeds(text.replace(BOM, ''));
  if (body.includes('\0') || body.includes('\ufffd'))
    return refused(problems, 'the file is no UTF-8 text', 'save it as CSV in UTF-8');
  const rows: SheetRow[] = [];
  let header: readonly string[] | undefined;
  let line = 1;
  let last = 0;
  const parsed: { readonly cells: readonly string[]; readonly line: number }[] = [];
  Papa.parse<string[]>(body, {
    delimiter: ',',
    newline: '\n',
    step: ({ data, errors, meta }) => {
      for (const { code, message } of errors)
        if (code === 'MissingQuotes')
          problems.error('a quote is not closed', 'close it with ", and write "" for a quote inside', {
            row: line,
          });
        else problems.error(message.toLowerCase(), 'write "" for a quote inside quotes', { row: line });
      parsed.push({ cells: data, line });
      line += lineEnds(body, last, meta.cursor);
      last = meta.cursor;
    },
  });
  for (const { cells, line: row } of parsed) {
    if (cells.length === 1 && cells[0] === '') continue;
    if (header === undefined) {
      const [, other] = /^[^;\t"]+([;\t])/.exec(body.trimStart()) ?? [];
      if (cells.length === 1 && other !== undefined && cells[0]?.includes(other))
        return refused(
          problems,
          `its cells are parted by ${other === ';' ? 'semicolons' : 'tabs'}`,
          'save it with commas (and decimal points); some spreadsheets call this “CSV UTF-8”, or ask for the separator',
        );
      header = namesOf(cells, row, problems);
    } else if (cells.length === header.length) rows.push({ row, cells });
    else if (!problems.hasErrors)
      problems.error(
        `${cells.length} cells stand where the header has ${header.length} columns`,
        cells.length > header.length
          ? 'put cells that hold a comma between quotes'
          : 'write an empty cell where nothing is known',
        { row, column: header[Math.min(cells.length, header.length) - 1] ?? '' },
      );
  }
  const columns = header;
  if (columns === undefined)
    return refused(problems, 'the file is empty', 'its first line names the columns');
  return problems.result(() => ({ source, columns, rows }));
}

function refused(problems: Problems, message: string, help: string): Read<Sheet> {
  problems.error(message, help, { row: 1 });
  return { problems: problems.list() };
}

function namesOf(cells: readonly string[], row: number, problems: Problems): readonly string[] {
  const seen = new Set<string>();
  for (const [i, name] of cells.entries()) {
    if (name === '') problems.error(`column ${i + 1} has no name`, 'name it, or take it out', { row });
    else if (seen.has(name))
      problems.error(`two columns have the name`, 'rename or remove one', { row, column: name });
    seen.add(name);
  }
  return cells;
}

/** Rows may end in different ways in one file; what stands between quotes stays as it is. */
function withBareLineFeeds(text: string): string {
  if (!text.includes('\r')) return text;
  return text
    .split(/("(?:[^"]|"")*")/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\r\n?/g, '\n')))
    .join('');
}

/** LF, CRLF and CR from one place to another. */
function lineEnds(text: string, from: number, to: number): number {
  let ends = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) ends++;
  }
  return ends;
}

/** CSV with LF; a cell is quoted where it has to be. Reading it gives the same cells. */
export function writeCsv(columns: readonly string[], rows: Iterable<readonly string[]>): string {
  // The name of a single column with a semicolon in it would be taken for several.
  const isAmbiguous = columns.length === 1 && /[;\t]/.test(columns[0] ?? '');
  const lines = [columns.map(isAmbiguous ? inQuotes : quoted).join(',')];
  // A single empty cell would be a blank line.
  for (const row of rows) lines.push(row.length === 1 && row[0] === '' ? '""' : row.map(quoted).join(','));
  return `${lines.join('\n')}\n`;
}

const inQuotes = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const quoted = (cell: string): string =>
  /[",\r\n\ufeff]/.test(cell) || cell.trim() !== cell ? inQuotes(cell) : cell;

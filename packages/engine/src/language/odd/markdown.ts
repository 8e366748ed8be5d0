/** Markdown: what people wrote stays text, and tables are not padded (a wide one would be mostly spaces). */

/** A part of a document: a line, a list or a table, apart from the next by an empty line. */
export type Block = string;

/** Text on one line that means nothing but itself. */
export function plain(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line
    .replaceAll(/[\\`*[<~$]/g, '\\$&')
    .replaceAll(/&(?=#?\w+;)/g, '\\&')
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^([-+>=#])/, '\\$1')
    .replace(/^(\d+)([.)])(?= |$)/, '$1\\$2');
}

/** Paragraphs are apart by an empty line, as they were written. */
export const paragraphs = (text: string): readonly Block[] =>
  text
    .split(/\n\s*\n/)
    .map(plain)
    .filter((part) => part !== '');

/** A name or a formula. */
export const code = (text: string): string => `\`${text}\``;

/** Names one after the other; nothing for none. */
export const codes = (names: readonly string[]): string => names.map(code).join(', ');

export const list = (items: readonly string[]): Block => items.map((item) => `- ${item}`).join('\n');

export const numbered = (items: readonly string[]): Block =>
  items.map((item, i) => `${i + 1}. ${item}`).join('\n');

export type Row = readonly (string | undefined)[];

/** Nothing where there are no rows; columns that hold nothing are left out. */
export function table(head: readonly string[], rows: readonly Row[]): readonly Block[] {
  if (rows.length === 0) return [];
  const columns = head.flatMap((title, i) => {
    const cells = rows.map((row) => (row[i] ?? '').replaceAll('|', '\\|'));
    return i > 0 && cells.every((cell) => cell === '') ? [] : [[title, ...cells]];
  });
  const line = (row: number): string => `| ${columns.map((cells) => cells[row] ?? '').join(' | ')} |`;
  const rule = `|${' --- |'.repeat(columns.length)}`;
  return [[line(0), rule, ...rows.map((_, i) => line(i + 1))].join('\n')];
}

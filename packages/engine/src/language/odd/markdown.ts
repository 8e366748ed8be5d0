/** Markdown as a formatter would leave it: what people wrote stays text, and tables are aligned. */
import { displayWidth } from '../../diagnostics/width.ts';

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
  const widths = columns.map((cells) => Math.max(3, ...cells.map(displayWidth)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = (row: number): string =>
    line(columns.map((cells, i) => pad(cells[row] ?? '', widths[i] ?? 3)));
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [[padded(0), rule, ...rows.map((_, i) => padded(i + 1))].join('\n')];
}

const pad = (text: string, width: number): string => text + ' '.repeat(width - displayWidth(text));

/** A report of scores as text. Columns are as wide as what is in them; text wraps, numbers never do. */
import { displayWidth } from '@stave/engine';
import { styleFor, type Style } from '../style.ts';
import { clean, padEnd, padStart, wrap } from '../text.ts';
import type { Block } from './blocks.ts';
import { reportBlocks } from './content.ts';
import type { ReportDocument } from './document.ts';

export interface ScoreTextOptions {
  /** Columns of the terminal; tables may be wider where numbers need it. */
  readonly width: number;
  readonly color: boolean;
}

const GAP = '  ';
/** Of a column of words in a table. */
const WORDS_MIN = 20;
const WORDS_MAX = 34;

export const scoreText = (document: ReportDocument, options: ScoreTextOptions): string =>
  blocksText(reportBlocks(document), options);

/** Pictures are left out: what they show stands in tables too. */
export function blocksText(blocks: readonly Block[], { width, color }: ScoreTextOptions): string {
  const style = styleFor(color);
  const parts = blocks.flatMap((block) => blockText(block, width, style));
  return `${parts.join('\n\n')}\n`;
}

function blockText(block: Block, width: number, style: Style): readonly string[] {
  switch (block.is) {
    case 'heading':
      return [
        block.level === 3 ? style.bold(clean(block.text)) : underlined(clean(block.text), block.level, style),
      ];
    case 'paragraph': {
      const text = wrap(clean(block.text), width).join('\n');
      return [block.isNote ? style.dim(text) : text];
    }
    case 'list':
      return block.items.length === 0 ? [] : [block.items.map((item) => itemText(item, width)).join('\n')];
    case 'table':
      return block.rows.length === 0 ? [] : [tableText(block, width, style)];
    case 'plot':
      return [];
  }
}

const underlined = (text: string, level: 1 | 2, style: Style): string =>
  `${style.bold(text)}\n${(level === 1 ? '═' : '─').repeat(displayWidth(text))}`;

const itemText = (item: string, width: number): string =>
  wrap(clean(item), width - 2)
    .map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`))
    .join('\n');

function tableText(block: Extract<Block, { is: 'table' }>, width: number, style: Style): string {
  const { rows, caption } = block;
  const columns = block.columns.map((column) => ({ ...column, name: clean(column.name) }));
  const cells = rows.map((row) => row.map(clean));
  const full = columns.map(({ name }, c) =>
    Math.max(displayWidth(name), ...cells.map((row) => displayWidth(row[c] ?? ''))),
  );
  const widths = fitted(
    full,
    columns.map(({ isNumber }) => isNumber === true),
    width,
  );
  const line = (row: readonly string[]): string => {
    const lines = row.map((cell, c) => (columns[c]?.isNumber ? [cell] : wrap(cell, widths[c] ?? WORDS_MAX)));
    const height = Math.max(...lines.map((own) => own.length));
    return Array.from({ length: height }, (_, i) =>
      lines
        .map((own, c) => (columns[c]?.isNumber ? padStart : padEnd)(own[i] ?? '', widths[c] ?? 0))
        .join(GAP)
        .trimEnd(),
    ).join('\n');
  };
  const headings = line(columns.map(({ name }) => name));
  const rule = '─'.repeat(
    Math.max(
      ...headings.split('\n').map(displayWidth),
      widths.reduce((a, b) => a + b + GAP.length, -GAP.length),
    ),
  );
  return [
    ...(caption === undefined ? [] : [wrap(clean(caption), width).join('\n')]),
    style.bold(headings),
    style.dim(rule),
    ...cells.map(line),
  ].join('\n');
}

/** Columns of words give way, the widest first, until the table fits or they can give no more. */
function fitted(full: readonly number[], isNumber: readonly boolean[], width: number): readonly number[] {
  const widths = full.map((own, c) => (isNumber[c] ? own : Math.min(own, WORDS_MAX)));
  const total = (): number => widths.reduce((sum, own) => sum + own + GAP.length, -GAP.length);
  while (total() > width) {
    let widest = -1;
    for (const [c, own] of widths.entries())
      if (!isNumber[c] && own > WORDS_MIN && (widest < 0 || own > (widths[widest] ?? 0))) widest = c;
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

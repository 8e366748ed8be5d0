/** Reports as one page that needs nothing else: no script, no picture from elsewhere, the reader's own fonts. */
import { FONTS } from '../svg.ts';
import { escape } from '../xml.ts';
import type { Block } from './blocks.ts';
import { reportBlocks } from './content.ts';
import type { ReportDocument } from './document.ts';

const STYLE = `
:root { color-scheme: light; }
body { font-family: ${FONTS}; color: #1b1f24; background: #ffffff; margin: 0 auto; padding: 24px; max-width: 1100px; line-height: 1.45; font-size: 15px; }
h1 { font-size: 26px; margin: 0 0 8px; }
h2 { font-size: 20px; margin: 36px 0 8px; border-bottom: 1px solid #c7ccd1; padding-bottom: 4px; }
h3 { font-size: 16px; margin: 24px 0 8px; }
p.note { color: #5b636d; font-size: 13px; margin: 4px 0; }
ul { padding-left: 20px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; margin: 8px 0 16px; }
caption { text-align: left; color: #5b636d; padding: 4px 0; caption-side: top; }
th, td { padding: 4px 10px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid #e4e7eb; }
th { border-bottom: 2px solid #5b636d; font-weight: 600; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { display: inline-block; margin: 8px 16px 8px 0; max-width: 100%; }
svg { max-width: 100%; height: auto; }
@media print { body { padding: 0; max-width: none; } }
`;

/** `appended` is put behind what the document says, such as comparisons trial by trial. */
export function scoreHtml(document: ReportDocument, appended = ''): string {
  const body = reportBlocks(document).map(blockHtml).join('\n');
  return htmlPage({ title: 'Scores of forecasts', lang: 'en', body: `${body}\n${appended}` });
}

export interface HtmlPage {
  readonly title: string;
  readonly lang: string;
  /** Markup. */
  readonly body: string;
  /** Rules of its own, after those that all pages share. */
  readonly style?: string;
}

/** A whole page around a body: no script runs in it, and nothing is fetched. */
export const htmlPage = ({ title, lang, body, style = '' }: HtmlPage): string =>
  [
    '<!doctype html>',
    `<html lang="${escape(lang)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escape(title)}</title>`,
    `<style>${STYLE}${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    body,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');

/** All text in a block is escaped here; a plot is markup. */
export function blockHtml(block: Block): string {
  switch (block.is) {
    case 'heading':
      return `<h${block.level}>${escape(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p${block.isNote ? ' class="note"' : ''}>${escape(block.text)}</p>`;
    case 'list':
      return block.items.length === 0
        ? ''
        : `<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
    case 'table':
      return block.rows.length === 0 ? '' : tableHtml(block);
    case 'plot':
      return `<figure>${block.svg}</figure>`;
  }
}

function tableHtml({ columns, rows, caption }: Extract<Block, { is: 'table' }>): string {
  const attribute = (c: number): string => (columns[c]?.isNumber ? ' class="number"' : '');
  const head = columns.map(({ name }, c) => `<th scope="col"${attribute(c)}>${escape(name)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell, c) => `<td${attribute(c)}>${escape(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  const named = caption === undefined ? '' : `<caption>${escape(caption)}</caption>`;
  // Whoever has no mouse scrolls by keys what does not fit, and has to get there first.
  const label = caption === undefined ? '' : ` role="group" aria-label="${escape(caption)}"`;
  return `<div class="scroll" tabindex="0"${label}><table>${named}<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** Pieces of HTML whose text cannot be taken for markup, and the page that holds them: no script, nothing from outside. */
import { typesetting } from '../grammar/typesetting.ts';

/** HTML that has been made here; anything else is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | readonly (Html | string | number | undefined)[];

/** A template whose values are escaped, unless they are HTML of ours; lists are joined, `undefined` is nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.map((text, i) => text + textOf(values[i])).join(''));
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return String(part).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const PAPERS = { a4: 'A4', letter: 'letter' } as const;
export type PaperSize = keyof typeof PAPERS;

export interface Page {
  readonly title: string;
  readonly language: string;
  readonly size: PaperSize;
  readonly body: readonly Html[];
}

export function pageOf({ title, language, size, body }: Page): string {
  const style = new Html(`${STYLE.replace('SIZE', PAPERS[size])}${typesetting(language)}`);
  return markup`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.text;
}

/** Black on white and large enough to read at arm's length; a sheet begins on a page of its own. */
const STYLE = `
@page { size: SIZE; margin: 14mm; }
* { box-sizing: border-box; }
body { font-size: 11pt; line-height: 1.4; color: #000; background: #fff; margin: 0 auto; max-width: 190mm; padding: 4mm; }
h1 { font-size: 18pt; margin: 0 0 2mm; }
h2 { font-size: 14pt; margin: 4mm 0 2mm; }
h3 { font-size: 12pt; margin: 2mm 0 1mm; }
p, ul, ol { margin: 0 0 2mm; }
.sheet { break-after: page; padding-bottom: 6mm; border-bottom: 1px solid #888; margin-bottom: 6mm; }
.head { display: flex; justify-content: space-between; gap: 4mm; font-size: 9pt; border-bottom: 1px solid #000; margin-bottom: 3mm; }
.cards { display: grid; grid-template-columns: 1fr 1fr; gap: 0; }
.card { border: 1px dashed #000; padding: 3mm; break-inside: avoid; }
.card code { font-size: 9pt; }
.secret { border: 3px double #000; padding: 8mm; margin-top: 20mm; font-size: 14pt; }
table { border-collapse: collapse; width: 100%; margin-bottom: 3mm; break-inside: avoid; }
th, td { border: 1px solid #000; padding: 1.5mm 2mm; text-align: left; vertical-align: top; }
td.write, th.write { min-width: 14mm; height: 8mm; }
.line { border-bottom: 1px solid #000; height: 7mm; }
.box { border: 1px solid #000; height: 16mm; margin-bottom: 2mm; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; }
.two ol { padding-left: 6mm; }
.form { break-inside: avoid; border: 1px solid #000; padding: 3mm; margin-bottom: 4mm; }
.slips { display: grid; grid-template-columns: 1fr 1fr; }
.form th { width: 45mm; }
.note { font-size: 9pt; }
.tick::before { content: "\\2610\\00a0"; }
@media print { body { padding: 0; max-width: none; } .sheet { border-bottom: 0; margin-bottom: 0; } }
`;

/** Diagnostics as people and programs get them. */
import { placeOf, renderDiagnostics, type Diagnostic, type Source, type Span } from '@stave/engine';
import { counted } from './numbers.ts';

/** One file's diagnostics. Without a text there is only the name to point at. */
export interface FileProblems {
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Totals {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
}

export function totalsOf(files: readonly FileProblems[]): Totals {
  const all = files.flatMap((file) => file.diagnostics);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  return { files: files.length, errors, warnings: all.length - errors };
}

/** `2 files, 3 errors, 1 warning` */
export const totalsText = ({ files, errors, warnings }: Totals): string =>
  [counted(files, 'file'), counted(errors, 'error'), counted(warnings, 'warning')].join(', ');

export function problemsText({ source, diagnostics }: FileProblems, colour: boolean): string {
  if (diagnostics.length === 0) return '';
  const text = `${renderDiagnostics(diagnostics, source)}\n`;
  return colour ? painted(text) : text;
}

const [RED, YELLOW, CYAN, DIM] = [31, 33, 36, 2];
const paint = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;

/** The renderer knows no colours: its lines are told apart by their form. */
function painted(text: string): string {
  return text
    .replace(/: (error\[[\w-]+\]):/g, (_, word: string) => `: ${paint(RED, word)}:`)
    .replace(/: (warning\[[\w-]+\]):/g, (_, word: string) => `: ${paint(YELLOW, word)}:`)
    .replace(
      /^( +\| +)(\^+)$/gm,
      (_, margin: string, carets: string) => paint(DIM, margin) + paint(RED, carets),
    )
    .replace(/^ {2}(help|note):/gm, (_, word: string) => `  ${paint(CYAN, word)}:`);
}

/** A span as an editor wants it: lines and columns from 1, columns in characters. */
function placed(span: Span, { text }: Source): object {
  const [start, end] = [placeOf(text, span.start), placeOf(text, span.end)];
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

export function problemsData({ source, diagnostics }: FileProblems): object {
  return {
    file: source.name,
    ok: diagnostics.every(({ severity }) => severity !== 'error'),
    diagnostics: diagnostics.map(({ span, notes, ...rest }) => ({
      ...rest,
      ...(span && placed(span, source)),
      ...(notes && {
        notes: notes.map((note) => ({ message: note.message, ...(note.span && placed(note.span, source)) })),
      }),
    })),
  };
}

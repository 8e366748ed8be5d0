/** Diagnostics as people and programs get them. */
import {
  lineStarts,
  placeOf,
  renderDiagnostics,
  type Diagnostic,
  type Source,
  type Span,
} from '@stave/engine';
import { counted, grouped } from './numbers.ts';

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

/** Nobody reads more; `--json` has them all. */
const SHOWN_MAX = 100;

export function problemsText({ source, diagnostics }: FileProblems, colour: boolean): string {
  if (diagnostics.length === 0) return '';
  const shown = mostUrgent(diagnostics);
  const left = diagnostics.length - shown.length;
  const more = left > 0 ? `\nand ${grouped(left)} more; stave check --json lists all\n` : '';
  const text = `${renderDiagnostics(shown, source)}\n${more}`;
  return colour ? painted(text) : text;
}

/** Of several files, those without a word left out. */
export const filesText = (files: readonly FileProblems[], colour: boolean): string =>
  files
    .map((file) => problemsText(file, colour))
    .filter((text) => text !== '')
    .join('\n');

/** Errors before warnings, where not all are shown; those that are keep their order. */
function mostUrgent(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= SHOWN_MAX) return diagnostics;
  const isError = ({ severity }: Diagnostic): boolean => severity === 'error';
  const errors = diagnostics.filter(isError).slice(0, SHOWN_MAX);
  const others = diagnostics.filter((d) => !isError(d)).slice(0, SHOWN_MAX - errors.length);
  const chosen = new Set([...errors, ...others]);
  return diagnostics.filter((d) => chosen.has(d));
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
function placed(span: Span, { text }: Source, starts: readonly number[]): object {
  const [start, end] = [placeOf(text, span.start, starts), placeOf(text, span.end, starts)];
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

const placedNote = (span: Span, other: Source | undefined, own: Source, starts: readonly number[]): object =>
  other ? placed(span, other, lineStarts(other.text)) : placed(span, own, starts);

export function problemsData({ source, diagnostics }: FileProblems): object {
  const starts = lineStarts(source.text);
  return {
    file: source.name,
    ok: diagnostics.every(({ severity }) => severity !== 'error'),
    diagnostics: diagnostics.map(({ span, notes, ...rest }) => ({
      ...rest,
      ...(span && placed(span, source, starts)),
      ...(notes && {
        notes: notes.map((note) => ({
          message: note.message,
          ...(note.source && { file: note.source.name }),
          ...(note.span && placedNote(note.span, note.source, source, starts)),
        })),
      }),
    })),
  };
}

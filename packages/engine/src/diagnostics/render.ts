/**
 * Diagnostics as text for a terminal:
 *
 *   file.yaml:6:11: error[unknown-state]: `opinion` has no state `tolerat`
 *       6 |     yes: opinion.tolerat
 *         |                  ^^^^^^^
 *     help: did you mean `tolerant`?
 *
 * Pure: nothing is changed and nothing is printed.
 */
import type { Diagnostic, Severity, Source, Span } from './diagnostic.ts';
import { lineStarts, placeOf } from './lines.ts';
import { characterWidth, displayWidth } from './width.ts';

const COLUMNS_MAX = 120;
const TAB = '    ';

export function renderDiagnostics(diagnostics: readonly Diagnostic[], source: Source): string {
  const starts = lineStarts(source.text);
  return diagnostics.map((d) => renderDiagnostic(d, source, starts)).join('\n\n');
}

export function renderDiagnostic(d: Diagnostic, source: Source, starts = lineStarts(source.text)): string {
  const lines = [`${where(d.span, source, starts)}: ${d.severity}[${d.code}]: ${clean(d.message)}`];
  if (d.span) lines.push(...frame(d.span, source, starts));
  for (const note of d.notes ?? []) {
    const own = note.source ?? source;
    const ownStarts = note.source ? lineStarts(own.text) : starts;
    const place = note.span ? `${where(note.span, own, ownStarts)}: ` : '';
    lines.push(`  note: ${place}${clean(note.message)}`);
    if (note.span) lines.push(...frame(note.span, own, ownStarts));
  }
  if (d.help !== undefined) lines.push(`  help: ${clean(d.help)}`);
  return lines.join('\n');
}

/** One line that counts: `2 errors, 1 warning`. */
export function summary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity): number => diagnostics.filter((d) => d.severity === severity).length;
  const say = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  return [say(count('error'), 'error'), say(count('warning'), 'warning')]
    .filter((s) => !s.startsWith('0'))
    .join(', ');
}

function where(span: Span | undefined, source: Source, starts: readonly number[]): string {
  if (!span) return source.name;
  const { line, column } = placeOf(source.text, span.start, starts);
  return `${source.name}:${line}:${column}`;
}

/** Text from a file may hold what moves the cursor; it is shown as its code instead. */
const clean = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `<${c.charCodeAt(0).toString(16)}>`,
  );

interface Cell {
  readonly shown: string;
  readonly width: number;
}

/** The source line and the carets beneath it. A long line is shown as a window around the carets. */
function frame(span: Span, source: Source, starts: readonly number[]): string[] {
  const place = placeOf(source.text, span.start, starts);
  const number = String(place.line).padStart(5);
  const cells: Cell[] = [];
  let first = 0;
  let after = 0;
  let offset = place.start;
  for (const character of place.text) {
    if (offset < span.start) first = cells.length + 1;
    if (offset < span.end) after = cells.length + 1;
    const shown = character === '\t' ? TAB : clean(character);
    cells.push({ shown, width: shown === character ? characterWidth(character) : displayWidth(shown) });
    offset += character.length;
  }
  after = Math.max(after, first + 1);
  const [from, to] = windowOf(cells, first, after, COLUMNS_MAX - number.length - 3 - 2);
  const width = (a: number, b: number): number => cells.slice(a, b).reduce((sum, c) => sum + c.width, 0);
  const left = from > 0 ? '…' : '';
  const right = to < cells.length ? '…' : '';
  const text = cells.slice(from, to).map((c) => c.shown);
  const carets = '^'.repeat(Math.max(1, width(first, Math.min(after, to))));
  return [
    `${number} | ${left}${text.join('')}${right}`.trimEnd(),
    `${' '.repeat(number.length)} | ${' '.repeat(left.length + width(from, first))}${carets}`,
  ];
}

/** The part [from, to) of a line that fits, with the start of the carets in it. */
function windowOf(cells: readonly Cell[], first: number, after: number, columns: number): [number, number] {
  const width = (index: number): number => cells[index]?.width ?? 0;
  let total = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (total <= columns) return [0, cells.length];
  let from = Math.min(first, cells.length);
  let to = from;
  total = 0;
  const grow = (left: boolean): boolean => {
    const index = left ? from - 1 : to;
    if (index < 0 || index >= cells.length || total + width(index) > columns) return false;
    total += width(index);
    if (left) from--;
    else to++;
    return true;
  };
  while (to < after && grow(false));
  for (let more = true; more;) {
    const l = grow(true);
    const r = grow(false);
    more = l || r;
  }
  return [from, to];
}

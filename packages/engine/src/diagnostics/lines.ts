/** Offsets to lines and columns. A line ends at LF, CRLF or CR. */

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters as people count them (code points). */
  readonly column: number;
  /** The line's text without its end, and the offset where it begins. */
  readonly text: string;
  readonly start: number;
}

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

export function placeOf(text: string, offset: number, starts: readonly number[] = lineStarts(text)): Place {
  const at = Math.min(Math.max(offset, 0), text.length);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const start = starts[low] ?? 0;
  const line = text.slice(start, starts[low + 1] ?? text.length).replace(/[\r\n]+$/, '');
  const column = [...text.slice(start, Math.min(at, start + line.length))].length + 1;
  return { line: low + 1, column, text: line, start };
}

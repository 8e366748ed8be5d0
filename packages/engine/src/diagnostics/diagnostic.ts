/**
 * A fault in what somebody wrote, as data. Stages collect diagnostics and go on; nothing here throws.
 * Offsets become lines and columns only when they are shown (render.ts).
 */

/** Half-open range of UTF-16 offsets into one source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning';

export interface Note {
  readonly message: string;
  readonly span?: Span;
  /** Whose text the span is in, where that is another than the diagnostic's. */
  readonly source?: Source;
}

export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Absent only where there is no text to point at (a missing file, a wrong option). */
  readonly span?: Span;
  readonly notes?: readonly Note[];
  /** What to do about it. */
  readonly help?: string;
}

/** A text with the name people know it by. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

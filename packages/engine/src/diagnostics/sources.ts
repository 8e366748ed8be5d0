/**
 * Several texts read as one: each stands behind the one before, so an offset says whose text a place is in. Stages
 * know one text and its offsets; only here does a place get its file back.
 */
import type { Diagnostic, Note, Source, Span } from './diagnostic.ts';

/** One file with what was found in it, places counted from its own beginning. */
export interface Found {
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

interface Part {
  readonly source: Source;
  readonly start: number;
}

export class Sources {
  /** All texts, one behind the other. */
  readonly text: string;
  private readonly parts: readonly Part[];

  constructor(list: readonly Source[]) {
    let start = 0;
    this.parts = list.map((source) => {
      const part = { source, start };
      // One place between two texts belongs to neither, so that the end of one is not the beginning of the next.
      start += source.text.length + 1;
      return part;
    });
    this.text = list.map(({ text }) => text).join('\n');
  }

  get list(): readonly Source[] {
    return this.parts.map(({ source }) => source);
  }

  /** With one more text, which begins at `end`. */
  with(source: Source): Sources {
    return new Sources([...this.list, source]);
  }

  /** Where the text of a further source would begin. */
  get end(): number {
    return this.parts.length === 0 ? 0 : this.text.length + 1;
  }

  /** The diagnostics of each file, in the order of the files; one without a place is the first file's. */
  apart(diagnostics: readonly Diagnostic[]): readonly Found[] {
    const found = this.parts.map(({ source }) => ({ source, diagnostics: [] as Diagnostic[] }));
    for (const diagnostic of diagnostics) {
      const index = diagnostic.span ? this.indexOf(diagnostic.span.start) : 0;
      const part = this.parts[index];
      if (part) found[index]?.diagnostics.push(this.local(diagnostic, part));
    }
    return found;
  }

  private indexOf(offset: number): number {
    return Math.max(
      0,
      this.parts.findLastIndex(({ start }) => start <= offset),
    );
  }

  private local(diagnostic: Diagnostic, part: Part): Diagnostic {
    const { span, notes } = diagnostic;
    return {
      ...diagnostic,
      ...(span && { span: shifted(span, -part.start) }),
      ...(notes && { notes: notes.map((note) => this.localNote(note, part)) }),
    };
  }

  private localNote(note: Note, part: Part): Note {
    if (!note.span) return note;
    const own = this.parts[this.indexOf(note.span.start)] ?? part;
    return {
      message: note.message,
      span: shifted(note.span, -own.start),
      ...(own !== part && { source: own.source }),
    };
  }
}

export const shifted = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

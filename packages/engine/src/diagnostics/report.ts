/** Where a stage puts its diagnostics. The severity comes from the registry, never from the place of use. */
import { codes, type Code } from './codes.ts';
import type { Diagnostic, Note, Span } from './diagnostic.ts';
import { shifted } from './sources.ts';
import { didYouMean } from './suggest.ts';

/** Comparing a name with all others costs; after so many comparisons the rest of the faults go without. */
const COMPARISONS_MAX = 200_000;

export interface Details {
  readonly help?: string | undefined;
  readonly notes?: readonly Note[] | undefined;
}

export function diagnostic(code: Code, message: string, span?: Span, details: Details = {}): Diagnostic {
  return {
    code,
    severity: codes[code].severity,
    message,
    ...(span && { span }),
    ...(details.notes && details.notes.length > 0 && { notes: details.notes }),
    ...(details.help !== undefined && { help: details.help }),
  };
}

/** What had been said at some moment. */
export interface Mark {
  readonly said: number;
  readonly comparisons: number;
}

export class Report {
  private readonly list: Diagnostic[] = [];
  private readonly seen = new Set<string>();
  private comparisons = 0;

  /** Adds a diagnostic, unless the same was said of the same place. */
  add(code: Code, message: string, span: Span, details: Details = {}): void {
    const key = keyOf(code, message, span);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.list.push(diagnostic(code, message, span, details));
  }

  mark(): Mark {
    return { said: this.list.length, comparisons: this.comparisons };
  }

  /** Takes back what was added since. */
  backTo({ said, comparisons }: Mark): void {
    for (const { code, message, span } of this.list.splice(said))
      if (span) this.seen.delete(keyOf(code, message, span));
    this.comparisons = comparisons;
  }

  /** Takes over what was found in a text that stands at `offset` of the whole. */
  take(found: readonly Diagnostic[], offset: number): void {
    for (const one of found) {
      const notes = one.notes?.map((note) => ({
        ...note,
        ...(note.span && { span: shifted(note.span, offset) }),
      }));
      this.list.push({
        ...one,
        ...(one.span && { span: shifted(one.span, offset) }),
        ...(notes && { notes }),
      });
    }
  }

  /** A help line that names the nearest of some known names. */
  suggest(word: string, known: () => Iterable<string>): string | undefined {
    if (this.comparisons > COMPARISONS_MAX) return undefined;
    const names = [...known()];
    this.comparisons += names.length;
    return didYouMean(word, names);
  }

  get hasErrors(): boolean {
    return this.list.some((d) => d.severity === 'error');
  }

  /** All, in order of position; equal positions keep the order of the stages. */
  sorted(): readonly Diagnostic[] {
    const at = (d: Diagnostic): number => d.span?.start ?? -1;
    return [...this.list].sort((a, b) => at(a) - at(b));
  }
}

const keyOf = (code: string, message: string, span: Span): string =>
  `${code} ${span.start} ${span.end} ${message}`;

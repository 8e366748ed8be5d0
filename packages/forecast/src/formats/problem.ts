/**
 * What is wrong with a file of forecasts or outcomes, as data: which file, where in it, what and what to do. A reader
 * collects all of them and gives no records where one is an error.
 */
export interface FormatProblem {
  readonly severity: 'error' | 'warning';
  /** The file as its reader was told of it. */
  readonly source: string;
  /** Of a text the line, from 1; of a table without lines the row below the header, from 1. */
  readonly row?: number;
  /** The column's name, or where in a nested file, such as `rounds[0].model_tasks`. */
  readonly column?: string;
  readonly message: string;
  readonly help: string;
}

/** Exactly one of two: a value, or problems that say why there is none. Warnings come with a value. */
export interface Read<T> {
  readonly value?: T;
  readonly problems: readonly FormatProblem[];
}

export interface Place {
  readonly row?: number;
  readonly column?: string;
}

/** More are counted, not kept: a file in the wrong format has one a cell. */
const KEPT_MAX = 1000;

export class Problems {
  readonly source: string;
  private readonly kept: FormatProblem[] = [];
  private more = 0;
  private errors = 0;

  constructor(source: string) {
    this.source = source;
  }

  error(message: string, help: string, place: Place = {}): void {
    this.errors++;
    this.add({ severity: 'error', source: this.source, ...place, message, help });
  }

  warn(message: string, help: string, place: Place = {}): void {
    this.add({ severity: 'warning', source: this.source, ...place, message, help });
  }

  /** Those another reader has found. */
  take(others: readonly FormatProblem[]): void {
    for (const other of others) {
      if (other.severity === 'error') this.errors++;
      this.add(other);
    }
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  /** `make` is asked only where there is no error. */
  result<T>(make: () => T): Read<T> {
    if (!this.hasErrors) return { value: make(), problems: this.list() };
    return { problems: this.list() };
  }

  list(): readonly FormatProblem[] {
    if (this.more === 0) return this.kept;
    return [
      ...this.kept,
      {
        severity: this.errors > 0 ? 'error' : 'warning',
        source: this.source,
        message: `and ${this.more} more`,
        help: 'mend the first ones and read the file again',
      },
    ];
  }

  private add(problem: FormatProblem): void {
    if (this.kept.length < KEPT_MAX) this.kept.push(problem);
    else this.more++;
  }
}

/** `file.csv:12: column value: …`, and what to do below it. */
export function problemText({ severity, source, row, column, message, help }: FormatProblem): string {
  const line = row === undefined ? '' : `:${row}`;
  const where = column === undefined ? '' : ` column ${column}:`;
  return `${source}${line}: ${severity}:${where} ${message}\n  help: ${help}\n`;
}

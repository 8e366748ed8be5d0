/** Kinds of cells: what a text has to be, read and written back. */
import { momentOf } from './moment.ts';

export interface CellKind<T> {
  /** With its article: `a probability from 0 to 1`. */
  readonly what: string;
  /** Nothing where the text is none. */
  read(text: string): T | undefined;
  // A method, so that kinds of different cells fit into one list.
  write(value: T): string;
  /** Whether `NA` says that nothing is known, as an empty cell does. */
  readonly hasNa: boolean;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INFINITE = /^([+-]?)inf(inity)?$/i;

/** A decimal number; infinite ones are `Inf` and `-Inf`. Nothing for anything else, NaN and numbers beyond a double. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  const [, sign] = INFINITE.exec(trimmed) ?? [];
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity;
  if (!DECIMAL.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/** Reads back as the same double. */
export const numberText = (value: number): string =>
  Number.isFinite(value) ? String(value) : value > 0 ? 'Inf' : value < 0 ? '-Inf' : 'NaN';

const numeric = (what: string, isAllowed: (value: number) => boolean): CellKind<number> => ({
  what,
  read: (text) => {
    const value = numberOf(text);
    return value !== undefined && isAllowed(value) ? value : undefined;
  },
  write: numberText,
  hasNa: true,
});

export const FINITE = numeric('a number', Number.isFinite);
/** For scores, of which some are infinite. */
export const EXTENDED = numeric('a number, Inf or -Inf', () => true);
export const PROBABILITY = numeric('a probability from 0 to 1', (p) => p >= 0 && p <= 1);
export const LEVEL = numeric('a level above 0 and below 1', (p) => p > 0 && p < 1);
export const COUNT = numeric('a whole number of at least 0', (n) => Number.isSafeInteger(n) && n >= 0);
export const SHARE = numeric('a share above 0 and at most 1', (p) => p > 0 && p <= 1);

export const TEXT: CellKind<string> = {
  what: 'a text',
  read: (text) => text,
  write: (value) => value,
  hasNa: false,
};

export const MOMENT: CellKind<string> = {
  what: 'a date such as 2024-11-05, or a time with its zone such as 2024-11-05T09:00:00Z',
  read: momentOf,
  write: (value) => value,
  hasNa: true,
};

const TRUE = new Set(['true', 'yes', '1']);
const FALSE = new Set(['false', 'no', '0']);

export const FLAG: CellKind<boolean> = {
  what: 'true or false',
  read: (text) => {
    const word = text.trim().toLowerCase();
    return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
  },
  write: String,
  hasNa: true,
};

/** One of some words, in any case. */
export const wordOf = <W extends string>(...words: readonly W[]): CellKind<W> => ({
  what: `one of ${words.join(', ')}`,
  read: (text) => words.find((word) => word === text.trim().toLowerCase()),
  write: (value) => value,
  hasNa: false,
});

/**
 * Numbers as files hold them. JSON has neither infinities nor NaN: they become the texts "Infinity", "-Infinity" and "NaN",
 * never `null`, which would read as 0. CSV has them as the tables of hubs do: `Inf`, `-Inf`, `NaN`, and `NA` for what is
 * missing, which is no number at all.
 */

export type TaggedNumber = number | 'Infinity' | '-Infinity' | 'NaN';

export function toTagged(value: number): TaggedNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** Nothing where the value is not a number in this form; other texts, `null` and digits in quotes are not. */
export function fromTagged(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'Infinity' || value === '-Infinity' || value === 'NaN' ? Number(value) : undefined;
}

/** JSON in which every number is tagged where it has to be. `space` as for `JSON.stringify`. */
export const taggedJson = (value: unknown, space?: number): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'number' ? toTagged(item) : item), space);

/** The shortest digits that read back as the same number. */
export function toCsvNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf';
}

/** Nothing where the cell is no number: empty, `NA`, or anything else that is not written as one. */
export function fromCsvNumber(cell: string): number | undefined {
  const text = cell.trim();
  if (/^[+-]?Inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (text === 'NaN') return NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

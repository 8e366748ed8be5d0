/** Reads the tables and cases of this folder; README.md names their origin. */
import { readFileSync } from 'node:fs';

const at = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Rows by column name; quoted cells may hold commas. */
export function table(name: string): Record<string, string>[] {
  const [head = [], ...rows] = at(name).trim().split('\n').map(cells);
  return rows.map((row) => Object.fromEntries(head.map((column, k) => [column, row[k] ?? ''])));
}

function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

export function numbers(rows: readonly Record<string, string>[], column: string): number[] {
  return rows.map((row) => numberOf(row[column]));
}

/** R writes `Inf`. */
export function numberOf(cell: string | undefined): number {
  return cell === 'Inf' ? Infinity : Number(cell);
}

export interface VectorCase {
  readonly id: string;
  readonly metric: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  readonly tolerance: number;
  readonly kind: string;
  readonly source: string;
  readonly path: string;
}

export function casesOf(metric: string): VectorCase[] {
  const { cases } = JSON.parse(at('cases.json')) as { cases: VectorCase[] };
  return cases.filter((c) => c.metric === metric);
}

export const allCases = (): VectorCase[] => (JSON.parse(at('cases.json')) as { cases: VectorCase[] }).cases;

/** Distance in units of the tolerance: relative where the number expected is large. */
export function near(value: number, expected: number, tolerance: number): boolean {
  if (value === expected) return true;
  return Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected));
}

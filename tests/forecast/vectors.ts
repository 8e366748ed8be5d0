/** Reads the third-party cases under `tests/vectors`. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

const folder = join(import.meta.dirname, '..', 'vectors');

export type Row = Readonly<Record<string, string>>;

/** Rows of one of the tables, which hold no quoted cells. */
export function table(path: string): readonly Row[] {
  const [head, ...lines] = readFileSync(join(folder, path), 'utf8').trimEnd().split('\n');
  const names = head!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i]!]));
  });
}

/** A number as the tables write it. */
export function number(cell: string | undefined): number {
  const value = cell === 'Inf' ? Infinity : cell === '-Inf' ? -Infinity : Number(cell);
  if (cell === undefined || cell === '' || Number.isNaN(value)) throw new Error(`no number: ${cell}`);
  return value;
}

/** Rows that agree in some columns, in file order. */
export function grouped(
  rows: readonly Row[],
  columns: readonly string[],
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = columns.map((column) => row[column]).join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** All rows of the hub's models, with the model's name. */
export function hubRows(outputType: string): readonly Row[] {
  return readdirSync(join(folder, 'hub/model-output')).flatMap((model) =>
    readdirSync(join(folder, 'hub/model-output', model))
      .flatMap((file) => table(`hub/model-output/${model}/${file}`))
      .filter((row) => row['output_type'] === outputType)
      .map((row) => ({ ...row, model_id: model })),
  );
}

/** Is the computed number within `tolerance` of the expected one (relative above 1), infinities being equal? */
export function expectClose(found: unknown, expected: number, tolerance: number, what: string): void {
  expect(typeof found, what).toBe('number');
  if (!Number.isFinite(expected)) return expect(found, what).toBe(expected);
  const off = Math.abs((found as number) - expected) / Math.max(1, Math.abs(expected));
  expect(off, `${what}: ${found as number}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}

export const json = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));

/** One of the single cases. */
export interface Case {
  readonly id: string;
  readonly metric: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  readonly tolerance: number;
}

export const cases = (path: string): readonly Case[] => (json(path) as { cases: readonly Case[] }).cases;

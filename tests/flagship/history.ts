/** The coded history and the milestones of the pack `trilateral-2017`, as tables. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CsvRow, readCsv } from '../support/csv.ts';

export const pack = join(import.meta.dirname, '../../packages/scenarios/trilateral-2017');

export const table = (name: string): CsvRow[] => readCsv(readFileSync(join(pack, 'data', name), 'utf8'));
export const hasTable = (name: string): boolean => existsSync(join(pack, 'data', name));

export const HALVES: readonly string[] = [2017, 2018, 2019, 2020, 2021, 2022, 2023]
  .flatMap((year) => [`${year}H1`, `${year}H2`])
  .slice(0, 13);
export const LEVELS = ['us_jp', 'us_kr', 'jp_kr', 'cohesion'] as const;
export const ITEMS: readonly string[] = Array.from({ length: 12 }, (_, at) => `i${at + 1}`);
export const SIDES = ['US-JP', 'US-KR', 'JP-KR'] as const;

/** A cell of a row as a number; what is no number throws. */
export function numberOf(row: CsvRow, column: string): number {
  const text = row[column] ?? '';
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw new Error(`${column} is '${text}', not a number`);
  return value;
}

/** The trilateral activity count of a half-year: how many of the twelve items hold. */
export const activityCount = (row: CsvRow): number =>
  ITEMS.reduce((total, item) => total + numberOf(row, item), 0);

/** Binomial probability of at least `least` successes in `trials` (whole when `least` is above 1). */
function atLeast(q: number, trials: number, least: number): number {
  let below = 0;
  let ways = 1;
  for (let count = 0; count < least; count += 1) {
    below += ways * q ** count * (1 - q) ** (trials - count);
    ways = (ways * (trials - count)) / (count + 1);
  }
  return 1 - below;
}

/** The base rate that a milestone's counts give (decision 0026): (x + 1/2) / (n + 1) a trial, over its window. */
export function baseRate(row: CsvRow): number {
  const q = (numberOf(row, 'base_x') + 0.5) / (numberOf(row, 'base_n') + 1);
  const p = atLeast(q, numberOf(row, 'base_window'), numberOf(row, 'base_at_least'));
  return numberOf(row, 'base_negate') === 1 ? 1 - p : p;
}

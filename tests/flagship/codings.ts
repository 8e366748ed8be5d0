/** Agreement of the two codings, as the rows of `data/agreement.csv`. */
import { alpha, icc, interval, kappa, meanAbsoluteDifference, nominal } from './agreement.ts';
import { activityCount, ITEMS, LEVELS, numberOf, SIDES } from './history.ts';
import type { CsvRow } from '../support/csv.ts';

export interface Agreement {
  readonly what: string;
  readonly units: number;
  readonly measure: string;
  readonly value: number | undefined;
}

/**
 * Half-years at whose end the scheme fixes a level in words: both coders read it there, so agreement is no evidence.
 * The activity count and the items have none.
 */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  us_jp: ['2019H2', '2023H1'],
  us_kr: ['2019H2', '2020H1', '2023H1'],
  jp_kr: ['2019H2', '2023H1'],
  cohesion: ['2019H2', '2023H1'],
};

const pairs = (a: readonly number[], b: readonly number[]): number[][] =>
  a.map((value, at) => [value, b[at] ?? Number.NaN]);

function numeric(what: string, a: readonly number[], b: readonly number[]): Agreement[] {
  const row = (measure: string, value: number | undefined): Agreement => ({
    what,
    units: a.length,
    measure,
    value,
  });
  return [
    row('mean absolute difference', meanAbsoluteDifference(a, b)),
    row('alpha (interval)', alpha(pairs(a, b), interval)),
    row('ICC', icc(pairs(a, b))),
  ];
}

function categorical(what: string, a: readonly number[], b: readonly number[]): Agreement[] {
  const same = a.filter((value, at) => value === b[at]).length / a.length;
  const row = (measure: string, value: number | undefined): Agreement => ({
    what,
    units: a.length,
    measure,
    value,
  });
  return [
    row('share that agrees', same),
    row('kappa', kappa(a, b)),
    row('alpha (nominal)', alpha(pairs(a, b), nominal)),
  ];
}

/** All measures of agreement of two codings with the same half-years in the same order. */
export function agreements(first: readonly CsvRow[], second: readonly CsvRow[]): Agreement[] {
  const column = (rows: readonly CsvRow[], name: string): number[] => rows.map((row) => numberOf(row, name));
  const levels = LEVELS.flatMap((level) => {
    const free = (rows: readonly CsvRow[]): CsvRow[] =>
      rows.filter((row) => !(FIXED[level] ?? []).includes(row['half'] ?? ''));
    return [
      ...numeric(level, column(first, level), column(second, level)),
      ...numeric(`${level} without fixed points`, column(free(first), level), column(free(second), level)),
    ];
  });
  const items = ITEMS.flatMap((item) => categorical(item, column(first, item), column(second, item)));
  const pooled = categorical(
    'all items',
    ITEMS.flatMap((item) => column(first, item)),
    ITEMS.flatMap((item) => column(second, item)),
  );
  const binding = (rows: readonly CsvRow[]): number[] =>
    rows.map((row) => SIDES.findIndex((side) => side === row['binding']));
  return [
    ...levels,
    ...numeric('activity count', first.map(activityCount), second.map(activityCount)),
    ...pooled,
    ...items,
    ...categorical('binding side', binding(first), binding(second)),
  ];
}

/** Three decimals; empty where nothing varies and the measure has no value. */
export const agreementCsv = (rows: readonly Agreement[]): string =>
  [
    'what,units,measure,value',
    ...rows.map(
      ({ what, units, measure, value }) => `${what},${units},${measure},${value?.toFixed(3) ?? ''}`,
    ),
    '',
  ].join('\n');

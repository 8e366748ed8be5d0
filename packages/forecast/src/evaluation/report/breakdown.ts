/** Where scores come from: by task id and by cluster, the best and the worst tasks, infinite scores, disagreements. */
import type { Statement } from '../../records/forecast.ts';
import type { Resolution } from '../../records/resolution.ts';
import { numberText } from '../../formats/cells.ts';
import { isScore } from '../../scores/score.ts';
import type { ScoredStatement } from '../evaluate.ts';
import { taskScores, type ReportContext, type TableRows } from './context.ts';
import { short } from './pairs.ts';

export interface BreakdownRow {
  readonly table: TableRows['table'];
  readonly score: string;
  /** A task id, or `cluster`. */
  readonly by: string;
  readonly value: string;
  readonly means: readonly { readonly forecaster: string; readonly n: number; readonly mean: number }[];
}

/** More values than this are dates or names of tasks rather than groups. */
const VALUES_MAX = 24;

export function breakdown(
  tables: readonly TableRows[],
  { forecasters, clusterOf }: ReportContext,
): readonly BreakdownRow[] {
  return tables.flatMap(({ table, score, rows }) => {
    const ids = [...new Set(rows.flatMap(({ task }) => Object.keys(task.keys)))];
    const groups: readonly [string, (row: ScoredStatement) => string][] = [
      ['cluster', ({ task }) => clusterOf(task)],
      ...ids.map((id): [string, (row: ScoredStatement) => string] => [
        id,
        ({ task }) => task.keys[id] ?? 'NA',
      ]),
    ];
    return groups.flatMap(([by, valueOf]): readonly BreakdownRow[] => {
      const values = [...new Set(rows.map(valueOf))].sort(naturally);
      const tasks = new Set(rows.map(({ task }) => task.id)).size;
      if (values.length < 2 || values.length > VALUES_MAX || values.length >= tasks) return [];
      return values.map((value) => {
        const scores = taskScores(
          rows.filter((row) => valueOf(row) === value),
          score,
          clusterOf,
        );
        return {
          ...{ table, score, by, value },
          means: forecasters.flatMap((forecaster) => {
            const own = scores.filter((s) => s.forecaster === forecaster).map((s) => s.score);
            return own.length === 0
              ? []
              : [{ forecaster, n: own.length, mean: own.reduce((sum, s) => sum + s, 0) / own.length }];
          }),
        };
      });
    });
  });
}

const naturally = (a: string, b: string): number =>
  Number.isNaN(Number(a) - Number(b)) ? (a < b ? -1 : 1) : Number(a) - Number(b);

export interface TaskNote {
  readonly table: TableRows['table'];
  readonly score: string;
  readonly forecaster: string;
  readonly task: string;
  readonly value: number;
  readonly said: string;
  readonly came: string;
}

const SHOWN = 5;

/** Of the first source's forecasters. */
export function extremes(
  tables: readonly TableRows[],
  { own }: ReportContext,
): { readonly best: readonly TaskNote[]; readonly worst: readonly TaskNote[] } {
  // One statement of a number is enough: all say where it was good or bad.
  const told = tables.filter(
    ({ table }) =>
      !['cdf', 'mean', 'median'].includes(table) &&
      !(table === 'sample' && tables.some((other) => other.table === 'quantile')),
  );
  const pick = (sign: 1 | -1): readonly TaskNote[] =>
    told.flatMap(({ table, score, rows }) =>
      rows
        .filter(({ forecast }) => own.includes(forecast.forecaster))
        .flatMap((row) => noteOf(row, table, score))
        .sort((a, b) => (a.value === b.value ? 0 : sign * (a.value - b.value)))
        .slice(0, SHOWN),
    );
  return { best: pick(1), worst: pick(-1) };
}

function noteOf(row: ScoredStatement, table: TableRows['table'], score: string): readonly TaskNote[] {
  const value = row.scores[score];
  if (value === undefined || !isScore(value)) return [];
  const { forecaster, statement } = row.forecast;
  return [
    {
      ...{ table, score, forecaster, task: row.task.id, value },
      said: saidText(statement),
      came: cameText(row.resolution),
    },
  ];
}

/** Every score that is infinite, with the forecast that made it so. */
export const infiniteScores = (tables: readonly TableRows[]): readonly TaskNote[] =>
  tables.flatMap(({ table, rows }) =>
    rows.flatMap((row) =>
      Object.entries(row.scores).flatMap(([score, value]) =>
        isScore(value) && value === Infinity ? noteOf(row, table, score) : [],
      ),
    ),
  );

export interface Disagreement {
  readonly table: TableRows['table'];
  readonly task: string;
  readonly first: string;
  readonly second: string;
  /** Of probabilities: how far apart they are, from 0 to 1 (half the sum of differences). */
  readonly apart: number;
  readonly firstSaid: string;
  readonly secondSaid: string;
  readonly came: string;
  readonly better: string;
  readonly by: number;
}

const DISAGREEMENTS = 10;

/** Between the first source and all others, the widest first. */
export function disagreements(
  tables: readonly TableRows[],
  { own, forecasters }: ReportContext,
): readonly Disagreement[] {
  const found = tables.flatMap(({ table, score, rows }) => {
    if (table !== 'binary' && table !== 'pmf') return [];
    const byKey = new Map(rows.map((row) => [`${row.forecast.forecaster}\n${row.task.id}`, row]));
    return own.flatMap((first) =>
      forecasters
        .filter((second) => second !== first && !(own.includes(second) && second < first))
        .flatMap((second) =>
          [...new Set(rows.map(({ task }) => task.id))].flatMap((task): Disagreement[] => {
            const [a, b] = [byKey.get(`${first}\n${task}`), byKey.get(`${second}\n${task}`)];
            const [x, y] = [a?.scores[score], b?.scores[score]];
            if (!a || !b || x === undefined || y === undefined || !isScore(x) || !isScore(y)) return [];
            const apart = distance(a.forecast.statement, b.forecast.statement);
            if (apart === undefined) return [];
            return [
              {
                ...{ table, task, first, second, apart },
                firstSaid: saidText(a.forecast.statement),
                secondSaid: saidText(b.forecast.statement),
                came: cameText(a.resolution),
                better: x === y ? 'neither' : x < y ? first : second,
                by: x === y ? 0 : Math.abs(x - y),
              },
            ];
          }),
        ),
    );
  });
  return found.sort((a, b) => b.apart - a.apart).slice(0, DISAGREEMENTS);
}

/** Total variation; nothing where the answers differ. */
function distance(a: Statement, b: Statement): number | undefined {
  if (a.kind === 'binary' && b.kind === 'binary') return Math.abs(a.probability - b.probability);
  if (!('categories' in a) || !('categories' in b)) return undefined;
  return (
    [...new Set([...a.categories, ...b.categories])].reduce((sum, category) => {
      const of = (s: typeof a): number => s.probabilities[s.categories.indexOf(category)] ?? 0;
      return sum + Math.abs(of(a) - of(b));
    }, 0) / 2
  );
}

const percent = (p: number): string => `${short(100 * p)}%`;

export function saidText(statement: Statement): string {
  switch (statement.kind) {
    case 'binary':
      return percent(statement.probability);
    case 'nominal':
    case 'ordinal':
      return statement.categories
        .map((id, i) => `${id} ${percent(statement.probabilities[i] ?? 0)}`)
        .join(', ');
    case 'quantile': {
      const pick = (level: number): string => {
        const at = statement.levels.findIndex((l) => l >= level);
        return at < 0 ? '' : short(statement.values[at] ?? 0);
      };
      return `median ${pick(0.5)}, from ${short(statement.values[0] ?? 0)} to ${short(statement.values.at(-1) ?? 0)}`;
    }
    case 'sample':
      return `${statement.values.length} draws from ${short(least(statement.values))} to ${short(-least(statement.values.map((x) => -x)))}`;
    case 'cdf':
      return `a distribution over ${statement.thresholds.length} thresholds`;
    case 'point':
      return `${statement.statistic} ${short(statement.value)}`;
    case 'time-to-event':
      return `${percent(1 - (statement.survival.at(-1) ?? 0))} by the end`;
  }
}

const least = (values: readonly number[]): number => values.reduce((min, x) => Math.min(min, x), Infinity);

export function cameText({ state }: Resolution): string {
  if (state.is === 'void') return `void: ${state.why}`;
  if (state.is === 'open') return 'open';
  const parts = state.is === 'resolved' ? [{ outcome: state.outcome, share: 1 }] : state.outcomes;
  return parts
    .map(({ outcome, share }) => {
      const word =
        outcome.kind === 'binary'
          ? outcome.happened
            ? 'yes'
            : 'no'
          : outcome.kind === 'category'
            ? outcome.category
            : outcome.kind === 'number'
              ? numberText(outcome.value)
              : `${outcome.event ? 'at' : 'not by'} ${numberText(outcome.time)}`;
      return share === 1 ? word : `${word} (${percent(share)})`;
    })
    .join(', ');
}

/** What all forecasters together would have said, scored beside them, and what each is worth to the rest. */
import { leaveOneOut, type Contribution } from '../../pools/contribution.ts';
import { quantilePool } from '../../pools/distributions.ts';
import {
  fitExtremising,
  linearPool,
  linearPoolOfCategories,
  logOddsPool,
  logPoolOfCategories,
} from '../../pools/probabilities.ts';
import { brier } from '../../scores/brier.ts';
import { logScore } from '../../scores/log.ts';
import { wis } from '../../scores/wis.ts';
import { isUnanswerable } from '../../statistics/answer.ts';
import { binaryCases } from './binary-cases.ts';
import type { ReportContext, TableRows } from './context.ts';

export interface PoolReport {
  readonly table: TableRows['table'];
  readonly score: string;
  /** Tasks that all members have. */
  readonly n: number;
  readonly members: readonly { readonly forecaster: string; readonly mean: number }[];
  readonly pools: readonly {
    readonly pool: string;
    readonly mean: number;
    readonly n: number;
    readonly note?: string;
  }[];
  /** To the linear pool, or the mean of quantiles. */
  readonly contributions: readonly Contribution[];
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of each table with two members or more and a common task. */
export function poolReports(tables: readonly TableRows[], context: ReportContext): readonly PoolReport[] {
  return tables.flatMap((table) => {
    const tasks = commonTasks(table, context);
    if (tasks.members.length < 2 || tasks.rows.length === 0) return [];
    if (table.table === 'binary') return [ofBinary(tasks, context)];
    if (table.table === 'pmf') return ofCategories(tasks);
    return table.table === 'quantile' ? ofQuantiles(tasks) : [];
  });
}

interface Common {
  readonly members: readonly string[];
  /** One list a task, in the order of members. */
  readonly rows: readonly (readonly TableRows['rows'][number][])[];
}

function commonTasks({ rows }: TableRows, { forecasters }: ReportContext): Common {
  const members = forecasters.filter((name) => rows.some(({ forecast }) => forecast.forecaster === name));
  const byTask = new Map<string, Map<string, TableRows['rows'][number]>>();
  for (const row of rows) {
    const own = byTask.get(row.task.id) ?? new Map<string, TableRows['rows'][number]>();
    byTask.set(row.task.id, own.set(row.forecast.forecaster, row));
  }
  const whole = [...byTask.values()].filter((own) => members.every((name) => own.has(name)));
  return { members, rows: whole.map((own) => members.flatMap((name) => own.get(name) ?? [])) };
}

function ofBinary({ members, rows }: Common, { clusterOf }: ReportContext): PoolReport {
  const tasks = rows.flatMap((own) => {
    const cases = binaryCases(own, clusterOf);
    return cases.length === members.length ? [cases] : [];
  });
  const said = tasks.map((cases) => cases.map(({ probability }) => probability));
  const outcomes = tasks.map((cases) => cases[0]?.outcome ?? 0);
  const clusters = tasks.map((cases) => cases[0]?.cluster ?? '');
  const scored = (pool: string, of: (i: number) => number | undefined, note?: string) => {
    const values = said.flatMap((_, i) => {
      const p = of(i);
      return p === undefined ? [] : [brier(p, outcomes[i] === 1)];
    });
    return values.length === 0
      ? []
      : [{ pool, mean: meanOf(values), n: values.length, ...(note !== undefined && { note }) }];
  };
  const known = (p: ReturnType<typeof logOddsPool>): number | undefined =>
    isUnanswerable(p) ? undefined : p;
  /** The factor of a task is fitted on tasks of other clusters alone. */
  const extremised = (i: number): number | undefined => {
    const past = said.flatMap((probabilities, k) =>
      clusters[k] === clusters[i] ? [] : [{ probabilities, outcome: outcomes[k] ?? 0 }],
    );
    const fit = past.length < 5 ? undefined : fitExtremising(past);
    return !fit || isUnanswerable(fit) ? undefined : known(logOddsPool(said[i] ?? [], undefined, fit.factor));
  };
  return {
    ...{ table: 'binary', score: 'brier', n: tasks.length },
    members: members.map((forecaster, m) => ({
      forecaster,
      mean: meanOf(said.map((own, i) => brier(own[m] ?? 0, outcomes[i] === 1))),
    })),
    pools: [
      ...scored('linear', (i) => linearPool(said[i] ?? [])),
      ...scored('log-odds', (i) => known(logOddsPool(said[i] ?? []))),
      ...scored('log-odds, extremised', extremised, 'factor fitted on the other clusters'),
    ],
    contributions: leaveOneOut(
      said.map((own, i) => ({
        statements: new Map(members.map((name, m) => [name, own[m] ?? 0])),
        outcome: outcomes[i] ?? 0,
      })),
      (statements) => linearPool(statements),
      (p, outcome) => brier(p, outcome === 1),
    ),
  };
}

function ofCategories({ members, rows }: Common): readonly PoolReport[] {
  const tasks = rows.flatMap((own) => {
    const first = own[0]?.forecast.statement;
    const state = own[0]?.resolution.state;
    if (!first || !('categories' in first) || state?.is !== 'resolved' || state.outcome.kind !== 'category')
      return [];
    const at = first.categories.indexOf(state.outcome.category);
    const said = own.map(({ forecast: { statement } }) =>
      'categories' in statement && statement.categories.length === first.categories.length
        ? first.categories.map((id) => statement.probabilities[statement.categories.indexOf(id)] ?? 0)
        : [],
    );
    return at < 0 || said.some((p) => p.length === 0) ? [] : [{ said, at }];
  });
  if (tasks.length === 0) return [];
  const means = (of: (said: readonly (readonly number[])[]) => readonly number[] | undefined) =>
    tasks.flatMap(({ said, at }) => {
      const p = of(said);
      return p ? [logScore(p[at] ?? 0)] : [];
    });
  const pools = [
    ['linear', means((said) => linearPoolOfCategories(said))],
    [
      'logarithmic',
      means((said) => {
        const pool = logPoolOfCategories(said);
        return isUnanswerable(pool) ? undefined : pool;
      }),
    ],
  ] as const;
  return [
    {
      ...{ table: 'pmf', score: 'log_score', n: tasks.length },
      members: members.map((forecaster, m) => ({
        forecaster,
        mean: meanOf(tasks.map(({ said, at }) => logScore(said[m]?.[at] ?? 0))),
      })),
      pools: pools.flatMap(([pool, values]) =>
        values.length === 0 ? [] : [{ pool, mean: meanOf(values), n: values.length }],
      ),
      contributions: leaveOneOut(
        tasks.map(({ said, at }) => ({
          statements: new Map(members.map((name, m) => [name, said[m] ?? []])),
          outcome: at,
        })),
        (statements) => linearPoolOfCategories(statements),
        (p, at) => logScore(p[at] ?? 0),
      ),
    },
  ];
}

function ofQuantiles({ members, rows }: Common): readonly PoolReport[] {
  const tasks = rows.flatMap((own) => {
    const state = own[0]?.resolution.state;
    if (state?.is !== 'resolved' || state.outcome.kind !== 'number') return [];
    const said = own.flatMap(({ forecast: { statement } }) =>
      statement.kind === 'quantile' ? [statement] : [],
    );
    const levels = said[0]?.levels.join() ?? '';
    return said.length === members.length && said.every((one) => one.levels.join() === levels)
      ? [{ said, value: state.outcome.value }]
      : [];
  });
  if (tasks.length === 0) return [];
  type Quantiles = { readonly levels: readonly number[]; readonly values: readonly number[] };
  const scoreOf = ({ levels, values }: Quantiles, value: number): number =>
    Number(wis(levels, values, value));
  const pooled =
    (by: 'mean' | 'median') =>
    (said: readonly Quantiles[]): Quantiles => {
      const pool = quantilePool(said, { by });
      if (isUnanswerable(pool)) throw new Error('InvariantError: levels differ');
      return pool;
    };
  const first = tasks[0];
  if (!first || typeof wis(first.said[0]?.levels ?? [], first.said[0]?.values ?? [], 0) !== 'number')
    return [];
  return [
    {
      ...{ table: 'quantile', score: 'wis', n: tasks.length },
      members: members.map((forecaster, m) => ({
        forecaster,
        mean: meanOf(tasks.map(({ said, value }) => scoreOf(said[m] as Quantiles, value))),
      })),
      pools: (['mean', 'median'] as const).map((by) => ({
        pool: by === 'mean' ? 'mean of quantiles (Vincent)' : 'median of quantiles',
        ...{
          mean: meanOf(tasks.map(({ said, value }) => scoreOf(pooled(by)(said), value))),
          n: tasks.length,
        },
      })),
      contributions: leaveOneOut(
        tasks.map(({ said, value }) => ({
          statements: new Map(members.map((name, m) => [name, said[m] as Quantiles])),
          outcome: value,
        })),
        pooled('mean'),
        scoreOf,
      ),
    },
  ];
}

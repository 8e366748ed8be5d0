/**
 * The answers of a batch as tidy tables: one row an observation, one column a variable, arms one below the other. The
 * columns are a contract with whoever reads them (docs/reference/batches.md); columns may be added at the end.
 */
import type { DesignPoint, Forecast, Ir, ProportionEstimate, RangeEstimate } from '@stave/engine';
import type { Cell } from './csv.ts';
import type { FailedPoint, OpenedStudy } from './study.ts';
import type { CellType, Table } from './table.ts';

export interface Answered {
  /** `calm`, or `calm@3` at the third point of a design. */
  readonly name: string;
  readonly arm: string;
  readonly point?: DesignPoint;
  readonly ir: Ir;
  /** Of all its trials. */
  readonly forecast: Forecast;
  /** Of each replication. */
  readonly each: readonly Forecast[];
}

const INTERVAL = { se: 'number', low: 'number', high: 'number' } as const;
const RANGE = { range_low: 'number', range_high: 'number', range_method: 'text' } as const;
const COUNTS = { trials: 'count', failed: 'count' } as const;

const rangeOf = ({ low, high, method }: RangeEstimate) => ({
  range_low: low,
  range_high: high,
  range_method: method,
});
const countsOf = ({ trials, failed }: Forecast) => ({ trials, failed });

const OUTCOMES = {
  ...({ arm: 'text', question: 'text', kind: 'text', outcome: 'text', reach: 'text' } as const),
  ...({ step: 'step', date: 'date', probability: 'number' } as const),
  ...INTERVAL,
  ...RANGE,
  ...COUNTS,
  applicable: 'count',
} as const;

/**
 * One row an outcome. `reach` is `by` for first passage at that frame or before it, else `at`. `step` and `date` are
 * the last frame that counts: of the outcome where the question asks when, else of the question.
 */
const outcomesTable = (arms: readonly Answered[]): Table<keyof typeof OUTCOMES> => ({
  columns: OUTCOMES,
  rows: () =>
    arms.flatMap(({ name: arm, ir, forecast }) =>
      forecast.questions.flatMap(({ id, kind, outcomes, given }, q) => {
        const { first = 0, last = 0 } = ir.questions[q] ?? {};
        return outcomes.flatMap(({ value, cumulative, ...estimate }, i) => {
          const step = kind === 'time' && i < outcomes.length - 1 ? first + i : last;
          const row = (reach: 'at' | 'by', { probability, se, low, high, range }: ProportionEstimate) => ({
            ...{ arm, question: id, kind, outcome: value, reach, step, date: ir.clock.dates?.[step] },
            ...{ probability, se, low, high, ...rangeOf(range) },
            ...{ ...countsOf(forecast), applicable: given?.applicable },
          });
          return [row('at', estimate), ...(cumulative ? [row('by', cumulative)] : [])];
        });
      }),
    ),
});

const NUMBERS = {
  ...({ arm: 'text', question: 'text', kind: 'text', statistic: 'text' } as const),
  ...({ step: 'step', date: 'date', value: 'number' } as const),
  ...INTERVAL,
  ...RANGE,
  ...COUNTS,
  applicable: 'count',
} as const;

/** Questions whose answers are numbers: one row for the mean and for each quantile. */
const numbersTable = (arms: readonly Answered[]): Table<keyof typeof NUMBERS> => ({
  columns: NUMBERS,
  rows: () =>
    arms.flatMap(({ name: arm, ir, forecast }) =>
      forecast.questions.flatMap(({ id, kind, number, given }, q) => {
        if (!number) return [];
        const step = ir.questions[q]?.last ?? 0;
        const head = { arm, question: id, kind, step, date: ir.clock.dates?.[step] };
        const tail = { ...countsOf(forecast), applicable: given?.applicable };
        const { mean: value, se, low, high } = number;
        return [
          { ...head, statistic: 'mean', value, se, low, high, ...rangeOf(number.range), ...tail },
          ...number.quantiles.map(({ q: share, ...quantile }) => ({
            ...head,
            statistic: quantileName(share),
            ...quantile,
            ...tail,
          })),
        ];
      }),
    ),
});

const STEPS = {
  ...({ arm: 'text', measure: 'text', step: 'step', date: 'date' } as const),
  ...({ p05: 'number', p25: 'number', p50: 'number', p75: 'number', p95: 'number' } as const),
  ...COUNTS,
  mean: 'number',
} as const;

/** One row a measure and recorded frame. */
const stepsTable = (arms: readonly Answered[]): Table<keyof typeof STEPS> => ({
  columns: STEPS,
  *rows() {
    for (const { name: arm, forecast } of arms)
      for (const { id: measure, steps, dates, quantiles, mean } of forecast.measures)
        for (const [i, step] of steps.entries())
          yield {
            ...{ arm, measure, step, date: dates?.[i], ...countsOf(forecast) },
            ...Object.fromEntries(quantiles.map(({ q, values }) => [quantileName(q), values[i]])),
            mean: mean?.[i],
          };
  },
});

const OCCUPANCY = {
  ...({ arm: 'text', driver: 'text', state: 'text', step: 'step', date: 'date', count: 'count' } as const),
  ...COUNTS,
} as const;

/** One row a state and recorded frame; `count` is of the trials that did not fail. */
const occupancyTable = (arms: readonly Answered[]): Table<keyof typeof OCCUPANCY> => ({
  columns: OCCUPANCY,
  *rows() {
    for (const { name: arm, forecast } of arms) {
      const { steps, dates, drivers } = forecast.occupancy;
      for (const { id: driver, states } of drivers)
        for (const { id: state, trials } of states)
          for (const [i, step] of steps.entries())
            yield {
              ...{ arm, driver, state, step, date: dates?.[i], count: trials[i] },
              ...countsOf(forecast),
            };
    }
  },
});

const quantileName = (q: number): string => `p${String(Math.round(q * 100)).padStart(2, '0')}`;

const FAILURES = { arm: 'text', trial: 'count', step: 'step', code: 'text', place: 'text' } as const;

/**
 * Trials that could not be carried to their end, the first thousand of each arm and replication; `failed` elsewhere
 * counts all.
 */
const failuresTable = (arms: readonly Answered[]): Table => ({
  columns: {
    ...FAILURES,
    ...(arms.some(({ each }) => each.length > 1) && ({ replication: 'count' } as const)),
  },
  rows: () =>
    arms.flatMap(({ name: arm, each }) =>
      each.flatMap(({ failures }, r) =>
        failures.map(({ trial, step, code, place }) => ({
          arm,
          trial,
          step,
          code,
          place,
          replication: r + 1,
        })),
      ),
    ),
});

const REPLICATIONS = {
  ...({ arm: 'text', replication: 'count', question: 'text', kind: 'text', outcome: 'text' } as const),
  ...({ reach: 'text', statistic: 'text', step: 'step', date: 'date', value: 'number' } as const),
  ...COUNTS,
  applicable: 'count',
} as const;

/** What each replication says: an outcome has a probability, a number its statistics. */
const replicationsTable = (arms: readonly Answered[]): Table => ({
  columns: REPLICATIONS,
  *rows() {
    for (const { name, ir, each, ...rest } of arms)
      for (const [r, forecast] of each.entries()) {
        const one = [{ ...rest, name, ir, forecast, each: [forecast] }];
        const replication = r + 1;
        for (const { probability, ...row } of outcomesTable(one).rows())
          yield { ...row, replication, value: probability };
        for (const row of numbersTable(one).rows()) yield { ...row, replication };
      }
  },
});

/** The points of a design with their parameters, and why some have no answers. */
function pointsTable(
  arms: readonly Answered[],
  failed: readonly FailedPoint[],
  { study }: OpenedStudy,
): Table {
  const order = new Map(study.arms.map(({ name }, i) => [name, i]));
  const place = ({ arm, point }: Pick<FailedPoint, 'arm' | 'point'>): number =>
    (order.get(arm) ?? 0) * 100_000 + (point?.index ?? 0);
  // One all of whose trials failed is in both lists.
  const without = arms.filter((answered) => !failed.some((other) => place(other) === place(answered)));
  const all: readonly (Pick<FailedPoint, 'arm' | 'point'> & Partial<FailedPoint>)[] = [...without, ...failed];
  const names = [...new Set(all.flatMap(({ point }) => point?.parameters.map(({ name }) => name) ?? []))];
  const typeOf = (name: string): CellType =>
    all.every(({ point }) => typeof (valueOf(point, name) ?? 0) === 'number') ? 'number' : 'text';
  return {
    columns: {
      ...({ arm: 'text', point: 'count' } as const),
      ...Object.fromEntries(names.map((name) => [`parameter_${name}`, typeOf(name)])),
      ...({ failed: 'text', message: 'text' } as const),
    },
    rows: () =>
      [...all]
        .sort((a, b) => place(a) - place(b))
        .map(({ arm, point, code, message }) => ({
          ...{ arm, point: point?.index },
          ...Object.fromEntries(names.map((name) => [`parameter_${name}`, valueOf(point, name)])),
          ...{ failed: code, message },
        })),
  };
}

function valueOf(point: DesignPoint | undefined, name: string): Cell {
  const input = point?.parameters.find((parameter) => parameter.name === name)?.input;
  return typeof input === 'number' || input === undefined ? input : String(input);
}

/** By the name of their files, in the order in which they are documented. */
export const ANSWER_TABLES: Readonly<Record<string, (arms: readonly Answered[]) => Table>> = {
  outcomes: outcomesTable,
  numbers: numbersTable,
  steps: stepsTable,
  occupancy: occupancyTable,
  failures: failuresTable,
};

/** Tables that only studies with design points or replications have. */
export const DESIGN_TABLES = ['points', 'replications'] as const;

/** All tables of a study with their names. Where a design has points, each row says at its end which it is of. */
export function tablesFor(
  opened: OpenedStudy,
  arms: readonly Answered[],
  failed: readonly FailedPoint[],
): readonly (readonly [name: string, table: Table])[] {
  const isReplicated = opened.study.replications > 1;
  const all = { ...ANSWER_TABLES, ...(isReplicated && { replications: replicationsTable }) };
  const tables = Object.entries(all).map(
    ([name, tableOf]) => [name, opened.isPointed ? withPoints(tableOf, arms) : tableOf(arms)] as const,
  );
  return opened.isPointed ? [...tables, ['points', pointsTable(arms, failed, opened)]] : tables;
}

function withPoints(tableOf: (arms: readonly Answered[]) => Table, arms: readonly Answered[]): Table {
  return {
    columns: { ...tableOf(arms).columns, point: 'count' },
    *rows() {
      for (const answered of arms)
        for (const row of tableOf([answered]).rows())
          yield { ...row, arm: answered.arm, point: answered.point?.index };
    },
  };
}

/**
 * The answers of a batch as tidy tables: one row an observation, one column a variable, arms one below the other. The
 * columns are a contract with whoever reads them (docs/reference/batches.md); columns may be added at the end.
 */
import type { Forecast, Ir, ProportionEstimate, RangeEstimate } from '@stave/engine';
import type { Table } from './table.ts';

export interface Answered {
  readonly name: string;
  readonly ir: Ir;
  readonly forecast: Forecast;
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

/** Trials that could not be carried to their end, the first thousand of each arm; `failed` elsewhere counts all. */
const failuresTable = (arms: readonly Answered[]): Table<keyof typeof FAILURES> => ({
  columns: FAILURES,
  rows: () =>
    arms.flatMap(({ name: arm, forecast }) =>
      forecast.failures.map(({ trial, step, code, place }) => ({ arm, trial, step, code, place })),
    ),
});

/** By the name of their files, in the order in which they are documented. */
export const ANSWER_TABLES: Readonly<Record<string, (arms: readonly Answered[]) => Table>> = {
  outcomes: outcomesTable,
  numbers: numbersTable,
  steps: stepsTable,
  occupancy: occupancyTable,
  failures: failuresTable,
};

/** Scores of every task of the hub example, by our functions, named as the hub's tables name them. */
import {
  absoluteError,
  absoluteErrorOfMedian,
  biasFromQuantiles,
  biasFromSample,
  crpsAtMedian,
  dawidSebastianiFromSample,
  intervalCovers,
  logScore,
  medianAbsoluteDeviation,
  medianOf,
  rps,
  squaredError,
  squaredErrorOfMean,
  wisParts,
} from '@stave/forecast';
import { grouped, hubRows, number, table, type Row } from './vectors.ts';

/** The columns that name a task. */
export const TASK = ['reference_date', 'location', 'horizon', 'target_end_date', 'target'];

const oracle = grouped(table('hub/target-data/oracle-output.csv'), [
  'location',
  'target_end_date',
  'target',
  'output_type',
]);
const truth = (task: Row, outputType: string): readonly Row[] =>
  oracle.get([task['location'], task['target_end_date'], task['target'], outputType].join('|'))!;

export const observed = (task: Row, outputType: string): number =>
  number(truth(task, outputType)[0]!['oracle_value']);

type Scores = Readonly<Record<string, number>>;

export const quantiles = (rows: readonly Row[]): { levels: number[]; values: number[] } => {
  const rising = rows
    .map((row) => [number(row['output_type_id']), number(row['value'])] as const)
    .sort(([a], [b]) => a - b);
  return { levels: rising.map(([level]) => level), values: rising.map(([, value]) => value) };
};

const BY_TYPE: Readonly<Record<string, (rows: readonly Row[]) => Scores>> = {
  quantile: (rows) => {
    const { levels, values } = quantiles(rows);
    const y = observed(rows[0]!, 'quantile');
    const covers = (coverage: number): number => Number(intervalCovers(levels, values, coverage, y));
    return {
      ...(wisParts(levels, values, y) as unknown as Scores),
      bias: biasFromQuantiles(levels, values, y) as number,
      ae_median: absoluteError(medianOf(levels, values) as number, y),
      interval_coverage_50: covers(0.5),
      interval_coverage_80: covers(0.8),
      interval_coverage_90: covers(0.9),
    };
  },
  pmf: (rows) => {
    // The truth lists the categories from low to high.
    const categories = truth(rows[0]!, 'pmf');
    const outcome = categories.findIndex((row) => row['oracle_value'] === '1');
    const probabilities = categories.map(({ output_type_id: category }) =>
      number(rows.find((row) => row['output_type_id'] === category)!['value']),
    );
    return { log_score: logScore(probabilities[outcome]!), rps: rps(probabilities, outcome) };
  },
  sample: (rows) => {
    const values = rows.map((row) => number(row['value']));
    const y = observed(rows[0]!, 'sample');
    return {
      ...crpsAtMedian(values, y),
      bias: biasFromSample(values, y),
      dss: dawidSebastianiFromSample(values, y),
      ae_median: absoluteErrorOfMedian(values, y),
      se_mean: squaredErrorOfMean(values, y),
      mad: medianAbsoluteDeviation(values),
    };
  },
  mean: ([row]) => ({ se_point: squaredError(number(row!['value']), observed(row!, 'mean')) }),
  median: ([row]) => ({ ae_point: absoluteError(number(row!['value']), observed(row!, 'median')) }),
};

const done = new Map<string, ReadonlyMap<string, Scores>>();

/** By model and task, in the order of the files. */
export function hubScoresByTask(outputType: string): ReadonlyMap<string, Scores> {
  const before = done.get(outputType);
  if (before !== undefined) return before;
  const forecasts = grouped(hubRows(outputType), ['model_id', ...TASK]);
  const scores = new Map([...forecasts].map(([key, rows]) => [key, BY_TYPE[outputType]!(rows)]));
  done.set(outputType, scores);
  return scores;
}

export const hubScores = (outputType: string, model: string): readonly Scores[] =>
  [...hubScoresByTask(outputType)].filter(([key]) => key.startsWith(`${model}|`)).map(([, scores]) => scores);

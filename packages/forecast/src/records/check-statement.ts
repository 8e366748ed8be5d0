/** What is wrong with a statement, all at once. Statements without a fault can be scored without further care. */
import type { Faults } from './fault.ts';
import type { Statement } from './forecast.ts';

/** By which probabilities of all categories may miss 1: more than rounding in files, less than a forgotten category. */
export const PROBABILITY_SUM_TOLERANCE = 1e-6;

export interface StatementLimits {
  /** Instead of `PROBABILITY_SUM_TOLERANCE`, such as 0.015 where people round thirds. */
  readonly sumTolerance?: number;
}

export function checkStatement(
  statement: Statement,
  faults: Faults,
  { sumTolerance = PROBABILITY_SUM_TOLERANCE }: StatementLimits = {},
): void {
  switch (statement.kind) {
    case 'binary':
      faults.probability(statement.probability, 'probability');
      return;
    case 'nominal':
    case 'ordinal': {
      const { categories, probabilities } = statement;
      faults.distinct(categories, 'categories');
      const fits = faults.sameLength(categories, probabilities, 'probabilities');
      const valid = probabilities.map((p, k) => faults.probability(p, `probabilities[${k}]`));
      if (fits && valid.every(Boolean)) sumToOne(probabilities, sumTolerance, faults);
      return;
    }
    case 'quantile': {
      const { levels, values } = statement;
      faults.sameLength(levels, values, 'values');
      if (all(levels, (level, i) => faults.probability(level, `levels[${i}]`))) {
        for (const [i, level] of levels.entries()) {
          if (level > 0 && level < 1) continue;
          faults.add(
            'out-of-range',
            `levels[${i}]`,
            `the level ${level} has no finite quantile in general`,
            'leave it out; give the support of the quantity elsewhere',
          );
        }
        faults.rising(levels, 'levels');
      }
      if (all(values, (value, i) => faults.finite(value, `values[${i}]`))) {
        monotone(values, 'values', 1, 'quantiles never fall with their level', faults);
      }
      return;
    }
    case 'sample': {
      const { values, weights, indices } = statement;
      faults.sameLength(values, weights ?? values, 'weights');
      values.forEach((value, i) => faults.finite(value, `values[${i}]`));
      if (weights !== undefined) checkWeights(weights, faults);
      if (indices !== undefined) {
        faults.sameLength(values, indices, 'indices');
        faults.distinct(indices, 'indices');
      }
      return;
    }
    case 'cdf': {
      const { thresholds, probabilities } = statement;
      faults.sameLength(thresholds, probabilities, 'probabilities');
      if (all(thresholds, (value, i) => faults.finite(value, `thresholds[${i}]`))) {
        faults.rising(thresholds, 'thresholds');
      }
      if (all(probabilities, (p, i) => faults.probability(p, `probabilities[${i}]`))) {
        monotone(probabilities, 'probabilities', 1, 'a distribution function never falls', faults);
      }
      return;
    }
    case 'time-to-event': {
      const { times, survival } = statement;
      faults.sameLength(times, survival, 'survival');
      if (all(times, (time, i) => faults.finite(time, `times[${i}]`))) {
        faults.rising(times, 'times');
        if (times[0]! < 0) {
          faults.add(
            'out-of-range',
            'times[0]',
            `${times[0]} is before the forecast`,
            'count times from the issue of the forecast',
          );
        }
      }
      if (all(survival, (p, i) => faults.probability(p, `survival[${i}]`))) {
        monotone(survival, 'survival', -1, 'the probability of "not yet" never rises', faults);
      }
      return;
    }
    case 'point':
      faults.finite(statement.value, 'value');
      return;
  }
  statement satisfies never;
}

/** Asks of every entry, so that all faults are found. */
const all = <T>(values: readonly T[], holds: (value: T, index: number) => boolean): boolean =>
  values.map(holds).every(Boolean) && values.length > 0;

function sumToOne(probabilities: readonly number[], tolerance: number, faults: Faults): void {
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) <= tolerance) return;
  faults.add(
    'probability-sum',
    'probabilities',
    `the probabilities sum to ${Number(sum.toPrecision(12))}, not to 1 within ${tolerance}`,
    sum < 1 ? 'add the category that is missing, such as none of these' : 'divide them by their sum',
  );
}

function monotone(
  values: readonly number[],
  place: string,
  direction: 1 | -1,
  law: string,
  faults: Faults,
): void {
  const at = values.findIndex((value, i) => i > 0 && (value - values[i - 1]!) * direction < 0);
  if (at === -1) return;
  faults.add(
    'crossing',
    `${place}[${at}]`,
    `${values[at]} comes after ${values[at - 1]}, but ${law}`,
    'look whether entries were swapped; sort them only if the forecaster agrees',
  );
}

function checkWeights(weights: readonly number[], faults: Faults): void {
  const valid = all(weights, (weight, i) => {
    if (!faults.finite(weight, `weights[${i}]`)) return false;
    if (weight >= 0) return true;
    faults.add('out-of-range', `weights[${i}]`, `${weight} is below 0`, 'weights are 0 or more');
    return false;
  });
  if (valid && weights.every((weight) => weight === 0)) {
    faults.add('weights-all-zero', 'weights', 'every weight is 0', 'leave the weights out for equal ones');
  }
}

/**
 * Where an outcome falls in a forecast distribution, as the range of probability that the forecast leaves it: a point where
 * the forecast says it all, a stretch where it has an atom, or says nothing between two levels.
 */
import type { CdfStatement, QuantileStatement, SampleStatement } from '../records/forecast.ts';
import { assure } from '../statistics/answer.ts';
import { sumOf } from '../statistics/numbers.ts';
import type { Transform } from './histograms.ts';

/**
 * @returns F(y−) and F(y) as far as they are known. Of quantiles and thresholds nothing is interpolated: an outcome between
 *   two of them may be anywhere between their levels, and the non-randomised PIT spreads it there.
 */
export function transformOf(
  statement: QuantileStatement | SampleStatement | CdfStatement,
  outcome: number,
): Transform {
  assure(Number.isFinite(outcome), 'an outcome is a number');
  switch (statement.kind) {
    case 'sample': {
      const weights = statement.weights ?? statement.values.map(() => 1);
      const total = sumOf(weights);
      const share = (test: (value: number) => boolean): number =>
        Math.min(1, sumOf(weights.filter((_, i) => test(statement.values[i]!))) / total);
      return { below: share((v) => v < outcome), upTo: share((v) => v <= outcome) };
    }
    case 'quantile': {
      const { levels, values } = statement;
      const same = levels.filter((_, k) => values[k] === outcome);
      // The outcome is itself a quantile: of the levels named at it.
      if (same.length > 0) return { below: same[0]!, upTo: same.at(-1)! };
      const below = levels.filter((_, k) => values[k]! < outcome);
      const above = levels.filter((_, k) => values[k]! > outcome);
      return { below: below.at(-1) ?? 0, upTo: above[0] ?? 1 };
    }
    case 'cdf': {
      const { thresholds, probabilities } = statement;
      const at = thresholds.findIndex((t) => t >= outcome);
      const below = at < 0 ? probabilities.at(-1) : probabilities[at - 1];
      return { below: below ?? 0, upTo: at < 0 ? 1 : probabilities[at]! };
    }
  }
}

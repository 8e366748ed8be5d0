/**
 * Scores of tasks that were forecast jointly, such as all horizons of one trajectory: draws of equal index in the sample
 * statements of a group are one joint draw.
 */
import type { Forecast, SampleStatement } from '../records/forecast.ts';
import { withoutNaN, type Scores } from './of-statement.ts';
import { energyScore, type Point } from './energy.ts';
import { noScore, type NoScore } from './score.ts';
import { variogramScore } from './variogram.ts';

/** Joint draws in the order of the first forecast, a coordinate a forecast; or why they do not go together. */
export function jointDraws(forecasts: readonly Forecast[]): readonly Point[] | NoScore {
  const columns: ReadonlyMap<string, number>[] = [];
  for (const { task, statement } of forecasts) {
    if (statement.kind !== 'sample') return noScore(`the statement on ${task} is no sample`);
    const { values, indices, weights } = statement satisfies SampleStatement;
    if (indices === undefined) return noScore(`the draws on ${task} have no indices, so none go together`);
    if (weights !== undefined) return noScore(`the draws on ${task} have weights of their own`);
    columns.push(new Map(indices.map((index, i) => [index, values[i]!])));
  }
  const [first, ...others] = columns;
  if (first === undefined) return noScore('there is no forecast');
  for (const [i, other] of others.entries()) {
    const missing = [...first.keys()].find((index) => !other.has(index));
    if (missing === undefined && other.size === first.size) continue;
    const [a, b] = [forecasts[0]!.task, forecasts[i + 1]!.task];
    return noScore(
      missing === undefined
        ? `${b} has ${other.size} draws and ${a} has ${first.size}`
        : `draw ${missing} of ${a} is missing in ${b}`,
    );
  }
  return [...first.keys()].map((index) => columns.map((column) => column.get(index)!));
}

/** Energy score and variogram score of order 0.5; `outcomes` in the order of the forecasts. */
export function scoresOfGroup(
  forecasts: readonly Forecast[],
  outcomes: readonly number[],
): Pick<Scores, 'energy_score' | 'variogram_score'> | NoScore {
  const draws = jointDraws(forecasts);
  if ('noScore' in draws) return draws;
  return withoutNaN({
    energy_score: energyScore(draws, outcomes),
    variogram_score: variogramScore(draws, outcomes),
  });
}

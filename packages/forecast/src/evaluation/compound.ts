/** Samples of several tasks that are one joint draw, such as a trajectory over all horizons: energy and variogram. */
import { energyScore } from '../scores/energy.ts';
import { noScore } from '../scores/score.ts';
import { variogramScore } from '../scores/variogram.ts';
import type { ScoredStatement } from './evaluate.ts';
import type { Scores } from './score-statement.ts';

export interface CompoundScore {
  readonly forecaster: string;
  /** Task ids that are the same within the group. */
  readonly keys: Readonly<Record<string, string>>;
  /** How many tasks were forecast jointly. */
  readonly tasks: number;
  readonly scores: Scores;
}

/** Along these a trajectory runs, where nothing says otherwise. */
const ALONG = ['horizon', 'target_date', 'target_end_date'];

/**
 * @param compound - task ids that tell trajectories apart, as `compound_taskid_set` has them; else all but those along
 *   which a trajectory runs. A task id that is one and the same in every group is kept with them.
 */
export function compoundScores(
  rows: readonly ScoredStatement[],
  taskIds: readonly string[],
  compound?: readonly string[],
): readonly CompoundScore[] {
  const apart = taskIds.filter((name) => !ALONG.includes(name));
  // Targets are never mixed in one vector: their units differ.
  const names = compound ? taskIds.filter((name) => compound.includes(name) || name === 'target') : apart;
  if (names.length === taskIds.length) return [];
  const groups = new Map<string, ScoredStatement[]>();
  for (const row of rows) {
    if (row.forecast.statement.kind !== 'sample') continue;
    const key = JSON.stringify([row.forecast.forecaster, names.map((name) => row.task.keys[name])]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group): CompoundScore => {
    const first = group[0] as ScoredStatement;
    return {
      forecaster: first.forecast.forecaster,
      keys: Object.fromEntries(names.map((name) => [name, first.task.keys[name] ?? 'NA'])),
      tasks: group.length,
      scores: jointScores(group),
    };
  });
}

function jointScores(group: readonly ScoredStatement[]): Scores {
  const none = (why: string): Scores => ({ energy_score: noScore(why), variogram_score: noScore(why) });
  const draws: Map<string, number>[] = [];
  const outcome: number[] = [];
  for (const { forecast, resolution } of group) {
    const { statement } = forecast;
    if (statement.kind !== 'sample' || resolution.state.is !== 'resolved')
      return none('its tasks have no single outcome');
    if (resolution.state.outcome.kind !== 'number') return none('its outcomes are no numbers');
    outcome.push(resolution.state.outcome.value);
    draws.push(new Map(statement.values.map((value, i) => [statement.indices?.[i] ?? String(i), value])));
  }
  const indices = [...(draws[0]?.keys() ?? [])];
  if (draws.some((own) => own.size !== indices.length || indices.some((index) => !own.has(index))))
    return none('its tasks do not share the indices of their samples, so no draw is a joint one');
  const points = indices.map((index) => draws.map((own) => own.get(index) ?? 0));
  return { energy_score: energyScore(points, outcome), variogram_score: variogramScore(points, outcome) };
}

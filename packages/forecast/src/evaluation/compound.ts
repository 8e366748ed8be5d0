/** Samples of several tasks that are one joint draw, such as a trajectory over all horizons: energy and variogram. */
import { scoresOfGroup } from '../scores/of-group.ts';
import { noScore } from '../scores/score.ts';
import type { ScoredStatement } from './evaluate.ts';
import type { TableScores } from './score-statement.ts';

export interface CompoundScore {
  readonly forecaster: string;
  /** Task ids that are the same within the group. */
  readonly keys: Readonly<Record<string, string>>;
  /** How many tasks were forecast jointly. */
  readonly tasks: number;
  readonly scores: TableScores;
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
    if (row.forecast.statement.kind !== 'sample' || row.task.keys['question'] !== undefined) continue;
    const key = JSON.stringify([row.forecast.forecaster, names.map((name) => row.task.keys[name])]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  // Alone a task has its CRPS; questions of one batch have no unit in common.
  if (![...groups.values()].some((group) => group.length > 1)) return [];
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

function jointScores(group: readonly ScoredStatement[]): TableScores {
  const outcomes = group.flatMap(({ resolution: { state } }) =>
    state.is === 'resolved' && state.outcome.kind === 'number' ? [state.outcome.value] : [],
  );
  const found =
    outcomes.length < group.length
      ? noScore('its tasks have no single number each as outcome')
      : scoresOfGroup(
          group.map(({ forecast }) => forecast),
          outcomes,
        );
  return 'noScore' in found ? { energy_score: found, variogram_score: found } : found;
}

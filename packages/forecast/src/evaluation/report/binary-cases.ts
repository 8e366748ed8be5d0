/** Forecasts of yes or no with what came, in the order of the tasks. */
import type { Task } from '../../records/forecast.ts';
import type { ScoredStatement } from '../evaluate.ts';

export interface BinaryCase {
  readonly task: string;
  readonly probability: number;
  readonly outcome: 0 | 1;
  readonly cluster: string;
}

/** Partial outcomes are neither and are left out. */
export const binaryCases = (
  rows: readonly ScoredStatement[],
  clusterOf: (task: Task) => string,
): readonly BinaryCase[] =>
  rows.flatMap(({ forecast: { statement }, task, resolution: { state } }): BinaryCase[] => {
    if (statement.kind !== 'binary' || state.is !== 'resolved') return [];
    const { outcome } = state;
    const happened =
      outcome.kind === 'binary'
        ? outcome.happened
        : outcome.kind === 'category'
          ? outcome.category === 'yes'
          : undefined;
    if (happened === undefined) return [];
    return [
      {
        task: task.id,
        probability: statement.probability,
        outcome: happened ? 1 : 0,
        cluster: clusterOf(task),
      },
    ];
  });

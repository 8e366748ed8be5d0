/** What each member is worth to a pool: its score without the member, less its score with all. */
import { assure } from '../statistics/answer.ts';
import { meanOf } from '../statistics/numbers.ts';

export interface Contribution {
  readonly member: string;
  /** Tasks on which the member took part and was not alone. */
  readonly n: number;
  /** Mean score of the pool of the others less mean score of the pool of all: above 0 where the member helps. */
  readonly contribution: number;
  /** Absent where n is 0. */
  readonly meanWith?: number;
  readonly meanWithout?: number;
}

/**
 * Leave-one-out contributions.
 *
 * @param tasks statements by member name and the outcome, one for each task
 * @param pool of the statements of at least one member
 * @param score of a pooled statement; less is better
 */
export function leaveOneOut<Statement, Pooled, Outcome>(
  tasks: readonly { readonly statements: ReadonlyMap<string, Statement>; readonly outcome: Outcome }[],
  pool: (statements: readonly Statement[]) => Pooled,
  score: (pooled: Pooled, outcome: Outcome) => number,
): Contribution[] {
  const members = new Set(tasks.flatMap((task) => [...task.statements.keys()]));
  return [...members].map((member): Contribution => {
    const mine = tasks.filter((task) => task.statements.has(member) && task.statements.size > 1);
    if (mine.length === 0) return { member, n: 0, contribution: 0 };
    const scores = mine.map(({ statements, outcome }) => ({
      with: score(pool([...statements.values()]), outcome),
      without: score(pool([...statements].filter(([name]) => name !== member).map(([, s]) => s)), outcome),
    }));
    const [meanWith, meanWithout] = [meanOf(scores.map((s) => s.with)), meanOf(scores.map((s) => s.without))];
    assure(!Number.isNaN(meanWith) && !Number.isNaN(meanWithout), 'scores are numbers');
    const contribution = meanWith === meanWithout ? 0 : meanWithout - meanWith;
    return { member, n: mine.length, contribution, meanWith, meanWithout };
  });
}

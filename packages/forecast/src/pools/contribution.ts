/** What each member is worth to a pool: its score without the member, less its score with all. */
import { assure } from '../statistics/answer.ts';
import { meanOf } from '../statistics/numbers.ts';

export interface Contribution {
  readonly member: string;
  /** Tasks on which the member took part and was not alone. */
  readonly n: number;
  /** Mean score of the pool of the others less mean score of the pool of all: above 0 where the member helps. */
  readonly contribution: number;
  readonly meanWith: number;
  readonly meanWithout: number;
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
  return [...members].map((member) => {
    const mine = tasks.filter((task) => task.statements.has(member) && task.statements.size > 1);
    const withMember = mine.map((task) => score(pool([...task.statements.values()]), task.outcome));
    const without = mine.map((task) =>
      score(pool([...task.statements].filter(([name]) => name !== member).map(([, s]) => s)), task.outcome),
    );
    const [meanWith, meanWithout] = [meanOf(withMember), meanOf(without)];
    assure(
      withMember.every((s) => !Number.isNaN(s)) && without.every((s) => !Number.isNaN(s)),
      'scores are numbers',
    );
    return {
      member,
      n: mine.length,
      contribution: mine.length === 0 || meanWith === meanWithout ? 0 : meanWithout - meanWith,
      meanWith,
      meanWithout,
    };
  });
}

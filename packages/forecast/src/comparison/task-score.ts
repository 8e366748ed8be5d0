/** What comparisons start from: one score of one forecaster on one task. Less is better. */
import { assure } from '../statistics/answer.ts';

export interface TaskScore {
  readonly forecaster: string;
  readonly task: string;
  /** Less is better. May be infinite, which is told apart rather than averaged away. */
  readonly score: number;
  /** Tasks that share causes. */
  readonly cluster?: string;
  /** Sorts as text or number among its own kind; the order of tasks for tests that need one. */
  readonly time?: string | number;
}

export interface PairedTask {
  readonly task: string;
  readonly first: number;
  readonly second: number;
  /** First minus second: negative where the first is better. */
  readonly difference: number;
  readonly cluster: string;
  readonly time?: string | number;
}

export interface Pairing {
  /** Common tasks by time, then in the order in which they are listed. */
  readonly pairs: readonly PairedTask[];
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

/** Score by task for each forecaster, in order of first appearance. */
export function scoresByForecaster(
  scores: readonly TaskScore[],
): ReadonlyMap<string, ReadonlyMap<string, TaskScore>> {
  const table = new Map<string, Map<string, TaskScore>>();
  for (const score of scores) {
    const mine = table.get(score.forecaster) ?? new Map<string, TaskScore>();
    table.set(score.forecaster, mine);
    assure(!mine.has(score.task), `two scores of ${score.forecaster} on ${score.task}`);
    assure(!Number.isNaN(score.score), `the score of ${score.forecaster} on ${score.task} is not a number`);
    mine.set(score.task, score);
  }
  return table;
}

/** The tasks on which both have a score, and those on which only one has. */
export const pairScores = (scores: readonly TaskScore[], first: string, second: string): Pairing =>
  pairsIn(scoresByForecaster(scores), first, second);

/** The same of a table that is there: whoever pairs everybody with everybody makes it once. */
export function pairsIn(
  table: ReadonlyMap<string, ReadonlyMap<string, TaskScore>>,
  first: string,
  second: string,
): Pairing {
  const [a, b] = [table.get(first), table.get(second)];
  assure(a !== undefined, `no score of ${first}`);
  assure(b !== undefined, `no score of ${second}`);
  const pairs = [...a.values()].flatMap((mine): PairedTask[] => {
    const theirs = b.get(mine.task);
    if (theirs === undefined) return [];
    const time = mine.time ?? theirs.time;
    return [
      {
        task: mine.task,
        first: mine.score,
        second: theirs.score,
        difference: mine.score === theirs.score ? 0 : mine.score - theirs.score,
        cluster: mine.cluster ?? theirs.cluster ?? mine.task,
        ...(time === undefined ? {} : { time }),
      },
    ];
  });
  return {
    pairs: pairs.sort((x, y) => compareTimes(x.time, y.time)),
    onlyFirst: [...a.keys()].filter((task) => !b.has(task)),
    onlySecond: [...b.keys()].filter((task) => !a.has(task)),
  };
}

function compareTimes(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined || a === b) return 0;
  return a < b ? -1 : 1;
}

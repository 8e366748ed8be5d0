/** Which of several resolutions of a task counts. */
import type { Moment } from './forecast.ts';
import { compareMoments, isBy } from './moment.ts';
import type { Resolution } from './resolution.ts';

export interface Standing {
  /** The latest; nothing where nobody has resolved the task yet. */
  readonly resolution?: Resolution;
  /** Those that it revises, oldest first: a score made on one of them is no longer right. */
  readonly revised: readonly Resolution[];
}

/**
 * The history of one task in time, up to and with `asOf`. A resolution without a time is older than all with one; of equal
 * ones the last in the list is the latest (`checkResolutions` reports those that differ).
 */
export function standing(task: string, resolutions: readonly Resolution[], asOf?: Moment): Standing {
  const history = resolutions
    .filter((one) => one.task === task)
    .filter(({ resolvedAt }) => asOf === undefined || resolvedAt === undefined || isBy(resolvedAt, asOf))
    .toSorted((a, b) => {
      if (a.resolvedAt === undefined) return b.resolvedAt === undefined ? 0 : -1;
      return b.resolvedAt === undefined ? 1 : compareMoments(a.resolvedAt, b.resolvedAt);
    });
  const resolution = history.at(-1);
  return resolution === undefined ? { revised: [] } : { resolution, revised: history.slice(0, -1) };
}

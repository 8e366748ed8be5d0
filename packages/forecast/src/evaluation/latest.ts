/** Which of several resolutions of a task counts: the latest; one without a time is older than any with one. */
import type { Resolution } from '../records/resolution.ts';

export function latest(history: readonly Resolution[]): Resolution {
  const [first] = history;
  if (!first) throw new Error('InvariantError: no resolution');
  return history.reduce(
    (last, one) => ((one.resolvedAt ?? '') >= (last.resolvedAt ?? '') ? one : last),
    first,
  );
}

/**
 * What data do not support is said as data: a reason beside the results, never `NaN`, never an exception that a reader
 * would see. Only what no file can cause (lengths that differ, a level above 1) is an error of the caller.
 */

/** Why there is no answer, as a sentence that names what was found and what would help. */
export interface Unanswerable {
  readonly unanswerable: string;
}

export type Answer<T> = T | Unanswerable;

export function unanswerable(why: string): Unanswerable {
  return { unanswerable: why };
}

export function isUnanswerable(answer: unknown): answer is Unanswerable {
  return typeof answer === 'object' && answer !== null && 'unanswerable' in answer;
}

/** For what only a mistake in code can break: shapes that do not fit, an index that is not there. @throws Error whose message begins with `InvariantError` */
export function assure(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`InvariantError: ${what}`);
}

/** Indices of numbers that are not finite, as a reason; `undefined` where all are finite. */
export function whyNotFinite(values: readonly number[], name: string): string | undefined {
  const places = values.flatMap((value, index) => (Number.isFinite(value) ? [] : [index + 1]));
  if (places.length === 0) return undefined;
  const first = places.slice(0, 5).join(', ');
  const more = places.length > 5 ? ` and ${places.length - 5} more` : '';
  return `${name} number ${first}${more} of ${values.length} is not finite; leave these tasks out by name, or clip the probabilities before scoring`;
}

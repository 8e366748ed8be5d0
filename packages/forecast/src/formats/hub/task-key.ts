/** Tasks of a hub: what tells them apart are their task-id columns, whatever the order of columns in a file. */

/** Of three kinds of answers about one thing, each has its own outcome: a number, a category, a place among thresholds. */
export type HubFamily = 'number' | 'pmf' | 'cdf';

export type OutputType = 'mean' | 'median' | 'quantile' | 'cdf' | 'pmf' | 'sample';
export const OUTPUT_TYPES: readonly OutputType[] = ['mean', 'median', 'quantile', 'cdf', 'pmf', 'sample'];

export const familyOf = (type: OutputType): HubFamily => (type === 'pmf' || type === 'cdf' ? type : 'number');

/** Not applicable and empty are the same in a task-id column. */
export const keyCell = (cell: string): string => (cell === '' ? 'NA' : cell);

const escaped = (text: string): string => text.replace(/[%;=]/g, encodeURIComponent);

/** `horizon=1;location=25;…`, with `;output=pmf` where its answer is no number. */
export function taskId(keys: Readonly<Record<string, string>>, family: HubFamily): string {
  const parts = Object.keys(keys)
    .sort()
    .map((name) => `${escaped(name)}=${escaped(keys[name] ?? '')}`);
  return [...parts, ...(family === 'number' ? [] : [`output=${family}`])].join(';');
}

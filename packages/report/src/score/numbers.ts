/** Numbers in a report of scores: few digits, infinities as they are, and a dash for what there is none of. */

const NONE = '–';

export function num(value: number | undefined, digits = 3): string {
  if (value === undefined || Number.isNaN(value)) return NONE;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return minus(value.toExponential(digits - 1));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return minus(value.toFixed(Math.min(decimals, 6)));
}

const minus = (text: string): string => text.replace('-', '−');

export const signed = (value: number | undefined): string =>
  value === undefined || !(value > 0) ? num(value) : `+${num(value)}`;

/** p-values: never 0, and no more digits than they support. */
export function pText(p: number | undefined): string {
  if (p === undefined || Number.isNaN(p)) return NONE;
  return p < 0.001 ? '<0.001' : p.toFixed(p < 0.1 ? 3 : 2);
}

export const percent = (share: number | undefined, decimals = 0): string =>
  share === undefined || !Number.isFinite(share) ? num(share) : minus(`${(100 * share).toFixed(decimals)}%`);

export const range = (low: number, high: number): string => `${num(low)} to ${num(high)}`;

/** Of an answer the value, or nothing where the data do not support one. */
export const answered = <T extends object>(answer: T | { readonly unanswerable: string }): T | undefined =>
  'unanswerable' in answer ? undefined : answer;

export const whyNot = (answer: object): string | undefined =>
  'unanswerable' in answer && typeof answer.unanswerable === 'string' ? answer.unanswerable : undefined;

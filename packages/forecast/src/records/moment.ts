/** Dates and times of records: text that sorts by time. */
import type { Moment } from './forecast.ts';

const FORM = /^(\d{4})-(\d{2})-(\d{2})(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z)?$/;

/** `2024-11-05` or `2024-11-05T09:00:00Z`, a day that the Gregorian calendar has; times in UTC, or they would not sort. */
export function isMoment(text: string): boolean {
  const [, year, month, day] = FORM.exec(text) ?? [];
  if (year === undefined) return false;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1];
  return days !== undefined && d >= 1 && d <= days;
}

export const MOMENT_HELP = 'write 2024-11-05, or 2024-11-05T09:00:00Z for a time';

/** Is a moment at or before a limit? A limit that is a date is the whole of that day. */
export const isBy = (moment: Moment, limit: Moment): boolean =>
  limit.length === 10 ? moment.slice(0, 10) <= limit : compareMoments(moment, limit) <= 0;

/** Rising: a date stands before the times of its day, and seconds may be left out. */
export function compareMoments(a: Moment, b: Moment): number {
  const [left, right] = [sortable(a), sortable(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `T09:00Z` and `T09:00:00.000Z` are one time and become one text. */
function sortable(moment: Moment): string {
  if (moment.length === 10) return moment;
  const time = moment.slice(0, -1);
  const [whole, fraction = ''] = (time.length === 16 ? `${time}:00` : time).split('.');
  return `${whole}.${fraction.replace(/0+$/, '')}`;
}

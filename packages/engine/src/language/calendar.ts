/**
 * The proleptic Gregorian calendar in whole numbers: days since 1970-01-01. No Date object, so no time zone and
 * the same answer everywhere. The two conversions follow the usual era arithmetic (400 years are 146,097 days).
 */
import type { Clock } from './model.ts';

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Day number of a year, month (1 to 12) and day. */
export function dayOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilOf(day: number): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Day number of `YYYY-MM-DD`, or undefined when it is no such text or no such day. */
export function parseIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayOf(year, month, day);
}

/** Day number of a date that is known to be valid. */
export function dayNumber(iso: string): number {
  const day = parseIso(iso);
  if (day === undefined) throw new Error(`InvariantError: ${iso} is no date`);
  return day;
}

export function isoOfDay(day: number): string {
  const { year, month, day: d } = civilOf(day);
  const pad = (n: number, width: number): string => String(n).padStart(width, '0');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(d, 2)}`;
}

/** So many months later, on the same day of the month or on the month's last. */
export function addMonths(day: number, months: number): number {
  const from = civilOf(day);
  const index = from.year * 12 + (from.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return dayOf(year, month, Math.min(from.day, daysInMonth(year, month)));
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
const DAYS = { day: 1, week: 7 } as const;

/** Day number of D(k): k steps from the start by the calendar, always counted from the start. */
export function frameDay(startDay: number, step: Clock['step'], k: number): number {
  const { count, unit } = step;
  return unit === 'day' || unit === 'week'
    ? startDay + k * count * DAYS[unit]
    : addMonths(startDay, k * count * MONTHS[unit]);
}

/** D(0) to D(N) of a dated clock; empty for a clock without dates. */
export function frameDates(clock: Clock): string[] {
  if (clock.start === undefined) return [];
  const start = dayNumber(clock.start);
  return Array.from({ length: clock.steps + 1 }, (_, k) => isoOfDay(frameDay(start, clock.step, k)));
}

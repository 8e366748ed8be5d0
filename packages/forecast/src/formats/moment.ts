/** Dates and times as people and exports write them, to the one form that records have. */
import type { Moment } from '../records/forecast.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?\s?(Z|UTC|[+-]\d{2}:?\d{2})$/i;

/**
 * `2024-11-05`, or a time in UTC such as `2024-11-05T09:00:00.000Z`. Nothing for what is no day of the calendar or has
 * no zone.
 */
export function momentOf(text: string): Moment | undefined {
  const trimmed = text.trim();
  if (DATE.test(trimmed)) return isDay(trimmed) ? trimmed : undefined;
  const [, day, minutes, seconds = ':00', fraction = '', zone] = TIME.exec(trimmed) ?? [];
  if (day === undefined || zone === undefined || !isDay(day)) return undefined;
  const offset = /^(Z|UTC)$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const at = new Date(`${day}T${minutes}${seconds}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Whether a text `YYYY-MM-DD` is a day of the (proleptic Gregorian) calendar. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Days from one date to another. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000;

/** Words and name patterns of the language, in one place. */
import type { TimeUnit } from './model.ts';

export const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
/** Events may have dots: `market.crash`. */
export const EVENT = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/;
/** What stands under `on`: an event, all events that begin with one (`market.*`), or all (`*`). */
export const DESCRIPTOR = /^(\*|[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*(\.\*)?)$/;
/** A state as expressions read it. */
export const STATE = /^[A-Za-z][A-Za-z0-9_]*\.[A-Za-z][A-Za-z0-9_]*$/;
export const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const EVIDENCE_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
export const LANGUAGE_TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;

export type CalendarUnit = Exclude<TimeUnit, 'step'>;

/** Days of each unit for rates; all are exact in binary. */
export const UNIT_DAYS: Readonly<Record<CalendarUnit, number>> = {
  day: 1,
  week: 7,
  month: 30.4375,
  quarter: 91.3125,
  year: 365.25,
};

export const CALENDAR_UNITS = Object.keys(UNIT_DAYS) as readonly CalendarUnit[];

export const isCalendarUnit = (word: string): word is CalendarUnit => Object.hasOwn(UNIT_DAYS, word);

/** `months(driver.state)` and its like. */
export const ELAPSED: ReadonlyMap<string, TimeUnit> = new Map([
  ['steps', 'step'],
  ['days', 'day'],
  ['weeks', 'week'],
  ['months', 'month'],
  ['quarters', 'quarter'],
  ['years', 'year'],
]);

/** Functions on numbers: fewest and most arguments. */
export const FUNCTIONS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['min', [2, 64]],
  ['max', [2, 64]],
  ['abs', [1, 1]],
  ['sqrt', [1, 1]],
  ['exp', [1, 1]],
  ['log', [1, 1]],
  ['logistic', [1, 1]],
  ['clamp', [3, 3]],
  ['sin', [1, 1]],
  ['cos', [1, 1]],
  ['floor', [1, 1]],
  ['mean', [1, 1]],
  ['sum', [1, 1]],
  ['weakestLink', [2, 2]],
  ['halfLife', [1, 1]],
  ['delay', [2, 4]],
  ['smooth', [2, 4]],
  ['table', [3, 3]],
  ['tableExtended', [3, 3]],
  ['tableStepped', [3, 3]],
  ['step', [2, 2]],
  ['pulse', [2, 2]],
  ['pulseTrain', [4, 4]],
  ['ramp', [2, 3]],
  ['prev', [1, 1]],
  ['start', [1, 1]],
  ['now', [1, 1]],
  ['happened', [1, 1]],
]);

/** Functions whose first argument is a list. */
export const LIST_FUNCTIONS: ReadonlySet<string> = new Set(['mean', 'sum', 'weakestLink']);

export const CONSTANTS: ReadonlySet<string> = new Set(['true', 'false', 'pi']);

/** Operators that are words, in mathjs or in ours. */
export const WORD_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'xor', 'mod', 'to', 'in']);

/** What no parameter, driver, indicator, measure or variable may be called. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...CONSTANTS,
  ...WORD_OPERATORS,
  ...ELAPSED.keys(),
  ...FUNCTIONS.keys(),
  ...CALENDAR_UNITS,
  ...['t', 'dt', 'event', 'value', 'count', 'within', 'end', 'null', 'undefined', 'NaN', 'Infinity'],
]);

/** A count and a unit, as in `6 months` or `0.5 day`. */
export function parseDuration(text: string): { readonly count: number; readonly unit: TimeUnit } | undefined {
  const match = /^\s*([0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)\s+(step|day|week|month|quarter|year)s?\s*$/.exec(
    text,
  );
  return match ? { count: Number(match[1]), unit: match[2] as TimeUnit } : undefined;
}

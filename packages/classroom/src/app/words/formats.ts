/** Numbers, dates and spans of time as a language writes them. */

const made = new Map<string, Intl.NumberFormat>();

function numbers(
  language: string,
  digits: number,
  style: 'decimal' | 'percent',
  sign: boolean,
): Intl.NumberFormat {
  const id = `${language}/${digits}/${style}/${sign}`;
  let format = made.get(id);
  if (format === undefined) {
    format = new Intl.NumberFormat(language, {
      style,
      maximumFractionDigits: digits,
      ...(sign ? { signDisplay: 'exceptZero' as const } : {}),
    });
    made.set(id, format);
  }
  return format;
}

/** Of a probability in [0, 1], without digits that nobody can use. */
export const percent = (language: string, value: number): string =>
  value > 0 && value < 0.01
    ? `<${numbers(language, 0, 'percent', false).format(0.01)}`
    : numbers(language, 0, 'percent', false).format(value);

/** Of a difference of probabilities, with its sign; less than one point in tenths, since it is not nothing. */
export const points = (language: string, value: number): string =>
  numbers(language, Math.abs(value) < 0.01 ? 1 : 0, 'percent', true).format(value);

/** Three figures are enough to tell two numbers of a game apart. Nothing: a dash. */
export function number(language: string, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return numbers(language, size >= 100 ? 0 : size >= 10 ? 1 : 2, 'decimal', false).format(value);
}

/** How far something moves, with its sign: two figures, since more would pretend to know. */
export const change = (language: string, value: number): string =>
  new Intl.NumberFormat(language, { maximumSignificantDigits: 2, signDisplay: 'exceptZero' }).format(value);

/** `2023-07`, `2023-07-14`; anything else as it is. `isByMonth` leaves the day out. */
export function date(language: string, iso: string | undefined, isByMonth = false): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(iso ?? '') ?? [];
  if (year === undefined || month === undefined) return iso ?? '';
  const when = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  return new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    ...(day === undefined || isByMonth ? {} : { day: 'numeric' as const }),
  }).format(when);
}

export const timeOfDay = (language: string, at: number): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));

/** `8:05`, `1:02:05`; below zero it stays at 0:00. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Letters of a code in fours, as people read them out. */
export const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');

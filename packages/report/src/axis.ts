/** Ticks of axes: round values, and dates where a period begins. */

export interface Tick {
  /** Value, or index of a frame. */
  readonly at: number;
  readonly label: string;
}

/** Ends and ticks of an axis that holds low..high: steps of 1, 2 or 5 times a power of ten. */
export function valueAxis(
  low: number,
  high: number,
  ticksMax: number,
): { readonly low: number; readonly high: number; readonly ticks: readonly Tick[] } {
  if (!(high > low)) {
    const around = Math.abs(low) > 0 ? Math.abs(low) / 2 : 0.5;
    return valueAxis(low - around, high + around, ticksMax);
  }
  const { step, decimals } = roundStep((high - low) / ticksMax);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const at = (first + i) * step;
    return { at, label: (at === 0 ? 0 : at).toFixed(decimals) };
  });
  return { low: first * step, high: last * step, ticks };
}

/** The least 1, 2 or 5 times a power of ten that is no less than `least`, and the decimals it is written with. */
function roundStep(least: number): { readonly step: number; readonly decimals: number } {
  let power = 1;
  let decimals = 0;
  while (power * 10 <= least) power *= 10;
  for (let scale = 10; power > least && decimals < 12; scale *= 10) {
    decimals++;
    power = 1 / scale;
  }
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= least * (1 - 1e-9)) ?? 10 * power;
  return { step, decimals: Math.max(0, step >= 10 * power && decimals > 0 ? decimals - 1 : decimals) };
}

/** Periods a dated axis may be cut into: names of the period a date lies in. */
const PERIODS: readonly ((date: string) => string)[] = [
  (date) => date,
  (date) => date.slice(0, 7),
  (date) => `${date.slice(0, 4)}q${Math.floor((Number(date.slice(5, 7)) - 1) / 3)}`,
  (date) => `${date.slice(0, 4)}h${Math.floor((Number(date.slice(5, 7)) - 1) / 6)}`,
  ...[1, 2, 5, 10, 20, 50, 100].map(
    (years) => (date: string) => String(Math.floor(Number(date.slice(0, 4)) / years)),
  ),
];
const ISO_FIRST = /-01$/;

/** Ticks, by place among the recorded frames, at the first one of each period, of the shortest period that gives at most `ticksMax`. */
export function frameAxis(
  { steps, dates }: { readonly steps: readonly number[]; readonly dates?: readonly string[] },
  ticksMax: number,
): readonly Tick[] {
  if (!dates) {
    const step = Math.max(1, roundStep((steps.at(-1) ?? 0) / ticksMax).step);
    return steps.flatMap((k, at) => (k % step === 0 ? [{ at, label: String(k) }] : []));
  }
  const short = dates.every((date) => ISO_FIRST.test(date));
  for (const period of PERIODS) {
    const starts = dates.flatMap((date, k) =>
      k === 0 || period(date) !== period(dates[k - 1] ?? '') ? [k] : [],
    );
    // the first frame begins a period only where the next one is a whole period away
    const even = starts.length > 2 && starts[1]! - starts[0]! < (starts[2]! - starts[1]!) * 0.8;
    const kept = even ? starts.slice(1) : starts;
    if (kept.length <= ticksMax) {
      return kept.map((k) => ({ at: k, label: short ? (dates[k] ?? '').slice(0, 7) : (dates[k] ?? '') }));
    }
  }
  return [];
}

/**
 * The clock in steps: which frame a date is read at, which step holds a date, when a delay is due. Calendar
 * arithmetic itself is `language/calendar.ts`; here is the rule that a frame speaks for the day before its date.
 */
import { addMonths, dayNumber, frameDates } from '../language/calendar.ts';
import type { Clock, Duration, Moment, TimeUnit } from '../language/model.ts';
import type { IrDelay } from './ir.ts';

/** Months or days of a unit; a month is 1/12 year and a year 365.25 days wherever the two meet. */
const LENGTH: Readonly<Record<Exclude<TimeUnit, 'step'>, { months?: number; days?: number }>> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { months: 12 },
};
const DAYS_PER_MONTH = 365.25 / 12;

/** How many steps of the clock one `unit` is: 12 for a year under a monthly clock. */
export function stepsPer(clock: Clock, unit: TimeUnit): number {
  if (unit === 'step') return 1;
  const of = LENGTH[unit];
  const step = LENGTH[clock.step.unit];
  const count = clock.step.count;
  if (of.months !== undefined && step.months !== undefined) return of.months / (step.months * count);
  if (of.days !== undefined && step.days !== undefined) return of.days / (step.days * count);
  const days = (length: { months?: number; days?: number }): number =>
    length.days ?? (length.months ?? 0) * DAYS_PER_MONTH;
  return days(of) / (days(step) * count);
}

/** Dates and times of a clock, computed once a scenario. */
export class Timeline {
  readonly clock: Clock;
  readonly dates: readonly string[] | undefined;
  private readonly days: readonly number[];

  constructor(clock: Clock) {
    this.clock = clock;
    this.dates = clock.start === undefined ? undefined : frameDates(clock);
    this.days =
      this.dates?.map(dayNumber) ?? Array.from({ length: clock.steps + 1 }, (_, k) => k * clock.step.count);
  }

  /** D(k) as a day number, or the time of frame k on a clock without dates. */
  at(k: number): number {
    const day = this.days[k];
    if (day === undefined) throw new Error(`InvariantError: no frame ${k}`);
    return day;
  }

  /** The last frame that speaks for no later than `moment`, at least 0. */
  lastFrame(moment: Moment | 'end'): number {
    if (moment === 'end') return this.clock.steps;
    const limit = typeof moment === 'string' ? dayNumber(moment) + 1 : moment;
    let k = this.clock.steps;
    while (k > 0 && this.at(k) > limit) k--;
    return k;
  }

  /** The first frame that speaks for no earlier than `moment`; steps + 1 when there is none. */
  firstFrame(moment: Moment): number {
    const limit = typeof moment === 'string' ? dayNumber(moment) + 1 : moment;
    let k = 0;
    while (k <= this.clock.steps && this.at(k) < limit) k++;
    return k;
  }

  /** The step whose interval holds the moment, if any. */
  stepOf(moment: Moment): number | undefined {
    const at = typeof moment === 'string' ? dayNumber(moment) : moment;
    for (let k = 1; k <= this.clock.steps; k++) {
      if (this.at(k - 1) <= at && at < this.at(k)) return k;
    }
    return undefined;
  }

  /** When a delay set in each step is due. */
  delay(duration: Duration): IrDelay {
    const { steps } = this.clock;
    const due: number[] = [];
    const dueAt: number[] = [];
    for (let k = 0; k <= steps; k++) {
      const [step, at] = this.dueFrom(k, duration);
      due.push(Math.min(step, steps + 1));
      dueAt.push(at);
    }
    return { text: `${duration.count} ${duration.unit}${duration.count === 1 ? '' : 's'}`, due, dueAt };
  }

  private dueFrom(k: number, { count, unit }: Duration): [step: number, at: number] {
    const { steps } = this.clock;
    if (unit === 'step' || this.dates === undefined) {
      // A hair of tolerance, so that 3 steps written as 0.3 of a unit are not rounded up to 4.
      const whole = Math.max(1, Math.ceil(count * stepsPer(this.clock, unit) - 1e-9));
      return [k + whole, k + whole <= steps ? this.at(k + whole) : this.at(steps) + (k + whole - steps)];
    }
    const length = LENGTH[unit];
    const from = this.at(k);
    const at =
      length.days === undefined ? addMonths(from, count * (length.months ?? 0)) : from + count * length.days;
    let step = k + 1;
    while (step <= steps && this.at(step) < at) step++;
    return [step, at];
  }
}

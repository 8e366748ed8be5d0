/** The frames of a clock, for checking dates: which frame speaks for a day, and whether one speaks for it exactly. */
import { dayNumber, frameDay } from './calendar.ts';
import type { Clock } from './model.ts';
import { unitOf, type Unit } from './unit.ts';
import { UNIT_DAYS } from './words.ts';

export class Timeline {
  readonly clock: Clock;
  readonly dated: boolean;
  private readonly times: Float64Array;

  constructor(clock: Clock) {
    this.clock = clock;
    const { start, step, steps } = clock;
    this.dated = start !== undefined;
    const first = start === undefined ? 0 : dayNumber(start);
    const timeOf =
      start === undefined ? (k: number) => k * step.count : (k: number) => frameDay(first, step, k);
    this.times = Float64Array.from({ length: steps + 1 }, (_, k) => timeOf(k));
  }

  /** D(k) as a day number; on a clock without dates the time of frame k. */
  at(k: number): number {
    return this.times[k] ?? Number.NaN;
  }

  get end(): number {
    return this.at(this.clock.steps);
  }

  /** The last frame at or before a time; -1 when there is none. */
  lastAt(time: number): number {
    let low = -1;
    let high = this.clock.steps;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.at(middle) <= time + this.tolerance) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Whether some frame is exactly at a time. */
  has(time: number): boolean {
    return Math.abs(this.at(this.lastAt(time)) - time) <= this.tolerance;
  }

  /** Days are whole; times without dates are products and get a hair of room. */
  get tolerance(): number {
    return this.dated ? 0 : this.clock.step.count * 1e-9;
  }

  /** The clock's unit of time. */
  get unit(): Unit {
    return unitOf(this.clock.step.unit);
  }
}

/** How many of a unit of time one step lasts, by the fixed lengths used for rates. */
export const unitsPerStep = (step: Clock['step'], unit: keyof typeof UNIT_DAYS): number =>
  step.unit === unit ? step.count : (step.count * UNIT_DAYS[step.unit]) / UNIT_DAYS[unit];

/** How many steps a unit of time lasts. */
export const stepsPerUnit = (step: Clock['step'], unit: keyof typeof UNIT_DAYS): number =>
  step.unit === unit ? 1 / step.count : UNIT_DAYS[unit] / (step.count * UNIT_DAYS[step.unit]);

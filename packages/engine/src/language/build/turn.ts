/** How long a turn of a seat is: a whole number of steps, so that every turn begins with one. */
import type { Report } from '../../diagnostics/report.ts';
import type { Located } from '../located.ts';
import type { Clock, TimeUnit } from '../model.ts';
import { parseDuration } from '../words.ts';

/** Units that are whole multiples of each other by any calendar. */
const FAMILIES: readonly Readonly<Partial<Record<TimeUnit, number>>>[] = [
  { month: 1, quarter: 3, year: 12 },
  { day: 1, week: 7 },
];

export function readTurn(text: string, at: Located, clock: Clock | undefined, report: Report): number {
  const duration = parseDuration(text);
  const steps = duration && clock ? stepsIn(duration, clock.step) : undefined;
  if (steps !== undefined && Number.isInteger(steps) && steps >= 1) return steps;
  if (duration && !clock) return 1;
  report.add(
    'seat-turn',
    duration ? `a turn of \`${text}\` is no whole number of steps` : `\`${text}\` is no length of a turn`,
    at.span,
    {
      help:
        duration && clock
          ? `the step is ${clock.step.count} ${clock.step.unit}: write a multiple of it, or \`N steps\``
          : 'write a number and a unit of time, such as `3 months` or `2 steps`',
    },
  );
  return 1;
}

/** A length of time in steps of the clock, where one is a multiple of the other by any calendar. */
export function stepsIn(
  { count, unit }: { count: number; unit: TimeUnit },
  step: Clock['step'],
): number | undefined {
  if (unit === 'step') return count;
  if (unit === step.unit) return count / step.count;
  for (const family of FAMILIES) {
    const [of, by] = [family[unit], family[step.unit]];
    if (of !== undefined && by !== undefined) return (count * of) / (step.count * by);
  }
  return undefined;
}

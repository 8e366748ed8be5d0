/** Delays: `6 months`, `3 steps`. A delay that ends inside a step waits for the end of that step, with a warning. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Clock, Duration } from '../model.ts';
import type { Owner, Reader } from '../reader.ts';
import { stepsPerUnit } from '../timeline.ts';
import { parseDuration, type CalendarUnit } from '../words.ts';

/** Of any unit, so that dates and steps stay exact numbers. */
const COUNT_MAX = 1_000_000_000;

export function readDuration(
  text: string,
  span: Span,
  reader: Reader,
  clock: Clock | undefined,
  owner: Owner,
  key: string,
): Duration | undefined {
  const { report } = reader;
  const duration = parseDuration(text);
  if (!duration || duration.count <= 0) {
    report.add('delay-invalid', `\`${text}\` is no delay`, span, {
      help: 'write a number above 0 and steps, days, weeks, months, quarters or years, such as `6 months`',
    });
    reader.incomplete = true;
    return undefined;
  }
  if (duration.count > COUNT_MAX) {
    report.add('delay-invalid', `a delay of \`${text}\` is too long`, span, {
      help: 'write at most 1,000,000,000 of its unit',
    });
    reader.incomplete = true;
    return undefined;
  }
  reader.number(String(duration.count), span, owner, key);
  const { count, unit } = duration;
  if ((clock?.start !== undefined || unit === 'step') && !Number.isInteger(count)) {
    const what =
      unit === 'step' ? 'steps are whole' : 'by the calendar a delay is a whole number of its unit';
    report.add('delay-invalid', what, span, { help: 'take a smaller unit' });
    reader.incomplete = true;
    return undefined;
  }
  if (clock && unit !== 'step' && endsInside(clock, count, unit)) {
    report.add(
      'delay-rounded',
      `a delay of \`${text}\` ends inside a step and is rounded up to the step's end`,
      span,
      {
        help: `the step is ${clock.step.count} ${clock.step.unit}`,
      },
    );
  }
  return { count, unit, span };
}

const isDays = (unit: CalendarUnit): boolean => unit === 'day' || unit === 'week';

/** Whether the delay is no whole number of steps. By the calendar, months and days have no common measure. */
function endsInside(clock: Clock, count: number, unit: CalendarUnit): boolean {
  const { step } = clock;
  if (clock.start !== undefined && isDays(unit) !== isDays(step.unit))
    return step.unit !== 'day' || step.count !== 1;
  const steps = count * stepsPerUnit(step, unit);
  return Math.abs(steps - Math.round(steps)) > 1e-9;
}

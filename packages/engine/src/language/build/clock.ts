/** The clock: its start, its step and how many of them. */
import type { Report } from '../../diagnostics/report.ts';
import { dayNumber, frameDay, parseIso } from '../calendar.ts';
import { place, type Located } from '../located.ts';
import type { Clock } from '../model.ts';
import type { ScenarioShape } from '../shape.ts';
import { parseDuration } from '../words.ts';

const STEPS_MAX = 100_000;
const LAST_DAY = dayNumber('9999-12-31');

/** The clock without `until`, which is an expression and is read later. */
export function readClock(input: ScenarioShape['clock'], at: Located, report: Report): Clock | undefined {
  const start = input.start === undefined ? undefined : readStart(input.start, place(at, 'start'), report);
  const step = readStep(input, at, report);
  const stepsOk = Number.isInteger(input.steps) && input.steps >= 1 && input.steps <= STEPS_MAX;
  if (!stepsOk) {
    report.add('clock-steps', `\`steps\` must be a whole number from 1 to 100,000`, place(at, 'steps').span);
  }
  const record = input.record === undefined ? undefined : readRecord(input.record, input.steps, at, report);
  if (!step || !stepsOk || record === 'none' || (input.start !== undefined && start === undefined))
    return undefined;
  if (start !== undefined && !(frameDay(dayNumber(start), step, input.steps) <= LAST_DAY)) {
    report.add('clock-steps', 'the clock runs beyond the year 9999', place(at, 'steps').span);
    return undefined;
  }
  return {
    ...(start !== undefined && { start }),
    step,
    steps: input.steps,
    ...(record !== undefined && { record }),
  };
}

function readRecord(text: string, steps: number, at: Located, report: Report): number | 'none' {
  const match = /^\s*every\s+(?:([0-9]{1,6})\s+)?steps?\s*$/.exec(text);
  const every = match ? Number(match[1] ?? 1) : 0;
  if (every >= 1 && every <= steps) return every;
  report.add('clock-record', `\`${text}\` names no frames of this clock`, place(at, 'record').span, {
    help: 'write `every N steps`, with N from 1 to the number of steps',
  });
  return 'none';
}

function readStart(text: string, at: Located, report: Report): string | undefined {
  const iso = /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text;
  if (parseIso(iso) !== undefined) return iso;
  report.add('date-invalid', `\`${text}\` is no date`, at.span, { help: 'write YYYY-MM or YYYY-MM-DD' });
  return undefined;
}

function readStep(input: ScenarioShape['clock'], at: Located, report: Report): Clock['step'] | undefined {
  const { span } = place(at, 'step');
  const step = parseDuration(input.step);
  if (!step || step.unit === 'step' || step.count <= 0 || !Number.isFinite(step.count)) {
    report.add('clock-step', `\`${input.step}\` is no step`, span, {
      help: 'write a number and day, week, month, quarter or year, such as `1 month`',
    });
    return undefined;
  }
  if (input.start !== undefined && !Number.isInteger(step.count)) {
    report.add(
      'clock-step',
      'a clock with dates needs a step of whole days, weeks, months, quarters or years',
      span,
      {
        help: 'take a smaller unit, or leave out `start`',
      },
    );
    return undefined;
  }
  return { count: step.count, unit: step.unit };
}

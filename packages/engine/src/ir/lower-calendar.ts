/** The calendar of a Model by steps: what is dated, and before it in each step what an arm forces. */
import { addMonths, dayNumber, isoOfDay } from '../language/calendar.ts';
import type * as model from '../language/model.ts';
import type { Forcing } from './forced.ts';
import type * as ir from './ir.ts';
import type { Numbering } from './numbering.ts';

export function lowerCalendar(
  { calendar, clock }: model.Model,
  numbering: Numbering,
  forcing: Forcing,
): ir.Ir['calendar'] {
  const entries = calendar.flatMap((entry, order) =>
    occasions(entry, numbering.timeline.at(clock.steps)).flatMap((at) => {
      const step = numbering.timeline.stepOf(at);
      const data = Object.keys(entry.data)
        .sort()
        .map((field) => entry.data[field] ?? 0);
      return step === undefined ? [] : [{ step, event: numbering.event(entry.event), data, at, order }];
    }),
  );
  const byDate = <T extends { step: number; at: model.Moment; order: number }>(a: T, b: T): number =>
    a.step - b.step || (a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order);
  entries.sort(byDate);
  const forced = forcing.calendar.map(({ event, ...when }, order) => ({
    ...{ ...when, order, event: numbering.event(event), data: [] },
  }));
  forced.sort(byDate);
  // States are forced before anything dated happens in the step.
  return [...forced, ...entries]
    .sort((a, b) => a.step - b.step)
    .map(({ step, event, data, at }) => ({ step, event, data, at }));
}

/** @param end the day number, or the time, of the last frame */
function occasions(entry: model.CalendarEntry, end: number): readonly model.Moment[] {
  const { removed = [] } = entry;
  return removed === 'all' ? [] : written(entry, end).filter((at) => !removed.includes(at));
}

function written({ at, yearly }: model.CalendarEntry, end: number): readonly model.Moment[] {
  if (!yearly || typeof at === 'number') return [at];
  const first = dayNumber(at);
  const years = Math.ceil((end - first) / 365) + 1;
  return Array.from({ length: Math.max(1, years) }, (_, i) => isoOfDay(addMonths(first, 12 * i)));
}

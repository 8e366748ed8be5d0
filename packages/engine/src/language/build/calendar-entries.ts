/** Dated events. */
import { dayOf, civilOf, isoOfDay, parseIso } from '../calendar.ts';
import { child, nameSpan, place, type Located } from '../located.ts';
import type { CalendarEntry } from '../model.ts';
import { labelOf, NOBODY, type Reader } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';
import type { Timeline } from '../timeline.ts';
import { checkSendable } from './actions.ts';
import { readMoment, type Dated } from './moment.ts';

type Input = NonNullable<ScenarioShape['calendar']>[number];

export function readCalendarEntry(
  index: number,
  input: Input,
  at: Located,
  timeline: Timeline,
  reader: Reader,
): CalendarEntry | undefined {
  const owner = reader.owner(NOBODY, `calendar[${index}]`, input, at);
  checkSendable(input.event, place(at, 'event').span, reader);
  const data = child(at, 'with');
  for (const field of Object.keys(input.with ?? {})) {
    const found = data && child(data, field);
    if (found) reader.number(String(found.value), found.span, owner, `with.${field}`);
  }
  const yearly = input.every !== undefined;
  if (input.at === 'never' && !yearly) {
    reader.neverHappens.push({
      event: input.event,
      span: nameSpan(at),
      fields: Object.keys(input.with ?? {}),
    });
    return undefined;
  }
  const when = place(at, 'at');
  const dated = yearly
    ? readYearly(input.at, when, timeline, reader)
    : readMoment(input.at, when, timeline, reader);
  if (!dated) {
    reader.incomplete = true;
    return undefined;
  }
  const happens =
    dated.time < timeline.end && (dated.time >= timeline.at(0) || (yearly && happensLater(dated, timeline)));
  if (!happens) {
    reader.report.add(
      'calendar-outside',
      `\`${input.event}\` never happens: its date lies outside the clock`,
      when.span,
    );
  }
  return {
    event: input.event,
    data: input.with ?? {},
    at: dated.moment,
    yearly,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
  };
}

/** `03-01`, or a full date from which the event repeats. Gives the first that is not before the clock's start. */
function readYearly(
  value: string | number,
  at: Located,
  timeline: Timeline,
  reader: Reader,
): Dated | undefined {
  if (!timeline.dated) {
    reader.report.add('date-kind', '`every: year` needs a clock with dates', at.span, {
      help: 'give the clock a `start`',
    });
    return undefined;
  }
  const match = /^(\d{2})-(\d{2})$/.exec(String(value));
  if (!match) return readMoment(value, at, timeline, reader);
  const [month, day] = [Number(match[1]), Number(match[2])];
  if (parseIso(`2023-${String(value)}`) === undefined) {
    const help = value === '02-29' ? 'not every year has this day: write 02-28 or 03-01' : 'write MM-DD';
    reader.report.add('date-invalid', `\`${value}\` is no day of every year`, at.span, { help });
    return undefined;
  }
  const { year } = civilOf(timeline.at(0));
  const thisYear = dayOf(year, month, day);
  const time = thisYear >= timeline.at(0) ? thisYear : dayOf(year + 1, month, day);
  return { moment: isoOfDay(time), time };
}

/** Whether an event that repeats from before the start comes again before the end. */
function happensLater({ time }: Dated, timeline: Timeline): boolean {
  const { year, month, day } = civilOf(time);
  const first = civilOf(timeline.at(0)).year;
  return [first, first + 1].some((y) => {
    const again = dayOf(Math.max(y, year), month, day);
    return again >= timeline.at(0) && again < timeline.end;
  });
}

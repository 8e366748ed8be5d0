/** Dated events that an arm adds to the calendar or takes away. */
import type { Report } from '../diagnostics/report.ts';
import { shifted } from '../diagnostics/sources.ts';
import { child, moved, type Located } from './located.ts';
import type { CalendarEntry, Model, Moment } from './model.ts';
import type { ScenarioShape } from './shape.ts';
import type { Shaped } from './shape-check.ts';
import type { Said, StudyArm } from './study-arm.ts';

/** The scenario with what the arm adds at the end of its calendar. */
export function withAddedEvents(
  shaped: Shaped<ScenarioShape>,
  { added = [] }: StudyArm,
  offset: number,
): Shaped<ScenarioShape> {
  if (added.length === 0) return shaped;
  const { input, root } = shaped;
  const at = child(root, 'calendar');
  const items = [...(at?.items ?? []), ...added.map((entry) => moved(entry.at, offset))];
  const calendar: Located = { ...(at ?? { value: [], span: { start: offset, end: offset } }), items };
  return {
    ...shaped,
    input: {
      ...input,
      calendar: [
        ...(input.calendar ?? []),
        ...added.map((entry) => ({ basis: 'assumption' as const, ...entry.input })),
      ],
    },
    root: { ...root, entries: new Map(root.entries).set('calendar', calendar) },
  };
}

type Removal = NonNullable<StudyArm['removed']>[number]['input'];

/**
 * The model without what the arm removes. Entries stay, marked, so that what an event carries is known to those who
 * hear it still. What the arm itself adds is not removed.
 */
export function withRemovedEvents(
  model: Model,
  { removed = [], added = [] }: StudyArm,
  offset: number,
  report: Report,
): Model {
  if (removed.length === 0) return model;
  const own = model.calendar.length - added.length;
  const calendar = [...model.calendar];
  for (const removal of removed) {
    let found = false;
    for (const [i, entry] of calendar.slice(0, own).entries()) {
      const marked = without(entry, removal.input);
      if (!marked) continue;
      found = true;
      calendar[i] = marked;
    }
    if (!found) reportMissing(removal, calendar.slice(0, own), offset, report);
  }
  return { ...model, calendar };
}

/** Nothing where the entry is another's. */
function without(entry: CalendarEntry, { event, at }: Removal): CalendarEntry | undefined {
  if (entry.event !== event) return undefined;
  const { at: first, yearly, removed = [] } = entry;
  if (at === undefined || (!yearly && at === first)) return { ...entry, removed: 'all' };
  if (!yearly || typeof first !== 'string' || typeof at !== 'string') return undefined;
  const day = first.slice('2023-'.length);
  if (at === day) return { ...entry, removed: 'all' };
  const isOccasion = at.length === first.length && at.endsWith(`-${day}`) && at >= first;
  if (!isOccasion) return undefined;
  return removed === 'all' ? entry : { ...entry, removed: [...removed, at] };
}

function reportMissing(
  { input: { event, at }, at: here }: Said<Removal>,
  calendar: readonly CalendarEntry[],
  offset: number,
  report: Report,
): void {
  const same = calendar.filter((entry) => entry.event === event);
  const span = shifted((child(here, same.length > 0 ? 'at' : 'event') ?? here).span, offset);
  const dates = same.map((entry) => `${String(entry.at)}${entry.yearly ? ' and each year' : ''}`);
  report.add(
    'arm-event',
    same.length > 0
      ? `the calendar has no \`${event}\` at ${String(at satisfies Moment | undefined)}`
      : `the calendar has no \`${event}\``,
    span,
    {
      help:
        same.length > 0
          ? `it is there at ${dates.join(', ')}`
          : (report.suggest(event, () => calendar.map((entry) => entry.event)) ??
            'an arm removes events that the scenario dates'),
    },
  );
}

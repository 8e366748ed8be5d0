/** Dates of the calendar and of questions: valid, of the clock's kind, and where they fall among the frames. */
import type { Reader } from '../reader.ts';
import { isoOfDay, parseIso } from '../calendar.ts';
import type { Located } from '../located.ts';
import type { Moment } from '../model.ts';
import type { Timeline } from '../timeline.ts';

/** A moment as written and as a time of the clock (day number, or time without dates). */
export interface Dated {
  readonly moment: Moment;
  readonly time: number;
}

export function readMoment(
  value: string | number,
  at: Located,
  timeline: Timeline,
  { report }: Pick<Reader, 'report'>,
): Dated | undefined {
  if (timeline.dated) {
    if (typeof value === 'number') {
      report.add('date-kind', 'this clock has dates, so a date is wanted here', at.span, {
        help: 'write YYYY-MM-DD',
      });
      return undefined;
    }
    const time = parseIso(value);
    if (time === undefined) {
      report.add('date-invalid', `\`${value}\` is no date`, at.span, { help: 'write YYYY-MM-DD' });
      return undefined;
    }
    return { moment: value, time };
  }
  if (typeof value === 'string') {
    report.add('date-kind', 'this clock has no dates, so a number is wanted here', at.span, {
      help: `write a number of ${timeline.clock.step.unit}s since the start, or give the clock a \`start\``,
    });
    return undefined;
  }
  return { moment: value, time: value };
}

/**
 * The moment of a question. A frame speaks for the day before its date, so a date is answered exactly by the frame
 * dated one day later. The first moment of a window may also be answered by the step that begins then.
 */
export function readQuestionMoment(
  value: string | number,
  at: Located,
  isFrom: boolean,
  timeline: Timeline,
  reader: Reader,
): Dated | undefined {
  const dated = readMoment(value, at, timeline, reader);
  if (!dated) return undefined;
  const { report } = reader;
  const frame = timeline.dated ? dated.time + 1 : dated.time;
  if (frame < timeline.at(0) - timeline.tolerance) {
    report.add('question-outside', 'this is before the clock starts', at.span, {
      help: `the clock starts ${say(timeline, timeline.at(0))}`,
    });
    return undefined;
  }
  if (frame > timeline.end + timeline.tolerance) {
    const last = timeline.dated ? timeline.end - 1 : timeline.end;
    report.add('question-outside', 'this is after the clock ends', at.span, {
      help: `the last frame speaks for ${say(timeline, last)}; raise \`steps\` or ask earlier`,
    });
    return undefined;
  }
  const exact = isFrom && timeline.dated ? timeline.has(dated.time) : timeline.has(frame);
  if (!exact)
    report.add('question-inside', insideMessage(frame, isFrom, timeline), at.span, {
      help: 'the model speaks only at the ends of its steps',
    });
  return dated;
}

function insideMessage(frame: number, isFrom: boolean, timeline: Timeline): string {
  const before = timeline.lastAt(frame);
  if (isFrom)
    return `this falls inside a step; the window begins with the frame ${say(timeline, timeline.at(before + 1))}`;
  const spoken = timeline.dated ? timeline.at(before) - 1 : timeline.at(before);
  return `this falls inside a step; the model answers for ${say(timeline, spoken)}`;
}

const say = (timeline: Timeline, time: number): string => (timeline.dated ? isoOfDay(time) : String(time));

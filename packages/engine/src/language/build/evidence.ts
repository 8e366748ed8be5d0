/** The table of sources. Material from after what may be known must say why it is used. */
import type { Report } from '../../diagnostics/report.ts';
import { dayNumber, daysInMonth, isoOfDay, parseIso } from '../calendar.ts';
import { nameSpan, place, type Located } from '../located.ts';
import type { Clock, Source } from '../model.ts';
import type { ScenarioShape } from '../shape.ts';

/** What may be known without hindsight. */
export interface Information {
  /** The last day, ISO. */
  readonly until: string;
  /** Completes "is from after …". */
  readonly what: string;
}

/** What is said, or all before the clock's start; nothing where neither has a date. */
export function readInformation(
  input: ScenarioShape['information'],
  at: Located | undefined,
  clock: Clock | undefined,
  report: Report,
): Information | undefined {
  const start = clock?.start;
  if (input && at) {
    const last = lastDay(input.until);
    if (last !== undefined) return { until: isoOfDay(last), what: `what may be known, ${isoOfDay(last)}` };
    report.add('date-invalid', `\`${input.until}\` is no date`, place(at, 'until').span, {
      help: 'write the last day whose material may be used, YYYY-MM-DD',
    });
    return undefined;
  }
  return start === undefined
    ? undefined
    : { until: isoOfDay(dayNumber(start) - 1), what: `the clock's start, ${start}` };
}

export function readEvidence(
  table: NonNullable<ScenarioShape['evidence']>,
  works: NonNullable<ScenarioShape['works']>,
  at: Located,
  information: Information | undefined,
  report: Report,
): readonly Source[] {
  return Object.entries(table).flatMap(([id, row]): readonly Source[] => {
    const entry = place(at, id);
    const work = 'work' in row ? (Object.hasOwn(works, row.work) ? works[row.work] : undefined) : row;
    const { span } = place(entry, 'work' in row ? 'work' : 'date');
    if (!work) {
      report.add('unknown-evidence', `unknown work \`${'work' in row ? row.work : ''}\``, span, {
        help:
          report.suggest('work' in row ? row.work : '', () => Object.keys(works)) ??
          'add a row to the table `works`',
      });
      return [];
    }
    const date = String(work.date);
    const last = lastDay(date);
    if (last === undefined) {
      report.add('date-invalid', `\`${date}\` is no date`, span, {
        help: 'write 2022, 2022-12 or 2022-12-16',
      });
    } else if (information && last > dayNumber(information.until) && work.hindsight === undefined) {
      const may = date.length < 10 && information.until >= date;
      report.add(
        'evidence-hindsight',
        `\`${id}\` ${may ? 'may be' : 'is'} from after ${information.what}`,
        span,
        {
          help: may
            ? 'give the date more exactly, or say in `hindsight:` why it is used and with what effect'
            : 'leave it out, or say in `hindsight:` why it is used and with what effect',
        },
      );
    }
    const { omitted, background } = row;
    if (omitted !== undefined && background !== undefined)
      report.add('evidence-use', `\`${id}\` is both left out and background`, nameSpan(entry), {
        help: 'take one of `omitted` and `background` away',
      });
    const { source, kind, url, hindsight } = work;
    const base = { id, claim: row.claim, source, date, kind };
    const said = { url, hindsight, omitted, background, work: 'work' in row ? row.work : undefined };
    return [{ ...base, ...withoutUndefined(said) }];
  });
}

/** The last day a date of that precision may mean. */
function lastDay(date: string): number | undefined {
  if (/^\d{4}$/.test(date)) return parseIso(`${date}-12-31`);
  const month = /^(\d{4})-(\d{2})$/.exec(date);
  if (!month) return parseIso(date);
  const days = daysInMonth(Number(month[1]), Number(month[2]));
  return parseIso(`${date}-${days}`);
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

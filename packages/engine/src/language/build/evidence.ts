/** The table of sources. Material that nobody could have read at the clock's start must say why it is used. */
import type { Report } from '../../diagnostics/report.ts';
import { dayNumber, daysInMonth, parseIso } from '../calendar.ts';
import { place, type Located } from '../located.ts';
import type { Source } from '../model.ts';
import type { ScenarioShape } from '../shape.ts';

export function readEvidence(
  table: NonNullable<ScenarioShape['evidence']>,
  works: NonNullable<ScenarioShape['works']>,
  at: Located,
  start: string | undefined,
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
    } else if (start !== undefined && last >= dayNumber(start) && work.hindsight === undefined) {
      const may = date.length < 10 && start.startsWith(date);
      report.add(
        'evidence-hindsight',
        `\`${id}\` ${may ? 'may be' : 'is'} from after the clock's start, ${start}`,
        span,
        {
          help: may
            ? 'give the date more exactly, or say in `hindsight:` why it is used and with what effect'
            : 'leave it out, or say in `hindsight:` why it is used and with what effect',
        },
      );
    }
    const { source, kind, url, hindsight } = work;
    const base = { id, claim: row.claim, source, date, kind };
    return [{ ...base, ...(url !== undefined && { url }), ...(hindsight !== undefined && { hindsight }) }];
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

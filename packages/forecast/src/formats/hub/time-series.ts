/**
 * Time series of a hub: what was observed, by date and task ids.
 *
 *   <date column>, <some task ids …>, observation[, as_of]
 */
import { FINITE, MOMENT, numberText } from '../cells.ts';
import { shortened } from '../columns.ts';
import { Problems, type Read } from '../problem.ts';
import { writeCsv, type Sheet } from '../sheet.ts';
import { keyCell } from './task-key.ts';

export interface Observation {
  readonly date: string;
  readonly keys: Readonly<Record<string, string>>;
  /** Nothing where it is not known. */
  readonly value?: number;
  readonly asOf?: string;
}

export interface TimeSeries {
  readonly dateColumn: string;
  readonly taskIds: readonly string[];
  readonly observations: readonly Observation[];
}

/** @param dateColumn - as target-data.json has it; else the only column, beside `as_of`, whose cells are all dates. */
export function readTimeSeries(sheet: Sheet, dateColumn?: string): Read<TimeSeries> {
  const { source, columns, rows } = sheet;
  const problems = new Problems(source);
  const header = Math.min(1, rows[0]?.row ?? 1);
  const at = (name: string): number => columns.indexOf(name);
  if (!columns.includes('observation'))
    problems.error('the column is missing', 'a time series has what was observed in it', {
      row: header,
      column: 'observation',
    });
  const isDate = (name: string): boolean =>
    rows.every(({ cells }) => MOMENT.read(cells[at(name)] ?? '') !== undefined);
  const dated =
    dateColumn === undefined
      ? columns.filter(
          (name) => name !== 'as_of' && name !== 'observation' && rows.length > 0 && isDate(name),
        )
      : [dateColumn];
  const [date] = dated;
  if (date === undefined || dated.length > 1 || !columns.includes(date)) {
    problems.error(
      date === undefined
        ? 'no column has dates in all rows'
        : dated.length > 1
          ? `several columns have dates: ${dated.join(', ')}`
          : `there is no column ${date}`,
      'one column says when it was observed; target-data.json may name it',
      { row: header },
    );
    return { problems: problems.list() };
  }
  const taskIds = columns.filter((name) => name !== date && name !== 'as_of' && name !== 'observation');
  const seen = new Map<string, number>();
  const observations = rows.map(({ row, cells }): Observation => {
    const read = (name: string, kind: typeof FINITE | typeof MOMENT): string | number | undefined => {
      const text = cells[at(name)] ?? '';
      if (text === '' || text === 'NA') return undefined;
      const value = kind.read(text);
      if (value === undefined)
        problems.error(`\`${shortened(text)}\` is not ${kind.what}`, 'write NA where it is not known', {
          row,
          column: name,
        });
      return value;
    };
    const keys = Object.fromEntries(taskIds.map((name) => [name, keyCell(cells[at(name)] ?? '')]));
    const day = read(date, MOMENT);
    if (day === undefined)
      problems.error('the cell is empty', `${MOMENT.what} stands here`, { row, column: date });
    const value = columns.includes('observation') ? read('observation', FINITE) : undefined;
    const asOf = columns.includes('as_of') ? read('as_of', MOMENT) : undefined;
    const same = JSON.stringify([day, keys, asOf]);
    const first = seen.get(same);
    if (first === undefined) seen.set(same, row);
    else
      problems.error(`what row ${first} says is said again`, 'remove one of them', {
        row,
        column: 'observation',
      });
    return {
      ...{ date: String(day), keys },
      ...(typeof value === 'number' && { value }),
      ...(typeof asOf === 'string' && { asOf }),
    };
  });
  return problems.result(() => ({ dateColumn: date, taskIds, observations }));
}

export function writeTimeSeries({ dateColumn, taskIds, observations }: TimeSeries): string {
  const hasAsOf = observations.some(({ asOf }) => asOf !== undefined);
  return writeCsv(
    [dateColumn, ...taskIds, 'observation', ...(hasAsOf ? ['as_of'] : [])],
    observations.map(({ date, keys, value, asOf = '' }) => [
      date,
      ...taskIds.map((name) => keys[name] ?? 'NA'),
      value === undefined ? 'NA' : numberText(value),
      ...(hasAsOf ? [asOf] : []),
    ]),
  );
}

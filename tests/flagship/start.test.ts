/**
 * Figures of the start of 2017 are those of the series they come from, which end in 2016; what the start of 2023 counts in the
 * twelve months before it is in the list of events, and leaves the count a year after it happened.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CsvRow, readCsv } from '../support/csv.ts';
import { numberOf, pack, table } from './history.ts';
import { flagship } from './playing.ts';

const series = (name: string): CsvRow[] => readCsv(readFileSync(join(pack, 'data/to-2016', name), 'utf8'));
/** Rows by what `key` says of them. */
function groups(rows: readonly CsvRow[], key: (row: CsvRow) => string): Map<string, CsvRow[]> {
  const found = new Map<string, CsvRow[]>();
  for (const row of rows) found.set(key(row), [...(found.get(key(row)) ?? []), row]);
  return found;
}
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

it('keeps series that end in 2016', () => {
  for (const name of ['launches.csv', 'approval-seoul.csv'])
    for (const row of series(name)) expect((row['month'] ?? '') <= '2016-12', name).toBe(true);
  for (const row of series('approval-tokyo.csv'))
    expect((row['period_end'] ?? '') <= '2016-12-31').toBe(true);
  for (const row of series('opinion.csv')) expect(Number(row['year'])).toBeLessThanOrEqual(2016);
});

it('states the launch months, and the approval, that the series give', () => {
  const launched = series('launches.csv')
    .filter((row) => (row['month'] ?? '') >= '2012-01')
    .map((row) => numberOf(row, 'missiles') > 0);
  const after = (former: boolean): [number, number] => {
    const followed = launched.slice(1).filter((_, at) => launched[at] === former);
    return [followed.filter(Boolean).length, followed.length];
  };
  expect(after(true)).toEqual([16, 24]);
  expect(after(false)).toEqual([8, 35]);
  const seoul = series('approval-seoul.csv').slice(-2);
  expect(mean(seoul.map((row) => numberOf(row, 'approve')))).toBeCloseTo(10.7, 1);
  const months = groups(series('approval-tokyo.csv'), (row) => (row['period_end'] ?? '').slice(0, 7));
  // Houses poll more than once in some months: the mean of each house first.
  const ofMonth = (rows: readonly CsvRow[]): number =>
    mean(
      [...groups(rows, (row) => row['pollster'] ?? '').values()].map((own) =>
        mean(own.map((row) => numberOf(row, 'approve'))),
      ),
    );
  expect(ofMonth(months.get('2016-12') ?? [])).toBeCloseTo(55.2, 1);
  expect(mean([...months.values()].map(ofMonth))).toBeCloseTo(50.5, 1);
});

describe('what the start of 2023 finds in the twelve months before it', async () => {
  const { calendar, parameters } = await flagship(0);
  const aged = (event: string) => calendar.filter((entry) => entry.event === event).map(({ at }) => at);

  it.each([
    ['leadersAtStart', 'leadersAged'],
    ['standaloneAtStart', 'standaloneAged'],
    ['leadersNamedAtStart', 'leadersNamedAged'],
    ['foreignAtStart', 'foreignAged'],
    ['defenceAtStart', 'defenceAged'],
    ['ministersNamedAtStart', 'ministersNamedAged'],
    ['drillsAtStart', 'drillAged'],
    ['toTokyoAtStart', 'toTokyoAged'],
    ['toSeoulAtStart', 'toSeoulAged'],
  ])('%s leaves it whole', (name, event) => {
    const value = parameters.find((parameter) => parameter.name === name)?.value;
    expect(value).toMatchObject({ fixed: { op: 'number', value: aged(event).length } });
  });

  it.each([
    ['foreignAged', /^Foreign ministers meet as three/],
    ['defenceAged', /^(Defence ministers meet as three|Shangri-La defence ministers)/],
  ])('%s follows the list of events by a year', (event, what) => {
    const dates = table('events.csv')
      .filter((row) => what.test(row['event'] ?? ''))
      .map((row) => row['date'] ?? '')
      .filter((date) => date > '2022-06-30' && date <= '2023-06-30');
    expect(aged(event)).toEqual(dates.map((date) => `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`));
  });
});

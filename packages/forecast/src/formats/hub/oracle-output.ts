/**
 * Oracle output of a hub: what a forecast that knew the outcome would have said.
 *
 *   <some task ids …>[, output_type, output_type_id], oracle_value[, as_of]
 *
 * Of a pmf it is 1 for the category that came and 0 for the others, of a cdf 1 for thresholds at or above what came,
 * of all else the number itself. Rows that only `as_of` tells apart revise each other.
 */
import type { Task } from '../../records/forecast.ts';
import type { Outcome, Resolution } from '../../records/resolution.ts';
import { FINITE, MOMENT, numberText } from '../cells.ts';
import { shortened } from '../columns.ts';
import { Problems, type Read } from '../problem.ts';
import { writeCsv, type Sheet } from '../sheet.ts';
import { didYouMean } from '../suggest.ts';
import { PMF_TOLERANCE } from './model-output.ts';
import { familyOf, keyCell, OUTPUT_TYPES, type HubFamily, type OutputType } from './task-key.ts';

export interface OracleRow {
  readonly row: number;
  readonly keys: Readonly<Record<string, string>>;
  readonly outputType?: OutputType;
  readonly outputTypeId?: string;
  /** Nothing where it is not known yet. */
  readonly value?: number;
  readonly asOf?: string;
}

export interface OracleOutput {
  readonly source: string;
  /** The task ids it names; those it leaves out do not matter to what came. */
  readonly taskIds: readonly string[];
  readonly rows: readonly OracleRow[];
}

const OWN = ['output_type', 'output_type_id', 'oracle_value', 'as_of'];

export function readOracleOutput(sheet: Sheet): Read<OracleOutput> {
  const { source, columns } = sheet;
  const problems = new Problems(source);
  const header = Math.min(1, sheet.rows[0]?.row ?? 1);
  if (!columns.includes('oracle_value'))
    problems.error('the column is missing', 'oracle output has the outcome in it', {
      row: header,
      column: 'oracle_value',
    });
  if (columns.includes('output_type') !== columns.includes('output_type_id'))
    problems.error(
      'the column is missing',
      'output_type and output_type_id stand together or are both left out',
      {
        ...{ row: header, column: columns.includes('output_type') ? 'output_type_id' : 'output_type' },
      },
    );
  if (problems.hasErrors) return { problems: problems.list() };
  const taskIds = columns.filter((name) => !OWN.includes(name));
  const at = (name: string): number => columns.indexOf(name);
  const seen = new Map<string, number>();
  const rows = sheet.rows.flatMap(({ row, cells }): OracleRow[] => {
    const cell = (name: string): string => cells[at(name)] ?? '';
    const keys = Object.fromEntries(taskIds.map((name) => [name, keyCell(cell(name))]));
    const typeText = cell('output_type');
    const outputType = OUTPUT_TYPES.find((known) => known === typeText);
    if (columns.includes('output_type') && outputType === undefined)
      problems.error(`\`${shortened(typeText)}\` is no output type`, didYouMean(typeText, OUTPUT_TYPES), {
        row,
        column: 'output_type',
      });
    const text = cell('oracle_value');
    const isKnown = text !== '' && text !== 'NA';
    const value = isKnown ? FINITE.read(text) : undefined;
    if (isKnown && value === undefined)
      problems.error(`\`${shortened(text)}\` is not ${FINITE.what}`, 'write NA where it is not known yet', {
        row,
        column: 'oracle_value',
      });
    const asOfText = cell('as_of');
    const asOf = asOfText === '' ? undefined : MOMENT.read(asOfText);
    if (asOfText !== '' && asOf === undefined)
      problems.error(`\`${shortened(asOfText)}\` is not ${MOMENT.what}`, 'write it so', {
        row,
        column: 'as_of',
      });
    const outputTypeId = keyCell(cell('output_type_id'));
    const same = JSON.stringify([keys, typeText, outputTypeId, asOf]);
    const first = seen.get(same);
    if (first === undefined) seen.set(same, row);
    else
      problems.error(`what row ${first} says is said again`, 'remove one of them', {
        row,
        column: 'oracle_value',
      });
    return [
      {
        ...{ row, keys },
        ...(outputType && { outputType, outputTypeId }),
        ...(value !== undefined && { value }),
        ...(asOf !== undefined && { asOf }),
      },
    ];
  });
  return problems.result(() => ({ source, taskIds, rows }));
}

export function writeOracleOutput({ taskIds, rows }: OracleOutput): string {
  const hasTypes = rows.some(({ outputType }) => outputType !== undefined);
  const hasAsOf = rows.some(({ asOf }) => asOf !== undefined);
  return writeCsv(
    [
      ...taskIds,
      ...(hasTypes ? ['output_type', 'output_type_id'] : []),
      'oracle_value',
      ...(hasAsOf ? ['as_of'] : []),
    ],
    rows.map(({ keys, outputType = '', outputTypeId = 'NA', value, asOf = '' }) => [
      ...taskIds.map((name) => keys[name] ?? 'NA'),
      ...(hasTypes ? [outputType, outputTypeId] : []),
      value === undefined ? 'NA' : numberText(value),
      ...(hasAsOf ? [asOf] : []),
    ]),
  );
}

/** What the thresholds of a cdf leave as categories of their own: between each two, below the first, above the last. */
export const binNames = (thresholds: readonly number[]): readonly string[] => [
  ...thresholds.map((at, i) => (i === 0 ? `<=${at}` : `(${thresholds[i - 1]}, ${at}]`)),
  ...(thresholds.length > 0 ? [`>${thresholds.at(-1)}`] : []),
];

export interface HubTruth {
  readonly resolutions: readonly Resolution[];
  /** Ids of tasks of which the oracle says nothing. */
  readonly open: readonly string[];
}

/**
 * Joins tasks with what came, on the task ids the oracle names.
 * @param thresholdsOf - of a task with a cdf its thresholds, since its outcome is a place among them.
 */
export function resolveHub(
  tasks: readonly (Task & { readonly family: HubFamily })[],
  oracle: OracleOutput,
  thresholdsOf: (task: string) => readonly number[],
): Read<HubTruth> {
  const problems = new Problems(oracle.source);
  const known = new Set(tasks.flatMap(({ keys }) => Object.keys(keys)));
  for (const name of oracle.taskIds)
    if (!known.has(name) && tasks.length > 0)
      problems.error('no forecast has this task id', didYouMean(name, known), { row: 1, column: name });
  if (problems.hasErrors) return { problems: problems.list() };
  const joined = (keys: Readonly<Record<string, string>>): string =>
    JSON.stringify(oracle.taskIds.map((name) => keys[name]));
  const byKey = new Map<string, OracleRow[]>();
  for (const row of oracle.rows) {
    const key = joined(row.keys);
    const found = byKey.get(key);
    if (found) found.push(row);
    else byKey.set(key, [row]);
  }
  const resolutions: Resolution[] = [];
  const open: string[] = [];
  for (const { id: task, keys, family } of tasks) {
    const known = (byKey.get(joined(keys)) ?? []).filter(({ value }) => value !== undefined);
    const of = (wanted: HubFamily): readonly OracleRow[] =>
      known.filter(({ outputType }) =>
        outputType === undefined ? wanted === 'number' : familyOf(outputType) === wanted,
      );
    // A number decides its place among thresholds, too.
    const isPlace = family === 'cdf' && of('cdf').length === 0;
    const rows = of(isPlace ? 'number' : family);
    if (rows.length === 0) open.push(task);
    for (const [resolvedAt, version] of byAsOf(rows)) {
      const outcomes = outcomesOf(isPlace ? 'number' : family, version, () => thresholdsOf(task), problems);
      const [only] = outcomes;
      if (!only) continue;
      resolutions.push({
        ...{ task, source: oracle.source },
        ...(resolvedAt !== undefined && { resolvedAt }),
        state:
          outcomes.length === 1 ? { is: 'resolved', outcome: only.outcome } : { is: 'partial', outcomes },
      });
    }
  }
  return problems.result(() => ({ resolutions, open }));
}

function byAsOf(rows: readonly OracleRow[]): ReadonlyMap<string | undefined, readonly OracleRow[]> {
  const versions = new Map<string | undefined, OracleRow[]>();
  for (const row of rows) versions.set(row.asOf, [...(versions.get(row.asOf) ?? []), row]);
  return versions;
}

interface Shared {
  readonly outcome: Outcome;
  readonly share: number;
}

function outcomesOf(
  family: HubFamily,
  rows: readonly OracleRow[],
  thresholdsOf: () => readonly number[],
  problems: Problems,
): readonly Shared[] {
  const [first] = rows;
  if (!first) return [];
  if (family === 'number') {
    const other = rows.find(({ value }) => value !== first.value);
    if (other)
      problems.error(
        `${other.value} stands where row ${first.row} has ${first.value} for the same task`,
        'an outcome is one number for all output types; say with as_of which revises which',
        {
          ...{ row: other.row, column: 'oracle_value' },
        },
      );
    return [{ outcome: { kind: 'number', value: first.value ?? 0 }, share: 1 }];
  }
  for (const { value = 0, row } of rows)
    if (family === 'pmf' ? value < 0 || value > 1 : value !== 0 && value !== 1) {
      problems.error(`${value} is not 0 or 1`, `of a ${family} it is`, { row, column: 'oracle_value' });
      return [];
    }
  return family === 'pmf' ? categoryOf(rows, problems) : binOf(rows, thresholdsOf(), problems);
}

function categoryOf(rows: readonly OracleRow[], problems: Problems): readonly Shared[] {
  const came = rows.filter(({ value = 0 }) => value > 0);
  const sum = came.reduce((total, { value = 0 }) => total + value, 0);
  if (Math.abs(sum - 1) > PMF_TOLERANCE) {
    problems.error(
      `the categories of this task sum to ${numberText(sum)}`,
      'one of them came: 1 there, and 0 for the others',
      {
        ...{ row: rows[0]?.row ?? 1, column: 'oracle_value' },
      },
    );
    return [];
  }
  return came.map(({ outputTypeId = '', value = 0 }) => ({
    outcome: { kind: 'category', category: outputTypeId },
    share: value,
  }));
}

/** The place among the thresholds of the forecast; the oracle's thresholds have to decide it. */
function binOf(
  rows: readonly OracleRow[],
  thresholds: readonly number[],
  problems: Problems,
): readonly Shared[] {
  const at = new Map<number, OracleRow>();
  for (const row of rows) {
    const threshold = FINITE.read(row.outputTypeId ?? '');
    if (threshold === undefined) {
      problems.error(
        `\`${shortened(row.outputTypeId ?? '')}\` is not ${FINITE.what}`,
        'of a cdf it is a threshold',
        {
          ...{ row: row.row, column: 'output_type_id' },
        },
      );
      return [];
    }
    at.set(threshold, row);
  }
  const known = [...at].sort(([a], [b]) => a - b);
  const fall = known.find(([, { value }], i) => value === 0 && known[i - 1]?.[1].value === 1);
  if (fall) {
    problems.error(
      'it is 0 above a threshold where it is 1',
      'what is below a threshold is below all higher ones',
      {
        ...{ row: fall[1].row, column: 'oracle_value' },
      },
    );
    return [];
  }
  /** Above all of the first, at or below all of the second. */
  const above = known.filter(([, { value }]) => value === 0).at(-1)?.[0] ?? -Infinity;
  const below = known.find(([, { value }]) => value === 1)?.[0] ?? Infinity;
  const undecided = thresholds.find((threshold) => threshold > above && threshold < below);
  if (undecided !== undefined) {
    problems.error(
      `nothing is said of the threshold ${undecided}, which a forecast has`,
      'the oracle needs all thresholds that forecasts have',
      {
        ...{ row: rows[0]?.row ?? 1, column: 'output_type_id' },
      },
    );
    return [];
  }
  const bin = thresholds.findIndex((threshold) => threshold >= below);
  const names = binNames(thresholds);
  return [
    { outcome: { kind: 'category', category: names[bin < 0 ? names.length - 1 : bin] ?? '' }, share: 1 },
  ];
}

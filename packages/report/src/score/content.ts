/** What a report of scores says, part by part, in the order in which an analyst asks. */
import { fromCsvNumber, type ScoreDocument } from '@stave/forecast';
import { heading, list, note, paragraph, table, type Block } from './blocks.ts';
import { listed, taskText, type ReportDocument } from './document.ts';
import { num } from './numbers.ts';
import { breakdownBlocks, calibrationBlocks, infiniteBlocks, murphyBlocks } from './calibration.ts';
import { disagreementBlocks, tournamentBlocks } from './over-time.ts';
import { gapBlocks, pairBlocks, poolBlocks, sequenceBlocks } from './pairs.ts';
import { tableBlocks } from './tables.ts';

export function reportBlocks(document: ReportDocument): readonly Block[] {
  const { tables } = document;
  return [
    heading(1, 'Scores of forecasts'),
    ...head(document),
    ...(tables.length === 0
      ? []
      : [
          heading(2, 'A. Against what happened'),
          ...tables.flatMap((one) => tableBlocks(one)),
          ...calibrationBlocks(document),
          ...breakdownBlocks(document),
          ...murphyBlocks(document),
          ...infiniteBlocks(document),
          heading(2, 'B. Against each other'),
          ...pairBlocks(document),
          ...sequenceBlocks(document),
          ...poolBlocks(document),
          ...gapBlocks(document),
          ...tournamentBlocks(document),
          ...disagreementBlocks(document),
        ]),
    ...batchBlocks(document),
    ...appendix(document),
  ];
}

function head({
  truth,
  sources,
  tasks,
  clusters,
  honesty,
  changes,
  stave,
}: ReportDocument): readonly Block[] {
  const facts = ({ facts }: ScoreDocument['sources'][number]): string =>
    Object.entries(facts)
      .map(
        ([key, value]) =>
          `${key} ${/^[0-9a-f]{64}$/.test(String(value)) ? String(value).slice(0, 12) : value}`,
      )
      .join(', ');
  return [
    paragraph(
      `${tasks.scored} of ${tasks.forecast} tasks scored on ${truth.path} (sha256 ${truth.hash.slice(0, 12)}).${stave === undefined ? '' : ` stave ${stave}.`}`,
    ),
    list(honesty),
    heading(3, 'What is compared'),
    table(
      ['source', 'kind', 'forecasters', 'facts', 'knew up to', 'issued'],
      sources.map((source) => [
        ...[
          source.path,
          source.kind,
          listed(source.forecasters, 6),
          facts(source),
          source.informationCutoff ?? '',
        ],
        source.issued ? [...new Set(source.issued)].map((moment) => moment.slice(0, 10)).join(' to ') : '',
      ]),
    ),
    ...sources.flatMap(({ path, notes }) => notes.map((one) => note(`${path}: ${one}.`))),
    note(`Tasks are clustered by ${clusters.by} (${clusters.n}).`),
    ...(changes ? changeBlocks(changes) : []),
  ];
}

/** A mean as the journal has it: a number as text, or `none` of who has no score. */
const meanText = (mean: string): string => (mean === 'none' ? mean : num(fromCsvNumber(mean)));

function changeBlocks({
  forecasts,
  truth,
  outcomes,
  scores,
}: NonNullable<ReportDocument['changes']>): readonly Block[] {
  return [
    heading(3, 'What changed since the last scoring in this folder'),
    list([
      ...(forecasts.length > 0 ? [`other forecasts: ${forecasts.join(', ')}`] : []),
      ...(truth ? ['the file of outcomes is another'] : []),
      ...outcomes.map(({ task, from, to }) => `${task}: ${from} → ${to}`),
      ...scores.map(
        (s) => `${s.forecaster}, mean ${s.score} (${s.table}): ${meanText(s.from)} → ${meanText(s.mean)}`,
      ),
    ]),
  ];
}

function batchBlocks({ batches, comparisons }: ReportDocument): readonly Block[] {
  if (batches.length === 0) return [];
  if (comparisons)
    return [
      heading(2, 'C. Batch against batch'),
      paragraph('Trial by trial, under the same luck: at the end of this report.'),
    ];
  const [a, b] = batches;
  return [
    heading(2, 'C. Batch against batch'),
    paragraph(
      b === undefined
        ? `Arms are compared trial by trial, under the same luck, by stave compare ${a}, and two batches by stave compare ${a} OTHER: paired differences, which trials switched, what the same luck gained.`
        : `Trial by trial, under the same luck, these are compared by stave compare ${a} ${b} (paired differences, which trials switched, what the same luck gained): here only their answers are.`,
    ),
  ];
}

function appendix({ tasks, unscored }: ReportDocument): readonly Block[] {
  const { proxies, internal, open, voided, revised } = tasks;
  const lists: readonly [string, readonly string[]][] = [
    [
      'Answered by a proxy: the gap between model and question',
      proxies.map(({ task, proxy }) => `${task}: ${proxy}`),
    ],
    ['Internal, never scored', internal],
    ['Void', voided.map(({ task, why }) => `${task}: ${why}`)],
    [
      'Resolved again',
      revised.map(({ task, times }) => `${task}: ${times === 1 ? 'once' : `${times} times`}`),
    ],
    ['No outcome yet', open.map(taskText)],
    ['Not scored', unscored.map(({ forecaster, task, why }) => `${forecaster} on ${taskText(task)}: ${why}`)],
  ];
  const shown = lists.filter(([, items]) => items.length > 0);
  if (shown.length === 0) return [];
  return [
    heading(2, 'What is left to say'),
    ...shown.flatMap(([name, items]) => [
      heading(3, name),
      list(items.length > 40 ? [...items.slice(0, 40), `and ${items.length - 40} more`] : items),
    ]),
  ];
}

/** A: does it come as often as it was said, where are scores good and bad, and does the ranking depend on the decision? */
import { heading, list, note, table, type Block } from './blocks.ts';
import { plotted, taskText, type ReportDocument } from './document.ts';
import { answered, num, percent, pText } from './numbers.ts';
import { coveragePlot, murphyPlot, pitPlot, reliabilityPlot } from './plots.ts';

export function calibrationBlocks({ probabilities, distributions }: ReportDocument): readonly Block[] {
  if (probabilities.length + distributions.length === 0) return [];
  const covered = distributions.filter(({ coverage }) => coverage !== undefined);
  const histograms = distributions.filter(({ pit }) => pit !== undefined);
  return [
    heading(3, 'Calibration'),
    ...(probabilities.length > 0
      ? [
          table(
            [
              'forecaster',
              '#tasks',
              '#Brier',
              '#miscalibration',
              '#discrimination',
              '#uncertainty',
              '#p of calibration',
            ],
            probabilities.map(({ forecaster, n, corp, test }) => {
              const fit = answered(corp);
              return [
                ...[
                  forecaster,
                  String(n),
                  num(fit?.meanScore),
                  num(fit?.miscalibration),
                  num(fit?.discrimination),
                ],
                ...[num(fit?.uncertainty), pText(answered(test)?.pValue)],
              ];
            }),
            'Probabilities (CORP): Brier = miscalibration − discrimination + uncertainty. A small p says that chance alone would hardly show so much miscalibration.',
          ),
          ...probabilities.flatMap((one) =>
            plotted(reliabilityPlot(one), `reliability of ${one.forecaster}`),
          ),
        ]
      : []),
    ...(covered.length > 0
      ? [
          table(
            ['forecaster', '#promised', '#inside', '#of', '#observed', '95% band', 'fits'],
            covered.flatMap(({ forecaster, coverage }) =>
              ((coverage && answered(coverage)) ?? [])
                .filter(({ level }) => COVERAGES.includes(level))
                .map(({ level, inside, n, coverage: share, band, consistent }) => [
                  ...[forecaster, percent(level), String(inside), String(n), percent(share)],
                  ...[`${percent(band.low)} to ${percent(band.high)}`, consistent ? 'yes' : 'no'],
                ]),
            ),
            'Central intervals (Wilson bands, as if tasks were independent)',
          ),
          ...plotted(coveragePlot(covered), 'coverage of central intervals'),
        ]
      : []),
    ...(histograms.length > 0
      ? [
          table(
            ['forecaster', 'of', '#tasks', 'tasks by place in the forecast, low to high', '#p of flatness'],
            histograms.map(({ forecaster, table: of, n, pit }) => {
              const histogram = pit && answered(pit);
              return [
                forecaster,
                of,
                String(n),
                histogram?.counts.map((count) => num(count, 2)).join(' · ') ?? '–',
                pText(histogram?.pValue),
              ];
            }),
            'Probability integral transform; what falls on one value of several draws is spread over them',
          ),
          ...histograms.flatMap((one) => plotted(pitPlot(one), `where outcomes fell for ${one.forecaster}`)),
        ]
      : []),
  ];
}

const COVERAGES = [0.5, 0.8, 0.9, 0.95];

export function breakdownBlocks({ breakdown, best, worst, batches }: ReportDocument): readonly Block[] {
  const groups = [...new Set(breakdown.map((row) => `${row.table}\n${row.by}`))];
  const notes = (notesOf: typeof best): readonly (readonly string[])[] =>
    notesOf.map(({ table: of, task, forecaster, value, score, said, came }) => [
      ...[of, taskText(task), forecaster, `${num(value)} ${score}`, said, came],
    ]);
  const names = ['table', 'task', 'forecaster', '#score', 'said', 'came'];
  return [
    ...groups.flatMap((group): readonly Block[] => {
      const [of, by] = group.split('\n');
      const rows = breakdown.filter((row) => row.table === of && row.by === by);
      const forecasters = [
        ...new Set(rows.flatMap(({ means }) => means.map(({ forecaster }) => forecaster))),
      ];
      if (by === 'cluster') return [];
      return [
        table(
          [by ?? '', ...forecasters.map((name) => `#${name}`)],
          rows.map(({ value, means }) => [
            value,
            ...forecasters.map((name) => num(means.find(({ forecaster }) => forecaster === name)?.mean)),
          ]),
          `${of}: mean ${rows[0]?.score ?? ''} by ${by}`,
        ),
      ];
    }),
    ...(best.length > 0 ? [table(names, notes(best), 'The best tasks of the first source')] : []),
    ...(worst.length > 0 ? [table(names, notes(worst), 'The worst tasks of the first source')] : []),
    ...runsBehind(batches[0], worst[0]),
  ];
}

/** How to find the trials that went the way the world did. */
const runsBehind = (
  batch: string | undefined,
  worst: ReportDocument['worst'][number] | undefined,
): readonly Block[] =>
  batch === undefined || worst === undefined
    ? []
    : [
        note(
          `The runs behind a task, where the batch has its table of trials: SELECT arm, trial FROM '${batch}/results/trials.parquet' WHERE answer_${worst.task} = '${worst.came}'; then stave trace tells one.`,
        ),
      ];

export function murphyBlocks({ probabilities, pairs }: ReportDocument): readonly Block[] {
  if (probabilities.length === 0) return [];
  const verdicts = pairs.flatMap(({ first, second, dominance }) => {
    const found = answered(dominance);
    if (!found) return [];
    const { better, firstLeads, secondLeads } = found;
    if (better === 'equal') return [`${first} and ${second}: the same at every threshold`];
    if (better !== 'neither')
      return [
        `${better === 'first' ? first : second} is at least as good as ${better === 'first' ? second : first} at every threshold, so by every proper score`,
      ];
    const where = (leads: readonly [number, number] | undefined): string =>
      leads ? `between ${num(leads[0], 2)} and ${num(leads[1], 2)}` : 'nowhere';
    return [
      `${first} or ${second}: it depends on the cost of errors; ${first} leads somewhere ${where(firstLeads)}, ${second} ${where(secondLeads)}`,
    ];
  });
  return [
    heading(3, 'Does the ranking depend on the decision?'),
    ...plotted(murphyPlot(probabilities), 'Murphy diagram'),
    ...(verdicts.length > 0 ? [list(verdicts.slice(0, 20))] : []),
  ];
}

export function infiniteBlocks({ infinite }: ReportDocument): readonly Block[] {
  if (infinite.length === 0) return [note('No score is infinite.')];
  return [
    heading(3, 'Infinite scores'),
    table(
      ['table', 'task', 'forecaster', 'score', 'said', 'came'],
      infinite
        .slice(0, 50)
        .map(({ table: of, task, forecaster, score, said, came }) => [
          of,
          taskText(task),
          forecaster,
          score,
          said,
          came,
        ]),
      `${infinite.length} in all: what came had been held impossible. One is enough to make a mean infinite.`,
    ),
  ];
}

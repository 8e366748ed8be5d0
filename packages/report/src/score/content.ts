/** What a report of scores says, part by part, in the order in which an analyst asks. */
import {
  fromCsvNumber,
  type ModelReport,
  type PairReport,
  type ScoreDocument,
  type TableReport,
} from '@stave/forecast';
import { heading, list, note, paragraph, table, type Block } from './blocks.ts';
import { answered, num, percent, pText, range, signed, whyNot } from './numbers.ts';
import { coveragePlot, meansPlot, murphyPlot, pitPlot, reliabilityPlot, sequencePlot } from './plots.ts';

/** A scoring with what changed since the last one in its folder. */
export interface ReportDocument extends ScoreDocument {
  readonly stave?: string;
  readonly changes?: {
    readonly forecasts: readonly string[];
    readonly truth: boolean;
    readonly outcomes: readonly { readonly task: string; readonly from: string; readonly to: string }[];
    readonly scores: readonly {
      readonly forecaster: string;
      readonly table: string;
      readonly score: string;
      readonly from: string;
      readonly mean: string;
    }[];
  };
}

const plotted = (svg: string | undefined, alt: string): readonly Block[] =>
  svg === undefined ? [] : [{ is: 'plot', svg, alt }];

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

// ---------------------------------------------------------------- head

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

/** A mean as the journal has it: a number as text, or `none` of who has no score. */
const meanText = (mean: string): string => (mean === 'none' ? mean : num(fromCsvNumber(mean)));

const listed = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

// ---------------------------------------------------------------- A

function tableBlocks(report: TableReport): readonly Block[] {
  const { table: name, score, title, unit, convention, models, references, tasks, common, onCommon } = report;
  const hasSkill = models.some(({ relativeSkill }) => relativeSkill !== undefined) && models.length > 1;
  const hasScaled = models.some(({ scaledRelativeSkill }) => scaledRelativeSkill !== undefined);
  const hasNoise = models.some(({ monteCarlo }) => monteCarlo !== undefined);
  const rows = [...models].sort((a, b) => (a.mean === b.mean ? 0 : a.mean - b.mean));
  const incomplete = models.filter(({ missing }) => missing.length > 0);
  return [
    heading(3, `${name}: ${title} (${score})`),
    note(
      `Less is better. ${convention}; unit: ${unit === 'outcome' ? 'that of the outcome' : unit}. Nothing is clipped: an infinite score stays infinite.`,
    ),
    table(
      [
        ...['forecaster', '#tasks', '#mean', '#95% interval', '#independent'],
        ...(hasSkill ? ['#relative skill'] : []),
        ...(hasScaled ? ['#scaled'] : []),
        ...references.map((reference) => `#skill: ${reference.name}`),
        ...(hasNoise ? ['#simulation error'] : []),
      ],
      rows.map((model) => [
        ...[model.forecaster, String(model.n), num(model.mean), intervalText(model), independentText(model)],
        ...(hasSkill ? [num(model.relativeSkill)] : []),
        ...(hasScaled ? [num(model.scaledRelativeSkill)] : []),
        ...references.map(({ name: against }) => {
          const skill = model.skill.find((one) => one.against === against);
          return skill && 'skill' in skill ? percent(skill.skill) : '–';
        }),
        ...(hasNoise ? [model.monteCarlo ? `≤ ${num(model.monteCarlo.error, 2)}` : '–'] : []),
      ]),
    ),
    ...plotted(meansPlot(report), 'mean scores with intervals'),
    ...(references.length > 0
      ? [
          note(
            `References: ${references.map(({ name: own, mean, n }) => `${own} ${num(mean)} (${n})`).join(', ')}. Skill is 1 − mean / mean of the reference, on the tasks of both.`,
          ),
        ]
      : [
          note(
            'No reference has a meaning here: questions fix no base rate, and there is no series of the past.',
          ),
        ]),
    ...(incomplete.length > 0
      ? [
          table(
            [
              'forecaster',
              '#has',
              '#lacks',
              'such as',
              `#mean on the ${common} common`,
              '#relative skill, missing = worst',
            ],
            models.map(({ forecaster, n, missing }) => [
              ...[forecaster, String(n), String(tasks - n), listed(missing, 3)],
              num(onCommon.find((one) => one.forecaster === forecaster)?.mean),
              num(onCommon.find((one) => one.forecaster === forecaster)?.imputedSkill),
            ]),
            'Not all have the same tasks: means over different tasks are not comparable, those over the common ones are. In the last column a missing task counts as the worst score of the others.',
          ),
        ]
      : []),
    ...partsBlocks(report),
    ...clusterBlocks(report),
  ];
}

function intervalText({ interval }: ModelReport): string {
  const found = answered(interval);
  return found ? range(found.interval.low, found.interval.high) : '–';
}

function independentText({ clustering, n }: ModelReport): string {
  const found = answered(clustering);
  return found ? num(found.effectiveTasks, 2) : String(n);
}

const PARTS = ['overprediction', 'underprediction', 'dispersion', 'bias'];

function partsBlocks({ models, score }: TableReport): readonly Block[] {
  const names = PARTS.filter((name) => models.some(({ means }) => means[name] !== undefined));
  const others = [...new Set(models.flatMap(({ means }) => Object.keys(means)))].filter(
    (name) => name !== score && !PARTS.includes(name) && !name.startsWith('interval_coverage'),
  );
  if (names.length + others.length === 0) return [];
  return [
    table(
      ['forecaster', ...names.map((name) => `#${name}`), ...others.map((name) => `#${name}`)],
      models.map(({ forecaster, means }) => [
        forecaster,
        ...[...names, ...others].map((name) => num(means[name])),
      ]),
      names.length > 0 ? 'What the score is made of, and other scores (means)' : 'Other scores (means)',
    ),
  ];
}

function clusterBlocks({ models }: TableReport): readonly Block[] {
  const found = models.flatMap(({ forecaster, clustering }) => {
    const own = answered(clustering);
    return own && own.clusters.length < own.n && own.clusters.length <= 12 ? [{ forecaster, own }] : [];
  });
  const [first] = found;
  if (!first) return [];
  return [
    table(
      ['cluster', '#tasks', ...found.map(({ forecaster }) => `#${forecaster}`)],
      first.own.clusters.map(({ cluster, n }) => [
        ...[cluster, String(n)],
        ...found.map(({ own }) => num(own.clusters.find((one) => one.cluster === cluster)?.mean)),
      ]),
      'By cluster of tasks that share causes',
    ),
  ];
}

function calibrationBlocks({ probabilities, distributions }: ReportDocument): readonly Block[] {
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

function breakdownBlocks({ breakdown, best, worst, batches }: ReportDocument): readonly Block[] {
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

/** A hub's task by the values of its ids. */
const taskText = (task: string): string =>
  task.includes('=')
    ? task
        .split(';')
        .map((part) => decodeURIComponent(part.slice(part.indexOf('=') + 1)))
        .join(' ')
    : task;

function murphyBlocks({ probabilities, pairs }: ReportDocument): readonly Block[] {
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

function infiniteBlocks({ infinite }: ReportDocument): readonly Block[] {
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

// ---------------------------------------------------------------- B

function pairBlocks({ pairs }: ReportDocument): readonly Block[] {
  if (pairs.length === 0)
    return [note('There is nobody to compare with: name other forecasts with --against.')];
  return [
    heading(3, 'Pairs, on the tasks of both'),
    table(
      [
        'table',
        'first',
        'second',
        '#tasks',
        '#first − second',
        '95% interval',
        '#p (DM)',
        '#p (Wilcoxon)',
        '#p (permutation)',
        '#adjusted',
        '#detectable',
      ],
      pairs.map((pair) => [
        ...[pair.table, pair.first, pair.second, `${pair.n}`, signed(pair.meanDifference), dmInterval(pair)],
        ...[pText(answered(pair.dieboldMariano)?.pValue), pText(answered(pair.wilcoxon)?.pValue)],
        ...[
          pText(answered(pair.permutation)?.pValue),
          pText(pair.adjustedP),
          num(answered(pair.detectable)?.difference),
        ],
      ]),
      'Diebold–Mariano with the correction of Harvey, Leybourne and Newbold (h = number of horizons; tasks of one date are averaged first), Wilcoxon signed-rank, sign flips by cluster; adjusted over all pairs of a table (Holm); detectable with 80% power at 5%.',
    ),
    list(pairs.map(({ table: of, verdict }) => `${of}: ${verdict}`)),
    ...reasons(pairs),
  ];
}

function dmInterval({ dieboldMariano }: PairReport): string {
  const found = answered(dieboldMariano);
  return found ? range(found.interval.low, found.interval.high) : '–';
}

/** Why a dash stands where a number could. */
function reasons(pairs: readonly PairReport[]): readonly Block[] {
  const found = new Set(
    pairs.flatMap((pair) =>
      [pair.dieboldMariano, pair.wilcoxon, pair.permutation, pair.detectable].flatMap(
        (answer) => whyNot(answer) ?? [],
      ),
    ),
  );
  return [...found].slice(0, 6).map((why) => note(`–: ${why}.`));
}

function sequenceBlocks({ pairs }: ReportDocument): readonly Block[] {
  const running = pairs.flatMap((pair) => {
    const steps = answered(pair.sequence)?.at(-1);
    const evidence = answered(pair.evidence)?.at(-1);
    return steps && evidence ? [{ pair, steps, evidence }] : [];
  });
  if (running.length === 0) return [];
  return [
    heading(3, 'For who looks every week'),
    table(
      [
        'first',
        'second',
        '#tasks',
        '#mean so far',
        '95% at every look',
        '#e: first better',
        '#e: second better',
      ],
      running.map(({ pair, steps, evidence }) => [
        ...[
          pair.first,
          pair.second,
          String(steps.t),
          signed(steps.mean),
          range(Math.max(-1, steps.low), Math.min(1, steps.high)),
        ],
        ...[num(evidence.firstBetter), num(evidence.secondBetter)],
      ]),
      'Brier scores: a confidence sequence (empirical Bernstein) and e-processes, which hold however often one looks; an e of 20 in a direction chosen beforehand, or of 40 in either, is evidence at 5%.',
    ),
    ...running
      .slice(0, 3)
      .flatMap(({ pair }) =>
        plotted(sequencePlot(pair), `confidence sequence of ${pair.first} and ${pair.second}`),
      ),
  ];
}

function poolBlocks({ pools }: ReportDocument): readonly Block[] {
  if (pools.length === 0) return [];
  return [
    heading(3, 'Pools'),
    ...pools.flatMap(({ table: of, score, n, members, pools: all, contributions }) => [
      table(
        ['member or pool', `#mean ${score}`, '#worth to the pool', ''],
        [
          ...members.map(({ forecaster, mean }) => [
            ...[
              forecaster,
              num(mean),
              signed(contributions.find(({ member }) => member === forecaster)?.contribution),
            ],
            '',
          ]),
          ...all.map(({ pool, mean, n: own, note: said }) => [
            ...[`pool: ${pool}`, num(mean), ''],
            [...(own < n ? [`${own} tasks`] : []), ...(said === undefined ? [] : [said])].join('; '),
          ]),
        ],
        `${of}, ${n} tasks that all have. Worth: mean score of the pool without the member, less with it (above 0 it helps).`,
      ),
    ]),
  ];
}

function gapBlocks({ pairs }: ReportDocument): readonly Block[] {
  const found = pairs.flatMap(({ first, second, gap }) => {
    const own = answered(gap);
    return own ? [{ first, second, own }] : [];
  });
  if (found.length === 0) return [];
  return [
    heading(3, 'Is the gap calibration or information?'),
    table(
      ['first', 'second', '#gap', '#calibration', '#information', 'verdict'],
      found.map(({ first, second, own }) => [
        ...[first, second, signed(own.gap), signed(own.calibration), signed(own.information), own.verdict],
      ]),
      'Brier scores, before and after both were recalibrated on the other clusters (logistic).',
    ),
  ];
}

const EXPLAINED = 12;

function tournamentBlocks({ tournament, teams, published }: ReportDocument): readonly Block[] {
  return [
    ...(tournament
      ? [
          heading(3, 'Over the time that questions were open'),
          table(
            ['#rank', 'forecaster', `#${tournament.by} score`, '#± se', '#questions', '#covered'],
            tournament.leaderboard.map(({ rank, forecaster, value, standardError, questions, covered }) => [
              ...[
                String(rank),
                forecaster,
                signed(value),
                num(standardError, 2),
                String(questions),
                num(covered),
              ],
            ]),
            `${tournament.questions} questions. The sum of scores over the covered questions, at least a third of all: few questions do not win, nor does sheer number.`,
          ),
          table(
            [
              'question',
              'forecaster',
              '#peer',
              '#baseline',
              '#Brier over time',
              '#median forecaster',
              '#coverage',
              '#attainable',
            ],
            tournament.rows
              .slice(0, 60)
              .map((row) => [
                ...[
                  row.question,
                  row.forecaster,
                  signed(row.peer),
                  signed(row.baseline),
                  num(row.brier),
                  num(row.medianBrier),
                ],
                ...[percent(row.coverage), percent(row.attainable)],
              ]),
            'Averaged over time; Brier from 0 to 2. More is better of peer and baseline scores. Coverage can be no more than what early resolution left attainable.',
          ),
          ...tournament.notes.map(note),
          list(
            tournament.rows
              .filter(({ why }) => why.length > 0)
              .slice(0, EXPLAINED)
              .map(({ forecaster, question, why }) => `${forecaster} on ${question}: ${why.join(' ')}`),
          ),
        ]
      : []),
    ...(teams.length > 0
      ? [
          table(
            ['team', 'members', '#tasks', '#mean of members', '#pooled'],
            teams.map(({ team, members, n, meanOfMembers, pooled }) => [
              ...[team, listed(members, 6), String(n), num(meanOfMembers), num(pooled)],
            ]),
            'Teams (Brier): their members on average, and what the mean of their probabilities would have scored.',
          ),
        ]
      : []),
    ...(published.length > 0
      ? [
          table(
            ['forecaster', 'score', '#questions', '#mean'],
            published
              .slice(0, 60)
              .map(({ forecaster, type, n, mean }) => [forecaster, type, String(n), signed(mean)]),
            'As the tournament itself has published them; more is better.',
          ),
        ]
      : []),
  ];
}

function disagreementBlocks({ disagreements }: ReportDocument): readonly Block[] {
  if (disagreements.length === 0) return [];
  return [
    heading(3, 'Where they differ most'),
    table(
      ['task', 'first', 'said', 'second', 'said', 'came', 'better', '#by'],
      disagreements.map((one) => [
        ...[
          taskText(one.task),
          one.first,
          one.firstSaid,
          one.second,
          one.secondSaid,
          one.came,
          one.better,
          num(one.by),
        ],
      ]),
    ),
  ];
}

// ---------------------------------------------------------------- C and the rest

function batchBlocks({ batches }: ReportDocument): readonly Block[] {
  if (batches.length === 0) return [];
  const [a, b] = batches;
  return [
    heading(2, 'C. Batch against batch'),
    paragraph(
      b === undefined
        ? `Two batches are compared trial by trial, under the same luck, by stave compare ${a} OTHER.`
        : `Trial by trial, under the same luck, these are compared by stave compare ${a} ${b}: here only their answers are.`,
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

/**
 * Prints the tables of the back-test as Markdown, or the effect of each value of hindsight, or the agreement of the
 * codings, as CSV: `npx tsx tests/flagship/print.ts tables 20000`, `… hindsight 20000`, `… agreement`; or
 * writes the study anew: `… study`.
 */
import {
  backtestArms,
  backtestScenario,
  CODED,
  codedValue,
  lateParameters,
  runBacktest,
  type Arm,
  type BacktestRun,
} from './backtest.ts';
import { backtestStudy } from './widen.ts';
import { agreementCsv, agreements } from './codings.ts';
import { brier, coverage, logScore, percentile, quantile, shareOf } from './fan.ts';
import { HALVES, hasTable, numberOf, table } from './history.ts';
import type { CsvRow } from '../support/csv.ts';

const [what = 'tables', count = '20000'] = process.argv.slice(2);
const trials = Number(count);

const codings = ['coding-1.csv', 'coding-2.csv'].filter(hasTable).map(table);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const two = (x: number): string => x.toFixed(2);
const three = (x: number): string => x.toFixed(3);
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const lines = (rows: readonly string[]): string => `${rows.join('\n')}\n\n`;

/** Where the codings lie in the fan at the end of each half-year. */
function places(run: BacktestRun, measure: string, column: string): { half: string; at: number[] }[] {
  return HALVES.map((half) => {
    const fan = run.at(measure, half);
    const coded = codings.map((coding) => coding.find((one) => one['half'] === half));
    return { half, at: coded.map((one) => (one ? percentile(fan, codedValue(one, column)) : Number.NaN)) };
  });
}

function fanTable(run: BacktestRun, { column, measure, title }: (typeof CODED)[number]): string {
  const coded = (half: string): string[] =>
    codings.map((coding) => {
      const found = coding.find((one) => one['half'] === half);
      return found ? codedValue(found, column).toFixed(column === 'tac' ? 0 : 2) : '';
    });
  const head = [
    'half-year',
    '5%',
    '25%',
    '50%',
    '75%',
    '95%',
    ...codings.flatMap((_, i) => [`coded ${i + 1}`, `place ${i + 1}`]),
  ];
  const body = places(run, measure, column).map(({ half, at }) => {
    const fan = run.at(measure, half);
    const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map((p) =>
      quantile(fan, p).toFixed(column === 'tac' ? 0 : 2),
    );
    return row([half, ...quantiles, ...coded(half).flatMap((value, i) => [value, two(at[i] ?? Number.NaN)])]);
  });
  return `### ${title}\n\n${lines([row(head), row(head.map(() => '---')), ...body])}`;
}

function coverageTable(runs: readonly (readonly [Arm, BacktestRun])[]): string {
  const head = [
    'quantity',
    ...runs.flatMap(([arm]) => codings.flatMap((_, i) => [`${arm.name}, coding ${i + 1}: 50%`, '90%'])),
  ];
  const body = CODED.map(({ column, measure, title }) =>
    row([
      title,
      ...runs.flatMap(([, run]) =>
        codings.flatMap((_, i) => {
          const at = places(run, measure, column).map((one) => one.at[i] ?? Number.NaN);
          return [0.5, 0.9].map((level) => `${Math.round(coverage(at, level) * at.length)} of ${at.length}`);
        }),
      ),
    ]),
  );
  return lines([row(head), row(head.map(() => '---')), ...body]);
}

/** Breakdown and recovery as the mechanism holds them for possible. */
function shapeTable(runs: readonly (readonly [Arm, BacktestRun])[]): string {
  const head = ['question', ...runs.map(([arm]) => arm.name)];
  const body = ['breakdown2019', 'recovery2023', 'recoveryAfterBreakdown'].map((id) =>
    row([id, ...runs.map(([, run]) => three(run.probability(id)))]),
  );
  // Both codings name the Japan-ROK side in every half-year.
  const binds = row([
    'Japan-ROK side binds (lowest and highest share of the half-years)',
    ...runs.map(([, run]) => {
      const shares = HALVES.map((half) => mean([...run.at('bindsJapanKorea', half)]));
      return `${two(Math.min(...shares))} to ${two(Math.max(...shares))}`;
    }),
  ]);
  return lines([row(head), row(head.map(() => '---')), ...body, binds]);
}

/** The three rival structures, apart: a parameter draws one in each trial. */
function structureTable(run: BacktestRun): string {
  const drawn = run.drawn('structure');
  const asked = table('milestones.csv').filter((one) => one['no_question'] === '');
  const fan = run.at('sideJapanKorea', '2019H2');
  const end = run.at('sideJapanKorea', '2023H1');
  const body = ['article', 'quasi-alliance', 'domestic'].map((name, i) => {
    const where = (trial: number): boolean => drawn[trial] === i + 1;
    const count = drawn.filter((value) => value === i + 1).length;
    const of = (id: string): number => run.probability(id, where);
    const said = asked.map((one) => ({
      p: shareOf(of(one['id'] ?? ''), count),
      y: numberOf(one, 'outcome'),
    }));
    return row([
      name,
      String(count),
      ...[fan, end].map((values) =>
        two(
          quantile(
            values.filter((_, trial) => where(trial)),
            0.5,
          ),
        ),
      ),
      ...['breakdown2019', 'recovery2023', 'recoveryAfterBreakdown'].map((id) => three(of(id))),
      three(mean(said.map(({ p, y }) => brier(p, y)))),
      three(mean(said.map(({ p, y }) => logScore(p, y)))),
    ]);
  });
  const head = [
    'structure',
    'trials',
    'Japan-ROK 2019H2, median',
    '2023H1, median',
    'breakdown2019',
    'recovery2023',
    'recoveryAfterBreakdown',
    'Brier',
    'log',
  ];
  return lines([row(head), row(head.map(() => '---')), ...body]);
}

interface Scored {
  readonly row: CsvRow;
  readonly outcome: number;
  readonly base: number;
  readonly said: readonly number[];
}

function scored(runs: readonly (readonly [Arm, BacktestRun])[]): Scored[] {
  const asked = new Set(runs[0]?.[0].ir.questions.map(({ id }) => id));
  return table('milestones.csv')
    .filter((one) => asked.has(one['id'] ?? ''))
    .map((one) => ({
      row: one,
      outcome: numberOf(one, 'outcome'),
      base: numberOf(one, 'base_rate'),
      said: runs.map(([, run]) => shareOf(run.probability(one['id'] ?? ''), run.trials)),
    }));
}

function milestoneTable(runs: readonly (readonly [Arm, BacktestRun])[]): string {
  const all = scored(runs);
  const head = ['milestone', 'by', 'happened', 'base rate', ...runs.map(([arm]) => arm.name)];
  const body = all.map(({ row: one, outcome, base, said }) =>
    row([one['id'] ?? '', one['by'] ?? '', outcome === 1 ? 'yes' : 'no', two(base), ...said.map(two)]),
  );
  return lines([row(head), row(head.map(() => '---')), ...body]);
}

function scoreTable(runs: readonly (readonly [Arm, BacktestRun])[]): string {
  const all = scored(runs);
  const clusters = [...new Set(all.map(({ row: one }) => one['cluster'] ?? ''))];
  const head = [
    'milestones',
    'number',
    'Brier: base rate',
    ...runs.map(([arm]) => arm.name),
    'log: base rate',
    ...runs.map(([arm]) => arm.name),
  ];
  const line = (name: string, some: readonly Scored[]): string => {
    const score = (rule: typeof brier, of: (one: Scored) => number): string =>
      three(mean(some.map((one) => rule(of(one), one.outcome))));
    const with_ = (rule: typeof brier): string[] => [
      score(rule, ({ base }) => base),
      ...runs.map((_, i) => score(rule, ({ said }) => said[i] ?? Number.NaN)),
    ];
    return row([name, String(some.length), ...with_(brier), ...with_(logScore)]);
  };
  // A mean over clusters counts each family of related milestones once.
  const clusterMean = (rule: typeof brier, of: (one: Scored) => number): string =>
    three(
      mean(
        clusters.map((name) =>
          mean(
            all.filter(({ row: one }) => one['cluster'] === name).map((one) => rule(of(one), one.outcome)),
          ),
        ),
      ),
    );
  const byCluster = (rule: typeof brier): string[] => [
    clusterMean(rule, ({ base }) => base),
    ...runs.map((_, i) => clusterMean(rule, ({ said }) => said[i] ?? Number.NaN)),
  ];
  return lines([
    row(head),
    row(head.map(() => '---')),
    ...clusters.map((name) =>
      line(
        name,
        all.filter(({ row: one }) => one['cluster'] === name),
      ),
    ),
    line('all', all),
    row(['mean of clusters', String(clusters.length), ...byCluster(brier), ...byCluster(logScore)]),
  ]);
}

/** Brier of the base rate less that of an arm, by clusters: mean and standard error (clusters count as independent). */
function differenceTable(runs: readonly (readonly [Arm, BacktestRun])[]): string {
  const all = scored(runs);
  const clusters = [...new Set(all.map(({ row: one }) => one['cluster'] ?? ''))];
  const rows = runs.map(([arm], i) => {
    const differences = clusters.map((name) =>
      mean(
        all
          .filter(({ row: one }) => one['cluster'] === name)
          .map(({ base, said, outcome }) => brier(base, outcome) - brier(said[i] ?? Number.NaN, outcome)),
      ),
    );
    const middle = mean(differences);
    const spread = Math.sqrt(
      differences.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (differences.length - 1),
    );
    return row([
      arm.name,
      String(clusters.length),
      three(middle),
      three(spread / Math.sqrt(differences.length)),
    ]);
  });
  const head = ['arm', 'clusters', 'base rate less arm', 'standard error'];
  return lines([row(head), row(head.map(() => '---')), ...rows]);
}

function calibrationTable(runs: readonly (readonly [Arm, BacktestRun])[]): string {
  const all = scored(runs);
  const edges = [0, 0.1, 0.25, 0.5, 0.75, 1.0001];
  const head = [
    'said',
    ...['base rate', ...runs.map(([arm]) => arm.name)].flatMap((name) => [
      `${name}: number`,
      'mean said',
      'came true',
    ]),
  ];
  const body = edges.slice(1).map((high, i) => {
    const low = edges[i] ?? 0;
    const cells = [
      ({ base }: Scored) => base,
      ...runs.map(
        (_, at) =>
          ({ said }: Scored) =>
            said[at] ?? Number.NaN,
      ),
    ].flatMap((of) => {
      const some = all.filter((one) => of(one) >= low && of(one) < high);
      return [
        String(some.length),
        some.length ? two(mean(some.map(of))) : '',
        some.length ? two(mean(some.map(({ outcome }) => outcome))) : '',
      ];
    });
    return row([`${low} to ${Math.min(1, high)}`, ...cells]);
  });
  return lines([row(head), row(head.map(() => '---')), ...body]);
}

/** What the back-test reads, for the effect of a value of hindsight. */
const TARGETS = [
  ['japan_korea_2019H2', 'sideJapanKorea', '2019H2'],
  ['japan_korea_2023H1', 'sideJapanKorea', '2023H1'],
  ['us_korea_2020H1', 'sideUsKorea', '2020H1'],
  ['us_japan_2023H1', 'sideUsJapan', '2023H1'],
  ['cohesion_2019H2', 'cohesion', '2019H2'],
  ['cohesion_2023H1', 'cohesion', '2023H1'],
  ['activity_2019H2', 'tac', '2019H2'],
  ['activity_2023H1', 'tac', '2023H1'],
] as const;

/** Difference of a target's mean between the trials with the highest and the lowest third of a draw, in its own spread. */
function effect(drawn: Float64Array, target: Float64Array): number {
  const order = Array.from(drawn.keys()).sort((a, b) => (drawn[a] ?? 0) - (drawn[b] ?? 0));
  const third = Math.floor(order.length / 3);
  const of = (some: readonly number[]): number => mean(some.map((trial) => target[trial] ?? Number.NaN));
  const all = mean([...target]);
  const spread = Math.sqrt(mean(Array.from(target, (x) => (x - all) ** 2)));
  return (of(order.slice(-third)) - of(order.slice(0, third))) / spread;
}

function hindsightCsv(arm: Arm, run: BacktestRun): string {
  const targets = TARGETS.map(([, measure, half]) => run.at(measure, half));
  const rows = lateParameters(arm.model).map(({ name, rests, drawn }) => {
    const effects = targets.map((target) => (drawn ? effect(run.drawn(name), target).toFixed(2) : ''));
    return [name, rests.join(' '), ...effects].join(',');
  });
  return [`parameter,rests_on,${TARGETS.map(([name]) => name).join(',')}`, ...rows, ''].join('\n');
}

const arms = what === 'agreement' || what === 'study' ? [] : await backtestArms();
if (what === 'study') {
  process.stdout.write(backtestStudy((await backtestScenario()).model));
} else if (what === 'agreement') {
  const [first, second] = codings;
  if (first && second) process.stdout.write(agreementCsv(agreements(first, second)));
} else if (what === 'hindsight') {
  const [arm] = arms;
  if (arm) process.stdout.write(hindsightCsv(arm, runBacktest(arm.ir, trials)));
} else {
  const runs = arms.map((arm) => [arm, runBacktest(arm.ir, trials)] as const);
  process.stdout.write(
    lines(runs.map(([arm, run]) => `${arm.name}: ${run.trials} trials, ${run.failed} failed`)),
  );
  for (const coded of CODED)
    for (const [, run] of runs.slice(0, 1)) process.stdout.write(fanTable(run, coded));
  process.stdout.write(`### Shape\n\n${shapeTable(runs)}`);
  for (const [, run] of runs.slice(0, 1)) process.stdout.write(`### Structures\n\n${structureTable(run)}`);
  process.stdout.write(`### Coverage\n\n${coverageTable(runs)}`);
  process.stdout.write(`### Milestones\n\n${milestoneTable(runs)}`);
  process.stdout.write(`### Scores\n\n${scoreTable(runs)}`);
  process.stdout.write(`### Difference\n\n${differenceTable(runs)}`);
  process.stdout.write(`### Calibration\n\n${calibrationTable(runs)}`);
}

/** Two forecasters on the tasks of both: is the difference chance, and what could have been seen at all? */
import { explainGap, type CalibrationCase, type Gap } from '../../calibration/gap.ts';
import { murphyDominance, type Dominance } from '../../calibration/murphy-diagram.ts';
import { adjustedP } from '../../comparison/adjusted-p.ts';
import { confidenceSequence, type ConfidenceStep } from '../../comparison/confidence-sequence.ts';
import { detectableDifference, type Detectable } from '../../comparison/detectable.ts';
import { eProcess, type EStep } from '../../comparison/e-process.ts';
import { oneLook, type OneLook } from '../../comparison/one-look.ts';
import { pairScores } from '../../comparison/task-score.ts';
import { groupBy, meanOf } from '../../statistics/numbers.ts';
import { isUnanswerable, unanswerable, type Answer } from '../../statistics/answer.ts';
import { binaryCases, type BinaryCase } from './binary-cases.ts';
import { taskScores, type ReportContext, type TableRows } from './context.ts';

export interface PairReport extends Omit<OneLook, 'clusters'> {
  readonly table: TableRows['table'];
  readonly score: string;
  readonly first: string;
  readonly second: string;
  readonly n: number;
  /** Tasks of one alone. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly firstBetter: number;
  readonly secondBetter: number;
  /** First minus second: below 0 the first is better. */
  readonly meanDifference: number;
  /** Of the permutation p, over all pairs of the table (Holm). */
  readonly adjustedP?: number;
  readonly detectable: Answer<Detectable>;
  /** May be looked at after every task: bounded scores alone. */
  readonly sequence: Answer<readonly ConfidenceStep[]>;
  readonly evidence: Answer<readonly EStep[]>;
  readonly dominance: Answer<Dominance>;
  /** Of the mean Brier score: what recalibration would take away of the difference. */
  readonly gap: Answer<Gap>;
  readonly verdict: string;
}

/** Beyond this many forecasters the pairs are those with the first source alone. */
const ALL_PAIRS_MAX = 8;
const PAIRS_MAX = 40;
const ALPHA = 0.05;
/** Of fewer tasks nothing is concluded. */
const FEW = 5;
/** Fewer teach no recalibration. */
const GAP_MIN = 10;
/** Differences of bounded scores. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = { brier: [-1, 1] };

export function pairReports(tables: readonly TableRows[], context: ReportContext): readonly PairReport[] {
  return tables.flatMap((table) => {
    const present = context.forecasters.filter((name) =>
      table.rows.some(({ forecast }) => forecast.forecaster === name),
    );
    const pairs = present
      .flatMap((first, i) => present.slice(i + 1).map((second) => [first, second] as const))
      .filter(
        ([first, second]) =>
          present.length <= ALL_PAIRS_MAX || context.own.includes(first) || context.own.includes(second),
      )
      .slice(0, PAIRS_MAX);
    const reports = pairs.flatMap(([first, second]) => {
      const report = pairReport(table, first, second, context);
      return report.n === 0 ? [] : [report];
    });
    return adjusted(reports);
  });
}

function adjusted(reports: readonly PairReport[]): readonly PairReport[] {
  const tested = reports.filter(({ permutation }) => !isUnanswerable(permutation));
  const ps = adjustedP(
    tested.map(({ permutation }) => (isUnanswerable(permutation) ? 1 : permutation.pValue)),
    'holm',
  );
  return reports.map((report) => {
    const p = ps[tested.indexOf(report)];
    const full = { ...report, ...(p !== undefined && { adjustedP: p }) };
    return { ...full, verdict: verdictOf(full, tested.length) };
  });
}

function pairReport(
  { table, score, rows }: TableRows,
  first: string,
  second: string,
  { clusterOf }: ReportContext,
): PairReport {
  const both = rows.filter(({ forecast }) => forecast.forecaster === first || forecast.forecaster === second);
  const scores = taskScores(both, score, clusterOf);
  const named = [first, second].every((name) => scores.some(({ forecaster }) => forecaster === name));
  const { pairs, onlyFirst, onlySecond } = named
    ? pairScores(scores, first, second)
    : { pairs: [], onlyFirst: [], onlySecond: [] };
  const differences = pairs.map(({ difference }) => difference);
  const horizons = new Set(both.map(({ task }) => task.keys['horizon'] ?? '')).size;
  const { clusters: _, ...tests } = oneLook(pairs, {
    seed: `${table} ${first} ${second}`,
    horizon: Math.max(1, horizons),
    series: seriesOf(pairs, both),
  });
  const bounds = BOUNDS[score];
  const noBounds = unanswerable(`The ${score} has no bounds, without which no sequence holds at every look`);
  const isOrdered = pairs.every(({ time }) => time !== undefined);
  const noOrder = unanswerable('Nothing says in which order the tasks were decided');
  const cases = [first, second].map((name) =>
    binaryCases(
      rows.filter(
        ({ forecast, task }) => forecast.forecaster === name && pairs.some((pair) => pair.task === task.id),
      ),
      clusterOf,
    ),
  );
  const report = {
    ...{ table, score, first, second, n: pairs.length },
    ...{ onlyFirst: onlyFirst.length, onlySecond: onlySecond.length },
    firstBetter: differences.filter((d) => d < 0).length,
    secondBetter: differences.filter((d) => d > 0).length,
    meanDifference: differences.reduce((sum, d) => sum + d, 0) / differences.length,
    ...tests,
    detectable:
      pairs.length < FEW
        ? unanswerable(`Fewer than ${FEW} common tasks say too little of the spread of differences`)
        : detectableDifference(differences, { effectiveTasks: tests.effectiveTasks }),
    sequence: !bounds
      ? noBounds
      : isOrdered
        ? confidenceSequence(differences, { bounds, alpha: ALPHA })
        : noOrder,
    evidence: !bounds ? noBounds : isOrdered ? eProcess(differences, { bounds, alpha: ALPHA }) : noOrder,
    ...comparedCases(cases[0] ?? [], cases[1] ?? [], table),
  };
  return { ...report, verdict: '' };
}

/**
 * A test of a series needs one number a time: what a hub forecasts of many places for one date is averaged first, or
 * hundreds of tasks of one week would count as so many weeks.
 */
function seriesOf(
  pairs: readonly { readonly difference: number; readonly time?: string | number }[],
  rows: TableRows['rows'],
): readonly number[] {
  const isSeries = rows.some(({ task: { keys } }) => keys['horizon'] !== undefined);
  if (!isSeries || pairs.some(({ time }) => time === undefined)) return pairs.map((pair) => pair.difference);
  const byTime = [...groupBy(pairs, ({ time }) => String(time))].sort(([a], [b]) => (a < b ? -1 : 1));
  return byTime.map(([, own]) => meanOf(own.map((pair) => pair.difference)));
}

function comparedCases(
  first: readonly BinaryCase[],
  second: readonly BinaryCase[],
  table: TableRows['table'],
): Pick<PairReport, 'dominance' | 'gap'> {
  const none = unanswerable('Only forecasts of yes or no have one');
  if (table !== 'binary' || first.length === 0 || first.length !== second.length)
    return { dominance: none, gap: none };
  const order = new Map(second.map((one) => [one.task, one]));
  const matched = first.flatMap((one) => {
    const other = order.get(one.task);
    return other ? [{ one, other }] : [];
  });
  const outcomes = matched.map(({ one }) => one.outcome);
  const tooFew = unanswerable(`Fewer than ${GAP_MIN} common tasks teach no recalibration`);
  const asCases = (pick: (pair: (typeof matched)[number]) => BinaryCase): readonly CalibrationCase[] =>
    matched.map((pair) => {
      const { probability, outcome, cluster } = pick(pair);
      return { probability, outcome, cluster };
    });
  return {
    dominance: murphyDominance(
      { is: 'probability' },
      matched.map(({ one }) => one.probability),
      matched.map(({ other }) => other.probability),
      outcomes,
    ),
    gap:
      matched.length < GAP_MIN
        ? tooFew
        : explainGap(
            asCases(({ one }) => one),
            asCases(({ other }) => other),
            { method: 'logistic', split: 'leave-one-cluster-out' },
          ),
  };
}

/** One sentence: who was better, whether that is more than chance, and what could have been seen. */
function verdictOf(
  { first, second, n, meanDifference, permutation, adjustedP: p, detectable, score }: PairReport,
  tests: number,
): string {
  if (!Number.isFinite(meanDifference))
    return `on ${tasksText(n)} a score is infinite, so there is no mean difference: see the infinite scores`;
  if (meanDifference === 0) return `${first} and ${second} score the same on ${tasksText(n)}`;
  const better = meanDifference < 0 ? first : second;
  const by = short(Math.abs(meanDifference));
  if (n < FEW) return `${better} is ahead by ${by} (${score}) on ${tasksText(n)}, which decides nothing`;
  const seen = isUnanswerable(detectable)
    ? ''
    : `; a true difference below ${short(detectable.difference)} would mostly have been missed`;
  if (isUnanswerable(permutation)) return `${better} is ahead by ${by} (${score}) on ${tasksText(n)}${seen}`;
  // The least p there can be: all signs as they are, or all of them turned.
  if (permutation.method === 'exact' && (2 / permutation.relabellings) * tests > ALPHA)
    return `${better} is ahead by ${by} (${score}) on ${tasksText(n)}, whose ${permutation.units} ${permutation.units === 1 ? 'cluster is' : 'clusters are'} too few for any difference to be more than chance`;
  const known = p ?? permutation.pValue;
  const chance =
    known < ALPHA
      ? `more than chance (adjusted p ${short(known)})`
      : `no more than chance may do (adjusted p ${short(known)})`;
  return `${better} is ahead by ${by} (${score}) on ${tasksText(n)}: ${chance}${seen}`;
}

const tasksText = (n: number): string => (n === 1 ? 'one common task' : `${n} common tasks`);
export const short = (value: number): string => String(Number(value.toPrecision(3)));

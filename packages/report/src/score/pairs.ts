/** B: two forecasters, pools of all, and what is behind a gap. */
import type { PairReport } from '@stave/forecast';
import { heading, list, note, table, type Block } from './blocks.ts';
import { plotted, type ReportDocument } from './document.ts';
import { answered, num, pText, range, signed, whyNot } from './numbers.ts';
import { sequencePlot } from './plots.ts';

export function pairBlocks({ pairs }: ReportDocument): readonly Block[] {
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

export function sequenceBlocks({ pairs }: ReportDocument): readonly Block[] {
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

export function poolBlocks({ pools }: ReportDocument): readonly Block[] {
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

export function gapBlocks({ pairs }: ReportDocument): readonly Block[] {
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

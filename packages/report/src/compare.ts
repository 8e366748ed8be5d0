/** Two arms side by side as text for a terminal: differences with their errors, and what pairing gained. */
import {
  displayWidth,
  type ComparisonResult,
  type Difference,
  type OrInfinite,
  type OutcomeComparison,
  type QuestionComparison,
  type Switched,
} from '@stave/engine';
import type { Presentation } from './presentation.ts';
import { styleFor, type Style } from './style.ts';
import { grouped, inLanguage, padEnd, padStart, wrap } from './text.ts';

export interface ComparedPair {
  readonly a: string;
  readonly b: string;
  readonly seeds: readonly [string, string];
  readonly hashes: readonly [string, string];
  /** Empty where they are paired. */
  readonly unpairedBecause: readonly string[];
  readonly result: ComparisonResult;
  /** The same with B on luck of its own. */
  readonly desynchronised?: ComparisonResult;
  readonly presentation: Presentation;
  readonly replayA: (switched: Switched) => string;
  readonly replayB: (switched: Switched) => string;
}

export interface ComparisonOptions {
  readonly lang: string;
  readonly width: number;
  readonly color: boolean;
}

export function comparisonText(pairs: readonly ComparedPair[], options: ComparisonOptions): string {
  const style = styleFor(options.color);
  return `${pairs.map((pair) => pairLines(pair, options, style).join('\n')).join('\n\n')}\n`;
}

function pairLines(pair: ComparedPair, { lang, width }: ComparisonOptions, style: Style): readonly string[] {
  const { a, b, result, desynchronised, presentation } = pair;
  const lines = [style.bold(`${b} less ${a}`), ...headline(pair, width).map((line) => style.dim(line))];
  for (const question of result.questions) {
    const asked = presentation.questions.find(({ id }) => id === question.id);
    lines.push('', ...wrap(asked ? inLanguage(asked.ask, lang) : question.id, Math.min(width, 110)));
    const rows = rowsOf(question);
    lines.push(...table(rows.map(cellsOf)));
    for (const { label, difference, isShare } of rows)
      lines.push(...notes(label, difference, isShare, rows.length > 1));
    for (const outcome of question.outcomes)
      lines.push(...switchedLines(outcome, pair, question.outcomes.length > 1));
    const apart = desynchronised?.questions.find(({ id }) => id === question.id);
    if (apart) lines.push(...apartLines(rows, rowsOf(apart)));
  }
  lines.push(...onlyLines(result, a, b));
  return lines;
}

export function headline(
  { a, b, seeds, unpairedBecause, result }: ComparedPair,
  width: number,
): readonly string[] {
  const { trials, failed, paired, identical } = result;
  const counts = `${grouped(trials)} trials each, ${seeds[1] === seeds[0] ? `seed ${seeds[0]}` : `seeds ${seeds[0]} and ${seeds[1]}`}`;
  const failures = failed.a + failed.b > 0 ? `, ${failed.a} failed in ${a} and ${failed.b} in ${b}` : '';
  const how = identical
    ? 'the same scenario on the same luck: every difference is exactly 0'
    : paired
      ? 'paired: trial by trial on the same luck'
      : `not paired, since ${unpairedBecause.join(' and ')}: intervals are those of independent trials`;
  return [`${counts}${failures}`, ...wrap(how, Math.min(width, 110))];
}

export interface Row {
  readonly label: string;
  readonly difference: Difference;
  readonly isShare: boolean;
}

export const rowsOf = (question: QuestionComparison): readonly Row[] => [
  ...question.outcomes.map((outcome) => ({
    ...{
      label: outcome.value === 'passed' ? 'by the end' : outcome.value,
      difference: outcome,
      isShare: true,
    },
  })),
  ...(question.number ? [{ label: 'mean', difference: question.number, isShare: false }] : []),
  ...(question.restrictedMean
    ? [
        {
          label: `mean time, to ${question.restrictedMean.horizon} ${question.restrictedMean.unit}s`,
          ...{ difference: question.restrictedMean, isShare: false },
        },
      ]
    : []),
];

export const HEADS = [
  '',
  'A',
  'B',
  'B less A',
  '95%',
  'range over assumptions',
  'correlation',
  'variance reduction',
  'equivalent trials',
];

export function cellsOf({ label, difference: d, isShare }: Row): readonly string[] {
  const decimals = decimalsOf(d, isShare);
  const text = (x: number | null): string => numberText(x, isShare, decimals);
  const signed = (x: number | null): string => signedText(x, isShare, decimals);
  const range = rangeText(d.range, isShare, decimals);
  return [
    ...[label, text(d.a), text(d.b), signed(d.difference), `${signed(d.low)} … ${signed(d.high)}`, range],
    ...[d.correlation === null ? '–' : d.correlation.toFixed(2), factorText(d.varianceReduction)],
    d.equivalentTrials === 'infinite'
      ? 'infinite'
      : d.equivalentTrials === null
        ? '–'
        : grouped(d.equivalentTrials),
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const all = [HEADS, ...rows];
  const widths = HEADS.map((_, i) => Math.max(...all.map((row) => displayWidth(row[i] ?? ''))));
  return all.map((row) =>
    row
      .map((cell, i) => (i === 0 ? padEnd(cell, widths[i] ?? 0) : padStart(cell, widths[i] ?? 0)))
      .join('  '),
  );
}

function notes(label: string, d: Difference, isShare: boolean, isOneOfSeveral: boolean): readonly string[] {
  const text = verdictText(d, isShare);
  return text === '' ? [] : [`  ${isOneOfSeveral ? `${label}: ` : ''}${text}`];
}

/** What the numbers of a difference come to, in words. */
export function verdictText(d: Difference, isShare: boolean): string {
  const { verdict, difference, low, high } = d;
  switch (verdict.is) {
    case 'same':
      return 'exactly the same';
    case 'equal': {
      const within = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0));
      return within === 0
        ? 'no trial differs'
        : `no trial differs; a difference beyond ${numberText(within, isShare, decimalsOf(d, isShare))} is excluded`;
    }
    case 'higher':
      return 'higher in B';
    case 'lower':
      return 'lower in B';
    case 'unknown':
      return 'no interval, so nothing can be said';
    case 'undecided': {
      const within = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0));
      const size = `a difference beyond ${numberText(within, isShare, decimalsOf(d, isShare))} is excluded`;
      return verdict.more === undefined || difference === 0
        ? `not distinguishable; ${size}`
        : `not distinguishable; about ${moreText(verdict.more)} more trials would settle it, if the difference is what it looks like`;
    }
  }
}

function switchedLines(
  { value, trials, switched }: OutcomeComparison,
  { a, b, result, replayA, replayB }: ComparedPair,
  isOneOfSeveral: boolean,
): readonly string[] {
  if (!result.paired || result.identical) return [];
  const { both, onlyA, onlyB, neither, failed, notApplicable } = trials;
  const rest = [
    ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
    ...(notApplicable > 0 ? [`${grouped(notApplicable)} not applicable in both`] : []),
  ];
  const name = isOneOfSeveral ? `${value}: ` : '';
  const counts = `  ${name}yes in both ${grouped(both)}, in A alone ${grouped(onlyA)}, in B alone ${grouped(onlyB)}, in neither ${grouped(neither)}${rest.length > 0 ? `; ${rest.join(', ')}` : ''}`;
  const example = (list: readonly Switched[], arm: string): readonly string[] => {
    const [one] = list;
    return one
      ? [
          `    yes in ${arm} alone: ${replayA(one)}`,
          `    ${' '.repeat(displayWidth(`yes in ${arm} alone: `))}${replayB(one)}`,
        ]
      : [];
  };
  return [counts, ...example(switched.onlyA, a), ...example(switched.onlyB, b)];
}

function apartLines(rows: readonly Row[], apart: readonly Row[]): readonly string[] {
  return rows.flatMap(({ label, difference }, i) => {
    const other = apart[i]?.difference;
    return other
      ? [
          `  ${label}: variance reduction ${factorText(difference.varianceReduction)} on the same luck, ${factorText(other.varianceReduction)} desynchronised`,
        ]
      : [];
  });
}

function onlyLines({ onlyA, onlyB }: ComparisonResult, a: string, b: string): readonly string[] {
  const line = (list: readonly string[], arm: string): readonly string[] =>
    list.length > 0 ? ['', `asked in ${arm} alone, or otherwise: ${list.join(', ')}`] : [];
  return [...line(onlyA, a), ...line(onlyB, b)];
}

/** To two digits that matter: nobody plans on more. */
function moreText(more: number): string {
  let unit = 1;
  while (more / unit >= 100) unit *= 10;
  return grouped(Math.ceil(more / unit) * unit);
}

export const factorText = (factor: OrInfinite | null): string =>
  factor === null
    ? '–'
    : factor === 'infinite'
      ? 'infinite'
      : `${factor >= 100 ? Math.round(factor) : factor.toFixed(1)}×`;

/**
 * The range over assumptions. Its ends have errors of their own, so they come in steps no finer than these (of 1, 2, 5,
 * 10 …), rounded outward: what is printed contains what was computed.
 */
export function rangeText(
  range: Difference['range'] | undefined,
  isShare: boolean,
  decimals: number,
): string {
  const { low = null, high = null, lowSe = 0, highSe = 0, bound } = range ?? {};
  if (low === null || high === null) return '–';
  const point = low === high;
  const from = point
    ? signedText(low, isShare, decimals)
    : endText(low, lowSe, Math.floor, isShare, decimals);
  const to = point ? from : endText(high, highSe, Math.ceil, isShare, decimals);
  return bound ? `(${from} … ${to})` : `${from} … ${to}`;
}

/** An end this close to a round number is that number. */
const SNAP = 1e-9;

function endText(
  end: number,
  error: number,
  round: (x: number) => number,
  isShare: boolean,
  decimals: number,
): string {
  const scale = isShare ? 100 : 1;
  const wanted = error * scale;
  let shown = decimals;
  while (shown > 0 && 10 ** -shown * 5 < wanted) shown--;
  let step = 10 ** -shown;
  for (let i = 0; step < wanted; i++) step *= i % 3 === 1 ? 2.5 : 2;
  const steps = (end * scale) / step;
  const nearest = Math.round(steps);
  const rounded = (Math.abs(steps - nearest) < SNAP ? nearest : round(steps)) * step;
  const kept = isShare ? Math.max(-100, Math.min(100, rounded)) : rounded;
  return signedText(kept / scale, isShare, shown);
}

const DECIMALS_MAX = 8;

/** So many that the interval's half width has two digits, and no more: the rest is noise. */
export function decimalsOf({ low, high, difference }: Difference, isShare: boolean): number {
  const half = low === null || high === null ? Math.abs(difference ?? 0) / 100 : (high - low) / 2;
  const shown = half * (isShare ? 100 : 1);
  let decimals = 0;
  if (shown > 0) for (let unit = 1; decimals < DECIMALS_MAX && unit * 10 > shown; unit /= 10) decimals++;
  return shown > 0 ? decimals : isShare ? 2 : 4;
}

/** Shares in percent. */
export function numberText(x: number | null, isShare: boolean, decimals: number): string {
  if (x === null) return '–';
  const rounded = (isShare ? x * 100 : x).toFixed(decimals);
  const shown = Number(rounded) === 0 ? (0).toFixed(decimals) : rounded;
  return isShare ? `${shown}%` : shown;
}

export const signedText = (x: number | null, isShare: boolean, decimals: number): string => {
  const text = numberText(x, isShare, decimals);
  return x !== null && x > 0 && Number.parseFloat(text) !== 0 ? `+${text}` : text;
};

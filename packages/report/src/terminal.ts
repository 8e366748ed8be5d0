/**
 * The forecast as text for a terminal. Every row of the table is equally wide, counted in columns, so that Chinese,
 * Japanese and Korean text stays aligned; text wraps, numbers are never cut: in a terminal narrower than the numbers
 * the table is wider than asked.
 */
import {
  displayWidth,
  estimateTexts,
  percentText,
  type BasisShare,
  type MeasureEstimate,
  type RunDocument,
} from '@stave/engine';
import { fanOf, valueText } from './fan.ts';
import type { Presentation } from './presentation.ts';
import { questionRows, type NumberRow, type QuestionRows, type Row } from './rows.ts';
import { styleFor, type Style } from './style.ts';
import { clean, grouped, inLanguage, padEnd, padStart, wrap } from './text.ts';
import { wordsFor, type Words } from './words.ts';

export interface TerminalOptions {
  readonly lang: string;
  /** Columns of the terminal. */
  readonly width: number;
  /** The caller decides, by NO_COLOR and what the stream is. */
  readonly color: boolean;
  /** Measure of the fan; the first one when absent. */
  readonly measure?: string;
}

const WIDTH_MAX = 110;
const LABEL_MIN = 14;
const LABEL_MAX = 28;
const BAR_MAX = 20;
const BAR_MIN = 5;
const GAP = '  ';

export function terminalReport(
  document: RunDocument,
  presentation: Presentation,
  options: TerminalOptions,
): string {
  const { lang } = options;
  const words = wordsFor(lang);
  const style = styleFor(options.color);
  const width = Math.min(options.width, WIDTH_MAX);
  const all = document.questions.map((question) => questionRows(question, presentation, lang, words));
  const columns = columnsFor(all, width, words);
  const section = (questions: readonly QuestionRows[], heading: string): string[] => {
    const numbers = questions.filter((question) => question.numbers.length > 0);
    const others = questions.filter((question) => question.numbers.length === 0);
    return [
      ...(others.length === 0
        ? []
        : ['', ...table(others, heading, words.probability, columns, style, words)]),
      ...(numbers.length === 0
        ? []
        : ['', ...table(numbers, others.length === 0 ? heading : '', words.value, columns, style, words)]),
    ];
  };
  const measure = document.measures.find(({ id }) => id === options.measure) ?? document.measures[0];
  return [
    ...headline(document, presentation, width, style, words, lang),
    ...section(
      all.filter(({ internal }) => !internal),
      '',
    ),
    ...section(
      all.filter(({ internal }) => internal),
      words.internal,
    ),
    ...(measure ? fan(measure, presentation, width, style, lang) : []),
    ...footer(document, width, style, words),
    '',
  ].join('\n');
}

function headline(
  { scenario, seed, trials, failed, basisShares = [], hindsightNumbers = 0 }: RunDocument,
  { title, unreviewed = [] }: Presentation,
  width: number,
  style: Style,
  words: Words,
  lang: string,
): string[] {
  const failedText = words.failed(grouped(failed));
  const facts = [clean(scenario.id), words.trials(grouped(trials)), words.seed(clean(seed)), failedText];
  const mark = (line: string): string => (failed > 0 ? line.replace(failedText, style.red) : line);
  return [
    ...wrap(inLanguage(title, lang), width).map(style.bold),
    ...wrap(facts.join(' · '), width).map(mark),
    ...(unreviewed.includes(lang) ? wrap(words.unreviewed, width).map(style.dim) : []),
    ...(basisShares.length > 0
      ? wrap(`${words.numbers}: ${basisText(basisShares, hindsightNumbers, words)}`, width)
      : []),
  ];
}

/** From firm to loose; whatever else is named comes last. */
const BASES = ['data', 'literature', 'judgement', 'assumption'];

/** `41% data, 30% judgement`: how much of what was written stands on what. */
function basisText(shares: readonly BasisShare[], hindsight: number, words: Words): string {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  const rank = (basis: string): number => (BASES.includes(basis) ? BASES.indexOf(basis) : BASES.length);
  const late = hindsight > 0 ? words.hindsight(percentText(hindsight / total, 0)) : '';
  const texts = shares
    .toSorted((a, b) => rank(a.basis) - rank(b.basis))
    .map(({ basis, count }) => `${percentText(count / total, 0)} ${words.bases[basis] ?? clean(basis)}`);
  return texts.join(', ') + late;
}

// ---------------------------------------------------------------- table

interface Columns {
  readonly label: number;
  readonly probability: number;
  /** 0: no bars. */
  readonly bar: number;
  readonly simulation: number;
  readonly range: number;
  /** 0: no question has a base rate. */
  readonly baseRate: number;
  readonly total: number;
}

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);

/** Numbers get what they need, labels what they need if there is room, bars what is left. */
function columnsFor(questions: readonly QuestionRows[], width: number, words: Words): Columns {
  const rows = questions.flatMap((question) => question.rows);
  const numberRows = questions.flatMap((question) => question.numbers);
  const cells = [...rows.map(cellsOf), ...numberRows.map(numberCells)];
  const heads = [words.probability, ...(numberRows.length > 0 ? [words.value] : [])];
  const probability = widest([...heads, ...cells.map((cell) => cell.probability)]);
  const simulation = widest([...words.simulation, ...cells.map((cell) => cell.simulation)]);
  const range = widest([...words.range, ...cells.map((cell) => cell.range)]);
  const based = rows.some((row) => row.baseline !== undefined);
  const baseRate = based ? widest([words.baseRate, ...cells.map((cell) => cell.baseRate)]) : 0;
  const numbers = [probability, simulation, range, ...(based ? [baseRate] : [])].reduce(
    (sum, column) => sum + GAP.length + column,
    GAP.length, // labels are indented
  );
  const room = width - numbers;
  const wanted = Math.max(LABEL_MIN, widest([...rows, ...numberRows].map(({ label }) => label)));
  const label = Math.max(LABEL_MIN, Math.min(wanted, LABEL_MAX, room - GAP.length - 2 * BAR_MIN));
  const left = room - label - GAP.length;
  const bar = left >= BAR_MIN ? Math.min(BAR_MAX, left) : 0;
  const total = numbers + label + (bar > 0 ? GAP.length + bar : 0);
  return { label, probability, bar, simulation, range, baseRate, total };
}

const numberCells = ({ texts }: NumberRow) => ({
  probability: texts.value,
  simulation: texts.simulation,
  range: texts.range,
  baseRate: '',
});

function cellsOf({ estimate, baseline }: Row) {
  const baseRate = baseline === undefined ? '' : percentText(baseline, baseDecimals(baseline));
  return { ...estimateTexts(estimate), baseRate };
}

/** A base rate is a number somebody wrote: it keeps its digits, up to two decimals. */
function baseDecimals(baseline: number): number {
  const points = 100 * baseline;
  return [0, 1].find((decimals) => Math.abs(Number(points.toFixed(decimals)) - points) < 1e-9) ?? 2;
}

function table(
  questions: readonly QuestionRows[],
  heading: string,
  /** Head of the column of probabilities or numbers. */
  what: string,
  columns: Columns,
  style: Style,
  words: Words,
): string[] {
  const full = (text: string): string => padEnd(text, columns.total);
  const rule = style.dim('─'.repeat(columns.total));
  return [
    ...(heading === '' ? [] : wrap(heading, columns.total).map((text) => style.bold(full(text)))),
    ...headRows(what, columns, words).map(style.bold),
    rule,
    ...questions.flatMap(({ ask, given, rows, numbers }, i) => [
      ...(i > 0 ? [full('')] : []),
      ...wrap(ask, columns.total).map(full),
      ...(given === undefined ? [] : wrap(given, columns.total).map((line) => style.dim(full(line)))),
      ...rows.flatMap((row) => tableRow(row, columns, style)),
      ...numbers.flatMap((row) => numberRow(row, columns)),
    ]),
    rule,
  ];
}

function headRows(what: string, columns: Columns, words: Words): string[] {
  return [
    join(columns, words.question, what, '', words.simulation[0], words.range[0], words.baseRate),
    join(columns, `${GAP}${words.outcome}`, '', '', words.simulation[1], words.range[1], ''),
  ];
}

function numberRow(row: NumberRow, columns: Columns): string[] {
  const { probability, simulation, range } = numberCells(row);
  return wrap(row.label, columns.label).map((label, line) =>
    line === 0
      ? join(columns, GAP + label, probability, '', simulation, range, '')
      : padEnd(GAP + label, columns.total),
  );
}

function tableRow(row: Row, columns: Columns, style: Style): string[] {
  const { probability, simulation, range, baseRate } = cellsOf(row);
  const bar = style.blue(padEnd(barText(row.estimate.probability ?? 0, columns.bar), columns.bar));
  return wrap(row.label, columns.label).map((label, line) =>
    line === 0
      ? join(columns, GAP + label, probability, bar, simulation, range, baseRate)
      : padEnd(GAP + label, columns.total),
  );
}

/** One row of the table; `bar` comes with its width, since it may be coloured. */
function join(
  columns: Columns,
  label: string,
  probability: string,
  bar: string,
  simulation: string,
  range: string,
  baseRate: string,
): string {
  return [
    padEnd(label, GAP.length + columns.label),
    padStart(probability, columns.probability),
    ...(columns.bar > 0 ? [bar === '' ? ' '.repeat(columns.bar) : bar] : []),
    padStart(simulation, columns.simulation),
    padStart(range, columns.range),
    ...(columns.baseRate > 0 ? [padStart(baseRate, columns.baseRate)] : []),
  ].join(GAP);
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar in eighths of a column; what is not 0 shows at least one eighth. */
function barText(probability: number, width: number): string {
  const eighths = Math.round(probability * width * 8);
  const shown = probability > 0 ? Math.max(1, eighths) : eighths;
  return '█'.repeat(Math.floor(shown / 8)) + (EIGHTHS[shown % 8] ?? '');
}

// ---------------------------------------------------------------- fan

const SPARKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const SPARK_LINES = [
  { q: 0.95, name: 'p95' },
  { q: 0.5, name: 'p50' },
  { q: 0.05, name: 'p5' },
];

/** Three lines of blocks on one scale, with the values at both ends. */
function fan(
  measure: MeasureEstimate,
  presentation: Presentation,
  width: number,
  style: Style,
  lang: string,
): string[] {
  const found = fanOf(measure);
  if (!found) return [];
  const { low, high } = found;
  const label = presentation.measures.find(({ id }) => id === measure.id)?.label;
  const lines = SPARK_LINES.map(({ q, name }) => ({ name, values: found.values(q) }));
  const texts = lines.map(({ values }) =>
    [values[0] ?? null, values.at(-1) ?? null].map((v) => valueText(v, low, high)),
  );
  const [left, right] = [0, 1].map((end) => widest(texts.map((pair) => pair[end] ?? ''))) as [number, number];
  const room = width - left - right - 10;
  const columns = Math.max(1, Math.min(60, room, measure.steps.length));
  const sparks = (values: readonly (number | null)[]): string =>
    Array.from({ length: columns }, (_, i) => {
      const at = columns === 1 ? 0 : Math.round((i * (values.length - 1)) / (columns - 1));
      const value = values[at] ?? null;
      if (value === null) return ' ';
      const part = high > low ? (value - low) / (high - low) : 0.5;
      return SPARKS[Math.min(7, Math.floor(part * 8))];
    }).join('');
  const indent = ' '.repeat(GAP.length + 4 + left + 1);
  const [start, end] = found.ends;
  return [
    '',
    ...wrap(label ? inLanguage(label, lang) : clean(measure.id), width).map(style.bold),
    ...lines.map(({ name, values }, i) => {
      const [first, last] = texts[i] as [string, string];
      return `${GAP}${padEnd(name, 3)} ${padStart(first, left)} ${style.blue(sparks(values))} ${padStart(last, right)}`;
    }),
    style.dim(`${indent}${start}${' '.repeat(Math.max(1, columns - start.length - end.length))}${end}`),
  ];
}

function footer({ questions, nested }: RunDocument, width: number, style: Style, words: Words): string[] {
  const ranges = questions.flatMap(({ outcomes, number }) => [
    ...outcomes.flatMap(({ range, cumulative }) => (cumulative ? [range, cumulative.range] : [range])),
    ...(number ? [number.range] : []),
  ]);
  const without = ranges.some(({ low }) => low === null) ? words.tooFew : words.certain;
  const method = nested ? words.nested(String(nested.points), String(nested.share)) : without;
  const about = [
    words.aboutSimulation,
    words.aboutRange + (ranges.length === 0 ? '' : method),
    ...(ranges.some(({ bound }) => bound) ? [words.aboutBound] : []),
    ...(questions.some(({ number }) => number !== undefined) ? [words.aboutNumbers] : []),
  ];
  return ['', ...about.flatMap((text) => wrap(text, width)).map(style.dim)];
}

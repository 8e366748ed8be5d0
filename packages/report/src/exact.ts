/** Exact answers as text for a terminal, and beside them, where trials were run, their estimates. */
import {
  displayWidth,
  type ExactComparison,
  type ExactDocument,
  type ExactExpectation,
  type ExactQuestion,
} from '@stave/engine';
import type { Presentation, QuestionPresentation } from './presentation.ts';
import { momentsShown } from './rows.ts';
import { styleFor, type Style } from './style.ts';
import type { TerminalOptions } from './terminal.ts';
import { clean, grouped, inLanguage, padEnd, padStart, wrap } from './text.ts';
import { wordsFor, type Words } from './words.ts';

const WIDTH_MAX = 110;
/** Questions wrap at this width, however little the numbers need. */
const WIDTH_MIN = 72;
const GAP = '  ';
/** Digits of an exact number that are shown; the document has all of them. */
const DIGITS = 10;
const ESTIMATE_DIGITS = 5;

interface Row {
  readonly label: string;
  readonly exact: string;
  readonly comparison?: ExactComparison;
}

interface Block {
  readonly ask: string;
  readonly given?: string;
  readonly rows: readonly Row[];
}

export function exactReport(
  document: ExactDocument,
  presentation: Presentation,
  options: Omit<TerminalOptions, 'measure'>,
): string {
  const words = wordsFor(options.lang);
  const style = styleFor(options.color);
  const width = Math.min(options.width, WIDTH_MAX);
  const blocks = document.questions.map((question) =>
    blockOf(question, document, presentation, options.lang, words),
  );
  return [
    ...headline(document, presentation, width, style, words, options.lang),
    '',
    ...table(blocks, document, width, style, words),
    ...footer(document, width, style, words),
    '',
  ].join('\n');
}

function headline(
  { scenario, states, transitions, unbounded, failed }: ExactDocument,
  { title }: Presentation,
  width: number,
  style: Style,
  words: Words,
  lang: string,
): string[] {
  const facts = [
    clean(scenario.id),
    words.exact.states(grouped(states)),
    words.exact.transitions(grouped(transitions)),
    ...(unbounded ? [words.exact.unbounded] : []),
    ...(failed > 0 ? [words.exact.fails(numberText(failed))] : []),
  ];
  return [...wrap(inLanguage(title, lang), width).map(style.bold), ...wrap(facts.join(' · '), width)];
}

// ---------------------------------------------------------------- rows

function blockOf(
  question: ExactQuestion,
  { check }: ExactDocument,
  { questions }: Presentation,
  lang: string,
  words: Words,
): Block {
  const shown = questions.find(({ id }) => id === question.id);
  const comparisonOf = (what: string): { readonly comparison?: ExactComparison } => {
    const found = check?.comparisons.find((one) => one.question === question.id && one.what === what);
    return found ? { comparison: found } : {};
  };
  const probability = (label: string, what: string, p: number | null): Row => ({
    label,
    exact: p === null ? words.exact.undefined : numberText(p),
    ...comparisonOf(what),
  });
  const outcomes = momentsOrOutcomes(question, shown, lang, words).map(({ label, what, p }) =>
    probability(label, what, p),
  );
  const quantiles = (question.number?.quantiles ?? []).map(({ q, value }): Row => ({
    label: q === 0.5 ? words.median : `${Math.round(100 * q)}%`,
    exact: numberText(value),
    ...comparisonOf(`p${100 * q}`),
  }));
  const given = question.given?.probability;
  return {
    ask: shown ? inLanguage(shown.ask, lang) : clean(question.id),
    ...(typeof given === 'number' && { given: words.exact.given(numberText(given)) }),
    rows: [
      ...outcomes,
      ...question.expectations.map((expectation): Row => ({
        label: expectationLabel(expectation, words),
        exact: expectation.value === 'infinite' ? words.exact.infinite : numberText(expectation.value),
        ...(expectation.of === 'number' && comparisonOf('mean')),
      })),
      ...quantiles,
      ...(given === 0 && outcomes.length === 0
        ? [
            {
              label: words.exact.expected[question.kind === 'count' ? 'count' : 'number'],
              exact: words.exact.undefined,
            },
          ]
        : []),
      ...(question.unsettled === undefined
        ? []
        : [{ label: words.exact.unsettled, exact: numberText(question.unsettled) }]),
    ],
  };
}

const expectationLabel = ({ of, given }: ExactExpectation, words: Words): string =>
  words.exact.expected[of] + (given === undefined ? '' : words.exact.if[given]);

interface Shown {
  readonly label: string;
  /** Name in a comparison. */
  readonly what: string;
  readonly p: number | null;
}

/** As in a forecast: `no` is the rest of `yes`, and a `time` question shows what has happened by some moments. */
function momentsOrOutcomes(
  { kind, outcomes, unbounded }: ExactQuestion,
  shown: QuestionPresentation | undefined,
  lang: string,
  words: Words,
): readonly Shown[] {
  const never = (label: string): readonly Shown[] =>
    outcomes
      .filter(({ value }) => value === 'never')
      .map(({ value, probability: p }) => ({ label, what: value, p }));
  if (kind === 'time' && !unbounded) {
    const moments = momentsShown(outcomes).map(({ moment, value, cumulative }) => ({
      label: words.by(moment),
      what: `by ${value}`,
      p: cumulative.probability,
    }));
    return [...moments, ...never(words.never)];
  }
  if (kind === 'time') {
    const ever = outcomes.filter(({ value }) => value === 'ever');
    return [
      ...ever.map(({ value, probability: p }) => ({ label: words.exact.ever, what: value, p })),
      ...never(words.exact.never),
    ];
  }
  return outcomes.slice(0, kind === 'binary' ? 1 : undefined).map(({ value, probability: p }) => {
    const label = shown?.labels[value];
    const plain = kind === 'binary' ? words.yes : clean(value);
    return { label: label ? inLanguage(label, lang) : plain, what: value, p };
  });
}

// ---------------------------------------------------------------- table

function table(
  blocks: readonly Block[],
  { check }: ExactDocument,
  width: number,
  style: Style,
  words: Words,
): string[] {
  const heads = [words.exact.exact, ...(check ? [words.exact.estimate, words.exact.interval, ''] : [])];
  const rows = blocks.flatMap((block) => block.rows.map((row) => ({ row, cells: cellsOf(row, words) })));
  const widths = heads.map((head, i) => widest([head, ...rows.map(({ cells }) => cells[i] ?? '')]));
  const numbers = widths.reduce((sum, column) => sum + GAP.length + column, GAP.length);
  const wanted = widest(blocks.flatMap(({ rows: list }) => list.map(({ label }) => label)));
  const room = Math.max(12, width - numbers);
  const labels = Math.min(room, Math.max(wanted, Math.min(width, WIDTH_MIN) - numbers));
  const total = numbers + labels;
  const line = (first: string, cells: readonly string[]): string =>
    [
      padEnd(first, GAP.length + labels),
      ...widths.map((column, i) => (i === 3 ? padEnd : padStart)(cells[i] ?? '', column)),
    ]
      .join(GAP)
      .trimEnd();
  const rule = style.dim('─'.repeat(total));
  return [
    style.bold(line(words.question, heads)),
    rule,
    ...blocks.flatMap(({ ask, given, rows }, i) => [
      ...(i > 0 ? [''] : []),
      ...wrap(ask, total),
      ...(given === undefined ? [] : wrap(given, total).map(style.dim)),
      ...rows.flatMap((row) =>
        wrap(row.label, labels).map((part, k) => {
          const text = line(GAP + part, k === 0 ? cellsOf(row, words) : []);
          return row.comparison?.inside === false ? style.red(text) : text;
        }),
      ),
    ]),
    rule,
  ];
}

function cellsOf({ exact, comparison }: Row, words: Words): readonly string[] {
  if (!comparison) return [exact];
  const { estimate, low, high, inside } = comparison;
  const end = (x: number | null): string => (x === null ? '…' : numberText(x, ESTIMATE_DIGITS));
  return [
    exact,
    numberText(estimate, ESTIMATE_DIGITS),
    `${end(low)} – ${end(high)}`,
    inside ? words.exact.inside : words.exact.outside,
  ];
}

function footer({ check }: ExactDocument, width: number, style: Style, words: Words): string[] {
  if (!check) return [];
  const { trials, seed, failed, comparisons } = check;
  const inside = comparisons.filter((one) => one.inside).length;
  const facts = [words.trials(grouped(trials)), words.seed(clean(seed)), words.failed(grouped(failed))];
  const summary = words.exact.summary(grouped(inside), grouped(comparisons.length));
  return [
    '',
    ...wrap(facts.join(' · '), width),
    ...wrap(`${summary} ${words.exact.aboutInside}`, width).map(style.dim),
  ];
}

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);

/** A number with at most so many digits, and none that say nothing. What is not 1 is not shown as 1. */
function numberText(x: number, digits = DIGITS): string {
  const text = String(Number(x.toPrecision(digits)));
  return text === '1' && x < 1 ? `1 - ${String(Number((1 - x).toPrecision(2)))}` : text;
}

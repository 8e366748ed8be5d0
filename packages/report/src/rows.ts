/** Which estimates of a question a reader sees, with their labels: the same in every form of the report. */
import {
  dayNumber,
  isoOfDay,
  meanTexts,
  NEVER,
  quantileTexts,
  type NumberTexts,
  type OutcomeEstimate,
  type ProportionEstimate,
  type QuestionEstimate,
  type QuestionNumber,
} from '@stave/engine';
import type { Presentation } from './presentation.ts';
import { clean, grouped, inLanguage } from './text.ts';
import type { Words } from './words.ts';

export interface Row {
  readonly label: string;
  readonly estimate: ProportionEstimate;
  readonly baseline?: number;
}

export interface NumberRow {
  readonly label: string;
  readonly texts: NumberTexts;
}

export interface QuestionRows {
  readonly ask: string;
  readonly internal: boolean;
  /** What a conditional question counts. */
  readonly given?: string;
  /** Probabilities; none where the answer is a number. */
  readonly rows: readonly Row[];
  /** Mean and quantiles where the answer is a number. */
  readonly numbers: readonly NumberRow[];
}

/** More moments of a `time` question than this are thinned. */
const MOMENTS_MAX = 6;

/**
 * A binary question has one row, since `no` is the rest; a `time` question has the probability that it happens by the
 * end of each year and later or never; a number has its mean and quantiles; any other has its outcomes.
 */
export function questionRows(
  question: QuestionEstimate,
  presentation: Presentation,
  lang: string,
  words: Words,
): QuestionRows {
  const shown = presentation.questions.find(({ id }) => id === question.id);
  const { given } = question;
  const outcomes = question.kind === 'binary' ? question.outcomes.slice(0, 1) : question.outcomes;
  return {
    ask: shown ? inLanguage(shown.ask, lang) : clean(question.id),
    internal: shown?.internal ?? false,
    ...(given && { given: words.given(grouped(given.applicable), grouped(given.of)) }),
    numbers: question.number ? numberRows(question.number, words) : [],
    rows:
      question.kind === 'time'
        ? timeRows(question.outcomes, words)
        : outcomes.map((estimate) => {
            const { value } = estimate;
            const label = own(shown?.labels, value);
            const baseline = own(shown?.baseline, value);
            const plain = question.kind === 'binary' ? words.yes : clean(value);
            return {
              label: label ? inLanguage(label, lang) : plain,
              estimate,
              ...(baseline !== undefined && { baseline }),
            };
          }),
  };
}

function numberRows(number: QuestionNumber, words: Words): NumberRow[] {
  return [
    { label: words.mean, texts: meanTexts(number) },
    ...number.quantiles.map((quantile) => ({
      label: quantile.q === 0.5 ? words.median : `${Math.round(100 * quantile.q)}%`,
      texts: quantileTexts(quantile),
    })),
  ];
}

/** Ids are what people wrote: one may be `constructor`. */
function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

function timeRows(outcomes: readonly OutcomeEstimate[], words: Words): Row[] {
  const never = outcomes.find(({ value }) => value === NEVER);
  return [
    ...momentsShown(outcomes).map(({ moment, cumulative }) => ({
      label: words.by(moment),
      estimate: cumulative,
    })),
    ...(never ? [{ label: words.never, estimate: never }] : []),
  ];
}

/** The moments of a `time` question that a reader sees, each with what holds up to it. */
export function momentsShown<T>(
  outcomes: readonly { readonly value: string; readonly cumulative?: T }[],
): readonly { readonly moment: string; readonly value: string; readonly cumulative: T }[] {
  const moments = outcomes.flatMap(({ value, cumulative }) =>
    cumulative === undefined ? [] : [{ moment: lastDayOf(value), value, cumulative }],
  );
  return thinned(yearEnds(moments));
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A frame speaks for the day before its date (docs/decisions/0005); on a clock without dates for its own time. */
function lastDayOf(value: string): string {
  return ISO_DATE.test(value) ? isoOfDay(dayNumber(value) - 1) : `t = ${value}`;
}

/** The last moment of each year, where there are several years; else all. */
function yearEnds<T extends { readonly moment: string }>(moments: readonly T[]): readonly T[] {
  if (moments.length <= MOMENTS_MAX || !ISO_DATE.test(moments[0]?.moment ?? '')) return moments;
  const ends = moments.filter(({ moment }, i) => moments[i + 1]?.moment.slice(0, 4) !== moment.slice(0, 4));
  return ends.length > 1 ? ends : moments;
}

/** Evenly spaced ones, the last among them. */
function thinned<T>(items: readonly T[]): readonly T[] {
  const every = Math.ceil(items.length / MOMENTS_MAX);
  return items.filter((_, i) => (items.length - 1 - i) % every === 0);
}

/** What a question is, as far as reading and scoring its forecasts needs: what may be answered, and when. */
import type { Moment } from '../records/forecast.ts';
import type { Outcome } from '../records/resolution.ts';
import { FINITE } from './cells.ts';
import { daysBetween, isDay } from './moment.ts';

export type AnswerKind = 'binary' | 'nominal' | 'ordinal' | 'number' | 'time';

export interface QuestionSpec {
  readonly id: string;
  readonly kind: AnswerKind;
  /** For people. */
  readonly ask?: string;
  /** What may come, low to high where ordinal; of a binary question `yes` and `no`, of others without categories none. */
  readonly options: readonly string[];
  /** The first and the last moment at which forecasts count. */
  readonly opens?: Moment;
  readonly closes?: Moment;
  /** Where a question closed before it was meant to: scores over time are shares of the time until then. */
  readonly scheduled?: Moment;
  /**
   * Of `time`: day from which times are counted, and the last day that counts; without a day of origin times are numbers,
   * and so is the last.
   */
  readonly origin?: string;
  readonly until?: string;
  readonly cluster?: string;
  /** What the answers stand for, where that is not the question itself. */
  readonly proxy?: string;
  /** Fixed in advance from past frequencies, by option. */
  readonly baseline?: { readonly probabilities: Readonly<Record<string, number>>; readonly source: string };
  /** Nobody can look the answer up: it is never scored. */
  readonly internal?: true;
}

const YES = new Set(['yes', 'true', '1']);
const NO = new Set(['no', 'false', '0']);

/**
 * An outcome as people write it. `time`: a date, `never` for not until the last day, `after DATE` for not until then as
 * far as anybody has looked. Nothing where the question has no such outcome.
 */
export function outcomeOf(question: QuestionSpec, text: string): Outcome | undefined {
  const word = text.trim();
  switch (question.kind) {
    case 'binary': {
      const lower = word.toLowerCase();
      if (YES.has(lower)) return { kind: 'binary', happened: true };
      return NO.has(lower) ? { kind: 'binary', happened: false } : undefined;
    }
    case 'nominal':
    case 'ordinal':
      return question.options.includes(text) ? { kind: 'category', category: text } : undefined;
    case 'number': {
      const value = FINITE.read(word);
      return value === undefined ? undefined : { kind: 'number', value };
    }
    case 'time': {
      const { origin, until } = question;
      if (origin === undefined) {
        const isNever = word.toLowerCase() === 'never';
        const value = FINITE.read(isNever ? (until ?? '') : word);
        return value === undefined ? undefined : { kind: 'time', time: value, event: !isNever };
      }
      const [, after, date] = /^(after )?(\d{4}-\d{2}-\d{2})$/.exec(word) ?? [];
      const day = word.toLowerCase() === 'never' ? until : date;
      if (day === undefined || !isDay(day)) return undefined;
      // At the end of its day: what comes on a day has come before the next.
      const time = daysBetween(origin, day) + 1;
      return { kind: 'time', time, event: word.toLowerCase() !== 'never' && after === undefined };
    }
  }
}

export function outcomeText(question: QuestionSpec, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'binary':
      return outcome.happened ? 'yes' : 'no';
    case 'category':
      return outcome.category;
    case 'number':
      return FINITE.write(outcome.value);
    case 'time': {
      const { origin, until } = question;
      if (origin === undefined) return outcome.event ? FINITE.write(outcome.time) : 'never';
      const day = new Date(Date.parse(`${origin}T00:00:00Z`) + (outcome.time - 1) * 86_400_000)
        .toISOString()
        .slice(0, 10);
      return outcome.event ? day : day === until ? 'never' : `after ${day}`;
    }
  }
}

/** What an outcome of a question looks like, for messages. */
export function outcomesSaid({ kind, options, origin }: QuestionSpec): string {
  switch (kind) {
    case 'binary':
      return 'yes or no';
    case 'nominal':
    case 'ordinal':
      return `one of ${options.join(', ')}`;
    case 'number':
      return 'a number';
    case 'time':
      return origin === undefined ? 'a number or never' : 'a date, never, or after and a date';
  }
}

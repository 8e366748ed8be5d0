/**
 * What is wrong with a record, as data. Codes keep their meaning; a record with a fault is not scored.
 */

/** Every code, with what it says in general. */
export const FAULT_CODES = {
  'no-name': 'a forecaster, task, category or draw is without its name',
  'not-a-number': 'a value that has to be a number is none, or NaN',
  'not-finite': 'a value that has to be finite is infinite',
  'out-of-range': 'a number lies outside of where it can lie',
  nothing: 'a statement says nothing',
  'length-mismatch': 'two lists of a statement that belong together differ in length',
  'probability-sum': 'probabilities of all that may happen do not sum to 1',
  'not-rising': 'levels, thresholds or times do not rise',
  crossing: 'quantiles fall, a distribution function falls, or a survival curve rises',
  'weights-all-zero': 'no draw has any weight',
  repeated: 'two records, categories or draws have one name',
  moment: 'a date or time is not in the form of records',
  'cutoff-after-issue': 'material was used that is later than the forecast',
  'unknown-task': 'no task has the name that a record gives',
  'share-sum': 'the shares of a partial outcome do not sum to 1',
  'mixed-outcomes': 'the parts of a partial outcome are of different kinds',
  'no-reason': 'a void resolution does not say why',
  'rival-resolutions': 'two resolutions of one task have the same time, so none is the latest',
} as const;

export type FaultCode = keyof typeof FAULT_CODES;

export interface Fault {
  readonly code: FaultCode;
  /** What was found and what was expected. */
  readonly message: string;
  /** The record and the place in it, such as `forecast of A on task-1: probabilities[2]`. */
  readonly where?: string;
  /** What to do. */
  readonly help: string;
}

/** Collects the faults of one record, each with its place. */
export class Faults {
  readonly list: Fault[] = [];
  private readonly record: string;

  constructor(record: string) {
    this.record = record;
  }

  add(code: FaultCode, place: string, message: string, help: string): void {
    const where = place === '' ? this.record : `${this.record}: ${place}`;
    this.list.push({ code, message, where, help });
  }

  /** A number that is one: says so and returns false where it is not. */
  number(value: unknown, place: string): value is number {
    if (typeof value === 'number' && !Number.isNaN(value)) return true;
    this.add(
      'not-a-number',
      place,
      `${describe(value)} is no number`,
      'leave out what is missing; a missing value has no place in a record',
    );
    return false;
  }

  finite(value: unknown, place: string): value is number {
    if (!this.number(value, place)) return false;
    if (Number.isFinite(value)) return true;
    this.add('not-finite', place, `${value} is not finite`, 'give a finite number');
    return false;
  }

  probability(value: unknown, place: string): value is number {
    if (!this.number(value, place)) return false;
    if (value >= 0 && value <= 1) return true;
    const percent = value > 1 && value <= 100 ? `; ${value}% is ${value / 100}` : '';
    this.add('out-of-range', place, `${value} is no probability`, `give a number from 0 to 1${percent}`);
    return false;
  }

  name(value: unknown, place: string): void {
    if (typeof value === 'string' && value.trim() !== '') return;
    this.add('no-name', place, `${describe(value)} is no name`, 'give a text that is not empty');
  }

  /** Two lists that belong together, neither empty. */
  sameLength(first: readonly unknown[], second: readonly unknown[], place: string): boolean {
    if (first.length === 0 || second.length === 0) {
      this.add('nothing', place, 'the statement is empty', 'leave the forecast out, or say something');
      return false;
    }
    if (first.length === second.length) return true;
    this.add(
      'length-mismatch',
      place,
      `${first.length} and ${second.length} entries`,
      'give one of the second for each of the first',
    );
    return false;
  }

  /** Each larger than the one before. */
  rising(values: readonly number[], place: string): void {
    const at = values.findIndex((value, i) => i > 0 && value <= values[i - 1]!);
    if (at === -1) return;
    this.add(
      'not-rising',
      `${place}[${at}]`,
      `${values[at]} comes after ${values[at - 1]}`,
      values[at] === values[at - 1] ? 'give each once' : 'sort the entries, with what belongs to them',
    );
  }

  /** Names that are all different and not empty. */
  distinct(names: readonly string[], place: string): void {
    const seen = new Map<string, number>();
    for (const [i, name] of names.entries()) {
      this.name(name, `${place}[${i}]`);
      const first = seen.get(name);
      if (first === undefined) seen.set(name, i);
      else {
        this.add(
          'repeated',
          `${place}[${i}]`,
          `'${name}' stands at ${first} already`,
          'give each once, under its own name',
        );
      }
    }
  }
}

const describe = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value}'`
    : value === undefined
      ? 'nothing'
      : typeof value === 'object' || typeof value === 'function'
        ? `a value of type ${value === null ? 'null' : typeof value}`
        : String(value);

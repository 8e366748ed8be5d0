/** What reading an exercise shares: the scenario that it names, its texts in all languages, and names looked up. */
import type { Ir, Model, Text, Wording } from '@stave/engine';
import { checkNamed, nameSpan, place, textOf, wordedText, type Code, type Located, type Report, type Timeline } from '@stave/engine/reading'; // prettier-ignore
import type { TextShape } from './shape.ts';

/** How many elements of one kind there may be. */
const MANY = 100;

export class Context {
  readonly model: Model;
  readonly ir: Ir;
  readonly timeline: Timeline;
  readonly report: Report;
  readonly languages: readonly string[];
  /** Names whose element was taken out; not knowing them is no new fault. */
  private readonly dropped: ReadonlySet<string>;
  private readonly wording: Wording;

  constructor(
    model: Model,
    ir: Ir,
    timeline: Timeline,
    report: Report,
    {
      languages,
      dropped,
      wording,
    }: { languages: readonly string[]; dropped: ReadonlySet<string>; wording: Wording },
  ) {
    this.model = model;
    this.ir = ir;
    this.timeline = timeline;
    this.report = report;
    this.languages = languages;
    this.dropped = dropped;
    this.wording = wording;
  }

  /** A text with the words for its terms; a language of the exercise that it lacks is told of. */
  text(input: TextShape, at: Located): Text {
    const written = textOf(input);
    const missing = this.languages.filter((language) => !Object.hasOwn(written, language));
    if (missing.length > 0)
      this.report.add('exercise-language', `this text is not there in ${listed(missing)}`, at.span, {
        help: 'write it, or take the language out of `languages`; until then another one is shown',
      });
    const terms = new Set(this.model.terms.map(({ name }) => name));
    for (const part of at.entries?.values() ?? [at]) checkNamed(part, terms, this.report);
    return wordedText(written, this.model.terms, this.wording);
  }

  /** A text under a key, as a part of an element, when there is one. */
  part<K extends string>(key: K, input: TextShape | undefined, at: Located): { readonly [key in K]?: Text } {
    return input === undefined ? {} : ({ [key]: this.text(input, place(at, key)) } as { [key in K]: Text });
  }

  /** Whether a name is one of those there are; what is not is told of, once. */
  has(
    name: string,
    known: Iterable<string>,
    what: string,
    at: Located,
    code: Code = 'unknown-name',
  ): boolean {
    const names = [...known];
    if (names.includes(name)) return true;
    if (!this.dropped.has(name))
      this.report.add(code, `${what} \`${name}\``, at.span, {
        help: this.report.suggest(name, () => names) ?? 'there are none here',
      });
    return false;
  }

  /** `driver.state`, where there is such a state. */
  state(named: string, at: Located): boolean {
    const [driver = '', state = ''] = named.split('.');
    const { drivers } = this.model;
    const names = drivers.map(({ name }) => name);
    if (!this.has(driver, names, 'no driver is called', at)) return false;
    const own = drivers.find(({ name }) => name === driver)?.states ?? [];
    const found = own.find(({ name }) => name === state);
    if (found?.kind === 'history') {
      this.report.add('unknown-state', `\`${named}\` is a history state, which is never active`, at.span, {
        help: 'name a state that the driver can be in',
      });
      return false;
    }
    const states = own.filter(({ kind }) => kind !== 'history').map(({ name }) => name);
    return found !== undefined || this.has(state, states, `\`${driver}\` has no state`, at, 'unknown-state');
  }

  /** Of names in a list, those that are seats of the exercise. */
  seats(
    list: readonly string[] | undefined,
    at: Located | undefined,
    seats: readonly string[],
  ): readonly string[] | undefined {
    if (!list || !at) return undefined;
    return list.filter((name, i) => this.seat(name, place(at, i), seats));
  }

  seat(name: string, at: Located, seats: readonly string[]): boolean {
    return this.has(name, seats, 'no seat of the exercise is called', at, 'unknown-seat');
  }

  /** The elements of a map, of which there may be a hundred: nobody writes more by hand, and each is compared with others. */
  some<T>(map: Readonly<Record<string, T>>, at: Located): readonly (readonly [string, T])[] {
    const all = Object.entries(map);
    if (all.length > MANY)
      this.report.add(
        'exercise-limit',
        `there may be ${MANY} of these, and there are ${all.length}`,
        nameSpan(at),
        {
          help: 'leave out what nobody needs',
        },
      );
    return all.slice(0, MANY);
  }

  /** A number within limits, both included; the nearest limit where it is not, so that the rest can be read. */
  limited(value: number, at: Located, limits: Limits): number {
    const { low, high, whole = false, what } = limits;
    if (value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
    this.report.add(
      'exercise-limit',
      `${what} must be ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}`,
      at.span,
      { help: `${value} is not` },
    );
    return Math.min(Math.max(Number.isFinite(value) ? Math.round(value) : low, low), high);
  }
}

export interface Limits {
  readonly low: number;
  readonly high: number;
  readonly whole?: boolean;
  /** Begins the message. */
  readonly what: string;
}

/** `a`, `a and b`, `a, b and c`, each in backticks. */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

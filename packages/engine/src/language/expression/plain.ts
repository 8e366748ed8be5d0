/**
 * Tokens to Raw without mathjs, for what people write nearly always: numbers, names, members, calls, lists and the
 * operators of the language. It answers only where mathjs would give the same tree; for everything else, faults above
 * all, it gives up and mathjs says what is what (parse.ts), which most files then never have to load.
 *
 * Operators bind as in mathjs: `?:`, `or`, `and`, comparisons, `+ -`, `* /`, signs and `not`, `^`.
 */
import type { Raw, RawBinary, RawComparison } from './raw.ts';
import type { Token } from './tokens.ts';

interface Operator {
  readonly rank: number;
  readonly op: RawBinary;
}

const COMPARES = 3;
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['or', { rank: 1, op: 'or' }],
  ['and', { rank: 2, op: 'and' }],
  ['<', { rank: COMPARES, op: 'lt' }],
  ['<=', { rank: COMPARES, op: 'le' }],
  ['>', { rank: COMPARES, op: 'gt' }],
  ['>=', { rank: COMPARES, op: 'ge' }],
  ['==', { rank: COMPARES, op: 'eq' }],
  ['!=', { rank: COMPARES, op: 'ne' }],
  ['+', { rank: 4, op: 'add' }],
  ['-', { rank: 4, op: 'sub' }],
  ['*', { rank: 5, op: 'mul' }],
  ['/', { rank: 5, op: 'div' }],
]);

/** Words that are more than a name to mathjs; `end` cannot be assigned to. */
const WORDS_OF_MATHJS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'xor', 'not', 'mod', 'to', 'in', 'end'],
  ...['null', 'undefined', 'NaN', 'Infinity'],
]);

/** Of numbers mathjs is asked where a point ends the digits: `2.*a` is another operator to it. */
const PLAIN_NUMBER = /^(?:\d+|\d*\.\d+)(?:[eE][+-]?\d+)?$/;

/** A part, how many levels are in it (parse.ts), and whether a chain of operators may go on from it. */
interface Part {
  readonly raw: Raw;
  readonly levels: number;
  readonly chains?: boolean;
}

/** Gives up. */
class NotPlain extends Error {}

/** The same that mathjs and the walk over its tree find, or nothing; `levelsMax` as there. */
export function parsePlain(tokens: readonly Token[], content: string, levelsMax: number): Raw | undefined {
  try {
    const { raw, levels } = new PlainParser(tokens, content).whole();
    return levels > levelsMax ? undefined : raw;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class PlainParser {
  private next = 0;
  private readonly tokens: readonly Token[];
  private readonly content: string;

  constructor(tokens: readonly Token[], content: string) {
    this.tokens = tokens;
    this.content = content;
  }

  whole(): Part {
    const part = this.choice();
    if (this.next < this.tokens.length) throw new NotPlain();
    return part;
  }

  private choice(): Part {
    const test = this.operation(1);
    const mark = this.tokens[this.next];
    if (mark?.text !== '?') return test;
    // `?.` and `??` are signs of their own to mathjs.
    if (/[.?]/.test(this.content.charAt(mark.end))) throw new NotPlain();
    this.next++;
    // A choice in the middle of another needs brackets.
    const then = this.operation(1);
    this.take(':');
    const otherwise = this.choice();
    const [start, end] = [test.raw.start, otherwise.raw.end];
    return {
      raw: { is: 'if', test: test.raw, then: then.raw, otherwise: otherwise.raw, start, end },
      levels: 1 + Math.max(test.levels, then.levels, otherwise.levels),
    };
  }

  /** Operators of this rank and above, from the left. */
  private operation(least: number): Part {
    let left = this.signed();
    for (;;) {
      const operator = this.operator();
      if (operator === undefined || operator.rank < least) return left;
      if (operator.rank === COMPARES) left = this.comparison(left);
      else {
        this.next++;
        left = joined(operator.op, left, this.operation(operator.rank + 1), true);
      }
    }
  }

  private operator(): Operator | undefined {
    const token = this.tokens[this.next];
    return token && OPERATORS.get(token.text);
  }

  private comparison(first: Part): Part {
    const parts = [first];
    const ops: RawComparison[] = [];
    for (let found = this.operator(); found?.rank === COMPARES; found = this.operator()) {
      this.next++;
      ops.push(found.op as RawComparison);
      parts.push(this.operation(COMPARES + 1));
    }
    const [left, right, third] = parts;
    const [op] = ops;
    if (left && right && op && !third) return joined(op, left, right, false);
    const of = parts.map(({ raw }) => raw);
    const end = of.at(-1)?.end ?? 0;
    return { raw: { is: 'chain', ops, of, start: first.raw.start, end }, levels: 1 + most(parts) };
  }

  private signed(): Part {
    const token = this.tokens[this.next];
    if (token?.text !== '-' && token?.text !== 'not') return this.power();
    this.next++;
    const { raw, levels } = this.signed();
    const op = token.text === '-' ? 'neg' : 'not';
    return { raw: { is: 'unary', op, of: raw, start: token.start, end: raw.end }, levels: 1 + levels };
  }

  private power(): Part {
    const base = this.value();
    if (this.tokens[this.next]?.text !== '^') return base;
    this.next++;
    return joined('pow', base, this.signed(), false);
  }

  private value(): Part {
    const token = this.tokens[this.next++];
    if (token === undefined) throw new NotPlain();
    const { kind, text, start, end } = token;
    if (kind === 'word') return this.word(token);
    if (kind === 'number') {
      const value = Number(text);
      if (!PLAIN_NUMBER.test(text) || !Number.isFinite(value)) throw new NotPlain();
      return { raw: { is: 'number', value, text, start, end }, levels: 1 };
    }
    if (text === '[') {
      const items = this.parts(']', () => this.choice());
      const { end: close } = this.take(']');
      const of = items.map(({ raw }) => raw);
      return { raw: { is: 'list', items: of, start, end: close }, levels: 1 + most(items) };
    }
    if (text !== '(') throw new NotPlain();
    const { raw, levels } = this.choice();
    return { raw: { ...raw, start, end: this.take(')').end }, levels: 1 + levels };
  }

  private word({ text, start, end }: Token): Part {
    if (WORDS_OF_MATHJS.has(text)) throw new NotPlain();
    if (text === 'true' || text === 'false')
      return { raw: { is: 'truth', value: text === 'true', start, end }, levels: 1 };
    const sign = this.tokens[this.next]?.text;
    if (sign === '(') {
      this.next++;
      const args = this.parts(')', () => this.argument());
      const { end: close } = this.take(')');
      const of = args.map(({ raw }) => raw);
      return { raw: { is: 'call', name: text, args: of, start, end: close }, levels: 1 + most(args) };
    }
    if (sign !== '.') return { raw: { is: 'name', name: text, start, end }, levels: 1 };
    const words = [text];
    let last = end;
    while (this.tokens[this.next]?.text === '.') {
      const word = this.tokens[this.next + 1];
      if (word?.kind !== 'word') throw new NotPlain();
      words.push(word.text);
      last = word.end;
      this.next += 2;
    }
    const [driver = '', state = ''] = words;
    return {
      raw:
        words.length === 2
          ? { is: 'member', driver, state, start, end: last }
          : { is: 'dotted', words, start, end: last },
      levels: 1,
    };
  }

  private argument(): Part {
    const name = this.tokens[this.next];
    if (name?.kind !== 'word' || this.tokens[this.next + 1]?.text !== '=') return this.choice();
    if (WORDS_OF_MATHJS.has(name.text) || name.text === 'true' || name.text === 'false') throw new NotPlain();
    this.next += 2;
    const { raw, levels } = this.choice();
    return { raw: { is: 'named', name: name.text, value: raw, start: name.start, end: raw.end }, levels };
  }

  /** What stands between commas before a closing sign. */
  private parts(close: string, read: () => Part): readonly Part[] {
    if (this.tokens[this.next]?.text === close) return [];
    const parts = [read()];
    while (this.tokens[this.next]?.text === ',') {
      this.next++;
      parts.push(read());
    }
    return parts;
  }

  private take(text: string): Token {
    const token = this.tokens[this.next++];
    if (token?.text !== text) throw new NotPlain();
    return token;
  }
}

/** A chain to the left is one level, however long it is. */
function joined(op: RawBinary, left: Part, right: Part, chains: boolean): Part {
  const inLeft = chains && left.chains === true ? left.levels - 1 : left.levels;
  return {
    raw: { is: 'binary', op, left: left.raw, right: right.raw, start: left.raw.start, end: right.raw.end },
    levels: 1 + Math.max(inLeft, right.levels),
    chains,
  };
}

const most = (parts: readonly Part[]): number =>
  parts.reduce((most, { levels }) => Math.max(most, levels), 0);

/**
 * YAML without the library, for what scenario files consist of nearly always: block and flow maps and lists, plain and
 * quoted scalars, folded and literal text, comments. It answers only where the library would find the same values at
 * the same places and nothing to say; it gives up on everything else (anchors, tags, documents, tabs, empty values,
 * rare layout, each fault), which yaml.ts then reads with the library.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Located, Plain, Scalar } from './located.ts';

/** Longer texts may hold more values than there may be. */
const LENGTH_MAX = 900_000;
/** Below the limits of depth.ts. */
const DEPTH_MAX = 60;
/** Below what YAML allows. */
const KEY_MAX = 200;

/** Other control characters than ends of lines, marks of documents, and lines too far in. */
const BEYOND = /(?!\n)\p{Cc}|\ufeff|^(?:---|\.\.\.|%)| {200}/mu;
/** A plain scalar as far as it stands in one line; the rest of it is what may follow within. */
const IN_BLOCK = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[\w.(]))(?:[^\n:#]|:(?![ \n]|$)|(?<! )#)*/y;
/** A further line of one. */
const GOES_ON = /(?:[^\s:#]|:(?![ \n]|$))(?:[^\n:#]|:(?![ \n]|$)|(?<! )#)*/y;
const IN_FLOW = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[\w.(]))(?:[^\n:#,[\]{}]|:(?![ \n,[\]{}]|$)|(?<! )#)*/y;
const DOUBLE = /"(?:[^"\\\n]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const SINGLE = /'(?:[^'\n]|'')*'/y;
const BLOCK_HEAD = /([|>])(-?)\n/y;
const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
/** Numbers of other kinds, which are for the library. */
const OTHER_NUMBER = /^(?:0[ox]|[-+]?\.(?:inf|nan)$)/i;
const NULL = /^(?:~|null|Null|NULL)$/;
/** In other letters these are truths as well; an expression then reads them in small ones. */
const OTHER_TRUTH = /^(?:True|TRUE|False|FALSE)$/;

class NotPlain extends Error {}

/** The same as the library and the walk over its nodes find, or nothing. */
export function readPlainYaml(text: string): Located | undefined {
  if (text.length > LENGTH_MAX || BEYOND.test(text)) return undefined;
  try {
    return new PlainYaml(text).document();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

const giveUp = (): never => {
  throw new NotPlain();
};

class PlainYaml {
  private readonly text: string;
  private at = 0;
  /** Where the line that `at` stands in says something first, or what follows its dashes; -1 at the end of the text. */
  private column = 0;
  /** Behind the line of the last value. */
  private end = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): Located {
    this.line();
    if (this.column !== 0) giveUp();
    const root = this.node(-1, undefined);
    if (this.column !== -1 || !root.entries) giveUp();
    return root;
  }

  /** To the next line that says something. Comments before it stand as far in as it does. */
  private line(): void {
    const { text } = this;
    let comment = -1;
    for (;;) {
      let at = this.at;
      while (text[at] === ' ') at++;
      const column = at - this.at;
      if (text[at] === '\n') this.at = at + 1;
      else if (text[at] === '#') {
        if (comment !== -1 && comment !== column) giveUp();
        comment = column;
        this.at = this.behindLine(at);
      } else {
        const over = at === text.length;
        if ((over && column > 0) || (comment !== -1 && comment !== column)) giveUp();
        this.at = at;
        this.column = over ? -1 : column;
        return;
      }
    }
  }

  private behindLine(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end === -1 ? this.text.length : end + 1;
  }

  /** Past what may follow a value in its line, and to the next. */
  private endLine(): void {
    this.end = this.at = this.restOfLine();
    this.line();
  }

  /** Behind the line, of which only a comment is left. */
  private restOfLine(): number {
    const { text } = this;
    let at = this.at;
    while (text[at] === ' ') at++;
    const isComment = text[at] === '#' && text[at - 1] === ' ';
    if (!isComment && text[at] !== '\n' && at < text.length) giveUp();
    return this.behindLine(at);
  }

  private isLineOver(): boolean {
    let { at } = this;
    while (this.text[at] === ' ') at++;
    return at === this.text.length || this.text[at] === '\n' || (this.text[at] === '#' && at > this.at);
  }

  /** A value where a line or what follows a dash begins; its lines stand further in than `parent`. */
  private node(parent: number, key: Span | undefined): Located {
    if (++this.depth > DEPTH_MAX) giveUp();
    const found = this.isDash()
      ? this.list(key)
      : this.keyEnd() === undefined
        ? this.value(parent, key)
        : this.map(key);
    this.depth--;
    return found;
  }

  private isDash(): boolean {
    const next = this.text[this.at + 1];
    return this.text[this.at] === '-' && (next === ' ' || next === '\n');
  }

  /** Where a key that begins here ends; its colon follows. */
  private keyEnd(): number | undefined {
    const quote = this.text[this.at];
    const isQuoted = quote === '"' || quote === "'";
    const found = this.match(quote === '"' ? DOUBLE : isQuoted ? SINGLE : IN_BLOCK);
    if (found === undefined) return undefined;
    const end = this.at + found.length;
    const next = this.text[end + 1];
    return this.text[end] === ':' && (next === ' ' || next === '\n') ? end : undefined;
  }

  private match(what: RegExp): string | undefined {
    what.lastIndex = this.at;
    return what.exec(this.text)?.[0];
  }

  private map(key: Span | undefined): Located {
    const { column, at: start } = this;
    const entries = new Map<string, Located>();
    do {
      const end = this.keyEnd() ?? giveUp();
      const place = { start: this.at, end };
      const name = this.name(this.text.slice(this.at, end), entries);
      this.at = end + 1;
      entries.set(name, this.entry(column, place));
    } while (this.column === column);
    if (this.column > column) giveUp();
    return mapOf(entries, { start, end: this.end }, key);
  }

  /** The name that a key of a map is. */
  private name(written: string, entries: ReadonlyMap<string, Located>): string {
    const isQuoted = written.startsWith('"') || written.startsWith("'");
    const name = isQuoted ? unquoted(written) : written;
    const isNone = name === '__proto__' || name === '<<' || (!isQuoted && NULL.test(name));
    if (isNone || written.length > KEY_MAX || name.endsWith(' ') || entries.has(name)) giveUp();
    return name;
  }

  /** What stands behind the colon of a key. */
  private entry(column: number, key: Span): Located {
    if (!this.isLineOver()) {
      while (this.text[this.at] === ' ') this.at++;
      return this.value(column, key);
    }
    this.at = this.restOfLine();
    this.line();
    if (this.column > column) return this.node(column, key);
    return this.column === column && this.isDash() ? this.list(key) : giveUp();
  }

  private list(key: Span | undefined): Located {
    const { column, at: start } = this;
    const items: Located[] = [];
    do {
      this.at++;
      if (this.isLineOver()) {
        this.at = this.restOfLine();
        this.line();
        if (this.column <= column) giveUp();
      } else {
        while (this.text[this.at] === ' ') this.at++;
        this.column = this.at - (this.text.lastIndexOf('\n', this.at) + 1);
      }
      items.push(this.node(column, undefined));
    } while (this.column === column && this.isDash());
    if (this.column > column) giveUp();
    return listOf(items, { start, end: this.end }, key);
  }

  /** Anything but a block map or list, and what may follow it in its line. */
  private value(parent: number, key: Span | undefined): Located {
    const first = this.text[this.at];
    if (first === '|' || first === '>') return this.block(parent, key);
    const found = this.flow(parent, key) ?? this.quoted(false, key) ?? this.folded(parent, key);
    this.endLine();
    return found;
  }

  /** A plain scalar, which goes on in lines that stand further in. */
  private folded(parent: number, key: Span | undefined): Located {
    const start = this.at;
    let content = '';
    for (let line = IN_BLOCK; ; line = GOES_ON) {
      const found = this.match(line) ?? giveUp();
      const written = found.replace(/ +$/, '');
      content += written;
      const end = this.at + written.length;
      this.at += found.length;
      const next = this.at + 1;
      let at = next;
      while (this.text[at] === ' ') at++;
      const goesOn = this.text[at] !== '\n' && this.text[at] !== '#' && at < this.text.length;
      if (this.text[this.at] !== '\n' || !goesOn || at - next <= parent) {
        this.at = end;
        return scalarOf(plainValue(content), { content, style: 'plain', inFlow: false }, { start, end }, key);
      }
      content += ' ';
      this.at = at;
    }
  }

  private quoted(inFlow: boolean, key: Span | undefined): Located | undefined {
    const first = this.text[this.at];
    if (first !== '"' && first !== "'") return undefined;
    const written = this.match(first === '"' ? DOUBLE : SINGLE) ?? giveUp();
    const content = unquoted(written);
    const span = { start: this.at, end: this.at + written.length };
    this.at = span.end;
    return scalarOf(content, { content, style: 'quoted', inFlow }, span, key);
  }

  /** Literal or folded text, whose lines all stand equally far in. */
  private block(parent: number, key: Span | undefined): Located {
    const { text, at: start } = this;
    BLOCK_HEAD.lastIndex = start;
    const [head, sign, chomp] = BLOCK_HEAD.exec(text) ?? giveUp();
    this.at += head.length;
    const begin = this.at;
    this.line();
    const { column } = this;
    // `line` has passed over empty lines and comments, which would be part of the text.
    if (column <= parent || this.at !== begin + column) giveUp();
    let content = '';
    let line = begin;
    this.end = begin;
    for (let empty = 0, kept = false; line < text.length;) {
      const next = text.indexOf('\n', line);
      if (next === -1) giveUp();
      if (next === line) empty++;
      else {
        let from = line;
        while (text[from] === ' ') from++;
        // A line of blanks may be empty or text, by what stands around it.
        if (text[from] === '\n') giveUp();
        if (from - line < column) break;
        if (sign === '>' && text[next - 1] === ' ') giveUp();
        // Lines are folded into one where neither stands further in than the text.
        const keeps = sign === '|' || from - line > column;
        const breaks = keeps || kept ? empty + 1 : empty;
        content +=
          (content === '' ? '' : breaks === 0 ? ' ' : '\n'.repeat(breaks)) + text.slice(line + column, next);
        [empty, kept] = [0, keeps];
        this.end = next + 1;
      }
      line = next + 1;
    }
    if (chomp === '') content += '\n';
    this.at = this.end;
    const span = { start, end: this.end };
    this.line();
    return scalarOf(content, { content, style: 'block', inFlow: false }, span, key);
  }

  /** A map or list in brackets. */
  private flow(parent: number, key: Span | undefined): Located | undefined {
    const { text, at: start } = this;
    if (text[start] !== '{' && text[start] !== '[') return undefined;
    if (++this.depth > DEPTH_MAX) giveUp();
    const close = text[start] === '{' ? '}' : ']';
    const entries = new Map<string, Located>();
    const items: Located[] = [];
    for (this.inside(start + 1, parent); text[this.at] !== close; this.inside(this.at, parent)) {
      if (close === '}') {
        const place = this.flowKey();
        const name = this.name(text.slice(place.start, place.end), entries);
        this.inside(place.end + 1, parent);
        entries.set(name, this.flowValue(parent, place));
      } else items.push(this.flowValue(parent, undefined));
      this.inside(this.at, parent);
      if (text[this.at] === ',') this.at++;
      else if (text[this.at] !== close) giveUp();
    }
    this.depth--;
    const span = { start, end: ++this.at };
    return close === '}' ? mapOf(entries, span, key) : listOf(items, span, key);
  }

  /**
   * Past blanks and comments between brackets; lines stand further in than `parent`. The library minds some comments
   * at the beginning of a line, so none is passed.
   */
  private inside(from: number, parent: number): void {
    const { text } = this;
    for (let at = from, line = -1; ; at++) {
      const here = text[at];
      if (here === '\n') line = at + 1;
      else if (here === '#' && text[at - 1] === ' ') {
        at = this.behindLine(at) - 1;
        line = at + 1;
      } else if (here !== ' ') {
        if (at >= text.length || (line !== -1 && at - line <= parent)) giveUp();
        this.at = at;
        return;
      }
    }
  }

  private flowKey(): Span {
    const first = this.text[this.at];
    const written = this.match(first === '"' ? DOUBLE : first === "'" ? SINGLE : IN_FLOW) ?? giveUp();
    const end = this.at + written.length;
    if (this.text[end] !== ':') giveUp();
    return { start: this.at, end };
  }

  private flowValue(parent: number, key: Span | undefined): Located {
    const found = this.flow(parent, key) ?? this.quoted(true, key);
    if (found) return found;
    const content = (this.match(IN_FLOW) ?? giveUp()).replace(/ +$/, '');
    const span = { start: this.at, end: this.at + content.length };
    this.at = span.end;
    return scalarOf(plainValue(content), { content, style: 'plain', inFlow: true }, span, key);
  }
}

function unquoted(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1).replaceAll("''", "'");
  // Of escapes only those are let through that JSON has, too.
  return written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1);
}

/** A plain scalar by the core schema; numbers beyond binary64 stay text. */
function plainValue(content: string): Plain {
  if (DECIMAL.test(content)) {
    const value = Number(content);
    return Number.isFinite(value) ? value : content;
  }
  if (OTHER_NUMBER.test(content) || OTHER_TRUTH.test(content)) giveUp();
  if (NULL.test(content)) return null;
  return content === 'true' || (content === 'false' ? false : content);
}

const keyed = (key: Span | undefined): { key?: Span } => (key ? { key } : {});

const scalarOf = (value: Plain, scalar: Scalar, span: Span, key: Span | undefined): Located =>
  value === null ? { value, span, ...keyed(key) } : { value, span, scalar, ...keyed(key) };

const listOf = (items: readonly Located[], span: Span, key: Span | undefined): Located => ({
  ...{ value: items.map(({ value }) => value), span, items },
  ...keyed(key),
});

function mapOf(entries: ReadonlyMap<string, Located>, span: Span, key: Span | undefined): Located {
  const value: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
  for (const [name, entry] of entries) value[name] = entry.value;
  return { value, span, entries, ...keyed(key) };
}

/**
 * WebAssembly modules as bytes: sections, functions, locals. What instructions there are is instructions.ts.
 *
 * Invariant: the bytes are a function of the calls alone, so one Ir always gives one module.
 */

/** Instructions as nested lists of bytes; flattened once, when the module is written. */
export type Code = number | readonly Code[];

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof I64 | typeof F64 | typeof V128;

/** LEB128 of a whole number from 0 to 2^32 - 1. */
export function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0);
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}

/** The eight bytes of a binary64, least significant first. */
export function float(value: number): readonly number[] {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value, true);
  return Array.from({ length: 8 }, (_, i) => bytes.getUint8(i));
}

/** Bytes that grow. */
class Sink {
  private bytes = new Uint8Array(4096);
  private length = 0;

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = value;
  }

  code(code: Code): void {
    if (typeof code === 'number') return this.byte(code);
    for (let i = 0; i < code.length; i++) {
      const part = code[i] ?? 0;
      // Most parts are bytes, and a call for each would be felt in short runs.
      if (typeof part === 'number') this.byte(part);
      else this.code(part);
    }
  }

  /** Bytes behind their number. */
  sized(part: Uint8Array): void {
    this.code(unsigned(part.length));
    this.all(part);
  }

  all(part: Uint8Array): void {
    if (this.length + part.length > this.bytes.length) this.grow(part.length);
    this.bytes.set(part, this.length);
    this.length += part.length;
  }

  private grow(more: number): void {
    const larger = new Uint8Array(2 * this.bytes.length + more);
    larger.set(this.bytes);
    this.bytes = larger;
  }

  /** What was written, and begins anew. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }
}

const text = (name: string): Code => {
  const bytes = [...name].map((letter) => letter.charCodeAt(0));
  return [unsigned(bytes.length), bytes];
};

const list = (items: readonly Code[]): Code => [unsigned(items.length), items];

/** A local variable or parameter. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
  tee(value: Code): Code;
}

type L = Local;

interface Several {
  2: readonly [L, L];
  3: readonly [L, L, L];
  4: readonly [L, L, L, L];
  5: readonly [L, L, L, L, L];
  9: readonly [L, L, L, L, L, L, L, L, L];
}

export class Body {
  readonly locals: ValueType[] = [];
  readonly parameters: readonly Local[];
  private readonly count: number;

  constructor(parameters: readonly ValueType[]) {
    this.count = parameters.length;
    this.parameters = parameters.map((_, i) => localAt(i));
  }

  local(type: ValueType): Local {
    return localAt(this.count + this.locals.push(type) - 1);
  }

  several<N extends keyof Several>(type: ValueType, count: N): Several[N] {
    return Array.from({ length: count }, () => this.local(type)) as unknown as Several[N];
  }
}

function localAt(index: number): Local {
  const place = unsigned(index);
  return {
    get: [0x20, place],
    set: (value) => [value, 0x21, place],
    tee: (value) => [value, 0x22, place],
  };
}

/** A function that can be called, defined or not yet. */
export interface Callable {
  readonly index: number;
  readonly call: (...values: readonly Code[]) => Code;
}

/** What functions are added to. */
export type Definer = Pick<ModuleBuilder, 'define'>;

/** Gives the code of a function; more parameters than it has must not be asked for. */
type Write = (body: Body, ...parameters: readonly [L, L, L, L, L, L, L]) => Code;

interface Defined {
  readonly type: number;
  body?: Uint8Array;
}

export class ModuleBuilder {
  private readonly types: Code[] = [];
  private readonly typeIndex = new Map<string, number>();
  private readonly functions: Defined[] = [];
  private readonly exports: Code[] = [];
  private readonly elements: number[] = [];
  private readonly sink = new Sink();

  private type(parameters: readonly ValueType[], results: readonly ValueType[]): number {
    const key = `${parameters.join()}>${results.join()}`;
    const known = this.typeIndex.get(key);
    if (known !== undefined) return known;
    this.typeIndex.set(key, this.types.length);
    return this.types.push([0x60, list(parameters), list(results)]) - 1;
  }

  /** A function whose body comes later, so that it can be called before. */
  declare(
    parameters: readonly ValueType[],
    results: readonly ValueType[],
  ): Callable & { define(write: Write): Callable } {
    const { sink } = this;
    const defined: Defined = { type: this.type(parameters, results) };
    const called = callable(this.functions.push(defined) - 1);
    const define = (write: Write): Callable => {
      const body = new Body(parameters);
      const code = write(body, ...(body.parameters as unknown as readonly [L, L, L, L, L, L, L]));
      const locals = body.locals.map((type): Code => [1, type]);
      // Written at once, so that the lists of lists can go.
      sink.code([list(locals), code, 0x0b]);
      defined.body = sink.take();
      return called;
    };
    return { ...called, define };
  }

  define(parameters: readonly ValueType[], results: readonly ValueType[], write: Write): Callable {
    return this.declare(parameters, results).define(write);
  }

  /** A function that is written when something first calls it: what a module does not use, it does not hold. */
  defineIfCalled(parameters: readonly ValueType[], results: readonly ValueType[], write: Write): Callable {
    let known: Callable | undefined;
    const defined = (): Callable => {
      if (known) return known;
      const declared = this.declare(parameters, results);
      // Known before it is written, since it may call itself.
      known = declared;
      return declared.define(write);
    };
    return {
      get index() {
        return defined().index;
      },
      call: (...values) => defined().call(...values),
    };
  }

  export(name: string, { index }: Callable): void {
    this.exports.push([text(name), 0x00, unsigned(index)]);
  }

  /** The function's place in the table of what is called by number. */
  element({ index }: Callable): number {
    return this.elements.push(index) - 1;
  }

  /** Calls the function at a place of the table. */
  callAt(
    place: Code,
    parameters: readonly ValueType[],
    results: readonly ValueType[],
    ...values: readonly Code[]
  ): Code {
    return [values, place, 0x11, unsigned(this.type(parameters, results)), 0x00];
  }

  /** The module, with one memory imported as `e.memory` of at least `pages` pages of 64 KiB. */
  bytes(pages: number): Uint8Array {
    const memory: Code = [text('e'), text('memory'), 0x02, 0x00, unsigned(pages)];
    const out = new Sink();
    const { sink } = this;
    const section = (id: number): void => {
      out.byte(id);
      out.sized(sink.take());
    };
    const simple = (id: number, content: Code): void => {
      sink.code(content);
      section(id);
    };
    out.code([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    simple(1, list(this.types));
    simple(2, list([memory]));
    simple(3, list(this.functions.map(({ type }) => unsigned(type))));
    simple(4, [1, 0x70, 0x00, unsigned(this.elements.length)]);
    simple(7, list(this.exports));
    simple(9, [1, 0x00, 0x41, 0, 0x0b, list(this.elements.map((index) => unsigned(index)))]);
    sink.code(unsigned(this.functions.length));
    for (const { body } of this.functions) {
      if (!body) throw new Error('InvariantError: a function without a body');
      sink.sized(body);
    }
    section(10);
    return out.take();
  }
}

function callable(index: number): Callable {
  return { index, call: (...values) => [values, 0x10, unsigned(index)] };
}

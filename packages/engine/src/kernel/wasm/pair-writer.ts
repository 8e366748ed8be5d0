/**
 * Lines of WebAssembly for two trials at a time, whatever they compute: values that are named once, memory, masks and
 * blocks, faults. What expressions come to is writer.ts.
 *
 * Invariant: a condition is a mask of ones and zeros. Where a branch is not taken by a trial of the pair it may still
 * be computed, but a test that fails trials there counts only for those that take it.
 */
import { FAILURE_CODES, type FailureCode } from '../../ir/executor.ts';
import { V128, type Body, type Code, type Local } from './encoder.ts';
import { half } from './idioms.ts';
import { f64, f64x2, i32, i32x4, i64x2, v128, when } from './instructions.ts';
import { NARROW, WIDE } from './layout.ts';
import type { Program } from './program.ts';

/** Code of more nodes than this is jumped over where nobody takes it. */
export const JUMP_MIN = 16;

/**
 * Which trials: `block`, the one at l and the next; `pair`, those at l and other; `one`, that at l, twice the same.
 */
export type Mode = 'block' | 'pair' | 'one';

/** A value that may be used many times. Equal keys are equal values. */
export interface Value {
  readonly key: string;
  readonly code: Code;
}

const TWO_MINUS_32 = 1 / 4294967296;

/** The lines of one function. */
export class PairWriter {
  readonly program: Program;
  readonly mode: Mode;
  readonly body: Body;
  readonly l: Local;
  readonly other: Local;
  /** Code of the place that faults name, times 8. */
  place: Code = i32.const(0);
  /** What is done once, before any trial. */
  readonly before: Code[] = [];
  protected lines: Code[] = [];
  protected tested: Set<string>[] = [new Set()];
  protected names = 0;
  private scopes: Map<string, Value>[] = [new Map()];
  private mask: Value | undefined;

  constructor(program: Program, mode: Mode, body: Body, l: Local, other: Local) {
    this.program = program;
    this.mode = mode;
    this.body = body;
    this.l = l;
    this.other = other;
  }

  at(name: string): this {
    this.place = i32.const(this.program.place(name) * 8);
    return this;
  }

  line(code: Code): void {
    this.lines.push(code);
  }

  code(): Code {
    return this.lines;
  }

  /** Everything read so far may have changed. */
  forget(): void {
    this.scopes = this.scopes.map(() => new Map());
    this.tested = this.tested.map(() => new Set());
  }

  local(): Local {
    return this.body.local(V128);
  }

  /** A value in a local of its own, computed once. */
  name(key: string, code: Code): Value {
    const known = this.known(key);
    if (known) return known;
    const local = this.local();
    this.line(local.set(code));
    const value: Value = { key: `t${this.names++}`, code: local.get };
    this.scopes.at(-1)?.set(key, value);
    return value;
  }

  fresh(code: Code): Value {
    return this.name(`fresh${this.names++}`, code);
  }

  protected known(key: string): Value | undefined {
    for (const scope of this.scopes) {
      const value = scope.get(key);
      if (value) return value;
    }
    return undefined;
  }

  protected binaryOf(name: string, op: (a: Code, b: Code) => Code, a: Value, b: Value): Value {
    return this.name(`${name}(${a.key},${b.key})`, op(a.code, b.code));
  }

  protected unaryOf(name: string, op: (a: Code) => Code, a: Value): Value {
    return this.name(`${name}(${a.key})`, op(a.code));
  }

  literal(value: number): Value {
    const key = Object.is(value, -0) ? '-0' : String(value);
    return { key, code: this.program.pair.constant(value) };
  }

  // ------------------------------------------------------------ memory

  /** A slot of binary64s. */
  load(base: number, slot = 0): Value {
    const at = base + slot * WIDE;
    return this.name(`[${at}]`, this.loadCode(at));
  }

  loadCode(at: number): Code {
    const { l, other } = this;
    switch (this.mode) {
      case 'block':
        return v128.load(l.get, at);
      case 'one':
        return v128.load64Splat(l.get, at);
      case 'pair':
        return v128.load64Lane(other.get, at, v128.load64Zero(l.get, at), 1);
    }
  }

  /** A slot of 32-bit integers, in the lower two lanes. */
  private narrow(at: number): Code {
    switch (this.mode) {
      case 'block':
        return v128.load64Zero(half(this.l.get), at);
      case 'one':
        return i32x4.splat(i32.load(half(this.l.get), at));
      case 'pair':
        return v128.load32Lane(half(this.other.get), at, v128.load32Zero(half(this.l.get), at), 1);
    }
  }

  signed(base: number, slot: number): Value {
    const at = base + slot * NARROW;
    return this.name(`int[${at}]`, f64x2.ofI32(this.narrow(at)));
  }

  /** The number in (0, 1) of a word. */
  unit(at: number): Value {
    const sum = f64x2.add(f64x2.ofU32(this.narrow(at)), this.literal(0.5).code);
    return this.fresh(f64x2.mul(sum, this.literal(TWO_MINUS_32).code));
  }

  /** Writes a slot of binary64s, under the mask if there is one. */
  store(base: number, slot: number, value: Value): void {
    const at = base + slot * WIDE;
    const { l, other, mask } = this;
    const kept = mask ? v128.select(value.code, this.loadCode(at), mask.code) : value.code;
    switch (this.mode) {
      case 'block':
        return this.line(v128.store(l.get, at, kept));
      case 'one':
        return this.line(f64.store(l.get, at, f64x2.lane(kept, 0)));
      case 'pair': {
        const both = this.local();
        return this.line([
          both.set(kept),
          v128.store64Lane(l.get, at, both.get, 0),
          v128.store64Lane(other.get, at, both.get, 1),
        ]);
      }
    }
  }

  /** A 32-bit cell that is the same for all trials, as a number. */
  protected cell(at: number): Value {
    return this.name(`cell[${at}]`, f64x2.splat(f64.ofI32(i32.load(i32.const(0), at))));
  }

  // ------------------------------------------------------------ masks, blocks

  /** Runs under a narrower mask. */
  under(mask: Value, run: () => void): void {
    const outer = this.mask;
    this.mask = outer ? this.binaryOf('and', v128.and, mask, outer) : mask;
    run();
    this.mask = outer;
  }

  /** What trials of the pair are meant: all ones without a mask. */
  maskCode(): Code {
    return this.mask?.code ?? this.allOnes();
  }

  private allOnes(): Code {
    return i64x2.splat([0x42, 0x7f]);
  }

  ones(): Value {
    return this.name('ones', this.allOnes());
  }

  zeros(): Value {
    return this.literal(0);
  }

  not(a: Value): Value {
    return this.unaryOf('not', v128.not, a);
  }

  and(a: Value, b: Value): Value {
    return this.binaryOf('and', v128.and, a, b);
  }

  or(a: Value, b: Value): Value {
    return this.binaryOf('or', v128.or, a, b);
  }

  /** Lines written by `run`, as a block of their own. */
  block(run: () => void): readonly Code[] {
    const outer = this.lines;
    this.lines = [];
    this.scopes.push(new Map());
    this.tested.push(new Set());
    run();
    const inner = this.lines;
    this.scopes.pop();
    this.tested.pop();
    this.lines = outer;
    return inner;
  }

  /** Runs what is written where the condition holds for any of the pair; it holds for all that are meant then. */
  jump(test: Value, then: () => void, otherwise?: () => void): void {
    const thenLines = this.block(then);
    const otherLines = otherwise && this.block(otherwise);
    this.line(when(v128.any(test.code), thenLines, otherLines));
  }

  /** Runs lines under a mask, and not at all where it is empty if they are many. */
  protected guarded(mask: Value, size: number, run: () => void): boolean {
    let narrowed: Value | undefined;
    // The mask itself is made outside, so that it is there to be tested.
    this.under(mask, () => (narrowed = this.mask));
    const outer = this.mask;
    const lines = this.block(() => {
      this.mask = narrowed;
      run();
      this.mask = outer;
    });
    if (lines.length === 0) return false;
    this.line(size >= JUMP_MIN && narrowed ? when(v128.any(narrowed.code), lines) : lines);
    return true;
  }

  // ------------------------------------------------------------ faults

  /** Fails the trials of `bad`, a mask. */
  failWhere(code: FailureCode, bad: Value): void {
    const { program, mask, l, other } = this;
    const place = i32.add(this.place, i32.const(FAILURE_CODES.indexOf(code)));
    const trials = mask ? this.and(bad, mask) : bad;
    const next = this.mode === 'block' ? i32.add(l.get, i32.const(8)) : other.get;
    const call =
      this.mode === 'one'
        ? program.fail.call(l.get, place)
        : program.failPair.call(l.get, next, trials.code, place);
    this.line(when(v128.any(trials.code), call));
  }

  failAlways(code: FailureCode): void {
    this.failWhere(code, this.ones());
  }

  requireFiniteValues(values: readonly Value[]): void {
    const open = values.filter(({ key }) => !this.tested.some((known) => known.has(key)));
    if (open.length === 0) return;
    this.failWhere('not-finite', this.notFinite(open));
    for (const { key } of open) this.tested.at(-1)?.add(key);
  }

  /** The mask of trials in which one at least is not finite. */
  notFinite(values: readonly Value[]): Value {
    const sum = values.map(({ code }) => f64x2.sub(code, code)).reduce((a, b) => f64x2.add(a, b));
    return this.fresh(f64x2.ne(sum, this.zeros().code));
  }

  // ------------------------------------------------------------ of each of the pair

  /** A function of one number, for each of the pair. */
  each(f: (x: Code) => Code, key: string, a: Value): Value {
    if (this.mode === 'one') return this.name(key, f64x2.splat(f(f64x2.lane(a.code, 0))));
    return this.name(key, f64x2.replace(f64x2.splat(f(f64x2.lane(a.code, 0))), 1, f(f64x2.lane(a.code, 1))));
  }

  /** A number that is asked for each trial, by its offset. */
  eachTrial(f: (l: Code, lane: 0 | 1) => Code, key: string): Value {
    if (this.mode === 'one') return this.name(key, f64x2.splat(f(this.l.get, 0)));
    const second = this.mode === 'block' ? i32.add(this.l.get, i32.const(8)) : this.other.get;
    return this.name(key, f64x2.replace(f64x2.splat(f(this.l.get, 0)), 1, f(second, 1)));
  }

  // ------------------------------------------------------------ arithmetic

  add(a: Value, b: Value): Value {
    return this.binaryOf('add', f64x2.add, a, b);
  }

  sub(a: Value, b: Value): Value {
    return this.binaryOf('sub', f64x2.sub, a, b);
  }

  mul(a: Value, b: Value): Value {
    return this.binaryOf('mul', f64x2.mul, a, b);
  }
}

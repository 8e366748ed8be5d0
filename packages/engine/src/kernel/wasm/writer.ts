/**
 * Writes Ir expressions as WebAssembly, for two trials at a time; the counterpart of kernel/writer.ts, with the same
 * operations in the same order and the same tests left out.
 *
 * Invariant: a condition is a mask of ones and zeros. Where a branch is not taken by a trial of the pair it may still
 * be computed, but a test that fails trials there counts only for those that take it.
 */
import type { FailureCode } from '../../ir/executor.ts';
import { childrenOf } from '../../ir/frame-zero.ts';
import type { BinaryOp, IrExpr, UnaryOp } from '../../ir/ir.ts';
import { isCondition, type Bounds, type Facts } from '../bounds.ts';
import { isPlainExp } from '../exponential.ts';
import { isFinite, type Interval } from '../interval.ts';
import { itemOf } from '../item.ts';
import { FAILURE_CODES } from '../writer.ts';
import { expScaled, two } from './elementary.ts';
import { V128, type Body, type Callable, type Code, type Local } from './encoder.ts';
import { f64, f64x2, i32, i32x4, i64x2, v128, when } from './instructions.ts';
import { NARROW, WIDE } from './layout.ts';
import type { Program } from './program.ts';

/** Measures of more nodes than this are functions of their own, which remember their value while nothing changes. */
const INLINE_MEASURE_MAX = 12;
/** Code of more nodes than this is jumped over where nobody takes it. */
const JUMP_MIN = 16;

/**
 * Which trials: `block`, the one at l and the next; `pair`, those at l and other; `one`, that at l, twice the same.
 */
export type Mode = 'block' | 'pair' | 'one';

export interface WriterOptions {
  /** Starts are being set: nothing is known of variables and indicators. */
  readonly unset?: boolean;
  /** Whether values that stay the same through a trial are kept rather than computed again. */
  readonly hoisting?: boolean;
  /** Indicators are being moved: `now` of these is in their place already. */
  readonly written?: ReadonlySet<number>;
  /** The question's own value. */
  readonly answer?: () => Value;
  /** How many of the reported measures, from the first on, are in memory for this very moment. */
  readonly measured?: number;
}

/** A value that may be used many times. Equal keys are equal values. */
export interface Value {
  readonly key: string;
  readonly code: Code;
}

const TWO_MINUS_32 = 1 / 4294967296;

const COMPARISONS = { lt: f64x2.lt, le: f64x2.le, gt: f64x2.gt, ge: f64x2.ge, eq: f64x2.eq, ne: f64x2.ne };

export class Writer {
  readonly program: Program;
  readonly mode: Mode;
  readonly body: Body;
  readonly l: Local;
  readonly other: Local;
  readonly options: WriterOptions;
  /** Code of the place that faults name, times 8. */
  place: Code = i32.const(0);
  /** What is done once, before any trial. */
  readonly before: Code[] = [];
  private readonly bounds: Bounds;
  private lines: Code[] = [];
  private scopes: Map<string, Value>[] = [new Map()];
  private tested: Set<string>[] = [new Set()];
  private mask: Value | undefined;
  private names = 0;

  constructor(program: Program, mode: Mode, body: Body, l: Local, other: Local, options: WriterOptions) {
    this.program = program;
    this.mode = mode;
    this.body = body;
    this.l = l;
    this.other = other;
    this.options = options;
    this.bounds = options.unset ? program.boundsBeforeStart : program.bounds;
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

  private known(key: string): Value | undefined {
    for (const scope of this.scopes) {
      const value = scope.get(key);
      if (value) return value;
    }
    return undefined;
  }

  private binaryOf(name: string, op: (a: Code, b: Code) => Code, a: Value, b: Value): Value {
    return this.name(`${name}(${a.key},${b.key})`, op(a.code, b.code));
  }

  private unaryOf(name: string, op: (a: Code) => Code, a: Value): Value {
    return this.name(`${name}(${a.key})`, op(a.code));
  }

  literal(value: number): Value {
    const key = Object.is(value, -0) ? '-0' : String(value);
    return { key, code: v128.load64Splat(i32.const(0), this.program.layout.constant(value)) };
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
    const half = (l: Local): Code => i32.shr(l.get, i32.const(1));
    switch (this.mode) {
      case 'block':
        return v128.load64Zero(half(this.l), at);
      case 'one':
        return i32x4.splat(i32.load(half(this.l), at));
      case 'pair':
        return v128.load32Lane(half(this.other), at, v128.load32Zero(half(this.l), at), 1);
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
  private cell(at: number): Value {
    return this.name(`cell[${at}]`, f64x2.splat(f64.ofI32(i32.load(i32.const(0), at))));
  }

  // ------------------------------------------------------------ masks, blocks, faults

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
  private guarded(mask: Value, size: number, run: () => void): boolean {
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

  // ------------------------------------------------------------ expressions

  facts(e: IrExpr): Facts {
    return this.bounds.of(e);
  }

  value(e: IrExpr): Value {
    const { program } = this;
    const { map } = program;
    const facts = this.bounds.of(e);
    if (facts.constant !== undefined && Number.isFinite(facts.constant)) return this.literal(facts.constant);
    if (this.options.hoisting && facts.perTrial && facts.safe && facts.size > 2)
      return this.load(program.hoist(e));
    switch (e.op) {
      case 'const':
        return this.literal(e.value);
      case 'parameter':
        return this.load(map.parameters, e.slot);
      case 'variable':
        return this.load(map.variables, e.slot);
      case 'indicator':
        return this.load(map.indicators, e.slot);
      case 'now':
        return this.load((this.options.written?.has(e.slot) ?? true) ? map.indicators : map.moved, e.slot);
      case 'state':
        return this.load(map.active, e.slot);
      case 't':
        return this.binaryOf('mul', f64x2.mul, this.cell(map.clockStep), this.literal(e.perStep));
      case 'elapsed':
        return this.elapsed(e.state, e.perStep);
      case 'previous':
        return this.load(map.previous, e.slot);
      case 'start':
        return this.load(map.starts, e.slot);
      case 'happened':
        return this.load(map.counted, e.slot);
      case 'answer':
        return this.options.answer?.() ?? this.literal(Number.NaN);
      case 'event':
        return this.name(`event${e.slot}`, v128.load64Splat(i32.const(0), map.event + 8 * e.slot));
      case 'delayed':
        return this.delayed(e.slot);
      case 'table': {
        const of = this.value(e.of);
        this.requireFinite([[e.of, of]]);
        const table = program.table(e);
        return this.each((x) => table(x), `table(${JSON.stringify([e.xs, e.ys, e.ends])},${of.key})`, of);
      }
      case 'measure':
        return this.measure(e.slot);
      case 'if':
        return this.choice(e);
      case 'power':
        return this.wholePower(this.value(e.of), e.exponent);
      case 'not':
      case 'and':
      case 'or':
        return this.zeroOrOne(this.test(e));
      default:
        return 'of' in e ? this.unary(e) : this.binary(e);
    }
  }

  private zeroOrOne(test: Value): Value {
    return this.binaryOf('and', v128.and, test, this.literal(1));
  }

  private elapsed(state: number, perStep: number): Value {
    const { map } = this.program;
    const active = this.load(map.active, state);
    const entered = this.signed(map.narrow.entered, state);
    const now = this.cell(map.clockStep);
    const since = this.binaryOf('sub', f64x2.sub, now, entered);
    const isCounted = v128.and(f64x2.ne(active.code, this.zeros().code), f64x2.gt(now.code, entered.code));
    const scaled = f64x2.mul(since.code, this.literal(perStep).code);
    return this.name(`elapsed${state},${perStep}`, v128.and(isCounted, scaled));
  }

  /** The mask of a condition. */
  test(e: IrExpr): Value {
    const facts = this.bounds.of(e);
    if (facts.constant !== undefined && Number.isFinite(facts.constant))
      return facts.constant !== 0 ? this.ones() : this.zeros();
    switch (e.op) {
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
      case 'eq':
      case 'ne': {
        const [left, right] = this.comparable(e);
        return this.binaryOf(e.op, COMPARISONS[e.op], left, right);
      }
      case 'not':
        return this.not(this.test(e.of));
      case 'and':
      case 'or':
        return this.connective(e.op, e.left, e.right);
      case 'measure': {
        const { value } = itemOf(this.program.ir.measures, e.slot);
        if (isCondition(value) && !this.isMeasured(e.slot) && this.isInlined(e.slot)) return this.test(value);
      }
    }
    const value = this.value(e);
    this.requireFinite([[e, value]]);
    return this.binaryOf('ne', f64x2.ne, value, this.zeros());
  }

  /** Fails the trials in which one of these values is not finite. */
  requireFinite(operands: readonly (readonly [IrExpr, Value])[]): void {
    this.requireFiniteValues(
      operands.flatMap(([e, value]) => (isFinite(this.bounds.of(e).range) ? [] : [value])),
    );
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

  private comparable(e: IrExpr & { op: BinaryOp }): readonly [Value, Value] {
    const left = this.value(e.left);
    const right = this.value(e.right);
    this.requireFinite([
      [e.left, left],
      [e.right, right],
    ]);
    return [left, right];
  }

  private binary(e: IrExpr & { op: BinaryOp }): Value {
    switch (e.op) {
      case 'add':
      case 'sub':
      case 'mul':
      case 'div':
        return this.binaryOf(e.op, f64x2[e.op], this.value(e.left), this.value(e.right));
      case 'pow': {
        const [x, y] = [this.value(e.left), this.value(e.right)];
        const { pow } = this.program.elementary;
        const lane = (i: 0 | 1): Code => pow.call(f64x2.lane(x.code, i), f64x2.lane(y.code, i));
        const first = f64x2.splat(lane(0));
        return this.name(
          `pow(${x.key},${y.key})`,
          this.mode === 'one' ? first : f64x2.replace(first, 1, lane(1)),
        );
      }
      case 'min': {
        const [a, b] = this.comparable(e);
        return this.binaryOf('min', f64x2.pmin, a, b);
      }
      case 'max': {
        const [a, b] = this.comparable(e);
        return this.binaryOf('max', f64x2.pmax, a, b);
      }
      default:
        return this.zeroOrOne(this.test(e));
    }
  }

  private unary(e: IrExpr & { readonly op: UnaryOp }): Value {
    const { op } = e;
    const of = this.value(e.of);
    switch (op) {
      case 'neg':
      case 'abs':
      case 'sqrt':
      case 'floor':
        return this.unaryOf(op, f64x2[op], of);
      case 'exp':
        return this.exp(of, this.facts(e.of).range);
      case 'log':
        return this.unaryOf('log', (x) => this.program.elementary.log2.call(x), of);
      case 'not':
        return this.zeroOrOne(this.test(e));
      default:
        return this.each((x) => this.program.elementary[op].call(x), `${op}(${of.key})`, of);
    }
  }

  /** Written out where the range proves that the result is far from the ends of what a number can be. */
  exp(of: Value, range?: Interval): Value {
    if (!isPlainExp(range)) return this.unaryOf('exp', (x) => this.program.elementary.exp2.call(x), of);
    const key = `exp(${of.key})`;
    const known = this.known(key);
    if (known) return known;
    const { value } = expScaled(two(this.program.layout), this.body, of.code, this.lines);
    return this.name(key, value);
  }

  add(a: Value, b: Value): Value {
    return this.binaryOf('add', f64x2.add, a, b);
  }

  sub(a: Value, b: Value): Value {
    return this.binaryOf('sub', f64x2.sub, a, b);
  }

  mul(a: Value, b: Value): Value {
    return this.binaryOf('mul', f64x2.mul, a, b);
  }

  private wholePower(x: Value, exponent: 0 | 1 | 2 | 3 | 4): Value {
    if (exponent === 0) return this.literal(1);
    if (exponent === 1) return x;
    const square = this.mul(x, x);
    if (exponent === 2) return square;
    return exponent === 3 ? this.mul(square, x) : this.mul(square, square);
  }

  private weight(e: IrExpr): number {
    const { size, heavy } = this.bounds.of(e);
    return heavy ? size + JUMP_MIN : size;
  }

  private choice(e: IrExpr & { op: 'if' }): Value {
    const { constant } = this.bounds.of(e.test);
    if (constant !== undefined && Number.isFinite(constant))
      return this.value(constant !== 0 ? e.then : e.otherwise);
    const test = this.test(e.test);
    const inverse = this.not(test);
    const yes = this.result(test, e.then);
    const no = this.result(inverse, e.otherwise);
    return this.name(`select(${test.key},${yes.key},${no.key})`, v128.select(yes.code, no.code, test.code));
  }

  /** The value of a branch, computed under its mask. */
  private result(mask: Value, e: IrExpr): Value {
    let value: Value | undefined;
    const out = this.local();
    const hasLines = this.guarded(mask, this.weight(e), () => {
      value = this.value(e);
      if (this.lines.length > 0) this.line(out.set(value.code));
    });
    return hasLines || !value ? { key: `t${this.names++}`, code: out.get } : value;
  }

  private connective(op: 'and' | 'or', leftExpr: IrExpr, rightExpr: IrExpr): Value {
    const left = this.test(leftExpr);
    const open = op === 'and' ? left : this.not(left);
    let right: Value | undefined;
    const out = this.local();
    const hasLines = this.guarded(open, this.weight(rightExpr), () => {
      right = this.test(rightExpr);
      if (this.lines.length > 0) this.line(out.set(right.code));
    });
    const value = hasLines || !right ? { key: `t${this.names++}`, code: out.get } : right;
    return op === 'and' ? this.and(left, value) : this.or(left, value);
  }

  private delayed(slot: number): Value {
    const { program } = this;
    const fixed = program.lines.fixedSize(slot);
    if (fixed === undefined || this.mode !== 'block')
      return this.eachTrial((l) => program.lines.read.call(l, i32.const(slot)), `line${slot}`);
    return this.name(
      `line${slot}`,
      v128.load(i32.add(this.l.get, program.lines.offset(fixed, 1)), program.lines.ring(slot)),
    );
  }

  // ------------------------------------------------------------ measures

  private isMeasured(slot: number): boolean {
    return slot < Math.min(this.options.measured ?? 0, this.program.ir.reported);
  }

  private isInlined(slot: number): boolean {
    const { value } = itemOf(this.program.ir.measures, slot);
    return this.options.unset === true || this.bounds.of(value).size <= INLINE_MEASURE_MAX || readsNow(value);
  }

  private measure(slot: number): Value {
    if (this.isMeasured(slot)) {
      const value = this.load(this.program.map.measures, slot);
      // It was found finite when it was measured.
      this.tested[0]?.add(value.key);
      return value;
    }
    if (this.isInlined(slot)) return this.value(itemOf(this.program.ir.measures, slot).value);
    const f: Callable = this.program.measure(slot, this.mode);
    const other = this.mode === 'pair' ? [this.other.get] : [];
    // Under another mask it may be another value, or a fault that counted for nobody.
    return this.name(`measure${slot}`, f.call(this.l.get, ...other, this.maskCode(), this.place));
  }
}

const readsNow = (e: IrExpr): boolean => e.op === 'now' || childrenOf(e).some(readsNow);

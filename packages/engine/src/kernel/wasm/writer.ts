/**
 * Writes Ir expressions as WebAssembly, for two trials at a time; the counterpart of kernel/writer.ts, with the same
 * operations in the same order and the same tests left out.
 */
import type { BinaryOp, IrExpr, UnaryOp } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { isCondition, type Bounds } from '../bounds.ts';
import { isPlainExp } from '../exponential.ts';
import type { Facts } from '../facts.ts';
import { isFinite, type Interval } from '../interval.ts';
import { isInlined, isMeasured, type Known } from '../known.ts';
import type { Body, Callable, Code, Local } from './encoder.ts';
import { f64x2, i32, v128 } from './instructions.ts';
import { expScaled } from './numbers/exponential.ts';
import { JUMP_MIN, PairWriter, type Mode, type Value } from './pair-writer.ts';
import type { Program } from './program.ts';

export interface WriterOptions extends Known {
  /** The question's own value. */
  readonly answer?: () => Value;
}

const COMPARISONS = { lt: f64x2.lt, le: f64x2.le, gt: f64x2.gt, ge: f64x2.ge, eq: f64x2.eq, ne: f64x2.ne };

export class Writer extends PairWriter {
  readonly options: WriterOptions;
  private readonly bounds: Bounds;

  constructor(program: Program, mode: Mode, body: Body, l: Local, other: Local, options: WriterOptions) {
    super(program, mode, body, l, other);
    this.options = options;
    this.bounds = options.unset ? program.boundsBeforeStart : program.bounds;
  }

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
        if (isCondition(value) && this.isWrittenOut(e.slot)) return this.test(value);
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
    const { value } = expScaled(this.program.pair, this.body, of.code, this.lines);
    return this.name(key, value);
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

  private isWrittenOut(slot: number): boolean {
    const { bounds, options, program } = this;
    return !isMeasured(program.ir, options, slot) && isInlined(program.ir, bounds, options, slot);
  }

  private measure(slot: number): Value {
    if (isMeasured(this.program.ir, this.options, slot)) {
      const value = this.load(this.program.map.measures, slot);
      // It was found finite when it was measured.
      this.tested[0]?.add(value.key);
      return value;
    }
    if (this.isWrittenOut(slot)) return this.value(itemOf(this.program.ir.measures, slot).value);
    const f: Callable = this.program.measure(slot, this.mode);
    const other = this.mode === 'pair' ? [this.other.get] : [];
    // Under another mask it may be another value, or a fault that counted for nobody.
    return this.name(`measure${slot}`, f.call(this.l.get, ...other, this.maskCode(), this.place));
  }
}

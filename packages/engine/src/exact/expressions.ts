/**
 * Ir expressions as closures over one frame: each operation rounded once, in the order of the Ir. Written from
 * semantics.md alone, so that the other executors' evaluators have something to disagree with.
 */
import { cos, exp, log, pow, sin } from '../chance/index.ts';
import type { BinaryOp, Ir, IrExpr, IrTable, UnaryOp } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { Fault } from './fault.ts';
import type { Frame } from './frame.ts';

export type Read = () => number;
export type Test = () => boolean;

export class Compiler {
  private readonly ir: Ir;
  private readonly frame: Frame;
  private readonly measures = new Map<number, Read>();

  constructor(ir: Ir, frame: Frame) {
    this.ir = ir;
    this.frame = frame;
  }

  /** A condition: 0 or 1, or a fault where it is not finite. */
  test(e: IrExpr): Test {
    const read = this.read(e);
    return () => {
      const value = read();
      if (!Number.isFinite(value)) throw new Fault('not-finite');
      return value !== 0;
    };
  }

  read(e: IrExpr): Read {
    const { frame } = this;
    switch (e.op) {
      case 'const':
        return () => e.value;
      case 'parameter':
        return () => frame.parameters[e.slot]!;
      case 'variable':
        return () => frame.variables[e.slot]!;
      case 'indicator':
        return () => frame.indicators[e.slot]!;
      case 'now':
        return () => frame.now[e.slot]!;
      case 'state':
        return () => frame.active[e.slot]!;
      case 'previous':
        return () => frame.previous[e.slot]!;
      case 'start':
        return () => frame.starts[e.slot]!;
      case 'delayed':
        return () => frame.lines[e.slot]![0] ?? 0;
      case 'happened':
        return () => frame.happened[e.slot]!;
      case 'table':
        return table(this.read(e.of), e);
      case 'answer':
        return () => frame.answer;
      case 'event':
        return () => frame.data[e.slot]!;
      case 'measure':
        return this.measure(e.slot);
      case 't':
        return () => frame.clockStep * e.perStep;
      case 'elapsed':
        return () =>
          frame.active[e.state] === 1
            ? Math.max(0, frame.clockStep - frame.entered[e.state]!) * e.perStep
            : 0;
      case 'if': {
        const [test, then, otherwise] = [this.test(e.test), this.read(e.then), this.read(e.otherwise)];
        return () => (test() ? then() : otherwise());
      }
      case 'power':
        return wholePower(this.read(e.of), e.exponent);
      default:
        return 'left' in e ? this.binary(e.op, e.left, e.right) : this.unary(e.op, e.of);
    }
  }

  private measure(slot: number): Read {
    const known = this.measures.get(slot);
    if (known) return known;
    const read = this.read(itemOf(this.ir.measures, slot).value);
    this.measures.set(slot, read);
    return read;
  }

  private unary(op: UnaryOp, of: IrExpr): Read {
    if (op === 'not') {
      const test = this.test(of);
      return () => (test() ? 0 : 1);
    }
    const x = this.read(of);
    switch (op) {
      case 'neg':
        return () => -x();
      case 'abs':
        return () => Math.abs(x());
      case 'sqrt':
        return () => Math.sqrt(x());
      case 'floor':
        return () => Math.floor(x());
      case 'exp':
        return () => exp(x());
      case 'log':
        return () => log(x());
      case 'sin':
        return () => sin(x());
      case 'cos':
        return () => cos(x());
    }
  }

  private binary(op: BinaryOp, left: IrExpr, right: IrExpr): Read {
    if (op === 'and' || op === 'or') {
      const [a, b] = [this.test(left), this.test(right)];
      return op === 'and' ? () => (a() && b() ? 1 : 0) : () => (a() || b() ? 1 : 0);
    }
    const [a, b] = [this.read(left), this.read(right)];
    switch (op) {
      case 'add':
        return () => a() + b();
      case 'sub':
        return () => a() - b();
      case 'mul':
        return () => a() * b();
      case 'div':
        return () => a() / b();
      case 'pow':
        return () => pow(a(), b());
      case 'min':
        return comparing(a, b, (x, y) => (y < x ? y : x));
      case 'max':
        return comparing(a, b, (x, y) => (x < y ? y : x));
      case 'lt':
        return comparing(a, b, (x, y) => (x < y ? 1 : 0));
      case 'le':
        return comparing(a, b, (x, y) => (x <= y ? 1 : 0));
      case 'gt':
        return comparing(a, b, (x, y) => (x > y ? 1 : 0));
      case 'ge':
        return comparing(a, b, (x, y) => (x >= y ? 1 : 0));
      case 'eq':
        return comparing(a, b, (x, y) => (x === y ? 1 : 0));
      case 'ne':
        return comparing(a, b, (x, y) => (x === y ? 0 : 1));
    }
  }
}

function comparing(a: Read, b: Read, compare: (x: number, y: number) => number): Read {
  return () => {
    const x = a();
    const y = b();
    if (!Number.isFinite(x) || !Number.isFinite(y)) throw new Fault('not-finite');
    return compare(x, y);
  };
}

function wholePower(of: Read, exponent: 0 | 1 | 2 | 3 | 4): Read {
  return () => {
    const x = of();
    let product = exponent === 0 ? 1 : x;
    if (exponent === 4) return x * x * (x * x);
    for (let i = 1; i < exponent; i++) product *= x;
    return product;
  };
}

function table(of: Read, { xs, ys, ends }: IrTable): Read {
  const last = xs.length - 1;
  const along = (i: number, x: number): number => {
    const slope = (ys[i + 1]! - ys[i]!) / (xs[i + 1]! - xs[i]!);
    return ys[i]! + (x - xs[i]!) * slope;
  };
  return () => {
    const x = of();
    if (!Number.isFinite(x)) throw new Fault('not-finite');
    if (x < xs[0]!) return ends === 'extended' ? along(0, x) : ys[0]!;
    if (x >= xs[last]!) return ends === 'extended' && x > xs[last]! ? along(last - 1, x) : ys[last]!;
    let i = 0;
    while (x >= xs[i + 1]!) i++;
    return ends === 'stepped' ? ys[i]! : along(i, x);
  };
}

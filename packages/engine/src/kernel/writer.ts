/**
 * Writes one JavaScript function: Ir expressions become assignments to fresh names, each operation once.
 *
 * Invariant: operations and their order are those of the Ir, and so are the tests that fail a trial, except where
 * bounds prove that a test cannot fail or that a value is the same in all trials. What is written consists of slots,
 * numbers and names made here: nothing of a scenario's own text.
 *
 * Names the functions find around them: typed arrays P (parameters), V (variables), X (indicators), Y (indicators of
 * this step), S (1 where a state is active), E (steps of entry), R (registers), K and L (kept `prev` and `start`
 * values), M (measures of the frame), B (what the event carries), J
 * (events counted in the step), H (values that stay the same through a trial);
 * powers (of two); functions exp, log, sin, cos, pow, abs, sqrt, floor, delayed(line), startLine(line, value, length),
 * takeIn(line, value), table(table, x) and fail(code, place).
 */
import { FAILURE_CODES, type FailureCode } from '../ir/executor.ts';
import type { BinaryOp, Ir, IrExpr, IrTable, UnaryOp } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { isCondition, type Bounds } from './bounds.ts';
import { writeExp } from './exponential.ts';
import { isFinite } from './interval.ts';
import { isInlined, isMeasured, type Known } from './known.ts';

/** What all functions of one program share. */
export interface Program {
  readonly ir: Ir;
  readonly bounds: Bounds;
  /** Facts while starts are being set. */
  readonly boundsBeforeStart: Bounds;
  /** Index of a name in the table of places. */
  place(name: string): number;
  /** Slot of a value that is computed once a trial. */
  hoist(e: IrExpr): number;
  /** Number of a table. */
  table(table: IrTable): number;
  /** Notes that a measure is read through its function. */
  useMeasure(slot: number): void;
}

export interface WriterOptions extends Known {
  /** Source of the question's own value. */
  readonly answer?: string;
}

const COMPARISONS = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '===', ne: '!==' } as const;
const SIGNS = { add: '+', sub: '-', mul: '*', div: '/' } as const;

export class Writer {
  /** Source of the index of the place that faults name. */
  place = '0';
  private readonly program: Program;
  private readonly options: WriterOptions;
  private readonly bounds: Bounds;
  private lines: string[] = [];
  /** Names of what is computed already, innermost block last. */
  private scopes: Map<string, string>[] = [new Map()];
  /** Operands whose finiteness is tested already. */
  private tested: Set<string>[] = [new Set()];
  private names = 0;

  constructor(program: Program, options: WriterOptions) {
    this.program = program;
    this.options = options;
    this.bounds = options.unset ? program.boundsBeforeStart : program.bounds;
  }

  at(placeName: string): this {
    this.place = String(this.program.place(placeName));
    return this;
  }

  line(text: string): void {
    this.lines.push(text);
  }

  fail(code: FailureCode): string {
    return `fail(${FAILURE_CODES.indexOf(code)}, ${this.place});`;
  }

  /** Everything read so far may have changed. */
  forget(): void {
    this.scopes = this.scopes.map(() => new Map());
    this.tested = this.tested.map(() => new Set());
  }

  /** Lines written by `run`, as the body of a block. */
  private block(run: () => void): readonly string[] {
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

  /** `if (test) { what run writes }` */
  when(test: string, run: () => void): void {
    this.braces(`if (${test})`, run);
  }

  /** `head { what run writes }` */
  braces(head: string, run: () => void): void {
    this.line(`${head} {`);
    this.lines.push(...this.block(run));
    this.line('}');
  }

  body(): string {
    return this.lines.join('\n');
  }

  /** A fresh name for the value of `source`, which `before` makes ready. */
  name(source: string, before?: string): string {
    for (const scope of this.scopes) {
      const known = scope.get(source);
      if (known !== undefined) return known;
    }
    const fresh = this.fresh();
    if (before !== undefined) this.line(before);
    this.line(`const ${fresh} = ${source};`);
    this.scopes.at(-1)?.set(source, fresh);
    return fresh;
  }

  /** The name of what `key` stands for, whose source `write` gives unless it was written before. */
  known(key: string, write: () => string): string {
    for (const scope of this.scopes) {
      const known = scope.get(key);
      if (known !== undefined) return known;
    }
    const name = this.name(write());
    this.scopes.at(-1)?.set(key, name);
    return name;
  }

  fresh(): string {
    return `t${this.names++}`;
  }

  // ------------------------------------------------------------ expressions

  /** Source of an expression's value: a name, a number or a read. */
  value(e: IrExpr): string {
    const { program } = this;
    const facts = this.bounds.of(e);
    if (facts.constant !== undefined && Number.isFinite(facts.constant)) return literal(facts.constant);
    if (this.options.hoisting && facts.perTrial && facts.safe && facts.size > 2)
      return `H[${program.hoist(e)}]`;
    switch (e.op) {
      case 'const':
        return literal(e.value);
      case 'parameter':
        return `P[${e.slot}]`;
      case 'variable':
        return `V[${e.slot}]`;
      case 'indicator':
        return `X[${e.slot}]`;
      case 'now':
        return (this.options.written?.has(e.slot) ?? true) ? `X[${e.slot}]` : `Y[${e.slot}]`;
      case 'state':
        return `S[${e.slot}]`;
      case 't':
        return this.name(`R[1] * ${literal(e.perStep)}`);
      case 'elapsed': {
        const entered = `E[${e.state}]`;
        return this.name(
          `S[${e.state}] !== 0 && R[1] > ${entered} ? (R[1] - ${entered}) * ${literal(e.perStep)} : 0`,
        );
      }
      case 'previous':
        return `K[${e.slot}]`;
      case 'start':
        return `L[${e.slot}]`;
      case 'happened':
        return `J[${e.slot}]`;
      case 'answer':
        return this.options.answer ?? 'NaN';
      case 'event':
        return `B[${e.slot}]`;
      case 'delayed':
        return this.name(`delayed(${e.slot})`);
      case 'table': {
        const of = this.value(e.of);
        this.requireFinite([[e.of, of]]);
        return this.name(`table(${this.program.table(e)}, ${of})`);
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
        return this.name(`${this.test(e)} ? 1 : 0`);
      default:
        return 'of' in e ? this.unary(e.op, e.of) : this.binary(e);
    }
  }

  /** Source of a condition, a JavaScript boolean. */
  test(e: IrExpr): string {
    const facts = this.bounds.of(e);
    if (facts.constant !== undefined && Number.isFinite(facts.constant)) return String(facts.constant !== 0);
    switch (e.op) {
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
      case 'eq':
      case 'ne': {
        const [left, right] = this.comparable(e);
        return this.name(`${left} ${COMPARISONS[e.op]} ${right}`);
      }
      case 'not':
        return this.name(`!${this.test(e.of)}`);
      case 'and':
      case 'or':
        return this.connective(e.op, this.test(e.left), () => this.test(e.right));
      case 'measure': {
        const { value } = itemOf(this.program.ir.measures, e.slot);
        if (isCondition(value) && this.isWrittenOut(e.slot)) return this.test(value);
      }
    }
    const value = this.value(e);
    this.requireFinite([[e, value]]);
    // A read is no work, so that it needs no name.
    return value.endsWith(']') ? `(${value} !== 0)` : this.name(`${value} !== 0`);
  }

  /** Writes the test that fails the trial unless all these values are finite. */
  requireFinite(operands: readonly (readonly [IrExpr, string])[]): void {
    const open = operands.flatMap(([e, source]) =>
      isFinite(this.bounds.of(e).range) || this.tested.some((known) => known.has(source)) ? [] : [source],
    );
    if (open.length === 0) return;
    this.line(`if (${notFinite(open)}) ${this.fail('not-finite')}`);
    for (const source of open) this.tested.at(-1)?.add(source);
  }

  private comparable(e: IrExpr & { op: BinaryOp }): readonly [string, string] {
    const left = this.value(e.left);
    const right = this.value(e.right);
    this.requireFinite([
      [e.left, left],
      [e.right, right],
    ]);
    return [left, right];
  }

  private binary(e: IrExpr & { op: BinaryOp }): string {
    switch (e.op) {
      case 'add':
      case 'sub':
      case 'mul':
      case 'div':
        return this.name(`${this.value(e.left)} ${SIGNS[e.op]} ${this.value(e.right)}`);
      case 'pow':
        return this.name(`pow(${this.value(e.left)}, ${this.value(e.right)})`);
      case 'min': {
        const [a, b] = this.comparable(e);
        return this.name(`${b} < ${a} ? ${b} : ${a}`);
      }
      case 'max': {
        const [a, b] = this.comparable(e);
        return this.name(`${a} < ${b} ? ${b} : ${a}`);
      }
      default:
        return this.name(`${this.test(e)} ? 1 : 0`);
    }
  }

  private unary(op: Exclude<UnaryOp, 'not'>, of: IrExpr): string {
    const x = this.value(of);
    if (op === 'exp') return writeExp(this, x, this.bounds.of(of).range);
    return this.name(op === 'neg' ? `-${x}` : `${op}(${x})`);
  }

  private wholePower(x: string, exponent: 0 | 1 | 2 | 3 | 4): string {
    if (exponent === 0) return '1';
    if (exponent === 1) return x;
    const square = this.name(`${x} * ${x}`);
    if (exponent === 2) return square;
    return this.name(exponent === 3 ? `${square} * ${x}` : `${square} * ${square}`);
  }

  private choice(e: IrExpr & { op: 'if' }): string {
    const { constant } = this.bounds.of(e.test);
    if (constant !== undefined && Number.isFinite(constant))
      return this.value(constant !== 0 ? e.then : e.otherwise);
    return this.branch(
      this.test(e.test),
      () => this.value(e.then),
      () => this.value(e.otherwise),
    );
  }

  /** The value of one of two branches, of which only one is evaluated. */
  private branch(test: string, then: () => string, otherwise: () => string): string {
    let yes = '';
    let no = '';
    const yesLines = this.block(() => (yes = then()));
    const noLines = this.block(() => (no = otherwise()));
    if (yesLines.length === 0 && noLines.length === 0) return this.name(`${test} ? ${yes} : ${no}`);
    const result = this.fresh();
    this.line(`let ${result} = 0;`);
    this.line(`if (${test}) {`);
    this.lines.push(...yesLines, `${result} = ${yes};`, '} else {', ...noLines, `${result} = ${no};`, '}');
    return result;
  }

  private connective(op: 'and' | 'or', left: string, right: () => string): string {
    let source = '';
    const lines = this.block(() => (source = right()));
    if (lines.length === 0) return this.name(`${left} ${op === 'and' ? '&&' : '||'} ${source}`);
    const result = this.fresh();
    this.line(`let ${result} = ${left};`);
    this.line(`if (${op === 'and' ? '' : '!'}${result}) {`);
    this.lines.push(...lines, `${result} = ${source};`, '}');
    return result;
  }

  private isWrittenOut(slot: number): boolean {
    const { bounds, options, program } = this;
    return !isMeasured(program.ir, options, slot) && isInlined(program.ir, bounds, options, slot);
  }

  private measure(slot: number): string {
    if (isMeasured(this.program.ir, this.options, slot)) {
      // It was found finite when it was measured.
      this.tested[0]?.add(`M[${slot}]`);
      return `M[${slot}]`;
    }
    if (this.isWrittenOut(slot)) return this.value(itemOf(this.program.ir.measures, slot).value);
    this.program.useMeasure(slot);
    return this.name(`F[${slot}]`, `measure${slot}(${this.place});`);
  }
}

/** Source of a test for values of which one at least is not finite. */
export function notFinite(sources: readonly string[]): string {
  const [first, second, ...rest] = sources;
  if (first === undefined) return 'false';
  if (second === undefined) return `${first} - ${first} !== 0`;
  return [
    `(${first} - ${first}) + (${second} - ${second}) !== 0`,
    ...rest.map((s) => `${s} - ${s} !== 0`),
  ].join(' || ');
}

/** Source of a number. */
export function literal(value: number): string {
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : value})` : String(value);
}

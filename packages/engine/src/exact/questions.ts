/** Questions, measures and `until`, compiled on the frame that is loaded. */
import type { Ir, IrExpr, IrQuestion } from '../ir/ir.ts';
import { placeOf, type Reads } from './automaton.ts';
import type { Test } from './expressions.ts';
import { Fault, placed } from './fault.ts';
import type { Failures } from './failures.ts';
import { GrowingInts, GrowingNumbers } from './growing.ts';
import type { Stepper } from './stepper.ts';

/** What a question reads of the frame that is loaded, with its place in faults. */
export function compileQuestion(q: IrQuestion, { compiler, frame }: Stepper): Reads {
  const place = placeOf(q);
  const none = (): never => {
    throw new Error(`InvariantError: ${place} has no such part`);
  };
  const read = (e: IrExpr | undefined): (() => number) => (e ? placed(place, compiler.read(e)) : none);
  const test = (e: IrExpr | undefined): (() => boolean) => (e ? placed(place, compiler.test(e)) : none);
  const outcomes = q.outcomes.map(({ when }) => when && compiler.test(when));
  return {
    test: test(q.test),
    value: read(q.value),
    transitions: read(q.transitions),
    stop: test(q.stop),
    most: read(q.most),
    given: test(q.given?.test),
    choose: placed(place, (answer: number) => {
      frame.answer = answer;
      const index = outcomes.findIndex((holds) => !holds || holds());
      if (index < 0) throw new Fault('out-of-range');
      return index;
    }),
  };
}

/** What nodes say without regard to the step: whether the trial fails or ends there, and the reported measures. */
export class Readings {
  /** Number of the failure in measures or `until`, or -1; by node. */
  readonly fault = new GrowingInts();
  /** 1 where `until` holds; by node. */
  readonly ended = new GrowingInts();
  private readonly values = new GrowingNumbers();
  private readonly measures: readonly (() => number)[];
  private readonly until: Test | undefined;
  private readonly failures: Failures;

  constructor(ir: Ir, stepper: Stepper, failures: Failures) {
    this.failures = failures;
    this.measures = ir.measures.slice(0, ir.reported).map(({ name, value }) => stepper.stored(name, value));
    this.until = ir.clock.until && placed('until', stepper.compiler.test(ir.clock.until));
  }

  /** Reads the frame that is loaded as the next node. */
  add(): void {
    let fault = -1;
    let ended = 0;
    const from = this.values.length;
    try {
      for (const read of this.measures) this.values.push(read());
      ended = this.until?.() === true ? 1 : 0;
    } catch (error) {
      fault = this.failures.number(error);
    }
    while (this.values.length < from + this.measures.length) this.values.push(0);
    this.fault.push(fault);
    this.ended.push(ended);
  }

  measure(node: number, slot: number): number {
    return this.values.at(node * this.measures.length + slot);
  }
}

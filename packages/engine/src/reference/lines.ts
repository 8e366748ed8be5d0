/** The delay lines of one trial: queues that are taken in frame by frame and move on once a step. */
import { lineSteps } from '../ir/executor.ts';
import { frameZero } from '../ir/frame-zero.ts';
import type { Ir, IrExpr, IrLine } from '../ir/ir.ts';
import { evaluate, type Moment } from './evaluate.ts';
import { Fault, finite } from './fault.ts';

export class DelayLines {
  /** What leaves each line now; 0 before frame 0 has started them. */
  values: readonly number[];
  private readonly ir: Ir;
  /** By line: what will leave it, the next first. */
  private queues: readonly number[][];
  private taken: readonly number[];

  constructor(ir: Ir) {
    this.ir = ir;
    this.values = ir.lines.map(() => 0);
    this.queues = [];
    this.taken = [];
  }

  /**
   * At frame 0, line by line: later ones may read earlier ones.
   * @throws Fault
   */
  start(moment: () => Moment): void {
    const { ir } = this;
    this.queues = ir.lines.map((line, slot) => {
      const now = moment();
      const value = stored(line, frameZero(line.start, ir), now);
      const length = stored(line, frameZero(line.length, ir), now);
      if (length < 0) throw new Fault('out-of-range', line.name, `the delay is ${length} steps`);
      this.values = this.values.with(slot, value);
      return new Array<number>(lineSteps(length, ir.clock.steps)).fill(value);
    });
  }

  /**
   * Takes in the frame that has been read.
   * @throws Fault
   */
  take(moment: Moment): void {
    this.taken = this.ir.lines.map((line) => {
      const positive = line.positive ? stored(line, line.positive, moment) : 1;
      if (!(positive > 0))
        throw new Fault('out-of-range', line.name, `the value is ${positive}, not above 0`);
      return stored(line, line.input, moment);
    });
  }

  /** What leaves each line from now on, the next first. */
  save(): readonly (readonly number[])[] {
    return this.queues.map((queue, slot) => [...queue, this.taken[slot] ?? Number.NaN]);
  }

  restore(lines: readonly (readonly number[])[]): void {
    this.queues = lines.map((line) => line.slice(0, -1));
    this.taken = lines.map((line) => line.at(-1) ?? Number.NaN);
    this.values = lines.map((line) => line[0] ?? Number.NaN);
  }

  /** The step ends: what was taken in last enters, and what has waited longest is what leaves. */
  advance(): void {
    this.queues.forEach((queue, slot) => {
      queue.push(this.taken[slot] ?? Number.NaN);
      queue.shift();
    });
    this.values = this.queues.map((queue) => queue[0] ?? Number.NaN);
  }
}

function stored({ name }: IrLine, e: IrExpr, moment: Moment): number {
  try {
    return finite(evaluate(e, moment));
  } catch (error) {
    throw error instanceof Fault && error.place === undefined ? error.at(name) : error;
  }
}

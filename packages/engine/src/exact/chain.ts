/**
 * The Markov chain of a scenario: every frame that can be reached, and the probability of the next one. A branch
 * that fails leads to a number below 0, one for each kind of failure.
 */
import type { Ir } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { after, blank, type Memory, type Reads } from './automaton.ts';
import { Failures } from './failures.ts';
import { GrowingInts, GrowingNumbers } from './growing.ts';
import { KeySet } from './keys.ts';
import { Layout } from './layout.ts';
import { compileQuestion, Readings } from './questions.ts';
import { Stepper } from './stepper.ts';
import { Tape } from './tape.ts';
import { timingOf, type Timing } from './timing.ts';

export interface ChainOptions {
  readonly maxStates: number;
  /** No horizon: the chain is followed until nothing new is reached. */
  readonly unbounded: boolean;
  /** Questions (by slot) whose memory is part of the node. */
  readonly remembering: readonly number[];
}

/** More nodes, or ways through a step, than are allowed. */
export class TooLarge extends Error {
  readonly states: number;
  readonly step: number;

  constructor(states: number, step: number) {
    super(`${states}`);
    this.states = states;
    this.step = step;
  }
}

/** Microsteps that may be run for each node that is allowed: a loop of draws has more ways than nodes. */
const MICROSTEPS_PER_STATE = 10;

export class Chain {
  readonly ir: Ir;
  readonly timing: Timing;
  readonly stepper: Stepper;
  readonly readings: Readings;
  readonly failures = new Failures();
  readonly questions: readonly Reads[];
  /** Frame 0: where it leads and with which probability. */
  readonly initial: readonly (readonly [target: number, probability: number])[];
  /** Nodes below this have rows; the others are reached in the last frame only, or end the trial. */
  readonly expanded: number;
  private readonly options: ChainOptions;
  private readonly tape = new Tape();
  private readonly layout: Layout;
  private readonly keys: KeySet;
  private readonly key: Int32Array;
  private readonly rows = new GrowingInts();
  private readonly targets = new GrowingInts();
  private readonly probabilities = new GrowingNumbers();
  private microsteps = 0;

  /**
   * Builds the chain.
   * @throws TooLarge
   */
  constructor(ir: Ir, options: ChainOptions) {
    this.ir = ir;
    this.options = options;
    const { remembering } = options;
    const isWhole = (q: number): boolean => {
      const question = itemOf(ir.questions, q);
      return [question, question.given ?? question].every(
        ({ first, last }) => first === 0 && last === ir.clock.steps,
      );
    };
    this.timing = timingOf(ir, !remembering.every(isWhole));
    this.stepper = new Stepper(ir, this.tape, this.timing, options.unbounded ? Infinity : ir.clock.steps);
    this.readings = new Readings(ir, this.stepper, this.failures);
    this.questions = ir.questions.map((question) => compileQuestion(question, this.stepper));
    const memories = remembering.map((q) => blank(itemOf(ir.questions, q)));
    this.layout = new Layout(ir, this.stepper.frame, this.timing, memories, options.unbounded);
    this.keys = new KeySet(this.layout.words);
    this.key = new Int32Array(this.layout.words);
    this.initial = [...this.branch(() => this.stepper.start(), 0)];
    this.expanded = this.expand();
  }

  get size(): number {
    return this.keys.size;
  }

  get transitions(): number {
    return this.targets.length;
  }

  /** Edges of a node: begin with `rowStart(node)` and end before `rowStart(node + 1)`. */
  rowStart(node: number): number {
    return this.rows.at(node);
  }

  target(edge: number): number {
    return this.targets.at(edge);
  }

  probability(edge: number): number {
    return this.probabilities.at(edge);
  }

  /** Makes the stepper's frame that of a node. */
  load(node: number): void {
    this.keys.read(node, this.key);
    this.layout.decode(this.key);
  }

  remembers(q: number): boolean {
    return this.options.remembering.includes(q);
  }

  /** What a question that remembers has seen before the frame that is loaded. */
  memory(q: number): Memory {
    return itemOf(this.layout.memories, this.options.remembering.indexOf(q));
  }

  // ------------------------------------------------------------ building

  private expand(): number {
    const { unbounded } = this.options;
    let node = 0;
    this.rows.push(0);
    for (let step = 1; node < this.size && (unbounded || step <= this.ir.clock.steps); step++) {
      for (const end = this.size; node < end; node++) {
        if (this.readings.ended.at(node) === 0 && this.readings.fault.at(node) < 0) this.addRow(node, step);
        this.rows.push(this.targets.length);
      }
    }
    return node;
  }

  private addRow(node: number, step: number): void {
    const next = (): void => {
      this.load(node);
      this.remember();
      this.stepper.advance();
    };
    for (const [target, probability] of this.branch(next, step)) {
      this.targets.push(target);
      this.probabilities.push(probability);
    }
  }

  /** Runs something in every way it can go; targets with their probabilities. */
  private branch(run: () => void, step: number): ReadonlyMap<number, number> {
    const { maxStates } = this.options;
    const found = new Map<number, number>();
    this.tape.reset();
    do {
      let target: number;
      try {
        run();
        target = this.nodeOfFrame();
      } catch (error) {
        target = -1 - this.failures.number(error);
      }
      found.set(target, (found.get(target) ?? 0) + this.tape.probability);
      this.microsteps += 1 + this.stepper.microsteps;
      if (this.size > maxStates || this.microsteps > maxStates * MICROSTEPS_PER_STATE)
        throw new TooLarge(this.size, step);
    } while (this.tape.next());
    return found;
  }

  private nodeOfFrame(): number {
    const before = this.size;
    const node = this.keys.add(this.layout.encode());
    if (node === before) this.readings.add();
    return node;
  }

  /** Brings the memory of questions from before this frame to after it. */
  private remember(): void {
    const { memories } = this.layout;
    this.options.remembering.forEach((q, i) => {
      const question = itemOf(this.ir.questions, q);
      memories[i] = after(question, memories[i]!, this.stepper.frame.step, false, itemOf(this.questions, q));
    });
  }
}

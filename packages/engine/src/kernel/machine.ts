/**
 * One trial, frame by frame: phases, queues, timers and microsteps, the same for all scenarios. Which transition is
 * enabled and what values are comes from the generated program. docs/reference/semantics.md is the text this
 * follows, in its order.
 *
 * Invariant: nothing is allocated while a trial runs, but for queues and timers that grow beyond all before.
 */
import { MICROSTEPS_MAX, type FailureCode } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import type { Draws } from './draws.ts';
import type { Generated } from './generate.ts';
import { itemOf } from './item.ts';
import { CLOCK_STEP, MOMENT, PARAMETER_DRAWS, STEP, type Memory } from './memory.ts';
import { Timers } from './timers.ts';
import { FAILURE_CODES } from './writer.ts';

type Act = (() => void) | null;
/** Gives the number of a transition, or -1. */
type Select = () => number;

/** What the generated text gives back. Lists are by slot or by number; null where there is nothing to do. */
export interface Entries {
  readonly parameters: () => void;
  readonly hoist: () => void;
  readonly starts: () => void;
  /** By driver: its initial state. */
  readonly initial: readonly (() => number)[];
  /** By state. */
  readonly entry: readonly Act[];
  readonly exit: readonly Act[];
  /** By state: the alternative that a first word picks. */
  readonly chance: readonly (((word: number) => number) | null)[];
  /** By transition. */
  readonly acts: readonly Act[];
  readonly guards: readonly ((() => boolean) | null)[];
  /** By driver. */
  readonly always: readonly (Select | null)[];
  /** By event: the drivers that handle it, in document order. */
  readonly on: readonly (readonly { readonly driver: number; readonly select: Select }[])[];
  readonly indicators: (quarterStep: number) => void;
  readonly keepFirst: () => void;
  readonly keep: () => void;
  readonly measures: () => void;
  readonly questions: (frame: number, end: boolean) => void;
  readonly until: (() => boolean) | null;
}

/** Thrown at every fault, so that none is allocated; what happened is in the machine's fields. */
export const FAULT = new Error('A fault ended a trial.');

export class Machine {
  faultCode: FailureCode = 'not-finite';
  faultPlace = '';
  private readonly ir: Ir;
  private readonly memory: Memory;
  private readonly draws: Draws;
  private readonly places: readonly string[];
  private program!: Entries;

  private readonly targets: Int32Array;
  private readonly after: readonly (readonly number[])[];
  /** By state: the site of its chance block, or -1. */
  private readonly chanceSite: Int32Array;
  private readonly idleFrom: Float64Array;
  private readonly hasNoise: boolean;
  private readonly alwaysDrivers: readonly number[];
  /** By state: how often it was left, by which timers of an earlier stay are known. */
  private readonly left: Int32Array;
  /** By step: calendar events, in order. */
  private readonly calendar: readonly (readonly number[])[];
  private readonly timers: Timers;
  private readonly openAnswers: Int32Array;

  /** Transitions that are taken together, in document order. */
  private readonly takenDriver: Int32Array;
  private readonly taken: Int32Array;
  private takenCount = 0;
  private microsteps = 0;
  private readonly internal: number[] = [];
  private internalHead = 0;
  private internalTail = 0;
  /** Events, or timers as -1 - timer. */
  private readonly external: number[] = [];
  private externalHead = 0;
  private externalTail = 0;

  constructor(ir: Ir, memory: Memory, draws: Draws, generated: Generated) {
    this.ir = ir;
    this.memory = memory;
    this.draws = draws;
    this.places = generated.places;
    this.targets = Int32Array.from(generated.targets);
    this.after = generated.after;
    this.idleFrom = Float64Array.from(generated.idleFrom);
    this.chanceSite = Int32Array.from(ir.states, ({ chance }) => chance?.site ?? -1);
    this.hasNoise = ir.indicators.some(({ noise }) => noise !== undefined);
    this.alwaysDrivers = ir.drivers.flatMap(({ states }, d) =>
      states.some((slot) => itemOf(ir.states, slot).always.length > 0) ? [d] : [],
    );
    this.left = new Int32Array(ir.states.length);
    const { steps } = ir.clock;
    this.calendar = Array.from({ length: steps + 1 }, (_, k) =>
      ir.calendar.flatMap(({ step, event }) => (step === k ? [event] : [])),
    );
    this.timers = new Timers(steps);
    this.openAnswers = Int32Array.from(ir.questions, ({ kind }) =>
      kind === 'time' ? steps + 1 : kind === 'binary' ? 1 : -1,
    );
    this.takenDriver = new Int32Array(ir.drivers.length);
    this.taken = new Int32Array(ir.drivers.length);
  }

  /** Must be called once, before the first trial. */
  load(program: Entries): void {
    this.program = program;
  }

  // ------------------------------------------------------------ called by generated code

  readonly fail = (code: number, place: number): never => {
    this.faultCode = itemOf(FAILURE_CODES, code);
    this.faultPlace = itemOf(this.places, place);
    throw FAULT;
  };

  readonly raise = (event: number): void => {
    this.internal[this.internalTail++] = event;
  };

  readonly send = (event: number): void => {
    this.external[this.externalTail++] = event;
  };

  readonly sendLater = (event: number, delay: number): void => {
    const { due, dueAt } = this.ir.delays[delay]!;
    const step = this.memory.R[STEP]!;
    this.timers.set(due[step]!, dueAt[step]!, event, -1, 0);
  };

  // ------------------------------------------------------------ a trial

  drawParameters(): void {
    this.memory.R[STEP] = 0;
    this.memory.R[CLOCK_STEP] = 0;
    this.memory.R[PARAMETER_DRAWS]!++;
    this.program.parameters();
    this.program.hoist();
  }

  /**
   * Runs a trial whose parameters are drawn, and writes its measures from `offset` on.
   * @throws FAULT
   */
  run(measures: Float64Array, offset: number): void {
    const { R } = this.memory;
    this.reset();
    this.makeFrameZero();
    let isOver = this.observe(0, measures, offset);
    for (let step = 1; !isOver; step++) {
      R[STEP] = step;
      R[CLOCK_STEP] = step - 1;
      R[MOMENT]!++;
      this.microsteps = 0;
      this.runDated(step);
      this.runChance(step);
      this.moveIndicators(step);
      R[CLOCK_STEP] = step;
      R[MOMENT]!++;
      isOver = this.observe(step, measures, offset);
    }
  }

  private reset(): void {
    const { R, V, X, Y, S, K, L, A, C, Q } = this.memory;
    R[STEP] = 0;
    R[CLOCK_STEP] = 0;
    R[MOMENT]!++;
    V.fill(0);
    X.fill(0);
    Y.fill(0);
    S.fill(0);
    K.fill(0);
    L.fill(0);
    A.fill(-1);
    C.fill(0);
    Q.set(this.openAnswers);
    this.timers.clear();
    this.microsteps = 0;
    this.takenCount = 0;
    this.internalHead = this.internalTail = 0;
    this.externalHead = this.externalTail = 0;
  }

  private makeFrameZero(): void {
    const { program, taken } = this;
    program.starts();
    for (let d = 0; d < taken.length; d++) taken[d] = program.initial[d]!();
    for (let d = 0; d < taken.length; d++) this.enter(taken[d]!, d);
    this.settle();
    this.workOff();
    program.keepFirst();
    this.memory.R[MOMENT]!++;
  }

  /** Reads frame k; true when the trial ends with it. */
  private observe(k: number, measures: Float64Array, offset: number): boolean {
    const { program, memory } = this;
    const { M, K, N } = memory;
    const { steps } = this.ir.clock;
    const frames = steps + 1;
    program.measures();
    for (let m = 0, cell = offset + k; m < M.length; m++, cell += frames) measures[cell] = M[m]! + 0;
    const end = k === steps || (program.until !== null && program.until());
    program.questions(k, end);
    if (end) {
      for (let m = 0, row = offset; m < M.length; m++, row += frames)
        measures.fill(M[m]! + 0, row + k, row + frames);
      return true;
    }
    if (k > 0 && K.length > 0) {
      program.keep();
      K.set(N);
    }
    return false;
  }

  // ------------------------------------------------------------ phases of a step

  private runDated(step: number): void {
    // The queue is filled first, so that what `always` sends without delay joins its end.
    const events = this.calendar[step]!;
    this.externalTail = this.timers.collect(step, this.external, this.externalTail);
    for (let i = 0; i < events.length; i++) this.external[this.externalTail++] = events[i]!;
    if (this.alwaysDrivers.length > 0) this.settle();
    if (this.externalTail > 0) this.workOff();
  }

  private runChance(step: number): void {
    const { A, W, T } = this.memory;
    const { chanceSite, idleFrom, draws } = this;
    const quarter = step >>> 2;
    const r = step & 3;
    for (let d = 0; d < A.length; d++) {
      const state = A[d]!;
      const site = chanceSite[state]!;
      if (site < 0) continue;
      if (T[state] !== quarter) draws.fillChance(state, site, quarter);
      const word = W[4 * state + r]!;
      if (word >= idleFrom[state]!) continue;
      this.take(d, this.program.chance[state]!(word));
    }
    if (this.takenCount === 0) return;
    this.microstep();
    this.settle();
    this.workOff();
  }

  private moveIndicators(step: number): void {
    if (this.hasNoise) this.draws.fillNoise(step >>> 2);
    this.program.indicators(step & 3);
  }

  // ------------------------------------------------------------ macrosteps and microsteps

  /** Works off the external queue, one macrostep an entry. */
  private workOff(): void {
    while (this.externalHead < this.externalTail) {
      const entry = this.external[this.externalHead++]!;
      if (entry >= 0) this.handle(entry);
      else this.fire(-1 - entry);
      this.settle();
    }
    this.externalHead = this.externalTail = 0;
  }

  /** A timer is due: it sends its event, or takes its transition if its state was not left meanwhile. */
  private fire(timer: number): void {
    const { what, state, stay } = this.timers;
    const from = state[timer]!;
    if (from < 0) return this.handle(what[timer]!);
    if (stay[timer] !== this.left[from]) return;
    const transition = what[timer]!;
    const guard = this.program.guards[transition];
    if (guard && !guard()) return;
    this.take(this.ir.states[from]!.driver, transition);
    this.microstep();
  }

  /** Until nothing changes: `always` transitions, then the next raised event. */
  private settle(): void {
    for (;;) {
      if (this.selectAlways()) {
        this.microstep();
      } else if (this.internalHead < this.internalTail) {
        this.handle(this.internal[this.internalHead++]!);
      } else {
        this.internalHead = this.internalTail = 0;
        return;
      }
    }
  }

  private selectAlways(): boolean {
    const { alwaysDrivers, program } = this;
    for (let i = 0; i < alwaysDrivers.length; i++) {
      const d = alwaysDrivers[i]!;
      this.take(d, program.always[d]!());
    }
    return this.takenCount > 0;
  }

  private handle(event: number): void {
    const handlers = this.program.on[event]!;
    for (let i = 0; i < handlers.length; i++) this.take(handlers[i]!.driver, handlers[i]!.select());
    if (this.takenCount > 0) this.microstep();
  }

  private take(driver: number, transition: number): void {
    if (transition < 0) return;
    this.takenDriver[this.takenCount] = driver;
    this.taken[this.takenCount++] = transition;
  }

  /** Takes what was selected: exits in reverse document order, actions, entries. */
  private microstep(): void {
    const { taken, takenDriver, targets, memory, program } = this;
    const count = this.takenCount;
    for (let i = count - 1; i >= 0; i--) {
      const driver = takenDriver[i]!;
      if (targets[taken[i]!]! >= 0) this.leave(memory.A[driver]!, driver);
    }
    for (let i = 0; i < count; i++) {
      const act = program.acts[taken[i]!];
      if (act) act();
    }
    for (let i = 0; i < count; i++) {
      const target = targets[taken[i]!]!;
      if (target >= 0) this.enter(target, takenDriver[i]!);
    }
    this.takenCount = 0;
    if (++this.microsteps > MICROSTEPS_MAX) {
      this.faultCode = 'microsteps';
      this.faultPlace = 'step';
      throw FAULT;
    }
  }

  private leave(state: number, driver: number): void {
    const exit = this.program.exit[state];
    if (exit) exit();
    this.left[state]!++;
    this.memory.S[state] = 0;
    this.memory.A[driver] = -1;
    this.memory.R[MOMENT]!++;
  }

  private enter(state: number, driver: number): void {
    const { S, A, E, R } = this.memory;
    const step = R[STEP]!;
    S[state] = 1;
    A[driver] = state;
    E[state] = step;
    R[MOMENT]!++;
    const after = this.after[state]!;
    for (let i = 0; i < after.length; i++) {
      const { due, dueAt } = this.ir.delays[this.ir.states[state]!.after[i]!.delay]!;
      this.timers.set(due[step]!, dueAt[step]!, after[i]!, state, this.left[state]!);
    }
    const entry = this.program.entry[state];
    if (entry) entry();
  }
}

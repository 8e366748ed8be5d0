/**
 * One trial, frame by frame: phases, queues, timers and microsteps, the same for all scenarios. Which transition is
 * enabled and what values are comes from the generated program. docs/reference/semantics.md is the text this
 * follows, in its order.
 *
 * Invariant: nothing is allocated while a trial runs, but for queues and timers that grow beyond all before.
 */
import { MICROSTEPS_MAX, type FailureCode } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import type { SavedFrame } from '../ir/saved-frame.ts';
import { Configuration, type Ask } from './configuration.ts';
import type { Counting } from './counting.ts';
import type { Draws } from './draws.ts';
import type { Generated } from './generate.ts';
import { itemOf } from './item.ts';
import { DelayLines } from './lines.ts';
import { CLOCK_STEP, MOMENT, PARAMETER_DRAWS, STEP, type Memory } from './memory.ts';
import { restoreFrame, saveFrame, type Parts } from './saved-frames.ts';
import { Timers } from './timers.ts';
import { FAILURE_CODES } from './writer.ts';

type Act = (() => void) | null;

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
  /** By state: what runs when it is entered by default. */
  readonly defaults: readonly Act[];
  /** By state: the alternative that a first word picks. */
  readonly chance: readonly (((word: number) => number) | null)[];
  /** By transition. */
  readonly acts: readonly Act[];
  readonly guards: readonly ((() => boolean) | null)[];
  /** By driver. */
  readonly always: readonly (Ask | null)[];
  /** By event: the drivers that handle it, in document order. */
  readonly on: readonly (readonly { readonly driver: number; readonly ask: Ask; readonly own: boolean }[])[];
  readonly indicators: (quarterStep: number) => void;
  readonly keepFirst: () => void;
  readonly keep: () => void;
  /** Delay lines take in the frame. */
  readonly takeIn: () => void;
  readonly measures: () => void;
  readonly questions: (frame: number, end: boolean) => void;
  readonly until: (() => boolean) | null;
}

/** Thrown at every fault, so that none is allocated; what happened is in the machine's fields. */
export const FAULT = new Error('A fault ended a trial.');

export class Machine {
  faultCode: FailureCode = 'not-finite';
  faultPlace = '';
  readonly lines: DelayLines;
  private readonly ir: Ir;
  private readonly memory: Memory;
  private readonly draws: Draws;
  private readonly places: readonly string[];
  private program!: Entries;

  /** By transition: its driver, and its first target or -1. */
  private readonly driverOf: Int32Array;
  private readonly target: Int32Array;
  private readonly configuration: Configuration;
  /** By driver: 1 where it has states inside states. */
  private readonly nested: Uint8Array;
  private readonly hasNested: boolean;
  /** By state: is it a final state of its driver, which answers nothing there? */
  private readonly isEnd: Uint8Array;
  private readonly isFinal: Uint8Array;
  private readonly after: readonly (readonly number[])[];
  /** By state: the site of its chance block, or -1. */
  private readonly chanceSite: Int32Array;
  /** By driver with states inside states: those with a chance block. */
  private readonly chanceStates: readonly (readonly number[])[];
  /** By state: the alternative it picked in this step, or -1. */
  private readonly picked: Int32Array;
  private readonly idleFrom: Float64Array;
  private readonly hasNoise: boolean;
  private readonly hasLines: boolean;
  private readonly alwaysDrivers: readonly number[];
  /** By state: how often it was left, by which timers of an earlier stay are known. */
  private readonly left: Int32Array;
  /** By id of sends: how often it was cancelled, by which timers that are cancelled are known. */
  private readonly cancelled: Int32Array;
  /** By event: how many values it carries. */
  private readonly fields: Int32Array;
  /** Places that each event takes in a list of what events carry. */
  private readonly stride: number;
  /** By step: calendar entries, in order. */
  private readonly calendar: readonly Ir['calendar'][];
  private readonly timers: Timers;
  private readonly openAnswers: Int32Array;
  /** By frame: its place among the recorded ones, or that of the next one. */
  private readonly recordedAt: Int32Array;
  private readonly openFlags: Int32Array;
  /** By event: its place among the counted ones, or -1. */
  private readonly countedAs: Int32Array;

  /** Transitions that are taken together, in document order. */
  private readonly taken: Int32Array;
  private readonly domains: Int32Array;
  private takenCount = 0;
  private microsteps = 0;
  private readonly internal: number[] = [];
  private readonly internalData: number[] = [];
  private internalHead = 0;
  private internalTail = 0;
  /** Events, or timers as -1 - timer. */
  private readonly external: number[] = [];
  private readonly externalData: number[] = [];
  private externalHead = 0;
  private externalTail = 0;

  constructor(ir: Ir, memory: Memory, draws: Draws, generated: Generated) {
    this.ir = ir;
    this.memory = memory;
    this.draws = draws;
    this.places = generated.places;
    this.driverOf = Int32Array.from(generated.transitions, ({ driver }) => driver);
    this.target = Int32Array.from(generated.transitions, ({ to }) => to[0] ?? -1);
    this.configuration = new Configuration(ir, memory, generated.transitions);
    this.nested = Uint8Array.from(this.configuration.isNested, Number);
    this.hasNested = this.nested.includes(1);
    this.isEnd = Uint8Array.from(ir.states, ({ kind, parent }) => (kind === 'final' && parent < 0 ? 1 : 0));
    this.isFinal = Uint8Array.from(ir.states, ({ kind }) => (kind === 'final' ? 1 : 0));
    this.chanceStates = ir.drivers.map(({ states }) =>
      states.filter((slot) => itemOf(ir.states, slot).chance),
    );
    this.picked = new Int32Array(ir.states.length);
    this.after = generated.after;
    this.idleFrom = Float64Array.from(generated.idleFrom);
    this.chanceSite = Int32Array.from(ir.states, ({ chance }) => chance?.site ?? -1);
    this.hasLines = ir.lines.length > 0;
    this.hasNoise = ir.indicators.some(({ noise }) => noise !== undefined);
    this.alwaysDrivers = ir.drivers.flatMap(({ states }, d) =>
      states.some((slot) => itemOf(ir.states, slot).always.length > 0) ? [d] : [],
    );
    this.left = new Int32Array(ir.states.length);
    this.cancelled = new Int32Array(ir.sendIds.length);
    this.fields = Int32Array.from(ir.eventFields, ({ length }) => length);
    this.stride = Math.max(0, ...this.fields);
    const { steps } = ir.clock;
    this.calendar = Array.from({ length: steps + 1 }, (_, k) => ir.calendar.filter(({ step }) => step === k));
    this.timers = new Timers(steps);
    this.lines = new DelayLines(ir, memory);
    let place = 0;
    this.recordedAt = Int32Array.from({ length: steps + 1 }, (_, k) =>
      ir.clock.recorded[place] === k ? place++ : place,
    );
    this.openAnswers = Int32Array.from(ir.questions, ({ kind }) =>
      kind === 'time' ? steps + 1 : kind === 'binary' ? 1 : -1,
    );
    this.taken = new Int32Array(ir.drivers.length + ir.states.length);
    this.domains = new Int32Array(this.taken.length);
    this.openFlags = Int32Array.from(ir.questions.flatMap(({ given }) => [given ? 0 : 1, 0]));
    this.countedAs = Int32Array.from(ir.events, (_, event) => ir.counted.indexOf(event));
  }

  /** Who sees the states of the frames, if anyone. */
  seer: Pick<Counting, 'see'> | null = null;

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
    this.keep(this.internalData, this.internalTail, this.fields[event]!);
    this.internal[this.internalTail++] = event;
  };

  readonly send = (event: number): void => {
    this.keep(this.externalData, this.externalTail, this.fields[event]!);
    this.external[this.externalTail++] = event;
  };

  readonly sendLater = (event: number, delay: number, id: number): void => {
    const { due, dueAt } = this.ir.delays[delay]!;
    const step = this.memory.R[STEP]!;
    const timer = this.timers.set(due[step]!, dueAt[step]!, event, -1 - id, this.cancelled[id]!);
    if (timer >= 0) this.keep(this.timers.data, timer, this.fields[event]!);
  };

  readonly cancel = (id: number): void => {
    this.cancelled[id]!++;
  };

  /** Puts what an event carries, as generated code left it, at its place in a list. */
  private keep(list: number[], place: number, count: number): void {
    const from = place * this.stride;
    for (let i = 0; i < count; i++) list[from + i] = this.memory.O[i]!;
  }

  /** Lets expressions read what an event carries. */
  private open(list: ArrayLike<number>, from: number, count: number): void {
    for (let i = 0; i < count; i++) this.memory.B[i] = list[from + i]!;
  }

  // ------------------------------------------------------------ a trial

  drawParameters(): void {
    this.memory.R[STEP] = 0;
    this.memory.R[CLOCK_STEP] = 0;
    this.memory.R[PARAMETER_DRAWS]!++;
    this.program.parameters();
    this.program.hoist();
  }

  /** Parameters that are known, instead of drawing them. */
  setParameters(values: readonly number[]): void {
    this.memory.R[PARAMETER_DRAWS]!++;
    this.memory.P.set(values);
    this.program.hoist();
  }

  /**
   * Runs a trial whose parameters are known, and writes its measures from `offset` on.
   * @throws FAULT
   */
  run(measures: Float64Array, offset: number): void {
    this.reset();
    this.makeFrameZero();
    if (!this.observe(0, measures, offset)) this.go(1, this.ir.clock.steps, measures, offset);
  }

  /**
   * Runs a trial on from a frame, whose parameters are set; cells of frames up to it are NaN.
   * @throws FAULT
   */
  resume(from: SavedFrame, measures: Float64Array, offset: number): void {
    this.reset();
    restoreFrame(this.parts(), from);
    const { recorded } = this.ir.clock;
    const past = recorded.filter((frame) => frame <= from.step).length;
    for (let m = 0, row = offset; m < this.memory.M.length; m++, row += recorded.length)
      measures.fill(NaN, row, row + past);
    this.go(from.step + 1, this.ir.clock.steps, measures, offset);
  }

  /**
   * Frame k of a trial whose parameters are set, from its start or from a frame; nothing where it ends before.
   * @throws FAULT
   */
  frame(k: number, from: SavedFrame | undefined): SavedFrame | undefined {
    const nowhere = new Float64Array(this.ir.reported * this.ir.clock.recorded.length);
    this.reset();
    if (from) restoreFrame(this.parts(), from);
    else {
      this.makeFrameZero();
      if (this.observe(0, nowhere, 0)) return undefined;
    }
    const first = from ? from.step + 1 : 1;
    if (k < first - 1 || (k >= first && this.go(first, k, nowhere, 0))) return undefined;
    return saveFrame(this.parts(), k);
  }

  private parts(): Parts {
    const { ir, memory, configuration, timers, lines, after, left, cancelled, fields, stride } = this;
    return { ir, memory, configuration, timers, lines, after, left, cancelled, fields, stride };
  }

  /** Makes the steps from one to another; true when the trial ends with one of them. */
  private go(first: number, last: number, measures: Float64Array, offset: number): boolean {
    const { R, J } = this.memory;
    let isOver = false;
    for (let step = first; !isOver && step <= last; step++) {
      R[STEP] = step;
      R[CLOCK_STEP] = step - 1;
      R[MOMENT]!++;
      this.microsteps = 0;
      if (J.length > 0) J.fill(0);
      this.runDated(step);
      this.runChance(step);
      this.moveIndicators(step);
      R[CLOCK_STEP] = step;
      R[MOMENT]!++;
      isOver = this.observe(step, measures, offset);
    }
    return isOver;
  }

  private reset(): void {
    const { R, V, X, Y, S, K, L, A, C, I, J, Q } = this.memory;
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
    J.fill(0);
    I.set(this.openFlags);
    Q.set(this.openAnswers);
    this.timers.clear();
    this.configuration.reset();
    this.lines.reset();
    this.microsteps = 0;
    this.takenCount = 0;
    this.internalHead = this.internalTail = 0;
    this.externalHead = this.externalTail = 0;
  }

  private makeFrameZero(): void {
    const { program, taken } = this;
    program.starts();
    const { length } = this.nested;
    for (let d = 0; d < length; d++) taken[d] = program.initial[d]!();
    for (let d = 0; d < length; d++) {
      const state = taken[d]!;
      if (this.nested[d] === 1) {
        this.configuration.enterInitial(state);
        this.enterMarked(this.configuration.from(-1, d), this.configuration.to(-1, d), d);
      } else this.enter(state, d);
    }
    this.settle();
    this.workOff();
    program.keepFirst();
    this.memory.R[MOMENT]!++;
  }

  /** Reads frame k; true when the trial ends with it. */
  private observe(k: number, measures: Float64Array, offset: number): boolean {
    const { program, memory } = this;
    const { M, K, N } = memory;
    const { steps, recorded } = this.ir.clock;
    const frames = recorded.length;
    // A frame that is not recorded writes where the next one will.
    const place = this.recordedAt[k]!;
    program.measures();
    for (let m = 0, cell = offset + place; m < M.length; m++, cell += frames) measures[cell] = M[m]! + 0;
    const end = k === steps || (program.until !== null && program.until());
    program.questions(k, end);
    if (this.seer !== null) this.seer.see(place, end);
    if (end) {
      for (let m = 0, row = offset; m < M.length; m++, row += frames)
        measures.fill(M[m]! + 0, row + place, row + frames);
      return true;
    }
    if (this.hasLines) program.takeIn();
    if (k > 0 && K.length > 0) {
      program.keep();
      K.set(N);
    }
    return false;
  }

  // ------------------------------------------------------------ phases of a step

  private runDated(step: number): void {
    // The queue is filled first, so that what `always` sends without delay joins its end.
    const entries = this.calendar[step]!;
    this.externalTail = this.timers.collect(step, this.external, this.externalTail);
    for (let i = 0; i < entries.length; i++) {
      const { event, data } = entries[i]!;
      for (let j = 0; j < data.length; j++) this.externalData[this.externalTail * this.stride + j] = data[j]!;
      this.external[this.externalTail++] = event;
    }
    if (this.alwaysDrivers.length > 0) this.settle();
    if (this.externalTail > 0) this.workOff();
  }

  private runChance(step: number): void {
    const { A } = this.memory;
    const { nested, chanceSite } = this;
    for (let d = 0; d < A.length; d++) {
      if (nested[d] === 1) this.pickNested(d, step);
      else if (chanceSite[A[d]!]! >= 0) this.take(this.pick(A[d]!, step));
    }
    if (this.takenCount === 0) return;
    this.microstep();
    this.settle();
    this.workOff();
  }

  /** The alternative that an active state with a chance block picks, or -1. */
  private pick(state: number, step: number): number {
    const { W, T } = this.memory;
    const quarter = step >>> 2;
    if (T[state] !== quarter) this.draws.fillChance(state, this.chanceSite[state]!, quarter);
    const word = W[4 * state + (step & 3)]!;
    return word >= this.idleFrom[state]! ? -1 : this.program.chance[state]!(word);
  }

  /** Every active state picks; then a state's pick gives way to those of states inside it. */
  private pickNested(driver: number, step: number): void {
    const { picked } = this;
    const { S } = this.memory;
    const states = this.chanceStates[driver]!;
    let any = false;
    for (let i = 0; i < states.length; i++) {
      const state = states[i]!;
      picked[state] = S[state] === 0 ? -1 : this.pick(state, step);
      any ||= picked[state] >= 0;
    }
    if (any) this.takenCount = this.configuration.select(driver, this.pickOf, this.taken, this.takenCount);
  }

  private readonly pickOf: Ask = (state) =>
    state < 0 || this.chanceSite[state]! < 0 ? -1 : this.picked[state]!;

  private moveIndicators(step: number): void {
    if (this.hasNoise) this.draws.fillNoise(step >>> 2);
    this.program.indicators(step & 3);
  }

  // ------------------------------------------------------------ macrosteps and microsteps

  /** Works off the external queue, one macrostep an entry. */
  private workOff(): void {
    while (this.externalHead < this.externalTail) {
      const place = this.externalHead++;
      const entry = this.external[place]!;
      if (entry >= 0) this.handle(entry, this.externalData, place * this.stride);
      else this.fire(-1 - entry);
      this.settle();
    }
    this.externalHead = this.externalTail = 0;
  }

  /** A timer is due: it sends its event unless that was cancelled, or takes its transition if its state was not left. */
  private fire(timer: number): void {
    const { what, state, stay, data } = this.timers;
    const from = state[timer]!;
    if (from < 0) {
      if (stay[timer] === this.cancelled[-1 - from]) this.handle(what[timer]!, data, timer * this.stride);
      return;
    }
    if (stay[timer] !== this.left[from]) return;
    const transition = what[timer]!;
    const guard = this.program.guards[transition];
    if (guard && !guard()) return;
    this.take(transition);
    this.microstep();
  }

  /** Until nothing changes: `always` transitions, then the next raised event. */
  private settle(): void {
    for (;;) {
      if (this.selectAlways()) {
        this.microstep();
      } else if (this.internalHead < this.internalTail) {
        const place = this.internalHead++;
        this.handle(this.internal[place]!, this.internalData, place * this.stride);
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
      this.select(d, program.always[d]!, false);
    }
    return this.takenCount > 0;
  }

  private handle(event: number, data: ArrayLike<number>, from: number): void {
    const counted = this.countedAs[event]!;
    if (counted >= 0) {
      this.memory.J[counted]!++;
      this.memory.R[MOMENT]!++;
    }
    const handlers = this.program.on[event]!;
    this.open(data, from, this.fields[event]!);
    for (let i = 0; i < handlers.length; i++) {
      const { driver, ask, own } = handlers[i]!;
      this.select(driver, ask, own);
    }
    if (this.takenCount > 0) this.microstep();
  }

  /** Takes what a driver selects: of the active state, else of the driver itself if it has anything of its `own`. */
  private select(driver: number, ask: Ask, own: boolean): void {
    if (this.nested[driver] === 1) {
      this.takenCount = this.configuration.select(driver, ask, this.taken, this.takenCount);
      return;
    }
    const state = this.memory.A[driver]!;
    if (this.isEnd[state] === 1) return;
    const found = ask(state);
    this.take(found < 0 && own ? ask(-1) : found);
  }

  private take(transition: number): void {
    if (transition >= 0) this.taken[this.takenCount++] = transition;
  }

  /** Takes what was selected: exits in reverse document order, actions, entries. */
  private microstep(): void {
    const { taken, driverOf, target, nested, program, configuration } = this;
    const count = this.takenCount;
    for (let i = 0; this.hasNested && i < count; i++) {
      const t = taken[i]!;
      const driver = driverOf[t]!;
      if (nested[driver] === 0 || target[t]! < 0) continue;
      const domain = configuration.domain(t);
      this.domains[i] = domain;
      configuration.remember(configuration.from(domain, driver), configuration.to(domain, driver));
    }
    for (let i = count - 1; i >= 0; i--) {
      const t = taken[i]!;
      const driver = driverOf[t]!;
      if (target[t]! < 0) continue;
      if (nested[driver] === 1) this.leaveInside(this.domains[i]!, driver);
      else this.leave(this.memory.A[driver]!, driver);
    }
    for (let i = 0; i < count; i++) {
      const act = program.acts[taken[i]!];
      if (act) act();
    }
    for (let i = 0; i < count; i++) {
      const t = taken[i]!;
      const driver = driverOf[t]!;
      if (target[t]! < 0) continue;
      if (nested[driver] === 1) {
        const domain = this.domains[i]!;
        configuration.enter(t, domain);
        this.enterMarked(configuration.from(domain, driver), configuration.to(domain, driver), driver);
      } else this.enter(target[t]!, driver);
    }
    this.takenCount = 0;
    if (++this.microsteps > MICROSTEPS_MAX) {
      this.faultCode = 'microsteps';
      this.faultPlace = 'step';
      throw FAULT;
    }
  }

  private leaveInside(domain: number, driver: number): void {
    const { S } = this.memory;
    const first = this.configuration.from(domain, driver);
    for (let slot = this.configuration.to(domain, driver) - 1; slot >= first; slot--)
      if (S[slot] !== 0) this.leave(slot, driver);
  }

  private leave(state: number, driver: number): void {
    const exit = this.program.exit[state];
    if (exit) exit();
    this.left[state]!++;
    this.memory.S[state] = 0;
    this.memory.A[driver] = -1;
    this.memory.R[MOMENT]!++;
  }

  /** Enters what is marked, in document order, and takes the marks away. */
  private enterMarked(from: number, to: number, driver: number): void {
    const { entering, byDefault } = this.configuration;
    for (let slot = from; slot < to; slot++) {
      if (entering[slot] === 0) continue;
      entering[slot] = 0;
      this.enter(slot, driver);
      if (byDefault[slot] === 0) continue;
      byDefault[slot] = 0;
      const act = this.program.defaults[slot];
      if (act) act();
    }
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
    if (this.isFinal[state] === 1) this.raiseDone(state, driver);
  }

  /** A final state was entered: the state around it, and the parallel state around that, may be done. */
  private raiseDone(state: number, driver: number): void {
    const { states, drivers } = this.ir;
    const { parent } = states[state]!;
    const done = parent < 0 ? drivers[driver]!.done : states[parent]!.done;
    if (done !== undefined) this.raise(done);
    const around = this.configuration.doneAround(state);
    const all = around < 0 ? undefined : states[around]!.done;
    if (all !== undefined) this.raise(all);
  }
}

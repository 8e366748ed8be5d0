/**
 * Macrosteps and microsteps of the trial that is being run, the same for all scenarios: which transitions are taken
 * together, what is left, done and entered, until nothing is enabled. docs/reference/semantics.md is the text this
 * follows.
 *
 * Everything is a constant of one function, because V8 builds such constants into its code, while it looks up the
 * fields of an object at every use.
 */
import { MICROSTEPS_MAX } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { Configuration, type Ask } from './configuration.ts';
import type { Entries } from './entries.ts';
import type { Generated } from './generate.ts';
import { MOMENT, STEP, type Memory } from './memory.ts';
import { FAULT, restart, type Queues } from './queues.ts';

export interface Macrosteps {
  readonly configuration: Configuration;
  /** By driver: 1 where it has states inside states. */
  readonly nested: Uint8Array;
  /** Before a trial, and before each of its steps. */
  readonly reset: () => void;
  readonly beginStep: () => void;
  /** Enters the initial states of all drivers. */
  readonly enterInitial: () => void;
  /** Notes that a transition is taken with the next microstep; -1 is none. */
  readonly take: (transition: number) => void;
  /** Notes what a driver selects. */
  readonly select: (driver: number, ask: Ask, own: boolean) => void;
  /** Takes what was noted, if anything, and works off all that follows from it. */
  readonly takeAll: () => void;
  /** Until nothing changes: `always` transitions, then the next raised event. */
  readonly settle: () => void;
  /** Works off the external queue, one macrostep an entry. */
  readonly workOff: () => void;
}

export function createMacrosteps(
  ir: Ir,
  memory: Memory,
  { transitions, after }: Generated,
  queues: Queues,
  program: Entries,
): Macrosteps {
  const { A, B, E, J, R, S } = memory;
  const { internal, external, timers, left, cancelled, fields, stride, raise } = queues;
  const { acts, always, defaults, entry, exit, guards, initial, on } = program;
  const { delays, drivers, states } = ir;
  const configuration = new Configuration(ir, memory, transitions);
  const { entering, byDefault } = configuration;
  /** By transition: its driver, and its first target or -1. */
  const driverOf = Int32Array.from(transitions, ({ driver }) => driver);
  const target = Int32Array.from(transitions, ({ to }) => to[0] ?? -1);
  const nested = Uint8Array.from(configuration.isNested, Number);
  const hasNested = nested.includes(1);
  /** By state: is it a final state, and one of its driver, which answers nothing there? */
  const isFinal = Uint8Array.from(states, ({ kind }) => (kind === 'final' ? 1 : 0));
  const isEnd = Uint8Array.from(states, ({ kind, parent }) => (kind === 'final' && parent < 0 ? 1 : 0));
  const alwaysDrivers = drivers.flatMap(({ states: slots }, d) =>
    slots.some((slot) => states[slot]!.always.length > 0) ? [d] : [],
  );
  /** By event: its place among the counted ones, or -1. */
  const countedAs = Int32Array.from(ir.events, (_, event) => ir.counted.indexOf(event));
  /** Transitions that are taken together, in document order, and what each happens inside of. */
  const taken = new Int32Array(drivers.length + states.length);
  const domains = new Int32Array(taken.length);
  let takenCount = 0;
  let microsteps = 0;

  // ------------------------------------------------------------ macrosteps

  function workOff(): void {
    while (external.head < external.tail) {
      const place = external.head++;
      const waiting = external.entries[place]!;
      if (waiting >= 0) handle(waiting, external.data, place * stride);
      else fire(-1 - waiting);
      settle();
    }
    restart(external);
  }

  /** A timer is due: it sends its event unless that was cancelled, or takes its transition if its state was not left. */
  function fire(timer: number): void {
    const { what, state, stay, data } = timers;
    const from = state[timer]!;
    if (from < 0) {
      if (stay[timer] === cancelled[-1 - from]) handle(what[timer]!, data, timer * stride);
      return;
    }
    if (stay[timer] !== left[from]) return;
    const transition = what[timer]!;
    const guard = guards[transition];
    if (guard && !guard()) return;
    take(transition);
    microstep();
  }

  function settle(): void {
    for (;;) {
      if (selectAlways()) {
        microstep();
      } else if (internal.head < internal.tail) {
        const place = internal.head++;
        handle(internal.entries[place]!, internal.data, place * stride);
      } else {
        restart(internal);
        return;
      }
    }
  }

  function selectAlways(): boolean {
    for (let i = 0; i < alwaysDrivers.length; i++) {
      const d = alwaysDrivers[i]!;
      select(d, always[d]!, false);
    }
    return takenCount > 0;
  }

  function handle(event: number, data: ArrayLike<number>, from: number): void {
    const counted = countedAs[event]!;
    if (counted >= 0) {
      J[counted]!++;
      R[MOMENT]!++;
    }
    const handlers = on[event]!;
    // Lets expressions read what the event carries.
    for (let i = 0; i < fields[event]!; i++) B[i] = data[from + i]!;
    for (let i = 0; i < handlers.length; i++) {
      const { driver, ask, own } = handlers[i]!;
      select(driver, ask, own);
    }
    if (takenCount > 0) microstep();
  }

  /** Takes what a driver selects: of the active state, else of the driver itself if it has anything of its `own`. */
  function select(driver: number, ask: Ask, own: boolean): void {
    if (nested[driver] === 1) {
      takenCount = configuration.select(driver, ask, taken, takenCount);
      return;
    }
    const state = A[driver]!;
    if (isEnd[state] === 1) return;
    const found = ask(state);
    take(found < 0 && own ? ask(-1) : found);
  }

  function take(transition: number): void {
    if (transition >= 0) taken[takenCount++] = transition;
  }

  function takeAll(): void {
    if (takenCount === 0) return;
    microstep();
    settle();
    workOff();
  }

  // ------------------------------------------------------------ microsteps

  /** Takes what was selected: exits in reverse document order, actions, entries. */
  function microstep(): void {
    const count = takenCount;
    for (let i = 0; hasNested && i < count; i++) {
      const t = taken[i]!;
      const driver = driverOf[t]!;
      if (nested[driver] === 0 || target[t]! < 0) continue;
      const domain = configuration.domain(t);
      domains[i] = domain;
      configuration.remember(configuration.from(domain, driver), configuration.to(domain, driver));
    }
    for (let i = count - 1; i >= 0; i--) {
      const t = taken[i]!;
      const driver = driverOf[t]!;
      if (target[t]! < 0) continue;
      if (nested[driver] === 1) leaveInside(domains[i]!, driver);
      else leave(A[driver]!, driver);
    }
    for (let i = 0; i < count; i++) {
      const act = acts[taken[i]!];
      if (act) act();
    }
    for (let i = 0; i < count; i++) {
      const t = taken[i]!;
      const driver = driverOf[t]!;
      if (target[t]! < 0) continue;
      if (nested[driver] === 1) {
        const domain = domains[i]!;
        configuration.enter(t, domain);
        enterMarked(configuration.from(domain, driver), configuration.to(domain, driver), driver);
      } else enter(target[t]!, driver);
    }
    takenCount = 0;
    if (++microsteps > MICROSTEPS_MAX) {
      queues.fault.code = 'microsteps';
      queues.fault.place = 'step';
      throw FAULT;
    }
  }

  function leaveInside(domain: number, driver: number): void {
    const first = configuration.from(domain, driver);
    for (let slot = configuration.to(domain, driver) - 1; slot >= first; slot--)
      if (S[slot] !== 0) leave(slot, driver);
  }

  function leave(state: number, driver: number): void {
    const act = exit[state];
    if (act) act();
    left[state]!++;
    S[state] = 0;
    A[driver] = -1;
    R[MOMENT]!++;
  }

  /** Enters what is marked, in document order, and takes the marks away. */
  function enterMarked(from: number, to: number, driver: number): void {
    for (let slot = from; slot < to; slot++) {
      if (entering[slot] === 0) continue;
      entering[slot] = 0;
      enter(slot, driver);
      if (byDefault[slot] === 0) continue;
      byDefault[slot] = 0;
      const act = defaults[slot];
      if (act) act();
    }
  }

  function enter(state: number, driver: number): void {
    const step = R[STEP]!;
    S[state] = 1;
    A[driver] = state;
    E[state] = step;
    R[MOMENT]!++;
    const timed = after[state]!;
    for (let i = 0; i < timed.length; i++) {
      const { due, dueAt } = delays[states[state]!.after[i]!.delay]!;
      timers.set(due[step]!, dueAt[step]!, timed[i]!, state, left[state]!);
    }
    const act = entry[state];
    if (act) act();
    if (isFinal[state] === 1) raiseDone(state, driver);
  }

  /** A final state was entered: the state around it, and the parallel state around that, may be done. */
  function raiseDone(state: number, driver: number): void {
    const { parent } = states[state]!;
    const done = parent < 0 ? drivers[driver]!.done : states[parent]!.done;
    if (done !== undefined) raise(done);
    const around = configuration.doneAround(state);
    const all = around < 0 ? undefined : states[around]!.done;
    if (all !== undefined) raise(all);
  }

  function enterInitial(): void {
    for (let d = 0; d < initial.length; d++) taken[d] = initial[d]!();
    for (let d = 0; d < initial.length; d++) {
      const state = taken[d]!;
      if (nested[d] === 1) {
        configuration.enterInitial(state);
        enterMarked(configuration.from(-1, d), configuration.to(-1, d), d);
      } else enter(state, d);
    }
  }

  return {
    configuration,
    nested,
    reset: () => {
      configuration.reset();
      queues.clear();
      microsteps = 0;
      takenCount = 0;
    },
    beginStep: () => {
      microsteps = 0;
    },
    enterInitial,
    take,
    select,
    takeAll,
    settle,
    workOff,
  };
}

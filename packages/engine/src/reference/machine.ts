/**
 * The Ir's statecharts as one XState machine: a parallel root with one region a driver.
 *
 * XState leaves and enters states, keeps histories and runs actions in order. It is told which transitions to take
 * (select.ts) and never sees chance, time or queues: draws are made before, and `raise`, `send` and timers go out as
 * effects that macrosteps.ts keeps in queues of its own. So the engine can bound the number of microsteps.
 */
import {
  assign,
  createMachine,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  type StateValue,
} from 'xstate';
import type { Ir, IrAction, IrState, IrTransition } from '../ir/ir.ts';
import type { SavedFrame } from '../ir/saved-frame.ts';
import { DRIVER, type Chart, type Plan, type Remembered } from './chart.ts';
import { evaluate, holds, type Moment } from './evaluate.ts';
import { Fault, finite } from './fault.ts';

/** What changes inside a macrostep. */
export interface Context {
  readonly variables: readonly number[];
  readonly active: readonly number[];
  readonly entered: readonly number[];
}

/** What XState is given: which transitions to take, and what their actions may ask. */
export interface Dispatch {
  readonly type: 'take';
  readonly transitions: readonly IrTransition[];
  readonly plan: Plan;
  /** The moment of the event, without what the context holds. */
  readonly world: Omit<Moment, keyof Context>;
  readonly step: number;
  /** Values of the `set` actions of a picked alternative, which are taken from the snapshot. */
  readonly setsOf: (t: IrTransition) => readonly number[] | undefined;
  /** What left the machine, in the order it happened. */
  readonly effects: Effect[];
  /** The first fault; later ones do not count. */
  fault: Fault | undefined;
}

export type Effect =
  | { readonly type: 'took'; readonly t: IrTransition }
  | { readonly type: 'raise'; readonly event: number; readonly data: readonly number[] }
  | {
      readonly type: 'send';
      readonly event: number;
      readonly data: readonly number[];
      readonly delay: number | undefined;
      readonly id: number;
    }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'arm' | 'disarm'; readonly state: number };

type Node = ReturnType<AnyStateMachine['getStateNodeById']>;
type Args = { readonly context: Context; readonly event: Dispatch };

const stateId = (slot: number): string => `state${slot}`;
const driverId = (d: number): string => `driver${d}`;

export function buildMachine(ir: Ir, chart: Chart): AnyStateMachine {
  const machine = createMachine({
    id: 'stave',
    type: 'parallel',
    context: {
      variables: ir.variables.map(() => 0),
      active: ir.states.map(() => 0),
      entered: ir.states.map(() => 0),
    } satisfies Context,
    states: Object.fromEntries(
      ir.drivers.map((driver, d) => {
        const outermost = driver.states.filter((slot) => chart.state(slot).parent === DRIVER);
        return [
          driverId(d),
          { id: driverId(d), initial: 'boot', states: { boot: {}, ...inside(outermost) } },
        ];
      }),
    ),
    // The machine is built from data, so XState's types cannot say more about it.
  } as unknown as Parameters<typeof createMachine>[0]) as AnyStateMachine;
  machine.getTransitionData = (_, event) => {
    const { transitions, plan } = event as unknown as Dispatch;
    return transitions.map((t) => definition(machine, ir, chart, t, plan));
  };
  return machine;

  function inside(slots: readonly number[]): object {
    return Object.fromEntries(slots.map((slot) => [stateId(slot), config(chart.state(slot), slot)]));
  }

  function config(state: IrState, slot: number): object {
    const children: number[] = [];
    for (let child = slot + 1; child < state.end; child = chart.state(child).end) children.push(child);
    if (state.history) {
      const target = state.history.to.map((to) => `#${stateId(to)}`);
      return { id: stateId(slot), type: 'history', history: state.history.deep ? 'deep' : 'shallow', target };
    }
    return {
      id: stateId(slot),
      ...(state.kind === 'parallel' && { type: 'parallel' }),
      ...(state.initial && { initial: stateId(state.initial.to[0] ?? DRIVER) }),
      ...(children.length > 0 && { states: inside(children) }),
      entry: acting((run) => enter(run, state, slot)),
      exit: acting((run) => leave(run, state, slot)),
    };
  }

  function enter(run: Run, state: IrState, slot: number): void {
    run.mark(slot, 1);
    if (state.after.length > 0) run.effect({ type: 'arm', state: slot });
    run.actions(state.entry);
    if (state.initial && run.event.plan.byDefault.has(slot)) run.actions(state.initial.actions);
    if (state.kind !== 'final') return;
    const parent = ir.states[state.parent];
    run.done(parent ?? ir.drivers[state.driver]);
    const around = parent && ir.states[parent.parent];
    if (around?.kind === 'parallel' && isDone(run.context.active, parent?.parent ?? DRIVER)) run.done(around);
  }

  function leave(run: Run, state: IrState, slot: number): void {
    run.actions(state.exit);
    if (state.after.length > 0) run.effect({ type: 'disarm', state: slot });
    run.mark(slot, 0);
  }

  /** `isInFinalState` of Appendix D. */
  function isDone(active: readonly number[], slot: number): boolean {
    const { kind } = chart.state(slot);
    const children = chart.children(slot);
    if (kind === 'parallel') return children.every((child) => isDone(active, child));
    return children.some((child) => chart.state(child).kind === 'final' && active[child] === 1);
  }

  /** One XState action that runs a piece of ours; a fault is kept where macrosteps.ts looks for it. */
  function acting(piece: (run: Run) => void): object {
    return assign(({ context, event }: Args) => {
      const run = new Run(ir, context, event);
      if (!event.fault) piece(run);
      return run.context;
    });
  }

  function definition(
    { root }: AnyStateMachine,
    { drivers }: Ir,
    tree: Chart,
    t: IrTransition,
    { ways }: Plan,
  ): AnyTransitionDefinition {
    const way = ways.get(t);
    const first = t.to?.[0] ?? t.source;
    const driver = t.source === DRIVER ? driverOf(drivers, first) : tree.state(t.source).driver;
    const region = root.states[driverId(driver)] as unknown as Node;
    const node = (slot: number): Node => (slot === DRIVER ? region : machine.getStateNodeById(stateId(slot)));
    // XState leaves the nearest ancestor, parallel or not; written on the child of our domain it leaves what we mean.
    const isInside = way === undefined || way.domain === t.source;
    const source = isInside ? t.source : (tree.path(t.source, way.domain).at(-1) ?? t.source);
    return {
      ...(way && { target: way.targets.map(node) }),
      source: node(source),
      reenter: !isInside,
      actions: [
        acting((run) => {
          run.effect({ type: 'took', t });
          run.actions(t.actions, run.event.setsOf(t));
        }),
      ],
      eventType: 'take',
      toJSON: () => ({}),
    } as unknown as AnyTransitionDefinition;
  }
}

const driverOf = (drivers: Ir['drivers'], slot: number): number =>
  drivers.findIndex((driver) => driver.states.includes(slot));

/** XState's histories, by slot. */
export function rememberedIn(snapshot: AnyMachineSnapshot): Remembered {
  const values = snapshot.historyValue as Readonly<Record<string, readonly Node[]>>;
  return (history) => values[stateId(history)]?.map((node) => Number(node.id.slice('state'.length)));
}

/** XState's snapshot of a configuration and its histories. */
export function restoreSnapshot(
  machine: AnyStateMachine,
  ir: Ir,
  context: Context,
  remembered: SavedFrame['remembered'],
): AnyMachineSnapshot {
  const value = (parent: number, slots: readonly number[]): StateValue =>
    Object.fromEntries(
      slots
        .filter((slot) => context.active[slot] === 1 && ir.states[slot]?.parent === parent)
        .map((slot) => [stateId(slot), value(slot, slots)]),
    );
  const historyValue = Object.fromEntries(
    remembered.map(({ history, states }) => [
      stateId(history),
      states.map((slot) => machine.getStateNodeById(stateId(slot))),
    ]),
  );
  const drivers = ir.drivers.map(({ states }, d) => [driverId(d), value(DRIVER, states)] as const);
  return machine.resolveState({
    value: Object.fromEntries(drivers),
    context,
    historyValue,
  }) as AnyMachineSnapshot;
}

/**
 * Runs actions that belong to no transition, and gives what they leave; effects go where those of transitions do.
 * @throws Fault
 */
export function runActions(
  ir: Ir,
  context: Context,
  actions: readonly IrAction[],
  dispatch: Dispatch,
): Context {
  const run = new Run(ir, context, dispatch);
  run.actions(actions);
  if (dispatch.fault) throw dispatch.fault;
  return run.context;
}

/** Actions being run one after the other, each on what the one before left. */
class Run {
  context: Context;
  readonly event: Dispatch;
  private readonly ir: Ir;

  constructor(ir: Ir, context: Context, event: Dispatch) {
    this.ir = ir;
    this.context = context;
    this.event = event;
  }

  effect(effect: Effect): void {
    this.event.effects.push(effect);
  }

  mark(slot: number, active: 0 | 1): void {
    const { context, event } = this;
    this.context = {
      ...context,
      active: context.active.with(slot, active),
      ...(active === 1 && { entered: context.entered.with(slot, event.step) }),
    };
  }

  done(what: { readonly done?: number } | undefined): void {
    if (what?.done !== undefined) this.effect({ type: 'raise', event: what.done, data: [] });
  }

  /** `sets`: values taken from the snapshot, for the `set` actions in order, those under a condition too. */
  actions(list: readonly IrAction[], sets?: readonly number[]): void {
    const values = sets?.values();
    try {
      this.all(list, values);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.event.fault ??= error;
    }
  }

  private all(list: readonly IrAction[], sets: Iterator<number> | undefined): void {
    for (const action of list) {
      if (action.do === 'cancel') {
        this.effect({ type: 'cancel', id: action.id });
        continue;
      }
      try {
        this.one(action, sets);
      } catch (error) {
        throw error instanceof Fault && error.place === undefined ? error.at(action.place) : error;
      }
    }
  }

  private one(action: Exclude<IrAction, { do: 'cancel' }>, sets: Iterator<number> | undefined): void {
    switch (action.do) {
      case 'set': {
        const value = sets ? Number(sets.next().value) : evaluate(action.to, this.moment());
        const stored = storedVariable(this.ir, action.variable, value);
        this.context = { ...this.context, variables: this.context.variables.with(action.variable, stored) };
        return;
      }
      case 'raise':
      case 'send': {
        const data = action.data.map((e) =>
          finite(sets ? Number(sets.next().value) : evaluate(e, this.moment())),
        );
        if (action.do === 'raise') return this.effect({ type: 'raise', event: action.event, data });
        return this.effect({ type: 'send', event: action.event, data, delay: action.delay, id: action.id });
      }
      case 'if': {
        const test = sets ? sets.next().value === 1 : holds(action.test, this.moment());
        return this.all(test ? action.then : action.otherwise, sets);
      }
    }
  }

  private moment(): Moment {
    return { ...this.event.world, ...this.context };
  }
}

/** The value a variable stores, or a fault: finite, whole if it is an integer, inside its range, never -0. */
export function storedVariable(ir: Ir, slot: number, value: number): number {
  const variable = ir.variables[slot];
  if (!variable) throw new Error(`InvariantError: no variable ${slot}`);
  const stored = finite(value);
  const { name, type, low, high } = variable;
  const whole = type === 'number' || Number.isInteger(value);
  if (!whole || value < low || value > high)
    throw new Fault(
      'out-of-range',
      undefined,
      `the value is ${value}; \`${name}\` takes ${type === 'number' ? '' : 'whole numbers '}from ${low} to ${high}`,
    );
  return stored;
}

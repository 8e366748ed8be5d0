/**
 * The Ir's statecharts as one XState machine: a parallel root with one region a driver.
 *
 * XState decides which transitions are taken and in which order exits, actions and entries run. It never sees
 * chance, time or queues: draws come in with the event, and `raise`, `send` and timers go out as actions that
 * trial.ts keeps in queues of its own. Guards may be evaluated more than once, so everything they ask of the event
 * is remembered there. Eventless transitions are transitions on the event `always`, so that the engine can bound
 * their number.
 */
import { assign, createMachine, type AnyStateMachine } from 'xstate';
import type { Ir, IrAction, IrState, IrTransition } from '../ir/ir.ts';
import { evaluate, Fault, holds, type Moment } from './evaluate.ts';

/** What changes inside a macrostep. */
export interface Context {
  readonly variables: readonly number[];
  readonly active: readonly number[];
  readonly entered: readonly number[];
}

/** One event as XState sees it: a name and what the guards and actions may ask. */
export interface Dispatch {
  readonly type: string;
  /** The moment of the event, without what the context holds. */
  readonly world: Omit<Moment, keyof Context>;
  readonly step: number;
  /** `boot`: is this the initial state of its driver? */
  readonly isInitial?: (state: number) => boolean;
  /** `chance`: the picked alternative of a state, and the values of its `set` actions. */
  readonly pickOf?: (
    state: number,
  ) => { readonly index: number; readonly sets: readonly number[] } | undefined;
  /** An event with probabilities: the transition its handler selects, drawn at the first question. */
  readonly selected?: (handler: string, moment: Moment) => number | undefined;
  /** `after`: which timer is due. */
  readonly due?: { readonly state: number; readonly index: number };
  /** The first fault of this event; later ones do not count. */
  fault: Fault | undefined;
}

/** What leaves the machine, in the order it happened. */
export type Effect =
  | {
      readonly type: 'took';
      readonly params: { readonly place: string; readonly driver: number; readonly to: number | undefined };
    }
  | {
      readonly type: 'raise' | 'send';
      readonly params: { readonly event: number; readonly delay: number | undefined };
    }
  | { readonly type: 'arm'; readonly params: { readonly state: number } }
  | { readonly type: 'disarm'; readonly params: { readonly state: number } };

export const eventName = (slot: number): string => `event${slot}`;
/** Name of a handler towards `selected`: the state's or the driver's, on which event. */
export const handlerName = (owner: 'state' | 'driver', slot: number, event: number): string =>
  `${owner}${slot} ${event}`;

type Args = { readonly context: Context; readonly event: Dispatch };

export function buildMachine(ir: Ir): AnyStateMachine {
  const states = ir.drivers.map((driver, d) => {
    const own = driver.states.map((slot) => {
      const state = ir.states[slot];
      if (!state) throw new Error(`InvariantError: no state ${slot}`);
      return [stateKey(slot), stateConfig(state, slot)] as const;
    });
    const boot = {
      on: {
        boot: driver.states.map((slot) => ({
          target: stateKey(slot),
          guard: ({ event }: Args) => event.isInitial?.(slot) ?? false,
        })),
      },
    };
    return [
      driverKey(d),
      {
        initial: 'boot',
        states: { boot, ...Object.fromEntries(own) },
        on: Object.fromEntries(
          driver.on.map((handler) => [
            eventName(handler.event),
            handler.transitions.map((t, i) => {
              const select =
                handler.site === undefined ? guardOf(t) : selects(handlerName('driver', d, handler.event), i);
              // From the region itself: the active state is left and the target entered, the region stays.
              return transition(t, d, `.${stateKey(t.to ?? 0)}`, (args) => !isFinal(d, args) && select(args));
            }),
          ]),
        ),
      },
    ] as const;
  });
  return createMachine({
    id: 'stave',
    type: 'parallel',
    context: {
      variables: ir.variables.map(() => 0),
      active: ir.states.map(() => 0),
      entered: ir.states.map(() => 0),
    } satisfies Context,
    states: Object.fromEntries(states),
    // The machine is built from data, so XState's types cannot say more about it.
  } as unknown as Parameters<typeof createMachine>[0]);

  /** A driver in a final state answers nothing any more. */
  function isFinal(driver: number, { context }: Args): boolean {
    const own = ir.drivers[driver]?.states ?? [];
    return own.some((slot) => ir.states[slot]?.final === true && context.active[slot] === 1);
  }

  function stateConfig(state: IrState, slot: number): object {
    const d = state.driver;
    const on: Record<string, object[]> = {};
    for (const handler of state.on) {
      on[eventName(handler.event)] = handler.transitions.map((t, i) =>
        transition(
          t,
          d,
          stateKey(t.to ?? 0),
          handler.site === undefined ? guardOf(t) : selects(handlerName('state', slot, handler.event), i),
        ),
      );
    }
    if (state.always.length > 0) {
      on['always'] = state.always.map((t) => transition(t, d, stateKey(t.to ?? 0), guardOf(t)));
    }
    if (state.after.length > 0) {
      on['after'] = state.after.map((t, i) =>
        transition(
          t,
          d,
          stateKey(t.to ?? 0),
          (args) => args.event.due?.state === slot && args.event.due.index === i && guardOf(t)(args),
        ),
      );
    }
    if (state.chance) {
      on['chance'] = state.chance.alternatives.map((t, i) =>
        transition(
          t,
          d,
          stateKey(t.to ?? 0),
          ({ event }) => event.pickOf?.(slot)?.index === i,
          // The k-th `set` of the alternative stores the k-th value taken from the snapshot.
          (event, k) => event.pickOf?.(slot)?.sets[k],
        ),
      );
    }
    return {
      on,
      entry: [
        mark(slot, 1),
        ...(state.after.length > 0 ? [{ type: 'arm', params: { state: slot } }] : []),
        ...actions(state.entry),
      ],
      exit: [
        ...actions(state.exit),
        ...(state.after.length > 0 ? [{ type: 'disarm', params: { state: slot } }] : []),
        mark(slot, 0),
      ],
    };
  }

  function transition(
    t: IrTransition,
    driver: number,
    target: string,
    guard: (args: Args) => boolean,
    setValue?: (event: Dispatch, k: number) => number | undefined,
  ): object {
    return {
      ...(t.to !== undefined && { target, reenter: !target.startsWith('.') }),
      guard,
      actions: [
        { type: 'took', params: { place: t.place, driver, to: t.to } },
        ...actions(t.actions, setValue),
      ],
    };
  }

  function actions(
    list: readonly IrAction[],
    setValue?: (event: Dispatch, k: number) => number | undefined,
  ): object[] {
    let sets = 0;
    return list.map((action) => {
      if (action.do !== 'set') {
        return {
          type: action.do,
          params: { event: action.event, delay: action.do === 'send' ? action.delay : undefined },
        };
      }
      const k = sets++;
      return assign(({ context, event }: Args) =>
        guarded<Partial<Context>>(event, action.place, {}, () => {
          const value = setValue?.(event, k) ?? evaluate(action.to, momentOf({ context, event }));
          return { variables: context.variables.with(action.variable, checked(value, action.variable)) };
        }),
      );
    });
  }

  /** A value about to be stored in a variable, or a fault. */
  function checked(value: number, slot: number): number {
    return storedVariable(ir, slot, value);
  }
}

const driverKey = (d: number): string => `driver${d}`;
export const stateKey = (slot: number): string => `state${slot}`;

function mark(slot: number, active: 0 | 1): object {
  return assign(({ context, event }: Args) => ({
    active: context.active.with(slot, active),
    ...(active === 1 && { entered: context.entered.with(slot, event.step) }),
  }));
}

const momentOf = ({ context, event }: Args): Moment => ({ ...event.world, ...context });

function guardOf(t: IrTransition): (args: Args) => boolean {
  const { when } = t;
  if (!when) return () => true;
  return (args) => guarded(args.event, t.place, false, () => holds(when, momentOf(args)));
}

function selects(handler: string, index: number): (args: Args) => boolean {
  return (args) =>
    guarded(args.event, handler, false, () => args.event.selected?.(handler, momentOf(args)) === index);
}

/** Runs what may fault; a fault is kept on the event, where trial.ts looks for it after the microstep. */
function guarded<T>(event: Dispatch, place: string, otherwise: T, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    event.fault ??= error.place === undefined ? new Fault(error.code, place) : error;
    return otherwise;
  }
}

/** The value a variable stores, or a fault: finite, whole if it is an integer, inside its range, never -0. */
export function storedVariable(ir: Ir, slot: number, value: number): number {
  const variable = ir.variables[slot];
  if (!variable) throw new Error(`InvariantError: no variable ${slot}`);
  if (!Number.isFinite(value)) throw new Fault('not-finite');
  const whole = variable.type === 'number' || Number.isInteger(value);
  if (!whole || value < variable.low || value > variable.high) throw new Fault('out-of-range');
  return value + 0;
}

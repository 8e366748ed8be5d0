/**
 * States that somebody outside puts drivers into, as an arm's `put` (forced.ts) and with the same bits, in an Ir that
 * is lowered already: an event of the engine's own, heard by what stands around the state.
 */
import { ownEvent } from '../language/events.ts';
import { binary } from './arithmetic.ts';
import type { Ir, IrAction, IrDriver, IrEventTransition, IrHandler, IrState } from './ir.ts';

/** The event that puts a driver into a state, `driver.state`. */
export const putEvent = (state: string): string => ownEvent('put', state);

/** The same drivers, which can be put into these states. */
export function withStatesPut(ir: Ir, names: readonly string[]): Ir {
  // An arm may have put a driver there already, and then its event is heard.
  const targets = [...new Set(names)].filter((name) => !ir.events.includes(putEvent(name)));
  if (targets.length === 0) return ir;
  const events = [...ir.events, ...targets.map(putEvent)];
  const puts = targets.map((name, i): Put => {
    const to = ir.states.findIndex((state) => state.name === name);
    return { to, driver: ir.states[to]?.driver ?? -1, event: ir.events.length + i, place: putEvent(name) };
  });
  const isForced = (driver: number): boolean => puts.some((put) => put.driver === driver);
  return {
    ...ir,
    events,
    eventFields: [...ir.eventFields, ...targets.map(() => [])],
    drivers: ir.drivers.map((driver, d) => (isForced(d) ? driverPut(ir, driver, d, puts) : driver)),
    states: ir.states.map((state, slot) =>
      isForced(state.driver) ? statePut(ir, state, slot, puts) : state,
    ),
  };
}

interface Put {
  readonly to: number;
  readonly driver: number;
  readonly event: number;
  readonly place: string;
}

const isEnd = ({ kind, parent }: IrState): boolean => kind === 'final' && parent === -1;

/** The driver hears every put into it, and is as closed to all else where it has ended as it was. */
function driverPut(ir: Ir, driver: IrDriver, d: number, puts: readonly Put[]): IrDriver {
  const ends = driver.states.filter((slot) => ir.states[slot] && isEnd(ir.states[slot]));
  const unlessEnded = (t: IrEventTransition): IrEventTransition =>
    ends.reduce((kept, slot) => {
      const test = { op: 'not', of: { op: 'state', slot } } as const;
      return { ...kept, when: kept.when ? binary('and', test, kept.when) : test };
    }, t);
  const own = driver.on.map((h) => ({ ...h, transitions: h.transitions.map(unlessEnded) }));
  return { ...driver, on: [...own, ...puts.filter((put) => put.driver === d).map((put) => heard(put, -1))] };
}

/** A compound state around the target hears it; a final state of the driver's own is one that can be left. */
function statePut(ir: Ir, state: IrState, slot: number, puts: readonly Put[]): IrState {
  if (isEnd(state)) {
    const { done, name } = ir.drivers[state.driver] as IrDriver;
    const tell: readonly IrAction[] =
      done === undefined ? [] : [{ do: 'raise', event: done, data: [], place: `${name}.done` }];
    return { ...state, kind: 'atomic', entry: [...state.entry, ...tell] };
  }
  const inside = puts.filter(({ to }) => state.kind === 'compound' && to > slot && to < state.end);
  return inside.length === 0
    ? state
    : { ...state, on: [...state.on, ...inside.map((put) => heard(put, slot))] };
}

function heard({ event, to, place }: Put, source: number): IrHandler {
  return { event, transitions: [{ source, to: [to], internal: source >= 0, actions: [], place }] };
}

/** Drivers of a Model to statecharts of the Ir: slots in document order, wildcards written out, names put to places. */
import { Chart } from '../language/chart.ts';
import { doneEvent, matches } from '../language/events.ts';
import type * as model from '../language/model.ts';
import { binary, times } from './arithmetic.ts';
import type { Forcing } from './forced.ts';
import type * as ir from './ir.ts';
import type { Numbering } from './numbering.ts';

export class ChartLowering {
  /** In slot order. */
  readonly states: readonly { readonly driver: model.Driver; readonly state: model.State }[];
  private readonly drivers: readonly model.Driver[];
  private readonly numbering: Numbering;
  private readonly forcing: Forcing;

  constructor(drivers: readonly model.Driver[], numbering: Numbering, forcing: Forcing) {
    this.drivers = drivers;
    this.numbering = numbering;
    this.forcing = forcing;
    this.states = statesOf(drivers);
  }

  driver(d: model.Driver, index: number): ir.IrDriver {
    const several = d.initial.length > 1;
    return {
      name: d.name,
      states: this.states.flatMap((s, slot) => (s.driver === this.drivers[index] ? [slot] : [])),
      initial: d.initial.map((i) => ({
        state: this.numbering.stateSlot(d, i.state),
        probability: this.numbering.expr(i.probability),
      })),
      ...(several && {
        site: this.numbering.site(
          `${d.luck ?? d.name}.initial`,
          (d.startProvenance ?? d.provenance).evidence,
          d.span,
        ),
      }),
      on: [...this.handlers(d.on, d, -1, ''), ...this.forcing.handlers(d, undefined, new Chart(d))],
      ...this.done(doneEvent(d.name)),
    };
  }

  state(d: model.Driver, s: model.State): ir.IrState {
    const name = `${d.name}.${s.name}`;
    const source = this.numbering.stateSlot(d, s.name);
    const targets = (list: readonly string[]): number[] => list.map((to) => this.numbering.stateSlot(d, to));
    // A driver that is forced does not rest where it has ended: it is told so by an event and goes no further by itself.
    const isLeft = this.isEnd(s) && this.forcing.isForced(d);
    const head = {
      name,
      driver: this.drivers.indexOf(d),
      kind: isLeft ? 'atomic' : s.kind,
      parent: s.parent === undefined ? -1 : this.numbering.stateSlot(d, s.parent),
      end: source + 1 + new Chart(d).descendants(s.name).length,
      ...(s.initial && {
        initial: {
          to: targets([s.initial.to]),
          actions: this.actions(s.initial.actions, `${name}.initial`),
        },
      }),
      ...(s.history && { history: { deep: s.history.deep, to: targets(s.history.to) } }),
      ...((s.kind === 'compound' || s.kind === 'parallel') && this.done(doneEvent(name))),
      entry: [...this.actions(s.entry, `${name}.entry`), ...(isLeft ? this.raiseDone(d) : [])],
      exit: this.actions(s.exit, `${name}.exit`),
      always: s.always.map((t, i) =>
        this.unlessHeld(t, d, s, this.transition(t, d, source, `${name}.always[${i}]`)),
      ),
    } as const;
    const after = s.after.map((t, i) => ({
      ...this.transition(t, d, source, `${name}.after[${i}]`),
      delay: this.numbering.delay(t.delay),
    }));
    return {
      ...head,
      after: after.map((t, i) => this.unlessHeld(s.after[i], d, s, t)),
      on: [
        ...this.handlers(s.on, d, source, `.${s.name}`),
        ...this.forcing.handlers(d, s, new Chart(d)),
        ...this.released(d, s, after),
      ],
      ...(s.chance && { chance: this.chance(s.chance, d, source, `.${s.name}`) }),
    };
  }

  /** Whether a driver that is here answers nothing any more. */
  private isEnd({ kind, parent }: model.State): boolean {
    return kind === 'final' && parent === undefined;
  }

  private raiseDone(d: model.Driver): readonly ir.IrAction[] {
    const { done: event } = this.done(doneEvent(d.name));
    return event === undefined ? [] : [{ do: 'raise', event, data: [], place: `${d.name}.done` }];
  }

  /** The condition that a transition may not be taken since it would leave a state that is held. */
  private held(
    t: model.Transition | undefined,
    d: model.Driver,
    source: model.State | undefined,
  ): ir.IrExpr | undefined {
    return t && this.forcing.held(d, source, t, new Chart(d));
  }

  /** A transition that waits while a state is held that it would leave. */
  private unlessHeld<T extends ir.IrTransition>(
    t: model.Transition | undefined,
    d: model.Driver,
    source: model.State | undefined,
    lowered: T,
  ): T {
    const held = this.held(t, d, source);
    return held ? { ...lowered, when: both(lowered.when, { op: 'not', of: held }) } : lowered;
  }

  /**
   * A transition that is drawn or called by an event and would leave a state that is held is chosen all the same, and
   * comes to nothing: whatever else could be chosen has the chance and the turn it has elsewhere.
   */
  private orNothing<T extends ir.IrTransition>(
    t: model.Transition | undefined,
    d: model.Driver,
    source: model.State | undefined,
    lowered: T,
  ): readonly T[] {
    const held = this.held(t, d, source);
    if (!held) return [lowered];
    const { to: _, ...rest } = lowered;
    const nothing = { ...rest, internal: false, actions: [], when: both(lowered.when, held) } as unknown as T;
    return [this.unlessHeld(t, d, source, lowered), nothing];
  }

  /** What timers would have done while a state was held, in the first step after. */
  private released(d: model.Driver, s: model.State, after: readonly ir.IrAfter[]): readonly ir.IrHandler[] {
    const delays = after.map(({ delay }) => this.numbering.delays[delay] as ir.IrDelay);
    const byEvent = new Map<string, ir.IrEventTransition[]>();
    for (const { event, index, overdue } of this.forcing.released(d, s, delays, new Chart(d))) {
      const { delay: __, ...t } = after[index] as ir.IrAfter;
      const transition = this.unlessHeld(s.after[index], d, s, { ...t, when: both(overdue, t.when) });
      byEvent.set(event, [...(byEvent.get(event) ?? []), transition]);
    }
    return [...byEvent].map(([event, transitions]) => ({ event: this.numbering.event(event), transitions }));
  }

  /** The event raised when something is done, if anybody listens. */
  private done(event: string): { readonly done?: number } {
    const slot = this.numbering.events.get(event);
    return slot === undefined ? {} : { done: slot };
  }

  private actions(list: readonly model.Action[], path: string, fields?: readonly string[]): ir.IrAction[] {
    return list.map((a, i): ir.IrAction => {
      const place = `${path}[${i}]`;
      switch (a.do) {
        case 'set': {
          const variable = this.numbering.names.slots.variable.get(a.variable);
          if (variable === undefined) throw new Error(`InvariantError: unresolved variable ${a.variable}`);
          return { do: 'set', variable, to: this.numbering.expr(a.to, fields), place };
        }
        case 'raise':
          return {
            do: 'raise',
            event: this.numbering.event(a.event),
            data: this.data(a.data, fields),
            place,
          };
        case 'send':
          return {
            do: 'send',
            event: this.numbering.event(a.event),
            data: this.data(a.data, fields),
            ...(a.delay && { delay: this.numbering.delay(a.delay) }),
            id: this.numbering.sendId(a.id),
            place,
          };
        case 'cancel':
          return { do: 'cancel', id: this.numbering.sendId(a.id) };
        case 'if':
          return {
            do: 'if',
            test: this.numbering.expr(a.test, fields),
            then: this.actions(a.then, `${place}.then`, fields),
            otherwise: this.actions(a.otherwise, `${place}.else`, fields),
            place,
          };
      }
    });
  }

  /** In the order of the event's fields, which is that of their names. */
  private data(data: model.EventData, fields: readonly string[] | undefined): ir.IrExpr[] {
    return data.map(({ value }) => this.numbering.expr(value, fields));
  }

  /** `source` is the slot of the state it is written on, or -1. */
  private transition(
    t: model.Transition,
    d: model.Driver,
    source: number,
    place: string,
    fields?: readonly string[],
  ): ir.IrTransition {
    const to = t.to?.map((name) => this.numbering.stateSlot(d, name));
    return {
      source,
      ...(to && { to }),
      internal: t.internal === true && this.staysInside(d, source, t.to ?? []),
      ...(t.when && { when: this.numbering.expr(t.when, fields) }),
      actions: this.actions(t.actions, `${place}.actions`, fields),
      place,
      ...(t.provenance.evidence.length > 0 && { evidence: t.provenance.evidence }),
    };
  }

  /** SCXML: `internal` means something only for a compound source and targets below it. */
  private staysInside(d: model.Driver, source: number, to: readonly string[]): boolean {
    const state = this.states[source]?.state;
    if (state?.kind !== 'compound') return false;
    const chart = new Chart(d);
    const inside = chart.descendants(state.name);
    return to.every((name) => inside.some((s) => s.name === name));
  }

  /** Handlers of one owner, written out for each event that a descriptor stands for. */
  private handlers(
    list: readonly model.Handler[],
    d: model.Driver,
    source: number,
    path: string,
  ): ir.IrHandler[] {
    return list.flatMap((h) => {
      const name = `${path}.on.${h.descriptor}`;
      const events = [...this.numbering.events.keys()].filter((event) => matches(h.descriptor, event));
      const drawn = h.transitions.some((t) => t.probability) && events.length > 0;
      const site = drawn
        ? this.numbering.site(
            h.luck ?? `${d.luck ?? d.name}${name}`,
            evidenceOf(h.transitions),
            h.transitions[0]?.span ?? h.span,
          )
        : undefined;
      return events.map((event): ir.IrHandler => {
        const fields = this.numbering.fields.get(event) ?? [];
        const written = h.transitions.map((t, i) => ({
          ...this.transition(t, d, source, `${d.name}${name}[${i}]`, fields),
          ...(t.probability && { probability: this.numbering.expr(t.probability, fields) }),
        }));
        const owner = source < 0 ? undefined : this.states[source]?.state;
        const transitions = written.flatMap((t, i) => this.orNothing(h.transitions[i], d, owner, t));
        return {
          event: this.numbering.event(event),
          ...(site !== undefined && { site }),
          transitions: source < 0 ? this.unlessEnded(d, transitions) : transitions,
        };
      });
    });
  }

  /** A driver's own transitions, where it would have ended if it were not forced. */
  private unlessEnded(
    d: model.Driver,
    transitions: readonly ir.IrEventTransition[],
  ): readonly ir.IrEventTransition[] {
    if (!this.forcing.isForced(d)) return transitions;
    const ends = d.states.filter((s) => this.isEnd(s));
    return ends.reduce<readonly ir.IrEventTransition[]>((list, { name }) => {
      const ended: ir.IrExpr = { op: 'state', slot: this.numbering.stateSlot(d, name) };
      return list.map((t) => ({ ...t, when: both({ op: 'not', of: ended }, t.when) }));
    }, transitions);
  }

  private chance(c: model.ChanceBlock, d: model.Driver, source: number, path: string): ir.IrChance {
    const name = `${path}.chance`;
    const evidence = [...new Set([...c.provenance.evidence, ...evidenceOf(c.alternatives)])];
    const owner = this.states[source]?.state;
    const alternatives = c.alternatives.map((a, i): ir.IrAlternative => ({
      ...this.transition(a, d, source, `${d.name}${name}[${i}]`),
      weight: a.weight === 'else' ? 'else' : times(this.numbering.expr(a.weight), c.unitsPerStep[i] ?? 1),
    }));
    return {
      site: this.numbering.site(c.luck ?? `${d.luck ?? d.name}${name}`, evidence, c.span),
      kind: c.kind,
      alternatives: alternatives.flatMap((a, i) =>
        // What is left over comes to nothing by itself.
        a.weight === 'else'
          ? [this.unlessHeld(c.alternatives[i], d, owner, a)]
          : this.orNothing(c.alternatives[i], d, owner, a),
      ),
    };
  }
}

/** Conditions that must hold both; the first is read first. */
const both = (first: ir.IrExpr | undefined, second: ir.IrExpr | undefined): ir.IrExpr =>
  first && second ? binary('and', first, second) : ((first ?? second) as ir.IrExpr);

/** All states of all drivers, in document order: their places are their slots. */
export const statesOf = (
  drivers: readonly model.Driver[],
): readonly { readonly driver: model.Driver; readonly state: model.State }[] =>
  drivers.flatMap((driver) => driver.states.map((state) => ({ driver, state })));

const evidenceOf = (list: readonly model.Element[]): readonly string[] => [
  ...new Set(list.flatMap((element) => element.provenance.evidence)),
];

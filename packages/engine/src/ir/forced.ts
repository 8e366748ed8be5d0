/**
 * States that an arm forces, as events of the engine's own: a scenario in which somebody outside puts a driver into a
 * state at a date. Executors need to know nothing of it. docs/decisions/0020.
 *
 * `put` is a dated event that only compound states around the state hear, and the driver: the innermost that is active
 * enters the state, so that regions beside it go on. `hold` puts it unless it is active, and a condition on whatever
 * would leave it stands for as long as it is held (lower-charts.ts); what timers would have done meanwhile is done by
 * one more event in the first step after.
 */
import { Chart } from '../language/chart.ts';
import { ownEvent } from '../language/events.ts';
import type * as model from '../language/model.ts';
import { binary, constant } from './arithmetic.ts';
import type * as ir from './ir.ts';
import type { Numbering } from './numbering.ts';

interface Entering {
  readonly event: string;
  readonly driver: string;
  readonly state: string;
  readonly step: number;
  readonly at: model.Moment;
  /** Only where the state is not active. */
  readonly unlessActive: boolean;
}

interface Hold {
  readonly driver: string;
  readonly state: string;
  /** Steps, both included. */
  readonly first: number;
  readonly last: number;
  readonly release: string;
}

/** When an own event is sent. */
export interface OwnEvent {
  readonly event: string;
  readonly step: number;
  readonly at: model.Moment;
}

export class Forcing {
  private readonly entering: readonly Entering[];
  private readonly holds: readonly Hold[];
  private readonly numbering: Numbering;
  private readonly steps: number;

  constructor(checked: model.Model, numbering: Numbering) {
    const { timeline } = numbering;
    const forced = checked.forced ?? [];
    const stepOf = (moment: model.Moment): number => {
      const step = timeline.stepOf(moment);
      if (step === undefined) throw new Error(`InvariantError: no step holds ${moment}`);
      return step;
    };
    const begin = checked.clock.start ?? 0;
    this.numbering = numbering;
    this.steps = checked.clock.steps;
    this.entering = forced.map(({ driver, state, ...rest }): Entering => {
      const at = rest.kind === 'put' ? rest.at : (rest.from ?? begin);
      const event = ownEvent(rest.kind, `${driver}.${state}`);
      return { event, driver, state, at, step: stepOf(at), unlessActive: rest.kind === 'hold' };
    });
    this.holds = forced.flatMap((hold, i): Hold[] => {
      if (hold.kind !== 'hold') return [];
      const { driver, state, from = begin, to } = hold;
      const last = to === undefined ? this.steps : stepOf(to);
      return [
        { driver, state, first: stepOf(from), last, release: ownEvent(`release${i}`, `${driver}.${state}`) },
      ];
    });
  }

  /** In the order in which they are sent, by step. */
  get calendar(): readonly OwnEvent[] {
    const released = this.holds.flatMap(({ release: event, last }): OwnEvent[] =>
      last < this.steps ? [{ event, step: last + 1, at: this.numbering.timeline.dates?.[last] ?? last }] : [],
    );
    return [...released, ...this.entering].map(({ event, step, at }) => ({ event, step, at }));
  }

  /** Whether a driver is forced into states, so that it does not rest where it has ended. */
  isForced(driver: model.Driver): boolean {
    return this.entering.some((other) => other.driver === driver.name);
  }

  /** What a compound state, or the driver (without one), does when a state inside it is forced. */
  handlers(d: model.Driver, source: model.State | undefined, chart: Chart): readonly ir.IrHandler[] {
    if (source && source.kind !== 'compound') return [];
    const slot = source ? this.numbering.stateSlot(d, source.name) : -1;
    const heard = new Map<string, ir.IrHandler>();
    for (const { event, driver, state, unlessActive } of this.entering) {
      const target = chart.state(state);
      if (driver !== d.name || !target) continue;
      if (source && !chart.ancestors(target).includes(source)) continue;
      const to = this.numbering.stateSlot(d, state);
      const when: ir.IrExpr = { op: 'not', of: { op: 'state', slot: to } };
      const transition: ir.IrEventTransition = {
        ...{ source: slot, to: [to], internal: source !== undefined, actions: [], place: event },
        ...(unlessActive && { when }),
      };
      heard.set(event, { event: this.numbering.event(event), transitions: [transition] });
    }
    return [...heard.values()];
  }

  /** The holds that a transition of a driver may not break, as one condition that is true while it may not. */
  held(
    d: model.Driver,
    source: model.State | undefined,
    t: model.Transition,
    chart: Chart,
  ): ir.IrExpr | undefined {
    return this.holds
      .filter((hold) => hold.driver === d.name && leaves(chart, source, t, hold.state))
      .map(({ state, first, last }) => {
        const slot = this.numbering.stateSlot(d, state);
        // While step k runs the clock's step is k - 1.
        const t0: ir.IrExpr = { op: 't', perStep: 1 };
        const within = binary(
          'and',
          binary('ge', t0, constant(first - 1)),
          binary('le', t0, constant(last - 1)),
        );
        return binary('and', within, { op: 'state', slot });
      })
      .reduce<ir.IrExpr | undefined>((any, one) => (any ? binary('or', any, one) : one), undefined);
  }

  /**
   * The timers of a state that a hold stopped, by the event that ends it: for each transition, whether its timer was
   * due while the state was held, read in the step after.
   */
  released(
    d: model.Driver,
    source: model.State,
    delays: readonly ir.IrDelay[],
    chart: Chart,
  ): readonly { readonly event: string; readonly index: number; readonly overdue: ir.IrExpr }[] {
    const slot = this.numbering.stateSlot(d, source.name);
    return this.holds.flatMap(({ driver, state, first, last, release: event }) => {
      if (driver !== d.name || last === this.steps) return [];
      const stopped = source.after.flatMap((t, index) => {
        if (!leaves(chart, source, t, state)) return [];
        const { due = [] } = delays[index] ?? {};
        // Steps of entry whose timer was due then; later entries are never due earlier.
        const entries = due.flatMap((step, entry) => (first <= step && step <= last ? [entry] : []));
        const [low, high] = [entries[0], entries.at(-1)];
        if (low === undefined || high === undefined) return [];
        const since: ir.IrExpr = { op: 'elapsed', state: slot, perStep: 1 };
        const overdue = binary(
          'and',
          binary('ge', since, constant(last - high)),
          binary('le', since, constant(last - low)),
        );
        return [{ event, index, overdue, order: due[low] ?? 0 }];
      });
      return stopped.sort((a, b) => a.order - b.order);
    });
  }
}

/** Whether a transition may leave a state, were it active; a history state counts as where it stands. */
const leaves = (chart: Chart, source: model.State | undefined, t: model.Transition, state: string): boolean =>
  chart.left(source, t).some(({ name }) => name === state);

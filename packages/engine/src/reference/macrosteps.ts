/**
 * Macrosteps and microsteps of a trial: what waits in its queues is handled, and then what follows from it until
 * nothing is enabled. docs/reference/semantics.md is the text this follows.
 */
import { MICROSTEPS_MAX } from '../ir/executor.ts';
import type { IrHandler, IrTransition } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { DRIVER } from './chart.ts';
import { evaluate, holds, type Moment } from './evaluate.ts';
import { at, Fault } from './fault.ts';
import { rememberedIn, type Context, type Dispatch, type Effect } from './machine.ts';
import { probabilityThresholds, validWeight } from './pick.ts';
import { selectTransitions, type Enabled } from './select.ts';
import { TrialState, type Happening, type Queued, type Timer } from './trial-state.ts';

export abstract class Macrosteps extends TrialState {
  /** Works off the external queue, one macrostep an entry. */
  protected workOff(): void {
    for (let queued = this.external.shift(); queued !== undefined; queued = this.external.shift()) {
      if (queued !== 'nothing') this.begin(queued);
      this.quiesce();
    }
  }

  private begin(queued: Exclude<Queued, 'nothing'>): void {
    if (!('timer' in queued)) return this.handle(queued);
    const { timer } = queued;
    // Gone with its state, or cancelled, since the queue was filled.
    if (!this.timers.includes(timer)) return;
    this.timers = this.timers.filter((other) => other !== timer);
    const { what } = timer;
    if ('event' in what) return this.handle(what);
    const t = itemOf(itemOf(this.ir.states, what.state).after, what.index);
    if (this.holdsAt(t)) this.microstep([t], 'after');
  }

  protected quiesce(): void {
    for (;;) {
      const enabled = this.enabledAlways();
      if (enabled.length > 0) {
        this.microstep(enabled, 'always');
        continue;
      }
      const raised = this.internal.shift();
      if (raised === undefined) return;
      this.handle(raised);
    }
  }

  private enabledAlways(): readonly IrTransition[] {
    const { active } = this.context;
    // Spares a walk over all drivers where no active state has any.
    if (!this.ir.states.some((state, slot) => state.always.length > 0 && active[slot] === 1)) return [];
    return this.selected((slot) =>
      slot === DRIVER ? undefined : itemOf(this.ir.states, slot).always.find((t) => this.holdsAt(t)),
    );
  }

  private handle({ event, data }: Happening): void {
    this.happened = this.happened.map((count, i) => (this.ir.counted[i] === event ? count + 1 : count));
    this.event = data;
    const moment = this.moment();
    const picks = new Map<number, IrTransition>();
    const taken = this.selected((slot, driver) => {
      const { on } = slot === DRIVER ? itemOf(this.ir.drivers, driver) : itemOf(this.ir.states, slot);
      for (const handler of on) {
        const found = handler.event === event ? this.select(handler, moment, picks) : undefined;
        if (found) return found;
      }
      return undefined;
    });
    this.tellGivenWay(picks, taken);
    this.microstep(taken, `on ${this.ir.events[event] ?? ''}`);
    this.event = [];
  }

  protected selected(enabled: Enabled): readonly IrTransition[] {
    return selectTransitions(this.ir, this.chart, this.context.active, rememberedIn(this.snapshot), enabled);
  }

  private holdsAt({ when, place }: IrTransition): boolean {
    return !when || at(place, () => holds(when, this.moment()));
  }

  /** The transition a handler selects: the first, in file order, that is certain or picked. `picks` is told of its draw. */
  private select(
    handler: IrHandler,
    moment: Moment,
    picks: Map<number, IrTransition>,
  ): IrTransition | undefined {
    let picked: number | undefined;
    for (const [i, t] of handler.transitions.entries()) {
      if (t.probability === undefined) {
        if (this.holdsAt(t)) return t;
      } else {
        picked ??= this.drawHandler(handler, moment, picks);
        if (picked === i) return t;
      }
    }
    return undefined;
  }

  private drawHandler(
    { transitions, site = -1 }: IrHandler,
    moment: Moment,
    picks: Map<number, IrTransition>,
  ): number {
    const picked = at(itemOf(this.ir.sites, site).name, () => {
      const weights = transitions.map(({ when, probability }) =>
        probability === undefined || (when && !holds(when, moment))
          ? 0
          : validWeight(evaluate(probability, moment)),
      );
      return this.draw(site, 'event', weights, probabilityThresholds(weights));
    });
    const t = transitions[picked];
    if (t) picks.set(site, t);
    return picked;
  }

  /** What was picked, by site, and is not among what is taken. */
  protected tellGivenWay(
    picks: Iterable<readonly [site: number, t: IrTransition]>,
    taken: readonly IrTransition[],
  ): void {
    for (const [site, t] of picks) if (!taken.includes(t)) this.story?.gaveWay(site);
  }

  /** Takes transitions together; `setsOf` gives what their actions took from the snapshot. */
  protected microstep(
    transitions: readonly IrTransition[],
    cause: string,
    setsOf: Dispatch['setsOf'] = () => undefined,
  ): void {
    if (transitions.length === 0) return;
    const dispatch: Dispatch = {
      ...this.dispatch(),
      transitions,
      plan: this.chart.plan(transitions, this.context.active, rememberedIn(this.snapshot)),
      setsOf,
    };
    const before = this.context;
    this.snapshot = this.machine.step(this.snapshot, dispatch);
    if (dispatch.fault) throw dispatch.fault;
    this.applyAll(dispatch, cause, before);
    if (cause !== 'start' && ++this.microsteps > MICROSTEPS_MAX) throw new Fault('microsteps', 'step');
  }

  protected dispatch(): Pick<Dispatch, 'type' | 'world' | 'step' | 'effects' | 'fault'> {
    return { type: 'take', world: this.world(), step: this.step, effects: [], fault: undefined };
  }

  protected applyAll({ effects }: Dispatch, cause: string, before: Context): void {
    for (const effect of effects) {
      if (effect.type === 'took') this.story?.took({ step: this.step, cause, t: effect.t, before });
      else this.apply(effect);
    }
  }

  private apply(effect: Exclude<Effect, { type: 'took' }>): void {
    switch (effect.type) {
      case 'raise':
        this.internal.push(effect);
        return;
      case 'send': {
        const { event, data, delay, id } = effect;
        if (delay === undefined) this.external.push({ event, data });
        else this.arm(delay, { event, data, id });
        return;
      }
      case 'cancel':
        this.timers = this.timers.filter(({ what }) => !('id' in what && what.id === effect.id));
        return;
      case 'arm': {
        const { state } = effect;
        itemOf(this.ir.states, state).after.forEach(({ delay }, index) => this.arm(delay, { state, index }));
        return;
      }
      case 'disarm':
        this.timers = this.timers.filter(({ what }) => !('state' in what && what.state === effect.state));
    }
  }

  private arm(delay: number, what: Timer['what']): void {
    const { due, dueAt } = itemOf(this.ir.delays, delay);
    this.timers = [
      ...this.timers,
      { due: itemOf(due, this.step), dueAt: itemOf(dueAt, this.step), sequence: this.sequence++, what },
    ];
  }
}

/**
 * One trial, frame by frame: the phases of a step around the XState machine, with the queues, timers and draws that
 * the machine does not see. docs/reference/semantics.md is the text this follows, in its order.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { MICROSTEPS_MAX } from '../ir/executor.ts';
import { frameZero } from '../ir/frame-zero.ts';
import type { Ir, IrChance, IrExpr, IrHandler } from '../ir/ir.ts';
import { evaluate, Fault, holds, type Moment } from './evaluate.ts';
import {
  eventName,
  handlerName,
  storedVariable,
  type Context,
  type Dispatch,
  type Effect,
} from './machine.ts';
import type { PureMachine } from './pure.ts';
import { drawParameters, quantileAt, unitDraw } from './parameters.ts';
import { pick, probabilityThresholds, rateThresholds, validWeight, type Address } from './pick.ts';
import type { Story } from './story.ts';

interface Timer {
  readonly due: number;
  readonly dueAt: number;
  readonly sequence: number;
  readonly what: { readonly state: number; readonly index: number } | { readonly event: number };
}

type Queued = { readonly event: number } | { readonly timer: Timer } | 'nothing';

type Pick = { readonly index: number; readonly sets: readonly number[] };

export class Trial {
  /** The frame that is complete, or is being made: step k while it runs. */
  step = 0;
  indicators: readonly number[] = [];
  previous: readonly number[] = [];
  starts: readonly number[] = [];

  private readonly ir: Ir;
  private readonly machine: PureMachine;
  private readonly trial: Omit<Address, 'step'>;
  private readonly story: Story | undefined;
  private readonly parameters: readonly number[];
  private snapshot: AnyMachineSnapshot;
  private now: readonly number[] = [];
  private clockStep = 0;
  private timers: readonly Timer[] = [];
  private sequence = 0;
  private internal: number[] = [];
  private external: Queued[] = [];
  private microsteps = 0;
  /** Draws made so far in this step, by site. */
  private readonly occurrences = new Map<number, number>();

  /**
   * Makes frame 0.
   * @throws Fault when a start, an initial state or an entry action faults.
   */
  constructor(
    ir: Ir,
    machine: PureMachine,
    trial: Omit<Address, 'step'>,
    parameterTrial: number,
    story?: Story,
  ) {
    this.ir = ir;
    this.machine = machine;
    this.trial = trial;
    this.story = story;
    this.snapshot = machine.initial;
    this.indicators = ir.indicators.map(() => 0);
    this.parameters = [];
    this.parameters = drawParameters(ir, { ...trial, trial: parameterTrial, step: 0 }, this.moment());
    story?.parameters(this.parameters);
    this.setStarts();
    this.boot();
    this.keepStarts();
  }

  get context(): Context {
    return this.snapshot.context as Context;
  }

  /** What can be read right now. */
  moment(answer = Number.NaN): Moment {
    return { ...this.world(), ...this.context, answer };
  }

  /**
   * Makes frame step + 1.
   * @throws Fault
   */
  advance(): void {
    this.step++;
    this.clockStep = this.step - 1;
    this.microsteps = 0;
    this.occurrences.clear();
    this.dated();
    this.chance();
    this.moveIndicators();
    this.clockStep = this.step;
  }

  /** Keeps what `prev` reads in the next step; called when the frame has been read. */
  keepPrevious(): void {
    const moment = this.moment();
    this.previous = this.ir.previous.map((e, i) => this.stored(`prev[${i}]`, e, moment));
  }

  /** Evaluates, checks and returns a value that is stored under a name. */
  stored(name: string, e: IrExpr, moment: Moment): number {
    return at(name, () => {
      const value = evaluate(e, moment);
      if (!Number.isFinite(value)) throw new Fault('not-finite');
      return value + 0;
    });
  }

  // ------------------------------------------------------------ frame 0

  private setStarts(): void {
    const { ir } = this;
    for (const { kind, slot } of ir.startOrder) {
      const moment = this.moment();
      if (kind === 'variable') {
        const variable = item(ir.variables, slot);
        const value = at(`${variable.name}.start`, () =>
          storedVariable(ir, slot, evaluate(variable.start, moment)),
        );
        const variables = this.context.variables.with(slot, value);
        this.snapshot = { ...this.snapshot, context: { ...this.context, variables } } as AnyMachineSnapshot;
      } else {
        const indicator = item(ir.indicators, slot);
        const value = this.stored(`${indicator.name}.start`, indicator.start, moment);
        this.indicators = this.indicators.with(slot, this.clamped(slot, value, moment));
      }
    }
  }

  private boot(): void {
    const initial = new Set(
      this.ir.drivers.map((driver) => {
        if (driver.site === undefined) return item(driver.initial, 0).state;
        const site = driver.site;
        const moment = this.moment();
        const picked = at(item(this.ir.sites, site).name, () => {
          const weights = driver.initial.map((i) => validWeight(evaluate(i.probability, moment)));
          return this.draw(site, 'initial', weights, probabilityThresholds(weights));
        });
        if (picked < 0) throw new Fault('bad-probability', item(this.ir.sites, site).name);
        return item(driver.initial, picked).state;
      }),
    );
    this.microstep({ type: 'boot', isInitial: (state) => initial.has(state) }, 'start');
    this.quiesce();
    this.workOff();
  }

  private keepStarts(): void {
    const moment = this.moment();
    const { ir } = this;
    this.starts = ir.starts.map((e, i) => this.stored(`start[${i}]`, frameZero(e, ir), moment));
    this.previous = ir.previous.map((e, i) => this.stored(`prev[${i}]`, frameZero(e, ir), moment));
  }

  // ------------------------------------------------------------ phases of a step

  private dated(): void {
    const due = this.timers
      .filter((timer) => timer.due === this.step)
      .sort((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence);
    const calendar = this.ir.calendar.filter((entry) => entry.step === this.step);
    this.external = [
      'nothing',
      ...due.map((timer) => ({ timer })),
      ...calendar.map(({ event }) => ({ event })),
    ];
    this.workOff();
  }

  private chance(): void {
    const picks = new Map<number, Pick>();
    const snapshot = this.moment();
    this.ir.states.forEach((state, slot) => {
      if (!state.chance || snapshot.active[slot] !== 1) return;
      const picked = this.pickAlternative(state.chance, snapshot);
      if (picked) picks.set(slot, picked);
    });
    if (picks.size === 0) return;
    this.microstep({ type: 'chance', pickOf: (state) => picks.get(state) }, 'chance');
    this.quiesce();
    this.workOff();
  }

  private pickAlternative(chance: IrChance, moment: Moment): Pick | undefined {
    const site = item(this.ir.sites, chance.site).name;
    const index = at(site, () => {
      const weights = chance.alternatives.map(({ when, weight }) => {
        if (when && !holds(when, moment)) return 0;
        return weight === 'else' ? 0 : validWeight(evaluate(weight, moment));
      });
      const rest = chance.alternatives.findIndex(
        ({ weight, when }) => weight === 'else' && (!when || holds(when, moment)),
      );
      const thresholds =
        chance.kind === 'rate'
          ? rateThresholds(weights)
          : probabilityThresholds(weights, rest < 0 ? undefined : rest);
      return this.draw(chance.site, 'chance', weights, thresholds);
    });
    const picked = chance.alternatives[index];
    if (!picked) return undefined;
    const sets = picked.actions.flatMap((action) =>
      action.do === 'set' ? [at(action.place, () => evaluate(action.to, moment))] : [],
    );
    return { index, sets };
  }

  private moveIndicators(): void {
    const { ir } = this;
    const now = ir.indicators.map(() => 0);
    this.now = now;
    const moment = this.moment();
    for (const slot of ir.indicatorOrder) {
      const indicator = item(ir.indicators, slot);
      const name = `${indicator.name}.next`;
      let value = at(name, () => evaluate(indicator.next, moment));
      if (indicator.noise) {
        value += quantileAt(ir, indicator.noise, unitDraw(ir, indicator.noise, this.address()), moment);
      }
      if (!Number.isFinite(value)) throw new Fault('not-finite', name);
      now[slot] = this.clamped(slot, value, moment);
    }
    this.indicators = now;
  }

  private clamped(slot: number, value: number, moment: Moment): number {
    const { name, range } = item(this.ir.indicators, slot);
    if (!range) return value + 0;
    return at(`${name}.range`, () => {
      const low = evaluate(range[0], moment);
      const high = evaluate(range[1], moment);
      if (!Number.isFinite(low) || !Number.isFinite(high)) throw new Fault('not-finite');
      if (low > high) throw new Fault('out-of-range');
      return (value < low ? low : value > high ? high : value) + 0;
    });
  }

  // ------------------------------------------------------------ macrosteps

  /** Works off the external queue, one macrostep an entry. */
  private workOff(): void {
    for (let queued = this.external.shift(); queued !== undefined; queued = this.external.shift()) {
      if (queued === 'nothing') {
        this.quiesce();
      } else if ('event' in queued) {
        this.handle(queued.event);
        this.quiesce();
      } else if (this.timers.includes(queued.timer)) {
        const { timer } = queued;
        this.timers = this.timers.filter((other) => other !== timer);
        if ('event' in timer.what) this.handle(timer.what.event);
        else this.microstep({ type: 'after', due: timer.what }, 'after');
        this.quiesce();
      }
    }
  }

  private quiesce(): void {
    for (;;) {
      if (this.someAlways() && this.microstep({ type: 'always' }, 'always')) continue;
      const raised = this.internal.shift();
      if (raised === undefined) return;
      this.handle(raised);
    }
  }

  /** Spares the machine a question that no active state answers. */
  private someAlways(): boolean {
    const { active } = this.context;
    return this.ir.states.some((state, slot) => state.always.length > 0 && active[slot] === 1);
  }

  private handle(event: number): void {
    const remembered = new Map<string, number | undefined>();
    this.microstep(
      {
        type: eventName(event),
        selected: (handler, moment) => {
          if (!remembered.has(handler)) remembered.set(handler, this.select(handler, event, moment));
          return remembered.get(handler);
        },
      },
      `on ${this.ir.events[event] ?? ''}`,
    );
  }

  /** The transition a handler with probabilities selects: the first, in file order, that is certain or picked. */
  private select(name: string, event: number, moment: Moment): number | undefined {
    const handler = this.handlerOf(name, event);
    const site = item(this.ir.sites, handler.site ?? -1).name;
    let picked: number | undefined;
    for (const [i, t] of handler.transitions.entries()) {
      if (t.probability === undefined) {
        const { when } = t;
        if (!when || at(t.place, () => holds(when, moment))) return i;
      } else {
        picked ??= at(site, () => this.drawHandler(handler, moment));
        if (picked === i) return i;
      }
    }
    return undefined;
  }

  private drawHandler(handler: IrHandler, moment: Moment): number {
    const weights = handler.transitions.map(({ when, probability }) =>
      probability === undefined || (when && !holds(when, moment))
        ? 0
        : validWeight(evaluate(probability, moment)),
    );
    return this.draw(handler.site ?? -1, 'event', weights, probabilityThresholds(weights));
  }

  private handlerOf(name: string, event: number): IrHandler {
    for (const [slot, state] of this.ir.states.entries()) {
      const found = state.on.find((h) => h.event === event && handlerName('state', slot, event) === name);
      if (found) return found;
    }
    for (const [d, driver] of this.ir.drivers.entries()) {
      const found = driver.on.find((h) => h.event === event && handlerName('driver', d, event) === name);
      if (found) return found;
    }
    throw new Error(`InvariantError: no handler ${name}`);
  }

  /** Offers one event to the machine; true when any transition was taken. */
  private microstep(event: Omit<Dispatch, 'world' | 'step' | 'fault'>, cause: string): boolean {
    const dispatch: Dispatch = { ...event, world: this.world(), step: this.step, fault: undefined };
    const before = this.context;
    const { snapshot, effects } = this.machine.step(this.snapshot, dispatch);
    if (dispatch.fault) throw dispatch.fault;
    let taken = false;
    for (const effect of effects) {
      if (effect.type === 'took') {
        taken = true;
        this.story?.took({ step: this.step, cause, ...effect.params, before });
      } else {
        this.apply(effect);
      }
    }
    this.snapshot = snapshot;
    if (taken && event.type !== 'boot' && ++this.microsteps > MICROSTEPS_MAX)
      throw new Fault('microsteps', 'step');
    return taken;
  }

  private apply(effect: Exclude<Effect, { type: 'took' }>): void {
    switch (effect.type) {
      case 'raise':
        this.internal.push(effect.params.event);
        return;
      case 'send': {
        const { event, delay } = effect.params;
        if (delay === undefined) this.external.push({ event });
        else this.arm(delay, { event });
        return;
      }
      case 'arm': {
        const { state } = effect.params;
        item(this.ir.states, state).after.forEach(({ delay }, index) => this.arm(delay, { state, index }));
        return;
      }
      case 'disarm':
        this.timers = this.timers.filter(
          ({ what }) => !('state' in what && what.state === effect.params.state),
        );
    }
  }

  private arm(delay: number, what: Timer['what']): void {
    const { due, dueAt } = item(this.ir.delays, delay);
    this.timers = [
      ...this.timers,
      { due: item(due, this.step), dueAt: item(dueAt, this.step), sequence: this.sequence++, what },
    ];
  }

  // ------------------------------------------------------------ chance

  private draw(
    site: number,
    kind: 'initial' | 'chance' | 'event',
    weights: readonly number[],
    thresholds: readonly number[],
  ): number {
    if (!thresholds.some((threshold) => threshold > 0)) return -1;
    const { name, hash } = item(this.ir.sites, site);
    const occurrence = this.occurrences.get(site) ?? 0;
    this.occurrences.set(site, occurrence + 1);
    const { index, word } = pick(thresholds, hash, this.address(), occurrence);
    this.story?.drew({ step: this.step, site, name, kind, weights, thresholds, word, index });
    return index;
  }

  private address(): Address {
    return { ...this.trial, step: this.step };
  }

  private world(): Dispatch['world'] {
    return {
      parameters: this.parameters,
      indicators: this.indicators,
      now: this.now,
      clockStep: this.clockStep,
      previous: this.previous,
      starts: this.starts,
      measures: this.ir.measures,
      answer: Number.NaN,
    };
  }
}

/** Runs something; a fault without a place gets this one. */
export function at<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof Fault && error.place === undefined ? new Fault(error.code, place) : error;
  }
}

function item<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`InvariantError: no slot ${index}`);
  return found;
}

/**
 * One trial, frame by frame: the phases of a step around the XState machine, with the queues, timers and draws that
 * the machine does not see. docs/reference/semantics.md is the text this follows, in its order.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { MICROSTEPS_MAX } from '../ir/executor.ts';
import { frameZero } from '../ir/frame-zero.ts';
import { isDue, type IrChoice, type IrDeed } from '../ir/ir-seats.ts';
import type {
  Ir,
  IrAction,
  IrAlternative,
  IrChance,
  IrDriver,
  IrExpr,
  IrHandler,
  IrTransition,
} from '../ir/ir.ts';
import { DRIVER, type Chart } from './chart.ts';
import { evaluate, Fault, finite, holds, type Moment } from './evaluate.ts';
import {
  rememberedIn,
  runActions,
  storedVariable,
  type Context,
  type Dispatch,
  type Effect,
} from './machine.ts';
import type { PureMachine } from './pure.ts';
import { drawParameters, quantileAt, unitDraw } from './parameters.ts';
import { pick, probabilityThresholds, rateThresholds, validWeight, type Address } from './pick.ts';
import { selectTransitions, type Enabled } from './select.ts';
import { DelayLines } from './lines.ts';
import type { AnswersSoFar, SavedFrame } from '../ir/saved-frame.ts';
import { decisionOf } from './seats.ts';
import type { Drew, Story } from './story.ts';

interface Timer {
  readonly due: number;
  readonly dueAt: number;
  readonly sequence: number;
  readonly what: { readonly state: number; readonly index: number } | (Happening & { readonly id: number });
}

/** An event with what it carries. */
interface Happening {
  readonly event: number;
  readonly data: readonly number[];
}

type Queued = Happening | { readonly timer: Timer } | 'nothing';

/** Of actions that belong to no transition. */
const NO_PLAN: Dispatch['plan'] = { ways: new Map(), byDefault: new Set() };

/** The alternative a chance block picked, and what its actions took from the snapshot. */
interface Picked {
  readonly site: number;
  readonly alternative: IrAlternative;
  readonly sets: readonly number[];
}

export class Trial {
  /** The frame that is complete, or is being made: step k while it runs. */
  step = 0;
  indicators: readonly number[] = [];
  previous: readonly number[] = [];
  starts: readonly number[] = [];

  private readonly ir: Ir;
  private readonly machine: PureMachine;
  private readonly chart: Chart;
  private readonly trial: Omit<Address, 'step'>;
  private readonly story: Story | undefined;
  private readonly lines: DelayLines;
  private readonly parameters: readonly number[];
  private snapshot: AnyMachineSnapshot;
  private now: readonly number[] = [];
  private clockStep = 0;
  private timers: readonly Timer[] = [];
  private sequence = 0;
  private internal: Happening[] = [];
  private external: Queued[] = [];
  private microsteps = 0;
  /** What the event carries that is being handled. */
  private event: readonly number[] = [];
  /** How often each counted event was taken from a queue in this step. */
  private happened: readonly number[];
  /** Draws made so far in this step, by site. */
  private readonly occurrences = new Map<number, number>();

  /**
   * Makes frame 0, or takes up the trial at the frame `from`.
   * @throws Fault when a start, an initial state or an entry action faults.
   */
  constructor(
    ir: Ir,
    machine: PureMachine,
    trial: Omit<Address, 'step'>,
    share: number,
    { story, from }: { readonly story?: Story | undefined; readonly from?: SavedFrame | undefined } = {},
  ) {
    this.ir = ir;
    this.machine = machine;
    this.chart = machine.chart;
    this.trial = trial;
    this.story = story;
    this.snapshot = machine.initial;
    this.indicators = ir.indicators.map(() => 0);
    // A range is read while starts are set; what is not kept yet is 0 there.
    this.previous = ir.previous.map(() => 0);
    this.starts = ir.starts.map(() => 0);
    this.lines = new DelayLines(ir);
    this.happened = ir.counted.map(() => 0);
    if (from) {
      this.parameters = from.parameters;
      this.restore(from);
      return;
    }
    this.parameters = [];
    const point = Math.floor(trial.trial / share);
    this.parameters = drawParameters(ir, { ...trial, trial: point, step: 0 }, share, this.moment());
    story?.parameters(this.parameters);
    this.setStarts();
    this.boot();
    this.lines.start(() => this.moment());
    this.keepStarts();
  }

  get context(): Context {
    return this.snapshot.context as Context;
  }

  /** The frame that has been read, with what the questions keep of it. */
  save(answers: AnswersSoFar): SavedFrame {
    const { ir, context } = this;
    const remembered = rememberedIn(this.snapshot);
    const inOrder = (slots: readonly number[]): readonly number[] => [...slots].sort((a, b) => a - b);
    return {
      schema: 'stave-frame/1',
      scenario: ir.hash,
      step: this.step,
      parameters: [...this.parameters],
      variables: [...context.variables],
      indicators: [...this.indicators],
      previous: [...this.previous],
      starts: [...this.starts],
      active: ir.states.flatMap((_, state) =>
        context.active[state] === 1 ? [{ state, entered: context.entered[state] ?? 0 }] : [],
      ),
      remembered: ir.states.flatMap((_, history) => {
        const states = remembered(history);
        return states ? [{ history, states: inOrder(states) }] : [];
      }),
      timers: this.timers
        .filter(({ due }) => due <= ir.clock.steps)
        .map(({ due, dueAt, what }) => ({ due, dueAt, ...what })),
      lines: this.lines.save(),
      ...answers,
    };
  }

  private restore(from: SavedFrame): void {
    const { ir } = this;
    this.step = this.clockStep = from.step;
    this.indicators = from.indicators;
    this.previous = from.previous;
    this.starts = from.starts;
    this.lines.restore(from.lines);
    this.timers = from.timers.map(({ due, dueAt, ...what }) => ({
      due,
      dueAt,
      sequence: this.sequence++,
      what,
    }));
    const entered = new Map(from.active.map((entry) => [entry.state, entry.entered]));
    const context: Context = {
      variables: from.variables,
      active: ir.states.map((_, slot) => (entered.has(slot) ? 1 : 0)),
      entered: ir.states.map((_, slot) => entered.get(slot) ?? 0),
    };
    this.snapshot = this.machine.restore(context, from.remembered);
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
    this.happened = this.happened.map(() => 0);
    this.occurrences.clear();
    this.choose();
    this.dated();
    this.decided();
    this.chance();
    this.moveIndicators();
    this.clockStep = this.step;
  }

  /** Keeps what later frames read of this one; called when it has been read. At frame 0 `prev` is kept already. */
  keep(): void {
    const moment = this.moment();
    this.lines.take(moment);
    if (this.step === 0) return;
    this.previous = this.ir.previous.map((e, i) => this.stored(`prev[${i}]`, e, moment));
  }

  /** Evaluates, checks and returns a value that is stored under a name. */
  stored(name: string, e: IrExpr, moment: Moment): number {
    return at(name, () => finite(evaluate(e, moment)));
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
        this.put(slot, value);
      } else {
        const indicator = item(ir.indicators, slot);
        const value = this.stored(`${indicator.name}.start`, indicator.start, moment);
        this.indicators = this.indicators.with(slot, this.clamped(slot, value, moment));
      }
    }
  }

  private boot(): void {
    const entered = this.ir.drivers.map((driver): IrTransition => {
      const state = this.initialState(driver);
      const place = `${driver.name}.initial`;
      return { source: DRIVER, to: [state], internal: false, actions: [], place };
    });
    this.microstep(entered, 'start');
    this.quiesce();
    this.workOff();
  }

  private initialState({ initial, site }: IrDriver): number {
    if (site === undefined) return item(initial, 0).state;
    const moment = this.moment();
    const { name } = item(this.ir.sites, site);
    const picked = at(name, () => {
      const weights = initial.map((i) => validWeight(evaluate(i.probability, moment)));
      return this.draw(site, 'initial', weights, probabilityThresholds(weights));
    });
    if (picked < 0) throw new Fault('bad-probability', name, 'the probabilities sum to less than 1');
    return item(initial, picked).state;
  }

  private keepStarts(): void {
    const moment = this.moment();
    const { ir } = this;
    this.starts = ir.starts.map((e, i) => this.stored(`start[${i}]`, frameZero(e, ir), moment));
    this.previous = ir.previous.map((e, i) => this.stored(`prev[${i}]`, frameZero(e, ir), moment));
  }

  // ------------------------------------------------------------ phases of a step

  /** On frame k-1, as step k begins. */
  private choose(): void {
    for (const choice of this.ir.seats?.chosen ?? []) {
      if (isDue(choice, this.step) && !choice.idle)
        this.put(choice.variable, this.chosen(choice, this.moment()));
    }
  }

  private chosen(choice: IrChoice, moment: Moment): number {
    if (choice.do === 'set')
      return at(choice.place, () => storedVariable(this.ir, choice.variable, evaluate(choice.to, moment)));
    const { site, weights: list } = choice;
    return at(item(this.ir.sites, site).name, () => {
      const weights = list.map((weight) => validWeight(evaluate(weight, moment)));
      return this.draw(site, 'seat', weights, probabilityThresholds(weights)) + 1;
    });
  }

  private decided(): void {
    for (const deed of this.ir.seats?.done ?? []) if (isDue(deed, this.step) && !deed.idle) this.act(deed);
  }

  private act({ actions, move }: IrDeed): void {
    if (move && this.story) {
      const decision = decisionOf(this.ir, move, this.moment());
      if (decision) this.story.decided({ step: this.step, ...decision });
    }
    const dispatch: Dispatch = {
      ...this.dispatch(),
      transitions: [],
      plan: NO_PLAN,
      setsOf: () => undefined,
    };
    const context = runActions(this.ir, this.context, actions, dispatch);
    this.snapshot = { ...this.snapshot, context } as AnyMachineSnapshot;
    this.applyAll(dispatch, '', context);
    this.workOff();
  }

  private put(slot: number, value: number): void {
    const variables = this.context.variables.with(slot, value);
    this.snapshot = { ...this.snapshot, context: { ...this.context, variables } } as AnyMachineSnapshot;
  }

  private dated(): void {
    const due = this.timers
      .filter((timer) => timer.due === this.step)
      .sort((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence);
    const calendar = this.ir.calendar.filter((entry) => entry.step === this.step);
    this.external = [
      'nothing',
      ...due.map((timer) => ({ timer })),
      ...calendar.map(({ event, data }) => ({ event, data })),
    ];
    this.workOff();
  }

  private chance(): void {
    const picks = new Map<number, Picked>();
    const snapshot = this.moment();
    this.ir.states.forEach((state, slot) => {
      if (!state.chance || snapshot.active[slot] !== 1) return;
      const picked = this.pickAlternative(state.chance, snapshot);
      if (picked) picks.set(slot, picked);
    });
    if (picks.size === 0) return;
    const taken = this.selected((slot) => picks.get(slot)?.alternative);
    this.tellGivenWay(
      [...picks.values()].map(({ site, alternative }) => [site, alternative]),
      taken,
    );
    const sets = new Map<IrTransition, readonly number[]>(
      [...picks.values()].map((pick) => [pick.alternative, pick.sets]),
    );
    this.microstep(taken, 'chance', (t) => sets.get(t));
    this.quiesce();
    this.workOff();
  }

  private pickAlternative(chance: IrChance, moment: Moment): Picked | undefined {
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
    const alternative = chance.alternatives[index];
    return (
      alternative && { site: chance.site, alternative, sets: snapshotValues(alternative.actions, moment) }
    );
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
      now[slot] = this.clamped(slot, finite(value, name), moment);
    }
    this.indicators = now;
    this.lines.advance();
  }

  private clamped(slot: number, value: number, moment: Moment): number {
    const { name, range } = item(this.ir.indicators, slot);
    if (!range) return value + 0;
    return at(`${name}.range`, () => {
      const low = evaluate(range[0], moment);
      const high = evaluate(range[1], moment);
      const between = Number.isFinite(low) && Number.isFinite(high);
      if (!between || low > high)
        throw new Fault(
          between ? 'out-of-range' : 'not-finite',
          undefined,
          `the range is from ${low} to ${high}`,
        );
      return (value < low ? low : value > high ? high : value) + 0;
    });
  }

  // ------------------------------------------------------------ macrosteps

  /** Works off the external queue, one macrostep an entry. */
  private workOff(): void {
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
    const t = item(item(this.ir.states, what.state).after, what.index);
    if (this.holdsAt(t)) this.microstep([t], 'after');
  }

  private quiesce(): void {
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
      slot === DRIVER ? undefined : item(this.ir.states, slot).always.find((t) => this.holdsAt(t)),
    );
  }

  private handle({ event, data }: Happening): void {
    this.happened = this.happened.map((count, i) => (this.ir.counted[i] === event ? count + 1 : count));
    this.event = data;
    const moment = this.moment();
    const picks = new Map<number, IrTransition>();
    const taken = this.selected((slot, driver) => {
      const { on } = slot === DRIVER ? item(this.ir.drivers, driver) : item(this.ir.states, slot);
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

  private selected(enabled: Enabled): readonly IrTransition[] {
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
    const picked = at(item(this.ir.sites, site).name, () => {
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
  private tellGivenWay(
    picks: Iterable<readonly [site: number, t: IrTransition]>,
    taken: readonly IrTransition[],
  ): void {
    for (const [site, t] of picks) if (!taken.includes(t)) this.story?.gaveWay(site);
  }

  /** Takes transitions together; `setsOf` gives what their actions took from the snapshot. */
  private microstep(
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

  private dispatch(): Pick<Dispatch, 'type' | 'world' | 'step' | 'effects' | 'fault'> {
    return { type: 'take', world: this.world(), step: this.step, effects: [], fault: undefined };
  }

  private applyAll({ effects }: Dispatch, cause: string, before: Context): void {
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
        item(this.ir.states, state).after.forEach(({ delay }, index) => this.arm(delay, { state, index }));
        return;
      }
      case 'disarm':
        this.timers = this.timers.filter(({ what }) => !('state' in what && what.state === effect.state));
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
    kind: Drew['kind'],
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
      delayed: this.lines.values,
      measures: this.ir.measures,
      happened: this.happened,
      answer: Number.NaN,
      event: this.event,
    };
  }
}

/** Runs something; a fault without a place gets this one. */
export function at<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof Fault && error.place === undefined ? error.at(place) : error;
  }
}

/** What actions evaluate, in the order in which they will run, all read now. */
function snapshotValues(actions: readonly IrAction[], moment: Moment): readonly number[] {
  return actions.flatMap((action): readonly number[] => {
    switch (action.do) {
      case 'cancel':
        return [];
      case 'set':
        return [at(action.place, () => evaluate(action.to, moment))];
      case 'raise':
      case 'send':
        return action.data.map((e) => at(action.place, () => evaluate(e, moment)));
      case 'if': {
        const test = at(action.place, () => holds(action.test, moment));
        return [test ? 1 : 0, ...snapshotValues(test ? action.then : action.otherwise, moment)];
      }
    }
  });
}

function item<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`InvariantError: no slot ${index}`);
  return found;
}

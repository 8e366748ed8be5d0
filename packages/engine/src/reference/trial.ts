/**
 * One trial, frame by frame: frame 0, then the phases of a step in their order. docs/reference/semantics.md is the text
 * this follows.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { frameZero } from '../ir/frame-zero.ts';
import { isDue, type IrChoice, type IrDeed } from '../ir/ir-seats.ts';
import type { Ir, IrAction, IrAlternative, IrChance, IrDriver, IrTransition } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { SavedFrame } from '../ir/saved-frame.ts';
import { DRIVER } from './chart.ts';
import { evaluate, holds, type Moment } from './evaluate.ts';
import { at, Fault, finite } from './fault.ts';
import { runActions, storedVariable, type Dispatch } from './machine.ts';
import { Macrosteps } from './macrosteps.ts';
import { drawParameters, quantileAt, unitDraw } from './parameters.ts';
import { probabilityThresholds, rateThresholds, validWeight, type Address } from './pick.ts';
import type { PureMachine } from './pure.ts';
import { decisionOf } from './seats.ts';
import type { Story } from './story.ts';

/** Of actions that belong to no transition. */
const NO_PLAN: Dispatch['plan'] = { ways: new Map(), byDefault: new Set() };

/** The alternative a chance block picked, and what its actions took from the snapshot. */
interface Picked {
  readonly site: number;
  readonly alternative: IrAlternative;
  readonly sets: readonly number[];
}

export class Trial extends Macrosteps {
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
    super(ir, machine, trial, story);
    if (from) {
      this.restore(from);
      return;
    }
    const point = Math.floor(trial.trial / share);
    this.parameters = drawParameters(ir, { ...trial, trial: point, step: 0 }, share, this.moment());
    story?.parameters(this.parameters);
    this.setStarts();
    this.boot();
    this.lines.start(() => this.moment());
    this.keepStarts();
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

  // ------------------------------------------------------------ frame 0

  private setStarts(): void {
    const { ir } = this;
    for (const { kind, slot } of ir.startOrder) {
      const moment = this.moment();
      if (kind === 'variable') {
        const variable = itemOf(ir.variables, slot);
        const value = at(`${variable.name}.start`, () =>
          storedVariable(ir, slot, evaluate(variable.start, moment)),
        );
        this.put(slot, value);
      } else {
        const indicator = itemOf(ir.indicators, slot);
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
    if (site === undefined) return itemOf(initial, 0).state;
    const moment = this.moment();
    const { name } = itemOf(this.ir.sites, site);
    const picked = at(name, () => {
      const weights = initial.map((i) => validWeight(evaluate(i.probability, moment)));
      return this.draw(site, 'initial', weights, probabilityThresholds(weights));
    });
    if (picked < 0) throw new Fault('bad-probability', name, 'the probabilities sum to less than 1');
    return itemOf(initial, picked).state;
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
    return at(itemOf(this.ir.sites, site).name, () => {
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
    const site = itemOf(this.ir.sites, chance.site).name;
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
      const indicator = itemOf(ir.indicators, slot);
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
    const { name, range } = itemOf(this.ir.indicators, slot);
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

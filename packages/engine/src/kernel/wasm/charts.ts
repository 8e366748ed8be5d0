/**
 * Functions of statecharts as WebAssembly, the counterpart of kernel/charts.ts: which transition is enabled, and all that
 * a state or a transition does, with actions.ts and chance-blocks.ts. They lie in the module's table and are called by
 * number.
 */
import type {
  IrAction,
  IrAlternative,
  IrChance,
  IrDriver,
  IrEventTransition,
  IrHandler,
  IrTransition,
} from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import type { TransitionShape } from '../configuration.ts';
import { takeFromSnapshot, writeAction, writeSnapshotAction } from './actions.ts';
import { pickNoteOf, writeChanceBlock } from './chance-blocks.ts';
import type { Callable } from './encoder.ts';
import { f64x2, give, i32, v128, when } from './instructions.ts';
import type { Value } from './pair-writer.ts';
import { integersOf, Picking, writeWeights } from './picks.ts';
import { SELDOM, STEP, type Program } from './program.ts';
import type { Sending } from './sending.ts';
import type { Writer } from './writer.ts';

/** Places in the module's table; -1 where there is nothing to do. */
export interface Charts {
  readonly transitions: readonly TransitionShape[];
  /** By transition: its actions, its condition where it belongs to a timer, and what is kept when it is picked. */
  readonly acts: readonly number[];
  readonly guards: readonly number[];
  readonly snapshots: readonly number[];
  /** By state. */
  readonly after: readonly (readonly number[])[];
  readonly entry: readonly number[];
  readonly exit: readonly number[];
  readonly defaults: readonly number[];
  readonly chance: readonly number[];
  /** By driver. */
  readonly initial: readonly Callable[];
  /** By driver: addresses of what its states answer (see `askTable`), 0 where they never do. */
  readonly always: readonly number[];
  /** By event. */
  readonly on: readonly (readonly { readonly driver: number; readonly ask: number }[])[];
}

const NOTHING = -1;

export function writeCharts(program: Program, sending: Sending): Charts {
  return new ChartsWriter(program, sending).run();
}

class ChartsWriter {
  private readonly program: Program;
  private readonly sending: Sending;
  private readonly transitions: TransitionShape[] = [];
  private readonly acts: number[] = [];
  private readonly snapshots: number[] = [];
  private readonly note: Callable;
  /** The driver whose handlers are being written. */
  private driver: IrDriver | undefined;

  constructor(program: Program, sending: Sending) {
    this.program = program;
    this.sending = sending;
    this.note = pickNoteOf(program);
  }

  run(): Charts {
    const { drivers, states, events } = this.program.ir;
    const guards: number[] = [];
    const after = states.map(({ after: list }) =>
      list.map((t) => {
        const number = this.number(t);
        guards[number] = this.guard(t);
        return number;
      }),
    );
    const initial = drivers.map((driver) => this.initial(driver));
    const entry = states.map((state) => this.actions(state.entry));
    const exit = states.map((state) => this.actions(state.exit));
    const defaults = states.map((state) => this.actions(state.initial?.actions ?? []));
    const always = drivers.map((driver) => this.always(driver));
    const on = events.map((_, event) => this.event(event));
    const chance = states.map((state) => (state.chance ? this.chance(state.chance) : NOTHING));
    const { transitions, acts, snapshots } = this;
    const all = transitions.map((_, t) => guards[t] ?? NOTHING);
    return {
      transitions,
      acts,
      snapshots,
      guards: all,
      after,
      entry,
      exit,
      defaults,
      chance,
      initial,
      always,
      on,
    };
  }

  /** Gives a transition its number and writes its actions. */
  private number(t: IrTransition): number {
    this.acts.push(this.actions(t.actions));
    this.snapshots.push(NOTHING);
    return this.shape(t);
  }

  private shape({ source, to = [], internal }: IrTransition): number {
    const { states, drivers } = this.program.ir;
    const within = source < 0 ? to[0] : source;
    const driver =
      within === undefined ? drivers.findIndex((d) => d === this.driver) : itemOf(states, within).driver;
    return this.transitions.push({ source, driver, to, internal }) - 1;
  }

  private element(f: Callable): number {
    return this.program.m.element(f);
  }

  // ------------------------------------------------------------ actions

  private actions(actions: readonly IrAction[]): number {
    if (actions.length === 0) return NOTHING;
    return this.element(
      this.program.one(SELDOM, (w) => {
        for (const action of actions) writeAction(w, this.sending, action);
      }),
    );
  }

  // ------------------------------------------------------------ selection

  private guard({ when: condition, place }: IrTransition): number {
    if (!condition) return NOTHING;
    return this.element(this.program.oneGiving(SELDOM, (w) => v128.any(w.at(place).test(condition).code)));
  }

  /** Writes `return number` behind the condition of a transition. */
  private writeCertain(w: Writer, { when: condition, place }: IrTransition, number: number): void {
    const found = give(i32.const(number));
    w.line(condition ? when(v128.any(w.at(place).test(condition).code), found) : found);
  }

  private always(driver: IrDriver): number {
    const { states } = this.program.ir;
    const answers = driver.states.map((slot) => {
      const { always, kind } = itemOf(states, slot);
      if (always.length === 0 || kind === 'final') return NOTHING;
      return this.element(
        this.program.oneGiving(SELDOM, (w) => {
          for (const t of always) this.writeCertain(w, t, this.number(t));
          return i32.const(NOTHING);
        }),
      );
    });
    return this.askTable(driver, answers, NOTHING);
  }

  /** The first state, how many, what each answers, what the driver itself answers; 0 where nobody does. */
  private askTable(driver: IrDriver, answers: readonly number[], own: number): number {
    if (own === NOTHING && answers.every((answer) => answer === NOTHING)) return 0;
    const first = itemOf(driver.states, 0);
    return this.program.layout.integers([first, answers.length, ...answers, own]);
  }

  private event(event: number): Charts['on'][number] {
    return this.program.ir.drivers.flatMap((driver, d) => {
      this.driver = driver;
      const { states } = this.program.ir;
      const answers = driver.states.map((slot) => this.handlers(itemOf(states, slot).on, event));
      const ask = this.askTable(driver, answers, this.handlers(driver.on, event));
      return ask === 0 ? [] : [{ driver: d, ask }];
    });
  }

  /** A state's handlers of one event, in document order. */
  private handlers(on: readonly IrHandler[], event: number): number {
    const own = on.filter((handler) => handler.event === event);
    if (own.length === 0) return NOTHING;
    const numbers = own.map(({ transitions }) => transitions.map((t) => this.number(t)));
    return this.element(
      this.program.oneGiving(SELDOM, (w) => {
        own.forEach((handler, i) => this.handler(w, handler, numbers[i] ?? []));
        return i32.const(NOTHING);
      }),
    );
  }

  private handler(w: Writer, { site, transitions }: IrHandler, numbers: readonly number[]): void {
    let picked: Value | undefined;
    transitions.forEach((t, i) => {
      const number = numbers[i] ?? NOTHING;
      if (site === undefined || t.probability === undefined) return this.writeCertain(w, t, number);
      picked ??= this.handlerDraw(w, site, transitions, numbers);
      w.line(when(v128.any(f64x2.eq(picked.code, w.literal(number).code)), give(i32.const(number))));
    });
  }

  /** The alternatives with a probability share one draw, made when the first of them has its turn. */
  private handlerDraw(
    w: Writer,
    site: number,
    transitions: readonly IrEventTransition[],
    numbers: readonly number[],
  ): Value {
    const drawn = transitions.flatMap((t, i) =>
      t.probability === undefined ? [] : [{ when: t.when, weight: t.probability, number: numbers[i] ?? -1 }],
    );
    w.at(this.program.siteName(site));
    const weights = writeWeights(w, drawn);
    const picking = new Picking(
      w,
      site,
      drawn.map(({ number }) => number),
    );
    picking.byProbability(weights, undefined, () => this.program.draws.word.call(w.l.get, i32.const(site)));
    return picking.result;
  }

  // ------------------------------------------------------------ chance

  private initial({ initial, site }: IrDriver): Callable {
    return this.program.oneGiving(SELDOM, (w) => {
      if (site === undefined) return i32.const(itemOf(initial, 0).state);
      w.at(this.program.siteName(site));
      const weights = writeWeights(
        w,
        initial.map(({ probability }) => ({ weight: probability })),
      );
      const picking = new Picking(
        w,
        site,
        initial.map(({ state }) => state),
      );
      picking.byProbability(weights, undefined, () => this.program.draws.word.call(w.l.get, i32.const(site)));
      const none = w.fresh(f64x2.lt(picking.result.code, w.zeros().code));
      w.failWhere('bad-probability', none);
      return integersOf(picking.result.code)[0];
    });
  }

  private chance(block: IrChance): number {
    const numbers = block.alternatives.map((alternative) => this.alternative(alternative));
    return this.element(writeChanceBlock(this.program, block, numbers, this.snapshots, this.note));
  }

  /** The number of an alternative's transition. What its actions read is taken when it is picked. */
  private alternative(alternative: IrAlternative): number {
    const number = this.shape(alternative);
    const { actions } = alternative;
    if (actions.length === 0) {
      this.acts.push(NOTHING);
      this.snapshots.push(NOTHING);
      return number;
    }
    const taken: number[] = [];
    const take = this.program.one(STEP, (w) => {
      for (const action of actions) takeFromSnapshot(w, action, taken);
    });
    const left = [...taken];
    const act = this.program.one(SELDOM, (w) => {
      for (const action of actions) writeSnapshotAction(w, this.sending, action, left);
    });
    this.acts.push(this.element(act));
    this.snapshots.push(taken.length === 0 ? NOTHING : this.element(take));
    return number;
  }
}

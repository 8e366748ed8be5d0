/**
 * Functions of statecharts as WebAssembly, the counterpart of kernel/charts.ts: which transition is enabled, what
 * actions do, what chance picks. They lie in the module's table; machine.ts calls them by number.
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
import type { Bounds } from '../bounds.ts';
import { NONE } from '../charts.ts';
import type { TransitionShape } from '../configuration.ts';
import { finitePart, isFinite, type Interval } from '../interval.ts';
import { idleFrom, TWO_32 } from '../picks.ts';
import { I32, type Callable, type Code, type Local } from './encoder.ts';
import { f64, f64x2, give, i32, loopWhile, pick, v128, when } from './instructions.ts';
import type { Value } from './pair-writer.ts';
import type { Sending } from './sending.ts';
import { integersOf, Picking, writeWeights } from './picks.ts';
import { SELDOM, STEP, type Program } from './program.ts';
import { Writer } from './writer.ts';

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

/** By state: from this first word of its chance draw on nothing is picked. */
export const idleWords =
  (states: readonly { readonly chance?: IrChance }[]) =>
  (bounds: Bounds): readonly number[] =>
    states.map(({ chance }) => {
      if (!chance) return 0;
      const weighted = chance.alternatives.flatMap(({ when: condition, weight }) =>
        weight === 'else' ? [] : [{ when: condition, weight }],
      );
      return weighted.length < chance.alternatives.length ? TWO_32 : idleFrom(bounds, chance.kind, weighted);
    });

export function writeCharts(program: Program, sending: Sending): Charts {
  return new ChartsWriter(program, sending).run();
}

class ChartsWriter {
  private readonly program: Program;
  private readonly sending: Sending;
  private readonly transitions: TransitionShape[] = [];
  private readonly acts: number[] = [];
  private readonly snapshots: number[] = [];
  /** The driver whose handlers are being written. */
  private driver: IrDriver | undefined;

  constructor(program: Program, sending: Sending) {
    this.program = program;
    this.sending = sending;
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

  /** `(list, count, words)`: picks of trials in a state, whose first words lie at `words`; in pairs. */
  private chance({ site, kind, alternatives }: IrChance): number {
    const numbers = alternatives.map((alternative) => this.alternative(alternative));
    const { program } = this;
    return this.element(
      program.m.define([I32, I32, I32], [], (body, list, count, words) => {
        const [l, other, i] = body.several(I32, 3);
        const w = new Writer(program, 'pair', body, l, other, STEP);
        w.at(program.siteName(site));
        const half = (at: Local): Code => i32.shr(at.get, i32.const(1));
        const word = w.fresh(
          f64x2.ofU32(
            v128.load32Lane(
              i32.add(half(other), words.get),
              0,
              v128.load32Zero(i32.add(half(l), words.get)),
              1,
            ),
          ),
        );
        this.picks(w, { site, kind, alternatives }, numbers, word);
        const next = i32.add(i.get, i32.const(1));
        const place = (index: Code): Code => i32.add(list.get, i32.shl(index, i32.const(2)));
        return loopWhile(i32.lt(i.get, count.get), [
          l.set(i32.load(place(i.get))),
          other.set(i32.load(place(pick(i32.lt(next, count.get), next, i.get)))),
          w.code(),
          this.keepPicks(w, numbers),
          i.set(i32.add(i.get, i32.const(2))),
        ]);
      }),
    );
  }

  private result: Value = { key: '', code: [] };

  private picks(
    w: Writer,
    { site, kind, alternatives }: IrChance,
    numbers: readonly number[],
    word: Value,
  ): void {
    const weighted = alternatives.map(({ when: condition, weight }) =>
      weight === 'else' ? undefined : { when: condition, weight },
    );
    const rest = weighted.indexOf(undefined);
    const given = weighted.map((alternative) => alternative ?? NONE);
    if (kind === 'rate' || rest < 0) {
      const weights = writeWeights(w, given);
      const picking = new Picking(w, site, numbers, word);
      if (kind === 'rate') picking.byRate(weights);
      else picking.byProbability(weights);
      this.result = picking.result;
      return;
    }
    const before = writeWeights(w, given.slice(0, rest));
    const { when: condition } = itemOf(alternatives, rest);
    const holds = condition ? w.test(condition) : w.ones();
    const after = writeWeights(w, given.slice(rest));
    const picking = new Picking(w, site, numbers, word);
    picking.byProbability([...before, ...after], { index: rest, holds });
    this.result = picking.result;
  }

  /** Notes the trials that picked something, and takes what their actions need from the snapshot. */
  private keepPicks(w: Writer, numbers: readonly number[]): Code {
    const { l, other } = w;
    const { results, hitList, hits } = this.program.map;
    const [first, second] = integersOf(this.result.code);
    const half = (at: Local): Code => i32.shr(at.get, i32.const(1));
    const zero = i32.const(0);
    const count = i32.load(zero, hits);
    const kept = numbers.filter((number) => (this.snapshots[number] ?? NOTHING) !== NOTHING);
    const note = (at: Local, picked: Code): Code =>
      when(i32.ge(picked, zero), [
        i32.store(half(at), results, picked),
        i32.store(i32.shl(count, i32.const(2)), hitList, at.get),
        i32.store(zero, hits, i32.add(count, i32.const(1))),
        kept.map((number) =>
          when(
            i32.eq(i32.load(half(at), results), i32.const(number)),
            this.program.m.callAt(i32.const(this.snapshots[number] ?? 0), [I32], [], at.get),
          ),
        ),
      ]);
    return when(v128.any(f64x2.ge(this.result.code, w.zeros().code)), [
      note(l, first),
      when(i32.ne(l.get, other.get), note(other, second)),
    ]);
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
      for (const action of actions) this.takeFromSnapshot(w, action, taken);
    });
    const left = [...taken];
    const act = this.program.one(SELDOM, (w) => {
      for (const action of actions) this.snapshotAction(w, action, left);
    });
    this.acts.push(this.element(act));
    this.snapshots.push(taken.length === 0 ? NOTHING : this.element(take));
    return number;
  }

  /** Keeps what an action will need, in the order in which `snapshotAction` reads it. */
  private takeFromSnapshot(w: Writer, action: IrAction, taken: number[]): void {
    const keep = (value: Value): void => {
      const at = this.program.layout.wideUnset(1);
      taken.push(at);
      w.store(at, 0, value);
    };
    switch (action.do) {
      case 'set':
        return keep(w.at(action.place).value(action.to));
      case 'raise':
      case 'send':
        for (const e of action.data) keep(w.at(action.place).value(e));
        return;
      case 'cancel':
        return;
      case 'if': {
        const test = w.at(action.place).test(action.test);
        keep(w.and(test, w.literal(1)));
        w.jump(
          test,
          () => action.then.forEach((a) => this.takeFromSnapshot(w, a, taken)),
          () => action.otherwise.forEach((a) => this.takeFromSnapshot(w, a, taken)),
        );
      }
    }
  }

  /** Runs an action on what was taken from the snapshot. */
  private snapshotAction(w: Writer, action: IrAction, left: number[]): void {
    const read = (): Value => w.load(left.shift() ?? 0);
    switch (action.do) {
      case 'set': {
        writeVariable(w.at(action.place), action.variable, read(), w.facts(action.to).range);
        return this.program.changed(w);
      }
      case 'raise':
      case 'send': {
        w.at(action.place);
        const values = action.data.map((e) => {
          const value = read();
          w.requireFinite([[e, value]]);
          return value;
        });
        return sendEvent(w, this.sending, action, values);
      }
      case 'cancel':
        return writeAction(w, this.sending, action);
      case 'if': {
        const test = w.fresh(f64x2.eq(read().code, w.literal(1).code));
        w.jump(
          test,
          () => action.then.forEach((a) => this.snapshotAction(w, a, left)),
          () => action.otherwise.forEach((a) => this.snapshotAction(w, a, left)),
        );
      }
    }
  }
}

/** Runs an action on what is true now. */
export function writeAction(w: Writer, sending: Sending, action: IrAction): void {
  switch (action.do) {
    case 'set': {
      const value = w.at(action.place).value(action.to);
      writeVariable(w, action.variable, value, w.facts(action.to).range);
      if (!w.program.unseen.has(action.variable)) w.program.changed(w);
      return w.forget();
    }
    case 'raise':
    case 'send': {
      w.at(action.place);
      const values = action.data.map((e) => {
        const value = w.value(e);
        w.requireFinite([[e, value]]);
        return value;
      });
      return sendEvent(w, sending, action, values);
    }
    case 'cancel':
      return w.line(sending.cancel.call(w.l.get, i32.const(action.id)));
    case 'if':
      w.jump(
        w.at(action.place).test(action.test),
        () => action.then.forEach((a) => writeAction(w, sending, a)),
        () => action.otherwise.forEach((a) => writeAction(w, sending, a)),
      );
      return w.forget();
  }
}

/** Puts what an event carries where the machine takes it from, and sends it on its way. */
function sendEvent(
  w: Writer,
  sending: Sending,
  action: IrAction & { readonly do: 'raise' | 'send' },
  values: readonly Value[],
): void {
  const { outgoing } = w.program.map;
  values.forEach((value, i) =>
    w.line(f64.store(i32.const(0), outgoing + 8 * i, f64.add(f64x2.lane(value.code, 0), f64.const(0)))),
  );
  const event = i32.const(action.event);
  if (action.do === 'raise') return w.line(sending.raise.call(event));
  const { delay, id } = action;
  w.line(
    delay === undefined
      ? sending.send.call(event)
      : sending.sendLater.call(w.l.get, event, i32.const(delay), i32.const(id)),
  );
}

/** Writes the tests and the store of a variable. */
export function writeVariable(w: Writer, slot: number, value: Value, range: Interval | undefined): void {
  const { type, low, high } = itemOf(w.program.ir.variables, slot);
  if (!isFinite(range)) w.failWhere('not-finite', w.notFinite([value]));
  const known = finitePart(range);
  const isWhole = known.low === known.high && Number.isInteger(known.low);
  const bad = [
    ...(type === 'number' || isWhole ? [] : [f64x2.ne(f64x2.floor(value.code), value.code)]),
    ...(known.low >= low ? [] : [f64x2.lt(value.code, w.literal(low).code)]),
    ...(known.high <= high ? [] : [f64x2.gt(value.code, w.literal(high).code)]),
  ];
  if (bad.length > 0) w.failWhere('out-of-range', w.fresh(bad.reduce((a, b) => v128.or(a, b))));
  w.store(w.program.map.variables, slot, w.fresh(f64x2.add(value.code, w.zeros().code)));
}

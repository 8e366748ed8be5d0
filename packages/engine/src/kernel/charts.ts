/**
 * Generated functions of statecharts: which transition is enabled, what actions do, what chance picks. Each gives
 * the number of a transition or -1; macrosteps.ts takes it.
 */
import type {
  IrAction,
  IrAlternative,
  IrChance,
  IrDriver,
  IrEventTransition,
  IrHandler,
  IrTransition,
} from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { TransitionShape } from './configuration.ts';
import {
  idleFrom,
  TWO_32,
  writeProbabilityPick,
  writeRatePick,
  writeWeights,
  type DrawSource,
} from './picks.ts';
import { NOTHING, STEP, type ProgramText } from './program.ts';
import { writeVariable } from './values.ts';
import type { Writer, WriterOptions } from './writer.ts';

export interface Charts {
  /** Source of each entry of the program, by name. */
  readonly entries: Readonly<Record<string, string>>;
  /** By number. */
  readonly transitions: readonly TransitionShape[];
  /** By state: its `after` transitions. */
  readonly after: readonly (readonly number[])[];
  /** By state: from this first word of its chance draw on nothing is picked. */
  readonly idleFrom: readonly number[];
  /** Values that picked alternatives take from the snapshot. */
  readonly snapshotSets: number;
}

export function writeCharts(text: ProgramText): Charts {
  return new ChartsText(text).run();
}

/** Options of what runs now and then. */
export const SELDOM: WriterOptions = {};

const list = (sources: readonly string[]): string => `[${sources.join(', ')}]`;

class ChartsText {
  private readonly text: ProgramText;
  private readonly transitions: TransitionShape[] = [];
  /** By transition: source of the function of its actions. */
  private readonly acts: string[] = [];
  private snapshotSets = 0;
  /** The driver whose handlers are being written. */
  private driver: IrDriver | undefined;

  constructor(text: ProgramText) {
    this.text = text;
  }

  run(): Charts {
    const { drivers, states } = this.text.ir;
    const guards: string[] = [];
    const after = states.map(({ after: list }) =>
      list.map((t) => {
        const number = this.number(t);
        guards[number] = t.when ? this.guard(t, number) : NOTHING;
        return number;
      }),
    );
    const entries = {
      initial: list(drivers.map((driver, d) => this.initial(driver, d))),
      entry: list(states.map(({ entry }, slot) => this.actions(`entry${slot}`, entry))),
      exit: list(states.map(({ exit }, slot) => this.actions(`exit${slot}`, exit))),
      defaults: list(
        states.map(({ initial }, slot) => this.actions(`default${slot}`, initial?.actions ?? [])),
      ),
      always: list(drivers.map((driver, d) => this.always(driver, d))),
      on: list(this.text.ir.events.map((_, event) => this.event(event))),
      chance: list(states.map(({ chance }, slot) => (chance ? this.chance(chance, slot) : NOTHING))),
      guards: list(Array.from(guards, (guard) => guard ?? NOTHING)),
    };
    return {
      entries: { ...entries, acts: list(this.acts) },
      transitions: this.transitions,
      after,
      idleFrom: states.map(({ chance }) => (chance ? this.idleFrom(chance) : 0)),
      snapshotSets: this.snapshotSets,
    };
  }

  /** Gives a transition its number and writes its actions. */
  private number(t: IrTransition): number {
    const number = this.shape(t);
    this.acts.push(this.actions(`act${number}`, t.actions));
    return number;
  }

  private shape({ source, to = [], internal }: IrTransition): number {
    const { states, drivers } = this.text.ir;
    const within = source < 0 ? to[0] : source;
    const driver =
      within === undefined ? drivers.findIndex((d) => d === this.driver) : itemOf(states, within).driver;
    return this.transitions.push({ source, driver, to, internal }) - 1;
  }

  // ------------------------------------------------------------ actions

  private actions(name: string, actions: readonly IrAction[]): string {
    if (actions.length === 0) return NOTHING;
    return this.text.define(name, '', SELDOM, (w) => {
      for (const action of actions) writeAction(this.text, w, action);
    });
  }

  // ------------------------------------------------------------ selection

  private guard({ when, place }: IrTransition, number: number): string {
    if (!when) return NOTHING;
    return this.text.define(`guard${number}`, '', SELDOM, (w) => w.line(`return ${w.at(place).test(when)};`));
  }

  /** Writes `return number` behind the condition of a transition. */
  private writeCertain(w: Writer, { when, place }: IrTransition, number: number): void {
    w.line(when ? `if (${w.at(place).test(when)}) return ${number};` : `return ${number};`);
  }

  private always(driver: IrDriver, d: number): string {
    const { states } = this.text.ir;
    const cases = driver.states.flatMap((slot) => {
      const { always, kind } = itemOf(states, slot);
      if (always.length === 0 || kind === 'final') return [];
      const name = this.text.define(`always${slot}`, '', SELDOM, (w) => {
        for (const t of always) this.writeCertain(w, t, this.number(t));
        w.line('return -1;');
      });
      return [`case ${slot}: return ${name}();`];
    });
    return cases.length === 0 ? NOTHING : this.ask(`alwaysOf${d}`, cases);
  }

  /** A function that gives what a state, or the driver itself (-1), would take. */
  private ask(name: string, cases: readonly string[]): string {
    return this.text.defineText(name, 's', `switch (s) {\n${cases.join('\n')}\n}\nreturn -1;`);
  }

  /** Source of the list of drivers that handle an event, each with its function. */
  private event(event: number): string {
    return list(
      this.text.ir.drivers.flatMap((driver, d) => {
        this.driver = driver;
        const name = this.eventOfDriver(driver, d, event);
        const own = driver.on.some((handler) => handler.event === event);
        return name === NOTHING ? [] : [`{ driver: ${d}, ask: ${name}, own: ${own} }`];
      }),
    );
  }

  private eventOfDriver(driver: IrDriver, d: number, event: number): string {
    const { states } = this.text.ir;
    const owners = [
      ...driver.states.map((slot) => ({ slot, on: itemOf(states, slot).on })),
      { slot: -1, on: driver.on },
    ];
    const cases = owners.flatMap(({ slot, on }) => {
      const own = on.filter((handler) => handler.event === event);
      if (own.length === 0) return [];
      const owner = slot < 0 ? `Driver${d}` : `State${slot}`;
      const names = own.map((handler, i) => this.handler(handler, `on${event}${owner}_${i}`));
      const tries = names.slice(0, -1).map((name) => `t = ${name}(); if (t >= 0) return t;`);
      return [`case ${slot}: { let t; ${tries.join(' ')} return ${names.at(-1) ?? ''}(); }`];
    });
    return cases.length === 0 ? NOTHING : this.ask(`on${event}Of${d}`, cases);
  }

  private handler({ site, transitions }: IrHandler, name: string): string {
    const numbers = transitions.map((t) => this.number(t));
    return this.text.define(name, '', SELDOM, (w) => {
      let isDrawn = false;
      transitions.forEach((t, i) => {
        const number = numbers[i] ?? -1;
        if (site === undefined || t.probability === undefined) return this.writeCertain(w, t, number);
        if (!isDrawn) this.writeHandlerDraw(w, site, transitions, numbers);
        isDrawn = true;
        w.line(`if (picked === ${number}) return ${number};`);
      });
      w.line('return -1;');
    });
  }

  /** The alternatives with a probability share one draw, made when the first of them has its turn. */
  private writeHandlerDraw(
    w: Writer,
    site: number,
    transitions: readonly IrEventTransition[],
    numbers: readonly number[],
  ): void {
    const drawn = transitions.flatMap((t, i) =>
      t.probability === undefined ? [] : [{ when: t.when, weight: t.probability, number: numbers[i] ?? -1 }],
    );
    w.at(this.text.siteName(site)).line('let picked = -1;');
    // A labelled block, because a pick ends the search but not the function.
    w.braces('pick:', () => {
      const weights = writeWeights(w, this.text.bounds, drawn);
      const draw = (total: string): DrawSource => {
        w.line(`if (!(${total} > 0)) break pick;`);
        return { word: w.name(`word(${site})`), site };
      };
      writeProbabilityPick(w, weights, draw, (i) =>
        w.line(`picked = ${drawn[i]?.number ?? -1}; break pick;`),
      );
    });
  }

  // ------------------------------------------------------------ chance

  private initial({ initial, site }: IrDriver, d: number): string {
    return this.text.define(`initial${d}`, '', SELDOM, (w) => {
      if (site === undefined) return w.line(`return ${itemOf(initial, 0).state};`);
      w.at(this.text.siteName(site));
      const weights = writeWeights(
        w,
        this.text.bounds,
        initial.map(({ probability }) => ({ weight: probability })),
      );
      const draw = (): DrawSource => ({ word: w.name(`word(${site})`), site });
      writeProbabilityPick(w, weights, draw, (i) => w.line(`return ${itemOf(initial, i).state};`));
      w.line(w.fail('bad-probability'));
    });
  }

  /** `chance(w)`: the alternative that the draw with first word w picks. */
  private chance({ site, kind, alternatives }: IrChance, slot: number): string {
    const picks = alternatives.map((alternative) => this.alternative(alternative));
    return this.text.define(`chance${slot}`, 'w', STEP, (w) => {
      w.at(this.text.siteName(site));
      const onPick = (i: number): void => w.line(`return ${picks[i] ?? -1};`);
      const draw: DrawSource = { word: 'w', site };
      const { bounds } = this.text;
      const weighted = alternatives.map(({ when, weight }) =>
        weight === 'else' ? undefined : { when, weight },
      );
      const rest = weighted.indexOf(undefined);
      const given = weighted.map((alternative) => alternative ?? NONE);
      if (kind === 'rate') {
        writeRatePick(w, writeWeights(w, bounds, given), draw, onPick);
      } else if (rest < 0) {
        writeProbabilityPick(w, writeWeights(w, bounds, given), () => draw, onPick);
      } else {
        const before = writeWeights(w, bounds, given.slice(0, rest));
        const { when } = itemOf(alternatives, rest);
        const otherwise = { index: rest, holds: when ? w.test(when) : 'true' };
        const after = writeWeights(w, bounds, given.slice(rest));
        writeProbabilityPick(w, [...before, ...after], () => draw, onPick, otherwise);
      }
      w.line('return -1;');
    });
  }

  /** Source of the number of an alternative's transition, taking what its actions read from the snapshot first. */
  private alternative(alternative: IrAlternative): string {
    const first = this.snapshotSets;
    const number = this.shape(alternative);
    const taken: string[] = [];
    this.acts.push(
      alternative.actions.length === 0
        ? NOTHING
        : this.text.define(`act${number}`, '', SELDOM, (w) => {
            for (const action of alternative.actions) this.snapshotAction(w, action);
          }),
    );
    if (this.snapshotSets === first) return String(number);
    this.snapshotSets = first;
    taken.push(
      this.text.define(`pick${number}`, '', STEP, (w) => {
        for (const action of alternative.actions) this.takeFromSnapshot(w, action);
        w.line(`return ${number};`);
      }),
    );
    return `${taken[0] ?? ''}()`;
  }

  /** Writes to Z what an action will need, in the order in which `snapshotAction` reads it. */
  private takeFromSnapshot(w: Writer, action: IrAction): void {
    const keep = (value: string): void => w.line(`Z[${this.snapshotSets++}] = ${value};`);
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
        keep(`${test} ? 1 : 0`);
        w.when(test, () => action.then.forEach((a) => this.takeFromSnapshot(w, a)));
        w.braces('else', () => action.otherwise.forEach((a) => this.takeFromSnapshot(w, a)));
      }
    }
  }

  /** Runs an action on what was taken from the snapshot. */
  private snapshotAction(w: Writer, action: IrAction): void {
    switch (action.do) {
      case 'set': {
        const { range } = this.text.bounds.of(action.to);
        return writeVariable(
          w.at(action.place),
          this.text,
          action.variable,
          `Z[${this.snapshotSets++}]`,
          range,
        );
      }
      case 'raise':
      case 'send': {
        w.at(action.place);
        const values = action.data.map((e) => {
          const value = `Z[${this.snapshotSets++}]`;
          w.requireFinite([[e, value]]);
          return value;
        });
        return writeEvent(w, action, values);
      }
      case 'cancel':
        return writeAction(this.text, w, action);
      case 'if':
        w.when(`Z[${this.snapshotSets++}] === 1`, () =>
          action.then.forEach((a) => this.snapshotAction(w, a)),
        );
        w.braces('else', () => action.otherwise.forEach((a) => this.snapshotAction(w, a)));
    }
  }

  private idleFrom({ kind, alternatives }: IrChance): number {
    const weighted = alternatives.flatMap(({ when, weight }) =>
      weight === 'else' ? [] : [{ when, weight }],
    );
    return weighted.length < alternatives.length ? TWO_32 : idleFrom(this.text.bounds, kind, weighted);
  }
}

/** Runs an action on what is true now. */
export function writeAction(text: ProgramText, w: Writer, action: IrAction): void {
  switch (action.do) {
    case 'set': {
      const value = w.at(action.place).value(action.to);
      writeVariable(w, text, action.variable, value, text.bounds.of(action.to).range);
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
      return writeEvent(w, action, values);
    }
    case 'cancel':
      return w.line(`cancel(${action.id});`);
    case 'if':
      w.when(w.at(action.place).test(action.test), () => action.then.forEach((a) => writeAction(text, w, a)));
      w.braces('else', () => action.otherwise.forEach((a) => writeAction(text, w, a)));
      return w.forget();
  }
}

/** Puts what an event carries where the engine takes it from, and sends it on its way. */
function writeEvent(
  w: Writer,
  action: IrAction & { readonly do: 'raise' | 'send' },
  values: readonly string[],
): void {
  values.forEach((value, i) => w.line(`O[${i}] = ${value} + 0;`));
  if (action.do === 'raise') return w.line(`raise(${action.event});`);
  const { event, delay, id } = action;
  w.line(delay === undefined ? `send(${event});` : `sendLater(${event}, ${delay}, ${id});`);
}

/** Stands in the list of weights where `else` stands in the list of alternatives. */
export const NONE = { when: undefined, weight: { op: 'const', value: 0 } } as const;

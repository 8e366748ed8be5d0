/**
 * Generated functions of statecharts: which transition is enabled, what actions do, what chance picks. Each gives
 * the number of a transition or -1; machine.ts takes it.
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
import { itemOf } from './item.ts';
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
  /** By transition: the state that is entered, or -1. */
  readonly targets: readonly number[];
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
const SELDOM: WriterOptions = {};

const list = (sources: readonly string[]): string => `[${sources.join(', ')}]`;

class ChartsText {
  private readonly text: ProgramText;
  private readonly targets: number[] = [];
  /** By transition: source of the function of its actions. */
  private readonly acts: string[] = [];
  private snapshotSets = 0;

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
      always: list(drivers.map((driver, d) => this.always(driver, d))),
      on: list(this.text.ir.events.map((_, event) => this.event(event))),
      chance: list(states.map(({ chance }, slot) => (chance ? this.chance(chance, slot) : NOTHING))),
      guards: list(Array.from(guards, (guard) => guard ?? NOTHING)),
    };
    return {
      entries: { ...entries, acts: list(this.acts) },
      targets: this.targets,
      after,
      idleFrom: states.map(({ chance }) => (chance ? this.idleFrom(chance) : 0)),
      snapshotSets: this.snapshotSets,
    };
  }

  /** Gives a transition its number and writes its actions. */
  private number(t: IrTransition): number {
    const number = this.targets.push(t.to ?? -1) - 1;
    this.acts.push(this.actions(`act${number}`, t.actions));
    return number;
  }

  // ------------------------------------------------------------ actions

  private actions(name: string, actions: readonly IrAction[]): string {
    if (actions.length === 0) return NOTHING;
    return this.text.define(name, '', SELDOM, (w) => {
      for (const action of actions) this.action(w, action);
    });
  }

  private action(w: Writer, action: IrAction): void {
    switch (action.do) {
      case 'set': {
        const value = w.at(action.place).value(action.to);
        writeVariable(w, this.text, action.variable, value, this.text.bounds.of(action.to).range);
        return w.forget();
      }
      case 'raise':
        return w.line(`raise(${action.event});`);
      case 'send':
        return w.line(
          action.delay === undefined
            ? `send(${action.event});`
            : `sendLater(${action.event}, ${action.delay});`,
        );
    }
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
      const { always, final } = itemOf(states, slot);
      if (always.length === 0 || final) return [];
      const name = this.text.define(`always${slot}`, '', SELDOM, (w) => {
        for (const t of always) this.writeCertain(w, t, this.number(t));
        w.line('return -1;');
      });
      return [`case ${slot}: return ${name}();`];
    });
    if (cases.length === 0) return NOTHING;
    return this.text.defineText(`alwaysOf${d}`, '', `switch (A[${d}]) {\n${cases.join('\n')}\n}\nreturn -1;`);
  }

  /** Source of the list of drivers that handle an event, each with its function. */
  private event(event: number): string {
    return list(
      this.text.ir.drivers.flatMap((driver, d) => {
        const name = this.eventOfDriver(driver, d, event);
        return name === NOTHING ? [] : [`{ driver: ${d}, select: ${name} }`];
      }),
    );
  }

  private eventOfDriver(driver: IrDriver, d: number, event: number): string {
    const { states } = this.text.ir;
    const handles = (handler: IrHandler): boolean => handler.event === event;
    const own = driver.on.find(handles);
    const isHandled = own || driver.states.some((slot) => itemOf(states, slot).on.some(handles));
    if (!isHandled) return NOTHING;
    const ofDriver = own && this.handler(own, `on${event}Driver${d}`);
    const cases = driver.states.flatMap((slot) => {
      const { on, final } = itemOf(states, slot);
      if (final) return [`case ${slot}: return -1;`];
      const handler = on.find(handles);
      if (!handler) return [];
      const name = this.handler(handler, `on${event}State${slot}`);
      return [`case ${slot}: { const t = ${name}(); if (t >= 0) return t; break; }`];
    });
    const otherwise = ofDriver ? `${ofDriver}()` : '-1';
    return this.text.defineText(
      `on${event}Of${d}`,
      '',
      `switch (A[${d}]) {\n${cases.join('\n')}\n}\nreturn ${otherwise};`,
    );
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

  /** Source of the number of an alternative's transition, taking its `set` values from the snapshot first. */
  private alternative(alternative: IrAlternative): string {
    const sets = alternative.actions.filter((action) => action.do === 'set');
    if (sets.length === 0) return String(this.number(alternative));
    const first = this.snapshotSets;
    this.snapshotSets += sets.length;
    const number = this.targets.push(alternative.to ?? -1) - 1;
    this.acts.push(this.alternativeActions(alternative, number, first));
    const name = this.text.define(`pick${number}`, '', STEP, (w) => {
      sets.forEach((set, i) => w.line(`Z[${first + i}] = ${w.at(set.place).value(set.to)};`));
      w.line(`return ${number};`);
    });
    return `${name}()`;
  }

  private alternativeActions({ actions }: IrAlternative, number: number, first: number): string {
    let slot = first;
    return this.text.define(`act${number}`, '', SELDOM, (w) => {
      for (const action of actions) {
        if (action.do === 'set') {
          const range = this.text.bounds.of(action.to).range;
          writeVariable(w.at(action.place), this.text, action.variable, `Z[${slot++}]`, range);
        } else {
          this.action(w, action);
        }
      }
    });
  }

  private idleFrom({ kind, alternatives }: IrChance): number {
    const weighted = alternatives.flatMap(({ when, weight }) =>
      weight === 'else' ? [] : [{ when, weight }],
    );
    return weighted.length < alternatives.length ? TWO_32 : idleFrom(this.text.bounds, kind, weighted);
  }
}

/** Stands in the list of weights where `else` stands in the list of alternatives. */
const NONE = { when: undefined, weight: { op: 'const', value: 0 } } as const;

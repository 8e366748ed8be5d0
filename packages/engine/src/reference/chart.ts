/**
 * The tree of states as W3C SCXML, Appendix D, asks about it: effective targets, domains, exit sets, entry sets.
 * XState answers the same questions when it takes a transition; here they are needed before, to settle conflicts, and
 * for what XState leaves out (which states are entered by default).
 */
import type { Ir, IrState, IrTransition } from '../ir/ir.ts';

/** What a history state remembers, or nothing. */
export type Remembered = (history: number) => readonly number[] | undefined;

/** The driver itself, as the place around its outermost states. */
export const DRIVER = -1;

export class Chart {
  private readonly states: readonly IrState[];

  constructor(ir: Ir) {
    this.states = ir.states;
  }

  state(slot: number): IrState {
    const state = this.states[slot];
    if (!state) throw new Error(`InvariantError: no state ${slot}`);
    return state;
  }

  /** Properly inside. */
  isBelow(inner: number, outer: number): boolean {
    return outer === DRIVER || (inner > outer && inner < this.state(outer).end);
  }

  /** From the state outwards, itself first, up to but without `top`. */
  path(slot: number, top: number = DRIVER): readonly number[] {
    const path: number[] = [];
    for (let at = slot; at !== DRIVER && at !== top; at = this.state(at).parent) path.push(at);
    return path;
  }

  /** Active children or regions; history states are none. */
  children(slot: number): readonly number[] {
    const { end } = this.state(slot);
    const found: number[] = [];
    for (let child = slot + 1; child < end; child = this.state(child).end)
      if (this.state(child).kind !== 'history') found.push(child);
    return found;
  }

  /** Targets with history states replaced by what they stand for. */
  effective(to: readonly number[], remembered: Remembered): readonly number[] {
    const found = to.flatMap((slot) => {
      const { history } = this.state(slot);
      return history ? (remembered(slot) ?? this.effective(history.to, remembered)) : [slot];
    });
    return [...new Set(found)];
  }

  /** What a transition happens inside of: a compound state or the driver. Its active descendants are left. */
  domain({ source, to, internal }: IrTransition, remembered: Remembered): number {
    if (source === DRIVER || internal) return source;
    const targets = this.effective(to ?? [], remembered);
    const around = this.path(this.state(source).parent);
    const found = around.find(
      (slot) => this.state(slot).kind === 'compound' && targets.every((target) => this.isBelow(target, slot)),
    );
    return found ?? DRIVER;
  }

  /**
   * What transitions that are taken together leave and enter: the domain is settled on what is remembered before,
   * the targets on what is remembered when it has been left.
   */
  plan(transitions: readonly IrTransition[], active: ArrayLike<number>, remembered: Remembered): Plan {
    const domains = new Map(
      transitions.flatMap((t) => (t.to ? [[t, this.domain(t, remembered)] as const] : [])),
    );
    const isLeft = (slot: number): boolean =>
      active[slot] === 1 &&
      [...domains].some(
        ([t, domain]) => this.driver(t) === this.state(slot).driver && this.isBelow(slot, domain),
      );
    const after: Remembered = (history) =>
      isLeft(this.state(history).parent) ? this.memory(history, active) : remembered(history);
    const entry = new EntrySet(this, after);
    const ways = new Map(
      [...domains].map(([t, domain]) => {
        const targets = this.effective(t.to ?? [], after);
        entry.add(targets, domain);
        return [t, { domain, targets }] as const;
      }),
    );
    return { ways, byDefault: entry.byDefault };
  }

  /** What a history state is to remember. */
  private memory(slot: number, active: ArrayLike<number>): readonly number[] {
    const { parent, history } = this.state(slot);
    const { end } = this.state(parent);
    const inside = Array.from({ length: end - parent - 1 }, (_, i) => parent + 1 + i);
    return inside.filter((inner) => {
      const { kind, parent: around } = this.state(inner);
      const isWanted = history?.deep ? kind === 'atomic' || kind === 'final' : around === parent;
      return active[inner] === 1 && isWanted;
    });
  }

  private driver({ source, to = [] }: IrTransition): number {
    return this.state(source === DRIVER ? (to[0] ?? DRIVER) : source).driver;
  }
}

/** A microstep before it is made. */
export interface Plan {
  /** Of each transition that leaves and enters something: inside of what, and the states it leads to, none a history state. */
  readonly ways: ReadonlyMap<IrTransition, { readonly domain: number; readonly targets: readonly number[] }>;
  /**
   * Compound states that are entered by default, so that their initial actions run. (One that is entered because a
   * state inside it is a target is not.)
   */
  readonly byDefault: ReadonlySet<number>;
}

/** `computeEntrySet` of Appendix D. */
class EntrySet {
  readonly byDefault = new Set<number>();
  private readonly entered = new Set<number>();
  private readonly chart: Chart;
  private readonly remembered: Remembered;

  constructor(chart: Chart, remembered: Remembered) {
    this.chart = chart;
    this.remembered = remembered;
  }

  add(targets: readonly number[], domain: number): void {
    for (const slot of targets) this.down(slot);
    for (const slot of targets) this.up(slot, domain);
  }

  private down(slot: number): void {
    const { kind, history, initial, parent } = this.chart.state(slot);
    if (history) {
      const stands = this.remembered(slot) ?? history.to;
      for (const other of stands) this.down(other);
      for (const other of stands) this.up(other, parent);
      return;
    }
    this.entered.add(slot);
    if (kind === 'parallel') this.regions(slot);
    if (kind !== 'compound' || !initial) return;
    this.byDefault.add(slot);
    for (const child of initial.to) this.down(child);
    for (const child of initial.to) this.up(child, slot);
  }

  private up(slot: number, top: number): void {
    for (const around of this.chart.path(this.chart.state(slot).parent, top)) {
      this.entered.add(around);
      if (this.chart.state(around).kind === 'parallel') this.regions(around);
    }
  }

  /** Regions in which nothing is entered yet. */
  private regions(slot: number): void {
    for (const child of this.chart.children(slot))
      if (![...this.entered].some((other) => other === child || this.chart.isBelow(other, child)))
        this.down(child);
  }
}

/**
 * The tree of states, and what W3C SCXML, Appendix D, asks of it: effective targets, the domain of a transition, the
 * states to enter. -1 stands for the driver itself, the root of its states.
 */
import type { Ir, IrState, IrTransition } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';

export const ROOT = -1;

type Remembered = readonly (readonly number[] | undefined)[];

export class Tree {
  private readonly states: readonly IrState[];
  /** Children that can be active; those of the drivers are not in it. */
  private readonly children: readonly (readonly number[])[];
  private readonly remembered: Remembered;

  /** `remembered` is read whenever a history state is asked. */
  constructor(ir: Ir, remembered: Remembered) {
    this.states = ir.states;
    this.remembered = remembered;
    this.children = ir.states.map((_, slot) =>
      ir.states.flatMap(({ parent, kind }, child) => (parent === slot && kind !== 'history' ? [child] : [])),
    );
  }

  state(slot: number): IrState {
    return itemOf(this.states, slot);
  }

  childrenOf(slot: number): readonly number[] {
    return itemOf(this.children, slot);
  }

  /** Proper descendant. */
  isInside(slot: number, of: number): boolean {
    return of === ROOT || (slot > of && slot < this.state(of).end);
  }

  /** Targets, with what history states stand for in their place. */
  effectiveTargets(to: readonly number[]): readonly number[] {
    if (to.every((slot) => !this.state(slot).history)) return to;
    return to.flatMap((slot) => {
      const { history } = this.state(slot);
      return history ? (this.remembered[slot] ?? this.effectiveTargets(history.to)) : [slot];
    });
  }

  /** The state (or the driver) whose active descendants a transition with targets leaves. */
  domainOf({ source, to, internal }: IrTransition): number {
    if (source === ROOT || internal || !to) return source;
    const targets = this.effectiveTargets(to);
    let around = this.state(source).parent;
    while (around !== ROOT && !(this.state(around).kind === 'compound' && this.holdsAll(around, targets))) {
      around = this.state(around).parent;
    }
    return around;
  }

  private holdsAll(slot: number, targets: readonly number[]): boolean {
    return targets.every((target) => this.isInside(target, slot));
  }

  /** Adds to `entry` what is entered for these targets below `domain`, by what is remembered now. */
  collectEntry(to: readonly number[], domain: number, entry: Entry): void {
    const targets = this.effectiveTargets(to);
    for (const slot of targets) this.enterDown(slot, entry);
    for (const slot of targets) this.enterUp(slot, domain, entry);
  }

  private enterDown(slot: number, entry: Entry): void {
    const { kind, history, initial, parent } = this.state(slot);
    if (history) {
      const to = this.remembered[slot] ?? history.to;
      for (const target of to) this.enterDown(target, entry);
      for (const target of to) this.enterUp(target, parent, entry);
      return;
    }
    entry.states.add(slot);
    if (kind === 'compound' && initial) {
      entry.byDefault.add(slot);
      for (const child of initial.to) this.enterDown(child, entry);
      for (const child of initial.to) this.enterUp(child, slot, entry);
    }
    if (kind === 'parallel') this.enterRegions(slot, entry);
  }

  /** Ancestors below `top`, and the other regions of parallel ones. */
  private enterUp(slot: number, top: number, entry: Entry): void {
    for (let around = this.state(slot).parent; around !== top && around !== ROOT;) {
      const { kind, parent } = this.state(around);
      entry.states.add(around);
      if (kind === 'parallel') this.enterRegions(around, entry);
      around = parent;
    }
  }

  private enterRegions(slot: number, entry: Entry): void {
    for (const region of this.childrenOf(slot)) {
      const { end } = this.state(region);
      let begun = false;
      for (const entered of entry.states) begun ||= entered >= region && entered < end;
      if (!begun) this.enterDown(region, entry);
    }
  }
}

/** States to enter; those of `byDefault` run the actions of their `initial`. */
export interface Entry {
  readonly states: Set<number>;
  readonly byDefault: Set<number>;
}

/** The tree of a driver's states, by name: what is around what, and what a way into a state enters. */
import type { Driver, State, Transition } from './model.ts';

export class Chart {
  private readonly byName = new Map<string, State>();
  private readonly childrenByName = new Map<string | undefined, State[]>();
  private readonly driver: Driver;

  constructor(driver: Driver) {
    this.driver = driver;
    for (const state of driver.states) {
      this.byName.set(state.name, state);
      const siblings = this.childrenByName.get(state.parent);
      if (siblings) siblings.push(state);
      else this.childrenByName.set(state.parent, [state]);
    }
  }

  state(name: string): State | undefined {
    return this.byName.get(name);
  }

  /** Of a state, or of the driver itself. */
  children(name: string | undefined): readonly State[] {
    return this.childrenByName.get(name) ?? [];
  }

  /** From the state outwards. */
  ancestors(state: State): readonly State[] {
    const found: State[] = [];
    for (let name = state.parent; name !== undefined;) {
      const around = this.byName.get(name);
      if (!around) break;
      found.push(around);
      name = around.parent;
    }
    return found;
  }

  /** All states inside one, or all of the driver. */
  descendants(name: string | undefined): readonly State[] {
    return this.children(name).flatMap((child) => [child, ...this.descendants(child.name)]);
  }

  /** What is entered with a state: those around it, and what is entered in it by default. */
  entered(name: string): readonly State[] {
    const found = new Set<State>();
    this.enter(name, found);
    return [...found];
  }

  private enter(name: string, found: Set<State>): void {
    const state = this.byName.get(name);
    if (!state || found.has(state)) return;
    found.add(state);
    const around = state.parent === undefined ? undefined : this.byName.get(state.parent);
    if (around && !found.has(around)) {
      found.add(around);
      this.enterAround(around, found);
    }
    if (state.kind === 'compound' && state.initial) this.enter(state.initial.to, found);
    if (state.kind === 'parallel') for (const child of this.children(name)) this.enter(child.name, found);
    if (state.history) {
      state.history.to.forEach((to) => this.enter(to, found));
      // It may have been in any of them.
      for (const child of this.descendants(state.parent)) found.add(child);
    }
  }

  private enterAround(state: State, found: Set<State>): void {
    if (state.kind === 'parallel')
      for (const child of this.children(state.name)) this.enter(child.name, found);
    const around = state.parent === undefined ? undefined : this.byName.get(state.parent);
    if (around && !found.has(around)) {
      found.add(around);
      this.enterAround(around, found);
    }
  }

  /**
   * States that may be left by a transition from a state, or from the driver: those below its domain, which is the
   * nearest compound state around its source and all its targets.
   */
  left(source: State | undefined, { to, internal }: Transition): readonly State[] {
    if (to === undefined) return [];
    if (!source) return this.driver.states;
    const below = (inner: string, outer: State): boolean => {
      const state = this.byName.get(inner);
      return state !== undefined && this.ancestors(state).includes(outer);
    };
    if (internal && source.kind === 'compound' && to.every((name) => below(name, source)))
      return this.descendants(source.name);
    const domain = this.ancestors(source).find(
      (around) => around.kind === 'compound' && to.every((name) => below(name, around)),
    );
    return this.descendants(domain?.name);
  }
}

/**
 * An interpreter of charts after the algorithm of W3C SCXML 1.0, Appendix D, on virtual time: the oracle of random
 * charts. It is written on the published shape and shares nothing with converter or engine; clearness goes before
 * speed. Names of functions are those of the appendix.
 *
 * Two departures, which only targets that are history states can show (docs/decisions/0009-statecharts-in-full.md). The
 * appendix enters what lies between history state and target and asks again for the domain when its states are left,
 * so it may enter a state that is active, or leave one and not enter it; here the domain is settled once. And whether
 * `internal` means anything is asked of the targets as they are written.
 */
import {
  describes,
  everyState,
  type Case,
  type ChartAction,
  type ChartState,
  type ChartTransition,
} from './tree.ts';

interface Timer {
  readonly due: number;
  readonly event: Event;
  readonly id: string | undefined;
}

interface Event {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A transition with the state it is written on. */
interface Placed {
  readonly t: ChartTransition;
  readonly source: ChartState;
}

/** More than any of the charts needs; an endless loop is left out. */
const MICROSTEPS = 150;

export class Endless extends Error {}

export interface Interpreted {
  /** By step: the innermost active states, sorted. */
  readonly leaves: readonly (readonly string[])[];
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

/** @throws Endless */
export function interpret(given: Case): Interpreted {
  const interpreter = new Interpreter(given.machine);
  const seen = given.steps.map((step) => {
    if (step.start) interpreter.start();
    interpreter.advance(step.advance_ms ?? 0);
    if (step.send !== undefined) interpreter.handle({ name: step.send, data: {} });
    if (step.settle) interpreter.settle();
    return { leaves: interpreter.leaves(), variables: Object.fromEntries(interpreter.variables) };
  });
  return { leaves: seen.map(({ leaves }) => leaves), variables: seen.map(({ variables }) => variables) };
}

class Interpreter {
  private readonly root: ChartState;
  /** In document order. */
  private readonly states: readonly ChartState[];
  private readonly parents = new Map<ChartState, ChartState>();
  private readonly byId = new Map<string, ChartState>();
  private readonly configuration = new Set<ChartState>();
  private readonly historyValue = new Map<ChartState, readonly ChartState[]>();
  readonly variables = new Map<string, unknown>();
  private readonly internalQueue: Event[] = [];
  private readonly externalQueue: { readonly event: Event; readonly timer?: Timer }[] = [];
  private timers: Timer[] = [];
  private now = 0;
  private isRunning = true;
  private microsteps = 0;
  private event: Event | undefined;

  constructor(root: ChartState) {
    this.root = root;
    this.states = everyState(root);
    for (const state of this.states) {
      this.byId.set(state.id, state);
      for (const child of state.states ?? []) this.parents.set(child, state);
    }
  }

  start(): void {
    for (const { data = {} } of this.states)
      for (const [name, expr] of Object.entries(data))
        this.variables.set(name, expr === null ? undefined : this.value(expr));
    const first = this.children(this.root)[0];
    const target = this.root.initial ?? (first ? [first.id] : []);
    this.enterStates([{ target, domain: this.root }]);
    this.run();
  }

  /** What is due at one time is put into the queue together, by when it was set. */
  advance(time: number): void {
    const until = this.now + time;
    for (;;) {
      const next = Math.min(...this.timers.map(({ due }) => due));
      if (next > until || !this.isRunning) break;
      this.now = next;
      for (const timer of this.timers.filter(({ due }) => due === next)) {
        this.externalQueue.push({ event: timer.event, timer });
      }
      this.run();
    }
    this.now = until;
  }

  settle(): void {
    for (let left = MICROSTEPS; this.timers.length > 0 && this.isRunning; left--) {
      if (left === 0) throw new Endless();
      this.advance(Math.max(...this.timers.map(({ due }) => due)) - this.now);
    }
  }

  handle(event: Event): void {
    this.externalQueue.push({ event });
    this.run();
  }

  leaves(): readonly string[] {
    return [...this.configuration]
      .filter(isAtomic)
      .map(({ id }) => id)
      .sort();
  }

  // ------------------------------------------------------------ mainEventLoop

  private run(): void {
    while (this.isRunning) {
      this.macrostep();
      const next = this.isRunning ? this.externalQueue.shift() : undefined;
      if (!next) return;
      // A timer may have been cancelled meanwhile.
      const { timer } = next;
      if (timer && !this.timers.includes(timer)) continue;
      this.timers = this.timers.filter((other) => other !== timer);
      this.event = next.event;
      this.microstep(this.selectTransitions(next.event));
    }
  }

  private macrostep(): void {
    while (this.isRunning) {
      const eventless = this.selectTransitions();
      if (eventless.length > 0) {
        this.microstep(eventless);
        continue;
      }
      const event = this.internalQueue.shift();
      if (!event) return;
      this.event = event;
      this.microstep(this.selectTransitions(event));
    }
  }

  private microstep(transitions: readonly Placed[]): void {
    if (transitions.length === 0) return;
    if (++this.microsteps > MICROSTEPS) throw new Endless();
    const domains = transitions.map((placed) => this.getTransitionDomain(placed));
    this.exitStates(transitions);
    for (const { t } of transitions) this.execute(t.actions ?? []);
    this.enterStates(
      transitions.map(({ t }, i) => ({ target: t.target ?? [], domain: domains[i] ?? this.root })),
    );
  }

  // ------------------------------------------------------------ selection

  private selectTransitions(event?: Event): readonly Placed[] {
    const enabled: Placed[] = [];
    for (const state of this.states.filter((s) => this.configuration.has(s) && isAtomic(s))) {
      const found = [state, ...this.getProperAncestors(state)].flatMap((source) =>
        (source.transitions ?? [])
          .filter((t) => this.isEnabled(t, event))
          .slice(0, 1)
          .map((t) => ({ t, source })),
      )[0];
      if (found && !enabled.some(({ t }) => t === found.t)) enabled.push(found);
    }
    return this.removeConflictingTransitions(enabled);
  }

  private isEnabled({ event: descriptors, cond }: ChartTransition, event?: Event): boolean {
    const matches = event ? descriptors?.some((d) => describes(d, event.name)) : !descriptors;
    return matches === true && (cond === undefined || Boolean(this.value(cond)));
  }

  private removeConflictingTransitions(enabled: readonly Placed[]): readonly Placed[] {
    let filtered: Placed[] = [];
    for (const t1 of enabled) {
      const exits = this.computeExitSet([t1]);
      const rivals = filtered.filter((t2) => this.computeExitSet([t2]).some((s) => exits.includes(s)));
      if (!rivals.every((t2) => this.isDescendant(t1.source, t2.source))) continue;
      filtered = [...filtered.filter((t2) => !rivals.includes(t2)), t1];
    }
    return filtered;
  }

  // ------------------------------------------------------------ exits

  private computeExitSet(transitions: readonly Placed[]): readonly ChartState[] {
    const exits = new Set<ChartState>();
    for (const placed of transitions.filter(({ t }) => t.target)) {
      const domain = this.getTransitionDomain(placed);
      for (const s of this.configuration) if (this.isDescendant(s, domain)) exits.add(s);
    }
    return this.states.filter((s) => exits.has(s));
  }

  private exitStates(transitions: readonly Placed[]): void {
    const exits = this.computeExitSet(transitions).toReversed();
    for (const s of exits) {
      for (const h of (s.states ?? []).filter(({ type }) => type === 'history')) {
        const wanted = (s0: ChartState): boolean =>
          h.history === 'deep' ? isAtomic(s0) && this.isDescendant(s0, s) : this.parents.get(s0) === s;
        this.historyValue.set(
          h,
          this.states.filter((s0) => this.configuration.has(s0) && wanted(s0)),
        );
      }
    }
    for (const s of exits) {
      for (const block of s.onexit ?? []) this.execute(block);
      this.configuration.delete(s);
    }
  }

  private getTransitionDomain(placed: Placed): ChartState {
    const { t, source } = placed;
    const targets = this.getEffectiveTargetStates(t.target ?? []);
    const isInternal = t.type === 'internal' && source.type === 'compound';
    if (isInternal && t.target?.every((id) => this.isDescendant(this.state(id), source))) return source;
    return this.findLCCA([source, ...targets]);
  }

  private findLCCA([first, ...rest]: readonly ChartState[]): ChartState {
    const around = first ? this.getProperAncestors(first) : [];
    const isCompound = (s: ChartState): boolean => s.type === 'compound' || s === this.root;
    return around.find((a) => isCompound(a) && rest.every((s) => this.isDescendant(s, a))) ?? this.root;
  }

  private getEffectiveTargetStates(target: readonly string[]): readonly ChartState[] {
    return target.flatMap((id) => {
      const s = this.state(id);
      if (s.type !== 'history') return [s];
      return this.historyValue.get(s) ?? this.getEffectiveTargetStates(s.default ?? []);
    });
  }

  // ------------------------------------------------------------ entries

  private enterStates(ways: readonly { target: readonly string[]; domain: ChartState }[]): void {
    const toEnter = new Set<ChartState>();
    const byDefault = new Set<ChartState>();
    for (const { target, domain } of ways) {
      const targets = this.getEffectiveTargetStates(target);
      for (const s of targets) this.addDescendantStatesToEnter(s, toEnter, byDefault);
      for (const s of targets) this.addAncestorStatesToEnter(s, domain, toEnter, byDefault);
    }
    for (const s of this.states.filter((state) => toEnter.has(state))) {
      this.configuration.add(s);
      for (const block of s.onentry ?? []) this.execute(block);
      if (byDefault.has(s)) this.execute(s.initial_actions ?? []);
      if (s.type === 'final') this.raiseDone(s);
    }
  }

  private raiseDone(s: ChartState): void {
    const parent = this.parents.get(s);
    if (!parent || parent === this.root) {
      this.isRunning = false;
      return;
    }
    const done = (of: ChartState): number =>
      this.internalQueue.push({ name: `done.state.${of.id}`, data: {} });
    done(parent);
    const grandparent = this.parents.get(parent);
    if (grandparent?.type !== 'parallel') return;
    if (this.children(grandparent).every((child) => this.isInFinalState(child))) done(grandparent);
  }

  private isInFinalState(s: ChartState): boolean {
    const children = this.children(s);
    if (s.type === 'parallel') return children.every((child) => this.isInFinalState(child));
    return s.type === 'compound' && children.some((c) => c.type === 'final' && this.configuration.has(c));
  }

  private addDescendantStatesToEnter(
    s: ChartState,
    toEnter: Set<ChartState>,
    byDefault: Set<ChartState>,
  ): void {
    if (s.type === 'history') {
      const stands = this.historyValue.get(s) ?? (s.default ?? []).map((id) => this.state(id));
      for (const s0 of stands) this.addDescendantStatesToEnter(s0, toEnter, byDefault);
      const parent = this.parents.get(s) ?? this.root;
      for (const s0 of stands) this.addAncestorStatesToEnter(s0, parent, toEnter, byDefault);
      return;
    }
    toEnter.add(s);
    if (s.type === 'compound') {
      byDefault.add(s);
      const first = this.children(s)[0];
      const initial = s.initial?.map((id) => this.state(id)) ?? (first ? [first] : []);
      for (const s0 of initial) this.addDescendantStatesToEnter(s0, toEnter, byDefault);
      for (const s0 of initial) this.addAncestorStatesToEnter(s0, s, toEnter, byDefault);
    }
    if (s.type === 'parallel') this.addRegions(s, toEnter, byDefault);
  }

  private addAncestorStatesToEnter(
    s: ChartState,
    ancestor: ChartState,
    toEnter: Set<ChartState>,
    byDefault: Set<ChartState>,
  ): void {
    for (const around of this.getProperAncestors(s, ancestor)) {
      toEnter.add(around);
      if (around.type === 'parallel') this.addRegions(around, toEnter, byDefault);
    }
  }

  private addRegions(s: ChartState, toEnter: Set<ChartState>, byDefault: Set<ChartState>): void {
    for (const child of this.children(s)) {
      if ([...toEnter].some((other) => other === child || this.isDescendant(other, child))) continue;
      this.addDescendantStatesToEnter(child, toEnter, byDefault);
    }
  }

  // ------------------------------------------------------------ the tree

  private state(id: string): ChartState {
    const found = this.byId.get(id);
    if (!found) throw new Error(`no state ${id}`);
    return found;
  }

  /** getChildStates: history states are none. */
  private children({ states = [] }: ChartState): readonly ChartState[] {
    return states.filter(({ type }) => type !== 'history');
  }

  private getProperAncestors(s: ChartState, top?: ChartState): readonly ChartState[] {
    const found: ChartState[] = [];
    for (let at = this.parents.get(s); at && at !== top; at = this.parents.get(at)) found.push(at);
    return found;
  }

  private isDescendant(s: ChartState, of: ChartState): boolean {
    return this.getProperAncestors(s).includes(of);
  }

  // ------------------------------------------------------------ executable content

  private execute(actions: readonly ChartAction[]): void {
    for (const { raise, send, cancel, assign, if: branches } of actions) {
      if (raise !== undefined) this.internalQueue.push({ name: raise, data: {} });
      if (send) {
        const data = Object.fromEntries(
          Object.entries(send.data ?? {}).map(([field, expr]) => [field, this.value(expr)]),
        );
        const event = { name: send.event, data };
        if (send.delay_ms) this.timers.push({ due: this.now + send.delay_ms, event, id: send.id });
        else this.externalQueue.push({ event });
      }
      if (cancel !== undefined) this.timers = this.timers.filter(({ id }) => id !== cancel);
      if (assign) this.variables.set(assign.var, this.value(assign.expr));
      const taken = branches?.find(({ cond }) => cond === null || Boolean(this.value(cond)));
      if (taken) this.execute(taken.do);
    }
  }

  /** JavaScript, by JavaScript. */
  private value(expr: string): unknown {
    const names = [...this.variables.keys()];
    const isIn = (id: string): boolean => [...this.configuration].some((s) => s.id === id);
    const run = compiled(expr, names);
    return run(isIn, this.event, ...this.variables.values());
  }
}

type Compiled = (isIn: (id: string) => boolean, event: Event | undefined, ...values: unknown[]) => unknown;
const cache = new Map<string, Compiled>();

function compiled(expr: string, names: readonly string[]): Compiled {
  const key = `${names.join()}|${expr}`;
  const known = cache.get(key);
  if (known) return known;
  // oxlint-disable-next-line typescript/no-implied-eval -- the charts' expressions are JavaScript
  const run = new Function('In', '_event', ...names, `return (${expr});`) as Compiled;
  cache.set(key, run);
  return run;
}

const isAtomic = ({ type }: ChartState): boolean => type === 'atomic' || type === 'final';

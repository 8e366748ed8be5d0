/**
 * Random charts with steps, in the published shape. Every state that is entered or left and every transition that is
 * taken writes its mark on a tape, so that the order of all that happens can be compared, not only where it ends.
 */
import fc from 'fast-check';
import type { Case, ChartAction, ChartState, ChartTransition, Step } from './tree.ts';

type Gen = <T>(arbitrary: fc.Arbitrary<T>) => T;
type Draft = Omit<ChartState, 'states'> & { readonly states: readonly Draft[] };

const EVENTS = ['e', 'e.x', 'f', 'g'];
const DESCRIPTORS = ['e', 'e.x', 'e.*', 'f', 'g', '*'];
const STATES_MAX = 14;
const STEPS_MAX = 6;
/**
 * Delays are multiples of this, and events come one later each: no timer meets an event, and timers that meet are of
 * one phase (convert.ts).
 */
const PERIOD = STEPS_MAX + 1;

export const chartCase: fc.Arbitrary<Case> = fc
  .gen()
  .map((g) => new Writer((arbitrary) => g(() => arbitrary)).case());

class Writer {
  private readonly gen: Gen;
  private count = 0;
  private all: readonly Draft[] = [];
  private readonly parents = new Map<string, Draft>();
  private readonly isTimed: boolean;
  private readonly isEventless: boolean;

  constructor(gen: Gen) {
    this.gen = gen;
    this.isTimed = this.maybe();
    this.isEventless = this.maybe();
  }

  case(): Case {
    const root = this.draft('compound', 3, 3);
    this.all = inOrder(root);
    for (const state of this.all) for (const child of state.states) this.parents.set(child.id, state);
    const machine = { ...this.written(root), data: { tape: '0', x: '0', y: null } };
    const steps: Step[] = [{ start: true, expect: [] }];
    for (let i = this.integer(1, STEPS_MAX); i > 0; i--) {
      const advance = this.isTimed && { advance_ms: PERIOD * this.integer(0, 3) + 1 };
      steps.push({ ...advance, send: this.one(EVENTS), expect: [] });
    }
    return { id: 'random', machine, steps };
  }

  // ------------------------------------------------------------ the tree

  private draft(type: ChartState['type'], depth: number, least = 1): Draft {
    const id = `s${this.count++}`;
    if (type !== 'compound' && type !== 'parallel') return { id, type, states: [] };
    const states: Draft[] = [];
    for (let i = this.integer(least, 3); i > 0; i--)
      states.push(this.draft(this.kind(type, depth), depth - 1));
    const isRoot = id === 's0';
    if (type === 'compound' && !isRoot && this.gen(fc.nat(2)) === 0) states.push(this.draft('final', 0));
    if (!isRoot && this.gen(fc.nat(1)) === 0) {
      const history = this.maybe() ? 'deep' : 'shallow';
      states.splice(this.integer(0, states.length), 0, {
        id: `s${this.count++}`,
        type: 'history',
        history,
        states: [],
      });
    }
    return { id, type, states };
  }

  private kind(around: ChartState['type'], depth: number): ChartState['type'] {
    if (depth <= 1 || this.count > STATES_MAX) return 'atomic';
    if (around === 'parallel') return this.one(['compound', 'compound', 'compound', 'parallel', 'atomic']);
    return this.one(['compound', 'parallel', 'atomic', 'atomic']);
  }

  private written({ states, ...state }: Draft): ChartState {
    if (state.type === 'history') return { ...state, default: this.below(this.parents.get(state.id)) };
    const isRoot = state.id === 's0';
    return {
      ...state,
      ...(state.type === 'compound' && this.maybe() && this.initial(states, isRoot)),
      ...(!isRoot && {
        onentry: [[this.mark(), ...this.actions(false)]],
        onexit: [[this.mark(), ...this.actions(false)]],
      }),
      ...(!isRoot && state.type !== 'final' && { transitions: this.transitions(state.id) }),
      ...(states.length > 0 && { states: states.map((child) => this.written(child)) }),
    };
  }

  /** Of the chart itself, any state; else a child, which may be a history state. */
  private initial(states: readonly Draft[], isRoot: boolean): Partial<ChartState> {
    if (isRoot) return { initial: [this.one(this.all.flatMap(({ id }) => (id === 's0' ? [] : [id])))] };
    const initial = [this.one(states.map(({ id }) => id))];
    return this.maybe() ? { initial } : { initial, initial_actions: [this.mark()] };
  }

  // ------------------------------------------------------------ transitions

  private transitions(source: string): readonly ChartTransition[] {
    const list: ChartTransition[] = [];
    for (let i = this.integer(0, 3); i > 0; i--) list.push(this.transition(source));
    return list;
  }

  private transition(source: string): ChartTransition {
    const isEventless = this.isEventless && this.gen(fc.nat(9)) === 0;
    const done = this.all
      .filter(({ states }) => states.some(({ type }) => type === 'final'))
      .map(({ id }) => id);
    const descriptors = [...DESCRIPTORS, ...done.map((id) => `done.state.${id}`)];
    const event =
      this.gen(fc.nat(3)) === 0 ? [this.one(descriptors), this.one(descriptors)] : [this.one(descriptors)];
    const target = this.gen(fc.nat(4)) === 0 ? undefined : this.target(source);
    return {
      ...(!isEventless && { event }),
      ...((isEventless || this.maybe()) && { cond: this.condition(!isEventless) }),
      ...(target && { target }),
      ...(this.maybe() && { type: 'internal' as const }),
      actions: [this.mark(), ...this.actions(!isEventless)],
    };
  }

  private target(source: string): readonly string[] {
    const parallel = this.all.filter(({ type, states }) => type === 'parallel' && states.length > 1);
    if (parallel.length > 0 && this.gen(fc.nat(3)) === 0) return this.below(this.one(parallel));
    // Often near, so that internal transitions and regions meet.
    const near = [...inOrder(this.draftOf(source)), ...(this.parents.get(source)?.states ?? [])];
    const from = (this.maybe() ? near : this.all).map(({ id }) => id).filter((id) => id !== 's0');
    return [this.one(from)];
  }

  /** A state inside, or one in each of two regions; of what they remember, what lies further inside. */
  private below(around: Draft | undefined): readonly string[] {
    const states = around?.states.filter(({ type }) => type !== 'history') ?? [];
    const deep = (state: Draft): string => this.one(inOrder(state).map(({ id }) => id));
    const [a, b] = states;
    if (around?.type === 'parallel' && a && b && this.maybe()) return [deep(a), deep(b)];
    return [deep(this.one(states))];
  }

  private draftOf(id: string): Draft {
    return this.all.find((state) => state.id === id) ?? { id, type: 'atomic', states: [] };
  }

  // ------------------------------------------------------------ JavaScript

  private mark(): ChartAction {
    return { assign: { var: 'tape', expr: `tape / 2 + ${this.integer(1, 50)}` } };
  }

  private actions(isHandling: boolean): readonly ChartAction[] {
    return this.gen(fc.nat(4)) === 0 ? [this.action(isHandling)] : [];
  }

  private action(isHandling: boolean): ChartAction {
    const event = this.one(EVENTS);
    const delayed: ChartAction[] = [
      { send: { event, delay_ms: PERIOD * this.integer(1, 5), id: this.one(['one', 'two']) } },
      { cancel: this.one(['one', 'two']) },
    ];
    return this.one<ChartAction>([
      { raise: event },
      { send: { event, delay_ms: 0 } },
      { assign: { var: 'x', expr: this.one(['x + 1', '0', 'x > 2 ? 0 : x + 2']) } },
      { assign: { var: 'y', expr: this.one(["'a'", "'b'", 'undefined', "y === 'a' ? 'b' : 'a'"]) } },
      {
        if: [
          { cond: this.condition(isHandling), do: [{ raise: event }, this.mark()] },
          { cond: this.condition(isHandling), do: [this.mark()] },
          { cond: null, do: [{ assign: { var: 'x', expr: 'x + 1' } }] },
        ],
      },
      ...(this.isTimed ? delayed : []),
    ]);
  }

  private condition(isHandling: boolean): string {
    const id = this.one(this.all.filter(({ type }) => type !== 'history').map((state) => state.id));
    const inside = id === 's0' ? 'x < 5' : `In('${id}')`;
    return this.one([
      inside,
      `!${inside}`,
      `x < ${this.integer(1, 4)}`,
      `x === 0 || ${inside} && y !== 'a'`,
      "y == 'b'",
      'y === undefined',
      "typeof y === 'string'",
      'y',
      ...(isHandling ? ["_event.name == 'e' || x == 1", "_event.name !== 'f'"] : []),
    ]);
  }

  private one<T>(list: readonly T[]): T {
    return this.gen(fc.constantFrom(...list));
  }

  private maybe(): boolean {
    return this.gen(fc.boolean());
  }

  private integer(min: number, max: number): number {
    return this.gen(fc.integer({ min, max }));
  }
}

const inOrder = (state: Draft): readonly Draft[] => [state, ...state.states.flatMap(inOrder)];

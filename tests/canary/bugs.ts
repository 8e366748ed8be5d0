/**
 * Bugs to plant: most are a change of the Ir as a broken executor would read it, some of what lies around it. The
 * comparison of executors on random scenarios must catch every one; a kind that slips through shows what the random
 * scenarios do not reach.
 */
import type { Executor, Ir, SavedFrame, TrialBlock, TrialRange } from '@stave/engine';

type State = Ir['states'][number];
type Transition = State['always'][number];
type Action = State['entry'][number];
type Seats = NonNullable<Ir['seats']>;
type Expr = Ir['measures'][number]['value'];

/** Every transition of a state, of whatever kind. */
function withTransitions(state: State, change: <T extends Transition>(t: T) => T): State {
  return {
    ...state,
    always: state.always.map(change),
    after: state.after.map(change),
    on: state.on.map((h) => ({ ...h, transitions: h.transitions.map(change) })),
    ...(state.chance && {
      chance: { ...state.chance, alternatives: state.chance.alternatives.map(change) },
    }),
  };
}

const everyState = (ir: Ir, change: (state: State) => State): Ir => ({
  ...ir,
  states: ir.states.map(change),
});

/** Every action, those under a condition too. */
function withActions(state: State, change: (list: readonly Action[]) => readonly Action[]): State {
  const deep = (list: readonly Action[]): readonly Action[] =>
    change(list).map((a) => (a.do === 'if' ? { ...a, then: deep(a.then), otherwise: deep(a.otherwise) } : a));
  const changed = withTransitions(state, (t) => ({ ...t, actions: deep(t.actions) }));
  return { ...changed, entry: deep(state.entry), exit: deep(state.exit) };
}

/** Every part of a JSON value that is an object, changed from the inside out. */
function everywhere<T>(value: T, change: (part: Record<string, unknown>) => unknown): T {
  const go = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(go);
    if (part === null || typeof part !== 'object') return part;
    return change(Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, go(inner)])));
  };
  return go(value) as T;
}

/** 1 for what neither makes a move nor forgets one. */
const isIncome = ({ actions }: Seats['done'][number]): number =>
  Number(actions.some((a) => a.do === 'set' && a.place.endsWith('.income')));

/** What seats choose and do, where there are seats. */
const withSeats = (ir: Ir, change: (seats: Seats) => Partial<Seats>): Ir =>
  ir.seats ? { ...ir, seats: { ...ir.seats, ...change(ir.seats) } } : ir;

const inExpressions = (ir: Ir, change: (e: Expr) => Expr): Ir =>
  everywhere(ir, (part) => ('op' in part ? change(part as unknown as Expr) : part));

const later = (steps: number, due: readonly number[]): readonly number[] =>
  due.map((step) => Math.min(step + 1, steps + 1));

/** An executor that runs as another one would for other trials. */
const wrapped =
  (change: (range: TrialRange) => TrialRange, alter: (block: TrialBlock) => TrialBlock = (b) => b) =>
  (executor: Executor): Executor => ({
    ...executor,
    run: (range, from) => alter(executor.run(change(range), from)),
  });

/** Bugs of what lies around the Ir. */
export const faultyExecutors: Readonly<Record<string, (executor: Executor) => Executor>> = {
  'reused draw: trials share parameters two by two': wrapped((range) => ({ ...range, share: 2 })),
  'wrong address: the next trial is run': wrapped(
    (range) => ({ ...range, first: range.first + 1 }),
    (block) => ({
      ...block,
      first: block.first - 1,
      failures: block.failures.map((f) => ({ ...f, trial: f.trial - 1 })),
    }),
  ),
  'dropped trial: a failure is not told': wrapped(
    (range) => range,
    (block) => ({ ...block, failures: [] }),
  ),
};

/** What a saved frame may lose on its way; each must be missed when the trial goes on from it. */
export const lossyFrames: Readonly<Record<string, (frame: SavedFrame) => SavedFrame>> = {
  'a timer': (frame) => ({ ...frame, timers: frame.timers.slice(1) }),
  'the order of timers': (frame) => ({ ...frame, timers: [...frame.timers].reverse() }),
  'a history': (frame) => ({ ...frame, remembered: [] }),
  'steps of entry': (frame) => ({
    ...frame,
    active: frame.active.map((entry) => ({ ...entry, entered: 0 })),
  }),
  'a value that `prev` reads': (frame) => ({ ...frame, previous: frame.previous.map((x) => x + 1) }),
  'what a delay line holds': (frame) => ({ ...frame, lines: frame.lines.map((line) => [...line].reverse()) }),
  'a running sum': (frame) => ({ ...frame, sums: frame.sums.map((x) => x + 1) }),
};

export const bugs: Readonly<Record<string, (ir: Ir) => Ir>> = {
  'wrong window: questions open a frame late': (ir) => ({
    ...ir,
    questions: ir.questions.map((q) => (q.at ? q : { ...q, first: q.first + 1 })),
  }),
  'wrong answer: the first two outcomes are swapped': (ir) => ({
    ...ir,
    questions: ir.questions.map((q) => {
      const [a, b, ...rest] = q.outcomes;
      return a?.when && b?.when ? { ...q, outcomes: [b, a, ...rest] } : q;
    }),
  }),
  'off-by-one step: delays end a step late': (ir) => ({
    ...ir,
    delays: ir.delays.map((d) => ({ ...d, due: later(ir.clock.steps, d.due) })),
  }),
  'off-by-one step: a dated event comes a step late': (ir) => ({
    ...ir,
    calendar: ir.calendar.map((entry) => ({ ...entry, step: entry.step + 1 })),
  }),
  'swapped priority: the last handler and transition come first': (ir) =>
    everyState(ir, (state) => ({
      ...state,
      always: [...state.always].reverse(),
      on: [...state.on].reverse().map((h) => ({ ...h, transitions: [...h.transitions].reverse() })),
    })),
  'stale read: `now` reads the frame before': (ir) =>
    inExpressions(ir, (e) => (e.op === 'now' ? { op: 'indicator', slot: e.slot } : e)),
  'stale read: `prev` reads the start': (ir) =>
    inExpressions(ir, (e) => (e.op === 'previous' ? (ir.previous[e.slot] ?? e) : e)),
  'lost exit action': (ir) => everyState(ir, (state) => ({ ...state, exit: [] })),
  'lost entry action': (ir) => everyState(ir, (state) => ({ ...state, entry: [] })),
  'lost initial action': (ir) =>
    everyState(ir, (state) =>
      state.initial ? { ...state, initial: { ...state.initial, actions: [] } } : state,
    ),
  'reused draw: all chance sites share the first one': (ir) => ({
    ...ir,
    sites: ir.sites.map((site) => ({ ...site, hash: ir.sites[0]?.hash ?? site.hash })),
  }),
  'forgotten history: the default is entered every time': (ir) => {
    const target = (slot: number): readonly number[] =>
      ir.states[slot]?.history?.to.flatMap(target) ?? [slot];
    return everyState(ir, (state) =>
      withTransitions(state, (t) => (t.to ? { ...t, to: t.to.flatMap(target) } : t)),
    );
  },
  'confused history: deep is taken for shallow': (ir) =>
    everyState(ir, (state) =>
      state.history ? { ...state, history: { ...state.history, deep: !state.history.deep } } : state,
    ),
  'left too much: `internal` is ignored': (ir) =>
    everyState(ir, (state) => withTransitions(state, (t) => ({ ...t, internal: false }))),
  'unheard: done events are not raised': (ir) =>
    everyState(ir, ({ done, ...state }) => (done === undefined ? state : { ...state })),
  'lost data: an event carries nothing': (ir) =>
    everyState(ir, (state) =>
      withActions(state, (list) =>
        list.map((a) =>
          a.do === 'raise' || a.do === 'send'
            ? { ...a, data: a.data.map(() => ({ op: 'const', value: 0 }) as const) }
            : a,
        ),
      ),
    ),
  'deaf: `cancel` does nothing': (ir) =>
    everyState(ir, (state) => withActions(state, (list) => list.filter((a) => a.do !== 'cancel'))),
  'wrong order: `raise` waits like `send`': (ir) =>
    everyState(ir, (state) =>
      withActions(state, (list) =>
        list.map((a) => (a.do === 'raise' ? { ...a, do: 'send' as const, id: 0 } : a)),
      ),
    ),
  'unclamped: ranges of indicators are ignored': (ir) => ({
    ...ir,
    indicators: ir.indicators.map(({ range, ...x }) => (range ? { ...x } : x)),
  }),
  'blurred comparison: < is taken for <=': (ir) =>
    inExpressions(ir, (e) => (e.op === 'lt' ? { ...e, op: 'le' } : e)),
  'one rounding more: a / b as a * (1 / b)': (ir) =>
    inExpressions(ir, (e) =>
      e.op === 'div'
        ? { op: 'mul', left: e.left, right: { op: 'div', left: { op: 'const', value: 1 }, right: e.right } }
        : e,
    ),
  'off-by-one step: turns come a step late': (ir) =>
    withSeats(ir, ({ chosen, done }) => ({
      chosen: chosen.map((choice) => ({ ...choice, first: choice.first + 1 })),
      done: done.map((deed) => ({ ...deed, first: deed.first + 1 })),
    })),
  'unpaid: moves cost nothing': (ir) =>
    withSeats(ir, ({ done }) => {
      const capital = new Set(ir.seats?.seats.map((seat) => seat.capital));
      const free = (list: readonly Action[]): readonly Action[] =>
        list
          .filter((a) => a.do !== 'set' || !capital.has(a.variable))
          .map((a) => (a.do === 'if' ? { ...a, then: free(a.then), otherwise: free(a.otherwise) } : a));
      return { done: done.map((deed) => (deed.move ? { ...deed, actions: free(deed.actions) } : deed)) };
    }),
  'wrong order: income comes before the moves': (ir) =>
    withSeats(ir, ({ done }) => ({ done: done.toSorted((a, b) => isIncome(b) - isIncome(a)) })),
  'wrong order: covert moves come before open ones': (ir) =>
    withSeats(ir, ({ done }) => ({
      done: done.toSorted((a, b) => (b.move?.plan ?? -1) - (a.move?.plan ?? -1)),
    })),
  'never lapsed: a move is made whatever has changed since it was chosen': (ir) =>
    withSeats(ir, ({ done }) => {
      const blind = (list: readonly Action[]): readonly Action[] =>
        list.flatMap((a): readonly Action[] => {
          if (a.do !== 'if') return [a];
          const isFate = a.otherwise.length === 0 && a.then.some((inner) => inner.do === 'send');
          return isFate && a.test.op !== 'eq' ? blind(a.then) : [{ ...a, then: blind(a.then) }];
        });
      return { done: done.map((deed) => ({ ...deed, actions: blind(deed.actions) })) };
    }),
  'fickle: a choice is drawn again for its second part': (ir) =>
    withSeats(ir, ({ chosen }) => ({ chosen: [...chosen, ...chosen.filter((c) => c.do === 'pick')] })),
  'endless: `until` is ignored': (ir) => {
    const { until, ...clock } = ir.clock;
    return until ? { ...ir, clock } : ir;
  },
};

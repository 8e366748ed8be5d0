/**
 * A published chart with its steps as a scenario of ours: one driver, one calendar entry for each event sent to it,
 * one measure for each innermost state.
 *
 * Time. Each event is sent in a step of its own, behind the timers of its millisecond, so that the states after it can
 * be read. A millisecond therefore becomes as many steps as there are events, plus one, and the number of events so
 * far is the phase of what follows. Delays are whole milliseconds, so whatever falls due keeps its order to the events
 * and to what is due in another millisecond. (What is due in the same millisecond goes by phase, and there by when it
 * was set; it would go by when it was set alone. The two differ only where a timer sets another that meets one from a
 * later phase.) All milliseconds are divided by their greatest common divisor first, which leaves idle steps out. A
 * chart without delays needs no milliseconds.
 *
 * Descriptors. A bare name is a prefix there and exact here, so it becomes `name.*` where a longer event exists.
 * Where descriptors that several transitions share would change their order, they are written out event by event.
 */
import {
  LIMIT,
  STRINGS,
  translate,
  translateCondition,
  type Kinds,
  type Surroundings,
} from './expressions.ts';
import { Names } from './names.ts';
import { Refused } from './refused.ts';
import {
  actionsIn,
  canBeDone,
  describes,
  everyState,
  stemOf,
  type Case,
  type ChartAction,
  type ChartState,
  type ChartTransition,
} from './tree.ts';

export interface Converted {
  /** Scenario text; JSON, which is YAML. */
  readonly text: string;
  /** Of each step: the frame after it. */
  readonly frames: readonly number[];
  /** The innermost states; the measure of each has its place in the list. */
  readonly leaves: readonly string[];
  /** Those of the chart; their measures come behind. */
  readonly variables: readonly string[];
}

const DRIVER = 'd';

/** `settle` waits so many times the sum of all delays written in the chart: enough unless timers count further. */
const PATIENCE = 16;

/** @throws Refused where the language has no words for what the case uses. */
export function convert(given: Case): Converted {
  requireKnown(given.machine);
  return new Conversion(given).run();
}

class Conversion {
  private readonly given: Case;
  private readonly states: readonly ChartState[];
  private readonly stateNames = new Names();
  private readonly eventNames = new Names();
  private readonly variableNames = new Names();
  /** Every event that may happen. */
  private readonly events: readonly string[];
  private readonly strings = new Map<string, number>();
  private readonly delayedIds: ReadonlySet<string | undefined>;
  private readonly time: Timetable;
  private kinds: ReadonlyMap<string, Kinds>;

  constructor(given: Case) {
    this.given = given;
    const [, ...states] = everyState(given.machine);
    this.states = states;
    for (const { id } of states) this.stateNames.of(id);
    const actions = everyState(given.machine).flatMap(actionsIn);
    this.events = [
      ...new Set([
        ...given.steps.flatMap(({ send }) => send ?? []),
        ...actions.flatMap(({ raise, send }) => raise ?? send?.event ?? []),
        ...states.filter(canBeDone).map(({ id }) => `done.state.${id}`),
      ]),
    ];
    this.delayedIds = new Set(actions.flatMap(({ send }) => (send?.delay_ms ? [send.id] : [])));
    this.time = new Timetable(given, actions);
    this.kinds = this.variableKinds(actions);
  }

  run(): Converted {
    const { machine } = this.given;
    const leaves = this.states
      .filter(({ type }) => type === 'atomic' || type === 'final')
      .map(({ id }) => id);
    const variables = [...this.kinds.keys()];
    const handlers = this.handlers(machine);
    if (machine.transitions?.some(({ event }) => !event))
      throw new Refused('a transition of the chart without event');
    const [first] = machine.states ?? [];
    const initial = (machine.initial ?? (first ? [first.id] : [])).map((id) => this.stateNames.of(id));
    const scenario = {
      stave: 1,
      id: 'case',
      title: this.given.id,
      clock: { step: '1 day', steps: Math.max(1, ...this.time.frames) },
      drivers: {
        [DRIVER]: {
          ...(variables.length > 0 && { variables: this.variables() }),
          initial: initial.length === 1 ? initial[0] : initial,
          states: this.children(machine),
          ...(handlers && { on: handlers }),
        },
      },
      measures: {
        ...Object.fromEntries(leaves.map((id, i) => [`leaf${i}`, `${DRIVER}.${this.stateNames.of(id)}`])),
        ...Object.fromEntries(variables.map((name, i) => [`variable${i}`, this.variable(name)])),
      },
      calendar: this.time.sent.map(({ event, frame }) => ({ event: this.event(event), at: frame - 1 })),
    };
    return { text: JSON.stringify(scenario, null, 1), frames: this.time.frames, leaves, variables };
  }

  // ------------------------------------------------------------ states

  private children({ states = [] }: ChartState): object {
    return Object.fromEntries(states.map((state) => [this.stateNames.of(state.id), this.state(state)]));
  }

  private state(state: ChartState): object {
    const { type, history, default: otherwise, initial, onentry = [], onexit = [], states = [] } = state;
    if (type === 'history')
      return { history: history ?? 'shallow', to: (otherwise ?? []).map((id) => this.target(id)) };
    const entry = onentry.flat();
    const exit = onexit.flat();
    const eventless = (state.transitions ?? []).filter(({ event }) => !event);
    const on = this.handlers(state);
    return {
      ...(type === 'parallel' && { parallel: true }),
      ...(type === 'final' && { final: true }),
      ...(type === 'compound' && initial && { initial: this.initial(initial, state.initial_actions) }),
      ...(entry.length > 0 && { entry: this.actions(entry) }),
      ...(exit.length > 0 && { exit: this.actions(exit) }),
      ...(eventless.length > 0 && { always: eventless.map((t) => this.transition(t)) }),
      ...(on && { on }),
      ...(states.length > 0 && { states: this.children(state) }),
    };
  }

  private initial(list: readonly string[], actions: readonly ChartAction[] = []): unknown {
    const names = list.map((id) => this.target(id));
    const to = names.length === 1 ? names[0] : names;
    return actions.length > 0 ? { to, actions: this.actions(actions) } : to;
  }

  private target(id: string): string {
    if (!this.states.some((state) => state.id === id))
      throw new Refused(`a target that is no state of the chart`);
    return this.stateNames.of(id);
  }

  // ------------------------------------------------------------ transitions

  private handlers({ transitions = [] }: ChartState): object | undefined {
    const listed = transitions.flatMap((t) => (t.event ? [{ t, descriptors: t.event }] : []));
    if (listed.length === 0) return undefined;
    const byDescriptor = new Map<string, ChartTransition[]>();
    for (const { t, descriptors } of listed) {
      for (const stem of new Set(descriptors.map(stemOf)))
        byDescriptor.set(stem, [...(byDescriptor.get(stem) ?? []), t]);
    }
    const asksForName = listed.some(({ t }) => JSON.stringify(t).includes('_event.name'));
    if (!asksForName && this.events.every((event) => keepsOrder(transitions, byDescriptor, event))) {
      return Object.fromEntries(
        [...byDescriptor].map(([stem, list]) => [
          this.descriptor(stem),
          list.map((t) => this.transition(t, '*')),
        ]),
      );
    }
    const idle = [...byDescriptor].filter(([stem]) => !this.events.some((event) => describes(stem, event)));
    return Object.fromEntries([
      ...this.events.flatMap((event) => {
        const answering = answers(transitions, event);
        return answering.length === 0
          ? []
          : [[this.event(event), answering.map((t) => this.transition(t, event))]];
      }),
      ...idle.map(([stem, list]) => [this.descriptor(stem), list.map((t) => this.transition(t, stem))]),
    ]);
  }

  /** `event`: the one that is handled; `*` for one of several. */
  private transition({ cond, target, type, actions = [] }: ChartTransition, event?: string): object {
    const to = target?.map((id) => this.target(id));
    return {
      ...(to && { to: to.length === 1 ? to[0] : to }),
      ...(cond !== undefined && { when: translateCondition(cond, this.around(event)) }),
      ...(type === 'internal' && { internal: true }),
      ...(actions.length > 0 && { actions: this.actions(actions, event) }),
    };
  }

  /** `done.state.x` is `done.d.x`; a user's event keeps away from `done`. */
  private event(event: string): string {
    const [head, word, ...id] = event.split('.');
    if (head === 'done' && word === 'state') return `done.${DRIVER}.${this.stateNames.of(id.join('.'))}`;
    if (head === 'done') throw new Refused('events of the engine that the chart sends itself');
    return this.eventNames.dotted(event);
  }

  private descriptor(stem: string): string {
    if (stem === '*') return '*';
    if (stem === 'done' || stem === 'done.state') return 'done.*';
    const isPrefix = this.events.some((event) => event !== stem && describes(stem, event));
    return isPrefix ? `${this.event(stem)}.*` : this.event(stem);
  }

  // ------------------------------------------------------------ actions

  private actions(list: readonly ChartAction[], event?: string): readonly object[] {
    return list.flatMap((action) => {
      // Taking back what is never sent has no effect there and is an error here.
      const isIdle = action.cancel !== undefined && !this.delayedIds.has(action.cancel);
      return isIdle ? [] : [this.action(action, event)];
    });
  }

  private action(
    { raise, send, cancel, assign, if: branches }: ChartAction,
    event: string | undefined,
  ): object {
    if (raise !== undefined) return { raise: this.event(raise) };
    if (send) {
      const { delay_ms: delay = 0, data, id } = send;
      return {
        send: this.event(send.event),
        ...(delay > 0 && { delay: `${this.time.steps(delay)} steps` }),
        ...(id !== undefined && { id: this.eventNames.of(id) }),
        ...(data && {
          with: Object.fromEntries(
            Object.entries(data).map(([field, expr]) => [field, translate(expr, this.around(event)).text]),
          ),
        }),
      };
    }
    if (cancel !== undefined) return { cancel: this.eventNames.of(cancel) };
    if (assign) {
      const name = assign.var.trim();
      if (!this.kinds.has(name)) throw new Refused('error.execution: a value for what is no variable');
      return { set: this.variable(name), to: translate(assign.expr, this.around(event)).text };
    }
    if (!branches) throw new Refused('an action without a counterpart');
    return this.branches(branches, event);
  }

  private branches(
    [first, ...rest]: NonNullable<ChartAction['if']>,
    event: string | undefined,
  ): Readonly<Record<string, unknown>> {
    const { cond = null, do: list = [] } = first ?? {};
    const otherwise =
      rest[0]?.cond === null
        ? this.actions(rest[0].do, event)
        : rest.length > 0 && [this.branches(rest, event)];
    return {
      if: translateCondition(cond ?? 'true', this.around(event)),
      then: this.actions(list, event),
      ...(otherwise && { else: otherwise }),
    };
  }

  // ------------------------------------------------------------ variables

  private around(event: string | undefined, variables = this.kinds): Surroundings {
    return {
      variables,
      variable: (name) => this.variable(name),
      state: (id) =>
        this.states.some((state) => state.id === id) ? `${DRIVER}.${this.stateNames.of(id)}` : undefined,
      string: (text) => this.string(text),
      event,
    };
  }

  private variable(name: string): string {
    return `v_${this.variableNames.of(name)}`;
  }

  private string(text: string): number {
    const known = this.strings.get(text);
    if (known !== undefined) return known;
    this.strings.set(text, STRINGS + this.strings.size);
    return STRINGS + this.strings.size - 1;
  }

  private declared(): readonly (readonly [string, string])[] {
    return everyState(this.given.machine).flatMap(({ data = {} }) =>
      Object.entries(data).map(([name, expr]) => [name, expr ?? 'undefined'] as const),
    );
  }

  /** What each variable may hold, from all that is ever assigned to it, until nothing is added. */
  private variableKinds(actions: readonly ChartAction[]): ReadonlyMap<string, Kinds> {
    const assigned = actions.flatMap(({ assign }) =>
      assign ? [[assign.var.trim(), assign.expr] as const] : [],
    );
    const known = new Map<string, Set<Kinds extends ReadonlySet<infer K> ? K : never>>();
    for (const [name] of this.declared()) known.set(name, new Set());
    let size = -1;
    for (let now = 0; now !== size;) {
      size = now;
      for (const [name, expr] of [...this.declared(), ...assigned]) {
        for (const kind of translate(expr, this.around('*', known)).kinds) known.get(name)?.add(kind);
      }
      now = [...known.values()].reduce((sum, kinds) => sum + kinds.size, 0);
    }
    for (const held of known.values())
      if (held.has('number') && held.has('boolean')) throw new Refused('a variable of several kinds');
    return known;
  }

  private variables(): object {
    return Object.fromEntries(
      this.declared().map(([name, expr]) => {
        const start = translate(expr, this.around(undefined)).text;
        const held = this.kinds.get(name);
        const isTruth = held?.size === 1 && held.has('boolean');
        const range = [-LIMIT, STRINGS + 1e6];
        return [this.variable(name), isTruth ? { type: 'boolean', start } : { type: 'number', start, range }];
      }),
    );
  }
}

/** The transitions of one state that an event may take, in document order. */
const answers = (transitions: readonly ChartTransition[], event: string): readonly ChartTransition[] =>
  transitions.filter((t) => t.event?.some((descriptor) => describes(descriptor, event)));

function keepsOrder(
  transitions: readonly ChartTransition[],
  byDescriptor: ReadonlyMap<string, readonly ChartTransition[]>,
  event: string,
): boolean {
  const grouped = [...byDescriptor].flatMap(([stem, list]) => (describes(stem, event) ? list : []));
  const found = [...new Set(grouped)];
  return answers(transitions, event).every((t, i) => found[i] === t);
}

// -------------------------------------------------------------- time

/** When each step of a case happens, in frames. */
class Timetable {
  readonly frames: readonly number[];
  readonly sent: readonly { readonly event: string; readonly frame: number }[];
  private readonly perUnit: number;
  private readonly unit: number;

  constructor({ steps }: Case, actions: readonly ChartAction[]) {
    const delays = actions.flatMap(({ send }) => send?.delay_ms ?? []).filter((delay) => delay > 0);
    const isTimed = delays.length > 0;
    this.unit = [...delays, ...steps.flatMap((step) => step.advance_ms ?? [])].reduce(commonDivisor, 0) || 1;
    this.perUnit = isTimed ? 1 + steps.filter(({ send }) => send !== undefined).length : 1;
    const rest = PATIENCE * delays.reduce((sum, delay) => sum + delay, 0);
    const frames: number[] = [];
    const sent: { event: string; frame: number }[] = [];
    let time = 0;
    let phase = 0;
    for (const { advance_ms: advance = 0, send, settle } of steps) {
      if (isTimed) time += advance;
      if (send !== undefined) sent.push({ event: send, frame: this.frame(time, ++phase) });
      if (settle) time += rest;
      frames.push(this.frame(time, phase));
    }
    this.frames = frames;
    this.sent = sent;
  }

  /** A delay in steps. */
  steps(delay: number): number {
    return (delay / this.unit) * this.perUnit;
  }

  private frame(time: number, phase: number): number {
    return this.steps(time) + phase;
  }
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

// -------------------------------------------------------------- what is understood

const STATE = ['id', 'type', 'history', 'default', 'initial', 'initial_actions', 'data'].concat([
  'onentry',
  'onexit',
  'transitions',
  'states',
]);
const TRANSITION = ['event', 'cond', 'target', 'type', 'actions'];
const ACTION = ['raise', 'send', 'cancel', 'assign', 'if'];
const SEND = ['event', 'delay_ms', 'id', 'data'];

/** Nothing is left out in silence. */
function requireKnown(machine: ChartState): void {
  for (const state of everyState(machine)) {
    requireKeys(state, STATE, 'a state');
    for (const t of state.transitions ?? []) requireKeys(t, TRANSITION, 'a transition');
    for (const action of actionsIn(state)) {
      requireKeys(action, ACTION, 'an action');
      if (action.send) requireKeys(action.send, SEND, 'a send');
    }
  }
}

function requireKeys(thing: object, known: readonly string[], what: string): void {
  const other = Object.keys(thing).find((key) => !known.includes(key));
  if (other !== undefined) throw new Refused(`\`${other}\` of ${what}`);
}

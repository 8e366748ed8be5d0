/**
 * Frame 0 is not complete while it is being made: `start` and `prev` have nothing to read in what may run then.
 * That is: entry actions of states that may be entered in frame 0, `always` of those, and handlers of events they
 * raise. Which these are is found by following them from the initial states.
 */
import { constantOf } from '../expression/constant.ts';
import { walk } from '../expression/walk.ts';
import type { Action, Driver, Expr, Model, State } from '../model.ts';
import type { Reader } from '../reader.ts';
import { exprsOf, transitionsOf, type Site } from './sites.ts';

export function checkFrameZero(model: Model, reader: Reader): void {
  const history = historyOf(model);
  for (const expr of runsInFrameZero(model)) {
    for (const part of walk(expr)) {
      const via = part.op === 'ref' && part.kind === 'measure' ? history.get(part.name) : undefined;
      const op = part.op === 'prev' || part.op === 'start' ? part.op : via;
      if (op === undefined) continue;
      const through = part.op === 'ref' ? ` (through the measure \`${part.name}\`)` : '';
      reader.report.add(
        'context-frame-zero',
        `\`${op}\` cannot be read${through} in what may run while frame 0 is made`,
        part.span,
        {
          help: 'read a parameter or a start value, or let it happen in a later step',
        },
      );
    }
  }
}

/** Measures that read `prev` or `start`, directly or through others. */
function historyOf(model: Model): ReadonlyMap<string, 'prev' | 'start'> {
  const found = new Map<string, 'prev' | 'start'>();
  const readers = new Map<string, string[]>();
  const queue: string[] = [];
  for (const { name, value } of model.measures) {
    for (const part of walk(value)) {
      if ((part.op === 'prev' || part.op === 'start') && !found.has(name)) {
        found.set(name, part.op);
        queue.push(name);
      }
      if (part.op === 'ref' && part.kind === 'measure') push(readers, part.name, name);
    }
  }
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const op = found.get(name);
    for (const reader of readers.get(name) ?? []) {
      if (found.has(reader) || op === undefined) continue;
      found.set(reader, op);
      queue.push(reader);
    }
  }
  return found;
}

function runsInFrameZero(model: Model): ReadonlySet<Expr> {
  const making = new Making(model);
  making.run();
  return making.exprs;
}

/** Follows what may run in frame 0: a list of states to enter and transitions to take, each once. */
class Making {
  readonly exprs = new Set<Expr>();
  private readonly entered = new Set<State>();
  private readonly raised = new Set<string>();
  private readonly taken = new Set<Site>();
  private readonly work: (() => void)[] = [];
  private readonly states = new Map<Driver, ReadonlyMap<string, State>>();
  private readonly byState = new Map<State, Site[]>();
  private readonly byEvent = new Map<string, Site[]>();
  /** Drivers of which some transition leaves any state. */
  private readonly leaving = new Set<Driver>();

  constructor(model: Model) {
    for (const driver of model.drivers) {
      this.states.set(driver, new Map(driver.states.map((state) => [state.name, state])));
      for (const site of transitionsOf(driver)) {
        if (site.state && (site.kind === 'on' || site.kind === 'always'))
          push(this.byState, site.state, site);
        if (site.event !== undefined) push(this.byEvent, site.event, site);
      }
      for (const { state, probability } of driver.initial) {
        if (constantOf(probability) !== 0) this.work.push(() => this.enter(driver, state));
      }
    }
  }

  run(): void {
    for (let next = this.work.pop(); next; next = this.work.pop()) next();
  }

  private enter(driver: Driver, name: string): void {
    const state = this.states.get(driver)?.get(name);
    if (!state || this.entered.has(state)) return;
    this.entered.add(state);
    this.act(state.entry);
    if (this.leaving.has(driver)) this.act(state.exit);
    for (const site of this.byState.get(state) ?? []) this.offer(site);
  }

  private act(actions: readonly Action[]): void {
    for (const expr of exprsOf(actions)) this.exprs.add(expr);
    for (const action of actions) {
      if (action.do === 'set' || (action.do === 'send' && action.delay) || this.raised.has(action.event))
        continue;
      this.raised.add(action.event);
      for (const site of this.byEvent.get(action.event) ?? []) this.offer(site);
    }
  }

  /** Takes a transition if its state may be active and its event may be raised. */
  private offer(site: Site): void {
    const { driver, state, transition, event } = site;
    const ready = (!state || this.entered.has(state)) && (event === undefined || this.raised.has(event));
    if (!ready || this.taken.has(site)) return;
    this.taken.add(site);
    if (transition.when) this.exprs.add(transition.when);
    if (site.weight) this.exprs.add(site.weight);
    this.work.push(() => {
      this.act(transition.actions);
      const { to } = transition;
      if (to === undefined) return;
      if (state) this.act(state.exit);
      else if (!this.leaving.has(driver)) {
        this.leaving.add(driver);
        for (const left of driver.states) if (this.entered.has(left)) this.act(left.exit);
      }
      this.enter(driver, to);
    });
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

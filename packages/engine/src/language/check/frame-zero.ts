/**
 * Frame 0 is not complete while it is being made: `start`, `prev`, `delay` and `smooth` have nothing to read in what
 * may run then.
 * That is: entry actions of states that may be entered in frame 0, `always` of those, and handlers of events they
 * raise. Which these are is found by following them from the initial states.
 */
import { Chart } from '../chart.ts';
import { doneEvents, matches } from '../events.ts';
import { constantOf } from '../expression/constant.ts';
import { walk } from '../expression/walk.ts';
import type { Action, Driver, Expr, Model, State } from '../model.ts';
import type { Reader } from '../reader.ts';
import { exprsOf, transitionsOf, withInner, type Site } from './sites.ts';

export function checkFrameZero(model: Model, reader: Reader): void {
  const history = historyOf(model);
  for (const expr of runsInFrameZero(model)) {
    for (const part of walk(expr)) {
      const via = part.op === 'ref' && part.kind === 'measure' ? history.get(part.name) : undefined;
      const op = remembers(part) ? part.op : via;
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

type Remembering = 'prev' | 'start' | 'delay' | 'smooth';

const remembers = (expr: Expr): expr is Expr & { op: Remembering } =>
  expr.op === 'prev' || expr.op === 'start' || expr.op === 'delay' || expr.op === 'smooth';

/** Measures that read a former frame, directly or through others. */
function historyOf(model: Model): ReadonlyMap<string, Remembering> {
  const found = new Map<string, Remembering>();
  const readers = new Map<string, string[]>();
  const queue: string[] = [];
  for (const { name, value } of model.measures) {
    for (const part of walk(value)) {
      if (remembers(part) && !found.has(name)) {
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
  private readonly charts = new Map<Driver, Chart>();
  private readonly byState = new Map<State, Site[]>();
  private readonly handlers: Site[] = [];
  /** States that some transition may leave. */
  private readonly leaving = new Set<State>();

  constructor(model: Model) {
    for (const driver of model.drivers) {
      this.charts.set(driver, new Chart(driver));
      for (const site of transitionsOf(driver)) {
        if (site.state && (site.kind === 'on' || site.kind === 'always'))
          push(this.byState, site.state, site);
        if (site.kind === 'on') this.handlers.push(site);
      }
      for (const { state, probability } of driver.initial) {
        if (constantOf(probability) !== 0) this.work.push(() => this.enter(driver, state));
      }
    }
    // What is done may be done at once.
    for (const event of doneEvents(model)) this.raised.add(event);
  }

  run(): void {
    for (let next = this.work.pop(); next; next = this.work.pop()) next();
  }

  private enter(driver: Driver, name: string): void {
    for (const state of this.charts.get(driver)?.entered(name) ?? []) {
      if (this.entered.has(state)) continue;
      this.entered.add(state);
      this.act(state.entry);
      this.act(state.initial?.actions ?? []);
      if (this.leaving.has(state)) this.act(state.exit);
      for (const site of this.byState.get(state) ?? []) this.offer(site);
    }
  }

  private act(actions: readonly Action[]): void {
    for (const expr of exprsOf(actions)) this.exprs.add(expr);
    for (const action of actions.flatMap(withInner)) {
      const isNow = action.do === 'raise' || (action.do === 'send' && !action.delay);
      if (!isNow || this.raised.has(action.event)) continue;
      this.raised.add(action.event);
      for (const site of this.handlers) this.offer(site);
    }
  }

  /** Takes a transition if its state may be active and its event may be raised. */
  private offer(site: Site): void {
    const { driver, state, transition, descriptor } = site;
    if (this.taken.has(site) || (state && !this.entered.has(state))) return;
    if (descriptor !== undefined && ![...this.raised].some((event) => matches(descriptor, event))) return;
    this.taken.add(site);
    if (transition.when) this.exprs.add(transition.when);
    if (site.weight) this.exprs.add(site.weight);
    this.work.push(() => {
      this.act(transition.actions);
      for (const left of this.charts.get(driver)?.left(state, transition) ?? []) {
        if (this.leaving.has(left)) continue;
        this.leaving.add(left);
        if (this.entered.has(left)) this.act(left.exit);
      }
      for (const name of transition.to ?? []) this.enter(driver, name);
    });
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

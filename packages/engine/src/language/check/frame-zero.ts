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
      if (part.op === 'ref' && part.kind === 'measure') {
        const known = readers.get(part.name);
        if (known) known.push(name);
        else readers.set(part.name, [name]);
      }
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

function runsInFrameZero(model: Model): readonly Expr[] {
  const exprs = new Set<Expr>();
  const states = new Set<State>();
  const events = new Set<string>();
  const sites = model.drivers
    .flatMap(transitionsOf)
    .filter((site) => site.kind === 'on' || site.kind === 'always');
  let grown = true;
  const act = (actions: readonly Action[]): void => {
    for (const expr of exprsOf(actions)) exprs.add(expr);
    for (const action of actions) {
      if (action.do === 'set' || (action.do === 'send' && action.delay) || events.has(action.event)) continue;
      events.add(action.event);
      grown = true;
    }
  };
  const enter = (driver: Driver, name: string): void => {
    const state = driver.states.find((s) => s.name === name);
    if (!state || states.has(state)) return;
    states.add(state);
    grown = true;
    act(state.entry);
  };
  for (const driver of model.drivers) {
    for (const { state, probability } of driver.initial)
      if (constantOf(probability) !== 0) enter(driver, state);
  }
  const taken = new Set<Site>();
  while (grown) {
    grown = false;
    for (const site of sites) {
      const { driver, state, transition, event } = site;
      const active = state ? states.has(state) : driver.states.some((s) => states.has(s));
      if (!active || taken.has(site) || (event !== undefined && !events.has(event))) continue;
      taken.add(site);
      if (transition.when) exprs.add(transition.when);
      if (site.weight) exprs.add(site.weight);
      act(transition.actions);
      if (transition.to === undefined) continue;
      for (const left of state ? [state] : driver.states.filter((s) => states.has(s))) act(left.exit);
      enter(driver, transition.to);
    }
  }
  return [...exprs];
}

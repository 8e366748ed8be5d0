/**
 * Where the order of drivers matters: within one microstep the transitions of several drivers run in file order.
 * First edition, with two rules for two drivers whose transitions may be taken together (chance picks, handlers of
 * one event, `always`): they raise or send different events that one third driver handles; or an action of one
 * reads a variable the other may set, or a state the other may enter or leave. Actions written in a chance block
 * read the snapshot, so only their events count.
 */
import type { Span } from '../../diagnostics/diagnostic.ts';
import { walk } from '../expression/walk.ts';
import type { Action, Driver, Expr, Model } from '../model.ts';
import type { Reader } from '../reader.ts';
import { transitionsOf, type Site } from './sites.ts';

/** What one driver may do in a microstep of a group. */
interface Part {
  readonly driver: string;
  readonly raises: Map<string, Span>;
  readonly sets: Set<string>;
  /** States it may enter or leave. */
  readonly moves: Set<string>;
  /** Reads by actions: `variable` or `driver.state`. */
  readonly reads: Map<string, Span>;
}

export function checkOrder(model: Model, reader: Reader): void {
  const measures = new Map(model.measures.map((m) => [m.name, m.value]));
  const handlers = handlersOf(model);
  for (const group of groupsOf(model)) {
    const parts = [...group].map(([driver, sites]) => partOf(driver, sites, measures));
    for (const [i, a] of parts.entries()) {
      for (const b of parts.slice(i + 1)) {
        checkRaises(a, b, handlers, reader);
        checkReads(a, b, reader);
        checkReads(b, a, reader);
      }
    }
  }
}

/** Transitions that one microstep may take together, by driver. */
function groupsOf(model: Model): readonly ReadonlyMap<Driver, readonly Site[]>[] {
  const groups = new Map<string, Map<Driver, Site[]>>();
  for (const driver of model.drivers) {
    for (const site of transitionsOf(driver)) {
      if (site.kind === 'after') continue; // each is a step of its own
      const key = site.kind === 'on' ? `on ${site.event ?? ''}` : site.kind;
      const group = groups.get(key) ?? new Map<Driver, Site[]>();
      group.set(driver, [...(group.get(driver) ?? []), site]);
      groups.set(key, group);
    }
  }
  return [...groups.values()].filter((group) => group.size > 1);
}

function handlersOf(model: Model): ReadonlyMap<string, ReadonlySet<string>> {
  const handlers = new Map<string, Set<string>>();
  for (const driver of model.drivers) {
    for (const { event } of transitionsOf(driver)) {
      if (event !== undefined) handlers.set(event, (handlers.get(event) ?? new Set()).add(driver.name));
    }
  }
  return handlers;
}

function partOf(driver: Driver, sites: readonly Site[], measures: ReadonlyMap<string, Expr>): Part {
  const part: Part = {
    driver: driver.name,
    raises: new Map(),
    sets: new Set(),
    moves: new Set(),
    reads: new Map(),
  };
  const add = (actions: readonly Action[], snapshot: boolean): void => {
    for (const action of actions) {
      if (action.do !== 'set') {
        if (action.do === 'raise' || !action.delay) part.raises.set(action.event, action.span);
        continue;
      }
      part.sets.add(action.variable);
      if (!snapshot) collectReads(action.to, measures, part.reads, action.to.span, new Set());
    }
  };
  for (const { state, transition, kind } of sites) {
    add(transition.actions, kind === 'chance');
    if (transition.to === undefined) continue;
    for (const left of driver.states) {
      if (state && left !== state) continue;
      add(left.exit, false);
      part.moves.add(`${driver.name}.${left.name}`);
    }
    const target = driver.states.find((s) => s.name === transition.to);
    if (target) add(target.entry, false);
    part.moves.add(`${driver.name}.${transition.to}`);
  }
  return part;
}

function collectReads(
  expr: Expr,
  measures: ReadonlyMap<string, Expr>,
  reads: Map<string, Span>,
  span: Span,
  open: Set<string>,
): void {
  for (const part of walk(expr)) {
    if (part.op === 'state' || part.op === 'elapsed') reads.set(`${part.driver}.${part.state}`, span);
    if (part.op === 'ref' && part.kind === 'variable') reads.set(part.name, span);
    const measure =
      part.op === 'ref' && part.kind === 'measure' && !open.has(part.name)
        ? measures.get(part.name)
        : undefined;
    if (part.op !== 'ref' || !measure) continue;
    open.add(part.name);
    collectReads(measure, measures, reads, span, open);
  }
}

function checkRaises(
  a: Part,
  b: Part,
  handlers: ReadonlyMap<string, ReadonlySet<string>>,
  reader: Reader,
): void {
  for (const [first] of a.raises) {
    for (const [second, span] of b.raises) {
      if (first === second) continue;
      const third = [...(handlers.get(first) ?? [])].find(
        (name) => name !== a.driver && name !== b.driver && handlers.get(second)?.has(name),
      );
      if (third === undefined) continue;
      reader.report.add(
        'order-raise',
        `\`${a.driver}\` may raise \`${first}\` and \`${b.driver}\` \`${second}\` in one moment, and \`${third}\` handles both: it gets that of the driver written first before the other`,
        span,
        { help: 'make the order plain: let one of the two raise both, or let the third handle them alike' },
      );
    }
  }
}

function checkReads(a: Part, b: Part, reader: Reader): void {
  for (const [what, span] of a.reads) {
    const isSet = b.sets.has(what);
    if (!isSet && !b.moves.has(what)) continue;
    reader.report.add(
      'order-read',
      `an action of \`${a.driver}\` reads \`${what}\`, which \`${b.driver}\` may ${isSet ? 'set' : 'enter or leave'} in the same moment: the driver written first acts first`,
      span,
      { help: 'read it in a chance block (which reads the snapshot), or raise an event and act on that' },
    );
  }
}

/**
 * Where the order of drivers matters: within one microstep the transitions of several drivers run in file order.
 * Three rules for two drivers that may act together (chance picks, handlers of one event, `always`, the entering of
 * initial states): they raise or send different events that one third driver handles; an action of one reads a
 * variable the other may set, or a state the other may enter or leave; or one cancels what the other sends. Actions
 * written in a chance block read the snapshot, so only their events count.
 */
import type { Span } from '../../diagnostics/diagnostic.ts';
import { Chart } from '../chart.ts';
import { doneEvents, fateEvents, matches, moveEvents } from '../events.ts';
import { walkPresent } from '../expression/walk.ts';
import type { Action, Driver, Expr, Model } from '../model.ts';
import type { Reader } from '../reader.ts';
import { actionsOf, exprsOf, transitionsOf, withInner, type Site } from './sites.ts';

/** What one driver may do in a microstep of a group. */
interface Part {
  readonly driver: string;
  /** Events it raises or sends, at once or later. */
  readonly raises: Map<string, Span>;
  /** Ids under which it sends something later, and ids it cancels. */
  readonly waits: Set<string>;
  readonly cancels: Map<string, Span>;
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
        checkCancels(a, b, reader);
        checkCancels(b, a, reader);
      }
    }
  }
}

/** Transitions that one microstep may take together, by driver. */
function groupsOf(model: Model): readonly ReadonlyMap<Driver, readonly Site[]>[] {
  const sites = model.drivers.flatMap(transitionsOf);
  const of = (belongs: (site: Site) => boolean): ReadonlyMap<Driver, readonly Site[]> => {
    const group = new Map<Driver, Site[]>();
    for (const site of sites.filter(belongs))
      group.set(site.driver, [...(group.get(site.driver) ?? []), site]);
    return group;
  };
  // `after` is a step of its own.
  const groups = [
    of(({ kind }) => kind === 'chance'),
    of(({ kind }) => kind === 'always'),
    new Map(model.drivers.map((driver) => [driver, [startOf(driver)]])),
  ];
  for (const event of eventsOf(model)) {
    groups.push(of(({ descriptor }) => descriptor !== undefined && matches(descriptor, event)));
  }
  return groups.filter((group) => group.size > 1);
}

/** All events that may be handled. */
const eventsOf = (model: Model): ReadonlySet<string> =>
  new Set([
    ...model.drivers
      .flatMap(actionsOf)
      .flatMap((a) => (a.do === 'raise' || a.do === 'send' ? [a.event] : [])),
    ...model.calendar.map(({ event }) => event),
    ...doneEvents(model),
    ...model.seats.flatMap(({ name, moves }) => moves.flatMap((move) => moveEvents(name, move))),
    ...fateEvents(model),
  ]);

function handlersOf(model: Model): ReadonlyMap<string, ReadonlySet<string>> {
  const handlers = new Map<string, Set<string>>();
  const descriptors = model.drivers
    .flatMap(transitionsOf)
    .flatMap(({ driver, descriptor }) =>
      descriptor === undefined ? [] : [{ driver: driver.name, descriptor }],
    );
  for (const event of eventsOf(model)) {
    const own = descriptors.filter(({ descriptor }) => matches(descriptor, event));
    handlers.set(event, new Set(own.map(({ driver }) => driver)));
  }
  return handlers;
}

/** Initial states are entered together too, in frame 0. */
const startOf = (driver: Driver): Site => ({
  driver,
  kind: 'start',
  transition: {
    span: driver.span,
    provenance: driver.provenance,
    to: driver.initial.map(({ state }) => state),
    actions: [],
  },
});

function partOf(driver: Driver, sites: readonly Site[], measures: ReadonlyMap<string, Expr>): Part {
  const part: Part = {
    driver: driver.name,
    raises: new Map(),
    waits: new Set(),
    cancels: new Map(),
    sets: new Set(),
    moves: new Set(),
    reads: new Map(),
  };
  const chart = new Chart(driver);
  const add = (actions: readonly Action[], snapshot: boolean): void => {
    for (const action of actions.flatMap(withInner)) {
      if (action.do === 'raise' || action.do === 'send') part.raises.set(action.event, action.span);
      if (action.do === 'send' && action.delay) part.waits.add(action.id);
      if (action.do === 'cancel') part.cancels.set(action.id, action.span);
      if (action.do === 'set') part.sets.add(action.variable);
      if (snapshot && action.do === 'set') continue;
      for (const expr of exprsOf([action])) collectReads(expr, measures, part.reads, expr.span, new Set());
    }
  };
  for (const { state, transition, kind } of sites) {
    add(transition.actions, kind === 'chance');
    for (const left of kind === 'start' ? [] : chart.left(state, transition)) {
      add(left.exit, false);
      part.moves.add(`${driver.name}.${left.name}`);
    }
    for (const entered of (transition.to ?? []).flatMap((to) => chart.entered(to))) {
      add(entered.entry, false);
      add(entered.initial?.actions ?? [], false);
      part.moves.add(`${driver.name}.${entered.name}`);
    }
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
  for (const part of walkPresent(expr)) {
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

function checkCancels(a: Part, b: Part, reader: Reader): void {
  for (const [id, span] of a.cancels) {
    if (!b.waits.has(id)) continue;
    reader.report.add(
      'order-cancel',
      `\`${a.driver}\` may cancel \`${id}\` in the moment in which \`${b.driver}\` sends it: the driver written first acts first`,
      span,
      { help: 'give what the two send different ids' },
    );
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

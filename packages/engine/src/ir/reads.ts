/**
 * What each part of the Ir reads, as a graph of nodes such as `driver 3` or `indicator 0`.
 *
 * Reading is taken whole: a driver reads all that stands in its states and hears all events that it handles, an event
 * carries all that its senders read. The walk goes over whatever the Ir holds and knows only expressions, actions and
 * handlers by their form; an operation it has never met reads UNKNOWN.
 */
import type { Ir, IrExpr } from './ir.ts';

type Op = IrExpr['op'];

/** Operations whose operands say all there is; a field of an event stands below its handler, which reads the event. */
const PURE: ReadonlySet<string> = new Set<Exclude<Op, Read>>([
  'const', 't', 'answer', 'event', 'power', 'if', 'table',
  'neg', 'not', 'abs', 'sqrt', 'exp', 'log', 'sin', 'cos', 'floor',
  'add', 'sub', 'mul', 'div', 'pow', 'lt', 'le', 'gt', 'ge', 'eq', 'ne', 'and', 'or', 'min', 'max',
]); // prettier-ignore

type Read =
  | 'parameter' | 'variable' | 'indicator' | 'now' | 'state' | 'measure' | 'elapsed' | 'previous' | 'start'
  | 'delayed' | 'happened'; // prettier-ignore

export const UNKNOWN = 'unknown';

/** All nodes that parts of the Ir read, by whatever way; `next` says what a node reads. */
export function reachedFrom(
  ir: Ir,
  parts: readonly unknown[],
  next: (node: string) => Iterable<string>,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = nodesIn(parts, ir);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...next(node));
  }
  return seen;
}

/** What each part of the Ir reads. */
export function readsOf(ir: Ir): Map<string, Set<string>> {
  const reads = new Map<string, Set<string>>();
  const add = (node: string, found: Iterable<string>): void => {
    const known = reads.get(node) ?? new Set();
    for (const other of found) known.add(other);
    reads.set(node, known);
  };
  const addAll = (kind: string, parts: readonly unknown[]): void =>
    parts.forEach((part, slot) => add(`${kind} ${slot}`, nodesIn(part, ir)));
  addAll('parameter', ir.parameters);
  addAll('indicator', ir.indicators);
  addAll('measure', ir.measures);
  addAll('previous', ir.previous);
  addAll('start', ir.starts);
  addAll('line', ir.lines);
  addAll('driver', ir.drivers);
  // Seats stand together, as one that has the variables of none.
  add('driver -1', nodesIn(seatParts(ir), ir));
  ir.variables.forEach((variable) => add(`driver ${variable.driver}`, nodesIn(variable, ir)));
  ir.states.forEach((state) => add(`driver ${state.driver}`, nodesIn(state, ir)));
  for (const { driver, cause } of causes(ir)) add(cause, [`driver ${driver}`]);
  return reads;
}

/** What seats choose and do. */
export const seatParts = ({ seats }: Ir): readonly unknown[] => (seats ? [seats.chosen, seats.done] : []);

/** Events that a driver raises or sends, and sends that it cancels. */
function causes(ir: Ir): { driver: number; cause: string }[] {
  const parts = [
    ...ir.drivers.map((part, driver) => ({ part, driver })),
    ...ir.states.map((part) => ({ part, driver: part.driver })),
    { part: seatParts(ir), driver: -1 },
  ];
  return parts.flatMap(({ part, driver }) => {
    const found: { driver: number; cause: string }[] = [];
    eachObject(part, (object) => {
      if (typeof object['done'] === 'number') found.push({ driver, cause: `event ${object['done']}` });
      if (typeof object['do'] !== 'string') return;
      if (typeof object['event'] === 'number') found.push({ driver, cause: `event ${object['event']}` });
      // Who cancels a send has a say in its event, and so has whoever may have sent it.
      if (typeof object['id'] === 'number') found.push({ driver, cause: `send ${object['id']}` });
    });
    return found;
  });
}

/** Nodes that a part of the Ir reads itself. */
export function nodesIn(part: unknown, ir: Ir): string[] {
  const found: string[] = [];
  eachObject(part, (object) => {
    const { op, slot, event, id } = object;
    if (typeof op === 'string') {
      if (!PURE.has(op)) found.push(nodeOf(op, slot ?? object['state'], ir));
    } else if (typeof object['do'] === 'string') {
      if (typeof event === 'number' && typeof id === 'number') found.push(`send ${id}`);
    } else if (typeof event === 'number') {
      found.push(`event ${event}`);
    } else if (typeof object['parameter'] === 'number') {
      found.push(`parameter ${object['parameter']}`); // of a copula
    }
  });
  return found;
}

function nodeOf(op: string, slot: unknown, ir: Ir): string {
  if (typeof slot !== 'number') return UNKNOWN;
  switch (op as Op) {
    case 'state':
    case 'elapsed':
      return `driver ${ir.states[slot]?.driver}`;
    case 'variable':
      return `driver ${ir.variables[slot]?.driver}`;
    case 'now':
      return `indicator ${slot}`;
    case 'delayed':
      return `line ${slot}`;
    case 'happened':
      return `event ${ir.counted[slot]}`;
    case 'parameter':
    case 'indicator':
    case 'measure':
    case 'previous':
    case 'start':
      return `${op} ${slot}`;
    default:
      return UNKNOWN;
  }
}

function eachObject(part: unknown, visit: (object: Readonly<Record<string, unknown>>) => void): void {
  if (typeof part !== 'object' || part === null) return;
  if (!Array.isArray(part)) visit(part as Readonly<Record<string, unknown>>);
  for (const key in part) {
    const inner = (part as Readonly<Record<string, unknown>>)[key];
    if (typeof inner === 'object') eachObject(inner, visit);
  }
}

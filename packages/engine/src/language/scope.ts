/** What the names of a scenario stand for, collected before any expression is read. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Report } from '../diagnostics/report.ts';
import { FATES, fateEvent } from './events.ts';
import { child, nameSpan, type Located } from './located.ts';
import type { StateShape } from './shape-charts.ts';
import type { ScenarioShape } from './shape.ts';
import { RESERVED } from './words.ts';

export type Kind = 'parameter' | 'driver' | 'indicator' | 'measure' | 'variable' | 'seat';

export interface Named {
  readonly kind: Kind;
  readonly span: Span;
  /** The driver a variable belongs to. */
  readonly driver?: string;
  readonly type?: 'integer' | 'boolean' | 'number';
}

export interface SeatNames {
  readonly moves: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly hasCapital: boolean;
}

export interface Scope {
  readonly names: ReadonlyMap<string, Named>;
  /** Driver to the states it can be in, at whatever depth. */
  readonly states: ReadonlyMap<string, ReadonlySet<string>>;
  /** Driver to all that a transition can target: its states and history states. */
  readonly targets: ReadonlyMap<string, ReadonlySet<string>>;
  readonly driversByState: ReadonlyMap<string, readonly string[]>;
  readonly evidence: ReadonlySet<string>;
  /** Rows of the evidence that say nothing stands for them. */
  readonly omitted: ReadonlySet<string>;
  /** Rows of the evidence that some element cites. */
  readonly cited: Set<string>;
  /** Seats with their moves. */
  readonly seats: ReadonlyMap<string, SeatNames>;
  /** Events that only a seat causes. */
  readonly seatEvents: ReadonlySet<string>;
  /** Names some expression reads. */
  readonly used: Set<string>;
  /** Names whose element is broken; not knowing them is no new fault. */
  readonly dropped: ReadonlySet<string>;
}

export function collectScope(
  input: ScenarioShape,
  root: Located,
  dropped: ReadonlySet<string>,
  report: Report,
): Scope {
  const names = new Map<string, Named>();
  const declare = (name: string, at: Located | undefined, named: Omit<Named, 'span'>): void => {
    if (!at) return;
    const span = nameSpan(at);
    const first = names.get(name);
    if (RESERVED.has(name)) {
      report.add('name-reserved', `\`${name}\` is a word of the language and cannot be a name`, span);
    } else if (first) {
      report.add('name-declared-twice', `\`${name}\` is declared twice`, span, {
        notes: [{ message: `first here, as ${a(first.kind)}`, span: first.span }],
        help: 'parameters, drivers, indicators, measures, variables and seats share one set of names',
      });
    } else {
      names.set(name, { ...named, span });
    }
  };
  const table = (key: 'parameters' | 'indicators' | 'measures', kind: Kind): void => {
    const at = child(root, key);
    for (const name of Object.keys(input[key] ?? {})) declare(name, at && child(at, name), { kind });
  };
  table('parameters', 'parameter');
  const states = new Map<string, ReadonlySet<string>>();
  const targets = new Map<string, ReadonlySet<string>>();
  for (const [driver, body] of Object.entries(input.drivers ?? {})) {
    const at = child(root, 'drivers')?.entries?.get(driver);
    declare(driver, at, { kind: 'driver' });
    const own = new Map<string, boolean>();
    collectStates(body.states, at && child(at, 'states'), own, report);
    targets.set(driver, new Set(own.keys()));
    states.set(driver, new Set([...own].flatMap(([name, isHistory]) => (isHistory ? [] : [name]))));
    const variables = at && child(at, 'variables');
    for (const [name, { type }] of Object.entries(body.variables ?? {})) {
      declare(name, variables && child(variables, name), { kind: 'variable', driver, type });
    }
  }
  table('indicators', 'indicator');
  table('measures', 'measure');
  const seats = new Map<string, SeatNames>();
  const seatEvents = new Set<string>();
  for (const [seat, { moves, roles, capital }] of Object.entries(input.seats ?? {})) {
    const at = child(root, 'seats')?.entries?.get(seat);
    declare(seat, at, { kind: 'seat' });
    seats.set(seat, {
      moves: new Set(Object.keys(moves)),
      roles: new Set(Object.keys(roles ?? {})),
      hasCapital: capital !== undefined,
    });
    if (capital && at) names.set(capitalOf(seat), { kind: 'variable', type: 'number', span: nameSpan(at) });
    for (const [name, move] of Object.entries(moves)) {
      const outcomes = Object.keys(move.outcomes ?? {}).map((outcome) => ({ name: outcome }));
      for (const event of seatEventsOf(seat, name, outcomes)) seatEvents.add(event);
    }
  }
  const driversByState = new Map<string, string[]>();
  for (const [driver, all] of states) {
    for (const state of all)
      driversByState
        .set(state, driversByState.get(state) ?? [])
        .get(state)
        ?.push(driver);
  }
  return {
    names,
    states,
    targets,
    driversByState,
    evidence: new Set(Object.keys(input.evidence ?? {})),
    omitted: new Set(
      Object.entries(input.evidence ?? {}).flatMap(([id, row]) => (row.omitted === undefined ? [] : [id])),
    ),
    cited: new Set(),
    seats,
    seatEvents,
    used: new Set(),
    dropped,
  };
}

/** The name under which the capital of a seat is read. */
export const capitalOf = (seat: string): string => `${seat}.capital`;

const seatEventsOf = (
  seat: string,
  name: string,
  outcomes: readonly { readonly name: string }[],
): string[] => [
  `${seat}.${name}`,
  ...outcomes.map((outcome) => `${seat}.${name}.${outcome.name}`),
  ...FATES.map((fate) => fateEvent(fate, seat, name)),
];

/** Names of states at every depth, and whether each is a history state. */
function collectStates(
  list: Readonly<Record<string, StateShape | null>>,
  at: Located | undefined,
  into: Map<string, boolean>,
  report: Report,
): void {
  for (const [name, body] of Object.entries(list)) {
    const here = at && child(at, name);
    if (into.has(name) && here) {
      report.add('state-twice', `this driver has a state \`${name}\` already`, nameSpan(here), {
        help: 'a state is read as `driver.state` at whatever depth, so its name is unique in its driver',
      });
    }
    into.set(name, body?.history !== undefined);
    if (body?.states) collectStates(body.states, here && child(here, 'states'), into, report);
  }
}

export const a = (kind: Kind): string => (kind === 'indicator' ? 'an indicator' : `a ${kind}`);

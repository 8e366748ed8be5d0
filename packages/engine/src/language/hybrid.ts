/**
 * A scenario between two versions: of each part the one or the other. Parts have paths, such as `parameters.rate` or
 * `drivers.opinion.states.calm.chance`; a part that one version lacks comes or goes with its path.
 */
import type {
  CalendarEntry,
  Correlation,
  Driver,
  Indicator,
  Measure,
  Model,
  Parameter,
  Question,
  Seat,
  State,
} from './model.ts';

/** Whether a part is to be as the second version has it. */
export type Takes = (path: string) => boolean;

export const correlationPath = ({ between }: Correlation): string =>
  `correlations.${[...between].sort().join('~')}`;

/** An event that both versions date once is that event, whenever it is; of others the date tells. */
export function entryPaths(a: Model, b: Model): (entry: CalendarEntry) => string {
  const isOnce = ({ calendar }: Model, name: string): boolean =>
    calendar.filter(({ event }) => event === name).length === 1;
  return ({ event, at, yearly }) =>
    isOnce(a, event) && isOnce(b, event)
      ? `calendar.${event}`
      : `calendar.${event}@${at}${yearly ? ' yearly' : ''}`;
}

/** The first version with those parts of the second that `takes` says. */
export function hybridOf(a: Model, b: Model, takes: Takes): Model {
  const named = <T extends { readonly name: string }>(kind: string, both: (x: T, y: T) => T) => ({
    path: (item: T): string => `${kind}.${item.name}`,
    both,
  });
  const whole = <T>(path: string, x: T, y: T): T => (takes(path) ? y : x);
  const entryPath = entryPaths(a, b);
  return {
    ...a,
    clock: whole('clock', a.clock, b.clock),
    parameters: merged(a.parameters, b.parameters, takes, {
      ...named<Parameter>('parameters', (x, y) => whole(`parameters.${x.name}`, x, y)),
    }),
    correlations: merged(a.correlations, b.correlations, takes, {
      path: correlationPath,
      both: (x, y) => whole(correlationPath(x), x, y),
    }),
    drivers: merged(
      a.drivers,
      b.drivers,
      takes,
      named<Driver>('drivers', (x, y) => driverOf(x, y, takes)),
    ),
    indicators: merged(
      a.indicators,
      b.indicators,
      takes,
      named<Indicator>('indicators', (x, y) => partsOf(`indicators.${x.name}`, x, y, INDICATOR_PARTS, takes)),
    ),
    measures: merged(
      a.measures,
      b.measures,
      takes,
      named<Measure>('measures', (x, y) => whole(`measures.${x.name}`, x, y)),
    ),
    calendar: merged(a.calendar, b.calendar, takes, {
      path: entryPath,
      both: (x, y) => whole(entryPath(x), x, y),
    }),
    seats: merged(
      a.seats,
      b.seats,
      takes,
      named<Seat>('seats', (x, y) => whole(`seats.${x.name}`, x, y)),
    ),
    questions: merged<Question>(a.questions, b.questions, takes, {
      path: ({ id }) => `questions.${id}`,
      both: (x, y) => whole(`questions.${x.id}`, x, y),
    }),
  };
}

export const INDICATOR_PARTS = {
  start: ['start', 'unit'],
  next: ['next'],
  noise: ['noise', 'luck'],
  range: ['range'],
} as const satisfies Readonly<Record<string, readonly (keyof Indicator)[]>>;

export const STATE_PARTS = {
  structure: ['kind', 'parent', 'initial', 'history'],
  entry: ['entry'],
  exit: ['exit'],
  chance: ['chance'],
  always: ['always'],
  after: ['after'],
  on: ['on'],
} as const satisfies Readonly<Record<string, readonly (keyof State)[]>>;

export const DRIVER_PARTS = { initial: ['initial', 'luck'], on: ['on'] } as const satisfies Readonly<
  Record<string, readonly (keyof Driver)[]>
>;

interface Merging<T> {
  readonly path: (item: T) => string;
  /** Of a part that both have. */
  readonly both: (x: T, y: T) => T;
}

/** In the order of the first version; what only the second has comes last. */
function merged<T>(a: readonly T[], b: readonly T[], takes: Takes, { path, both }: Merging<T>): readonly T[] {
  const others = new Map(b.map((item) => [path(item), item]));
  const known = new Set(a.map(path));
  return [
    ...a.flatMap((item) => {
      const other = others.get(path(item));
      if (other !== undefined) return [both(item, other)];
      return takes(path(item)) ? [] : [item];
    }),
    ...b.filter((item) => !known.has(path(item)) && takes(path(item))),
  ];
}

/** Keys of one element, taken from the one or the other part by part. */
function partsOf<T extends object>(
  path: string,
  x: T,
  y: T,
  parts: Readonly<Record<string, readonly (keyof T)[]>>,
  takes: Takes,
): T {
  const made = { ...x };
  for (const [part, keys] of Object.entries(parts)) {
    if (!takes(`${path}.${part}`)) continue;
    for (const key of keys) {
      if (y[key] === undefined) Reflect.deleteProperty(made, key);
      else made[key] = y[key];
    }
  }
  return made;
}

function driverOf(x: Driver, y: Driver, takes: Takes): Driver {
  const path = `drivers.${x.name}`;
  const states = merged(x.states, y.states, takes, {
    path: ({ name }) => `${path}.states.${name}`,
    both: (one, other) => partsOf(`${path}.states.${one.name}`, one, other, STATE_PARTS, takes),
  });
  return {
    ...partsOf(path, x, y, DRIVER_PARTS, takes),
    variables: merged(x.variables, y.variables, takes, {
      path: ({ name }) => `${path}.variables.${name}`,
      both: (one, other) => (takes(`${path}.variables.${one.name}`) ? other : one),
    }),
    states: inDocumentOrder(states),
  };
}

/** Each state followed by those inside it, as slots want them; those whose parent is gone stand outermost. */
function inDocumentOrder(states: readonly State[]): readonly State[] {
  const names = new Set(states.map(({ name }) => name));
  const inside = (parent: string | undefined): readonly State[] =>
    states
      .filter(
        (state) =>
          (state.parent !== undefined && names.has(state.parent) ? state.parent : undefined) === parent,
      )
      .flatMap((state) => [state, ...inside(state.name)]);
  return inside(undefined);
}

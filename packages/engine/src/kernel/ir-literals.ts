/** Small Irs written by hand, for tests. */
import { siteHash } from '../chance/index.ts';
import type {
  BinaryOp,
  Ir,
  IrAction,
  IrDistribution,
  IrDriver,
  IrExpr,
  IrQuestion,
  IrState,
  IrTransition,
  UnaryOp,
} from '../ir/ir.ts';

/** A number stands for a constant. */
export type Written = number | IrExpr;

export const expr = (e: Written): IrExpr => (typeof e === 'number' ? { op: 'const', value: e } : e);

export const bin = (op: BinaryOp, left: Written, right: Written): IrExpr => ({
  op,
  left: expr(left),
  right: expr(right),
});
export const un = (op: UnaryOp, of: Written): IrExpr => ({ op, of: expr(of) });
export const add = (a: Written, b: Written): IrExpr => bin('add', a, b);
export const sub = (a: Written, b: Written): IrExpr => bin('sub', a, b);
export const mul = (a: Written, b: Written): IrExpr => bin('mul', a, b);
export const div = (a: Written, b: Written): IrExpr => bin('div', a, b);
export const when = (test: Written, then: Written, otherwise: Written): IrExpr => ({
  op: 'if',
  test: expr(test),
  then: expr(then),
  otherwise: expr(otherwise),
});
export const parameter = (slot: number): IrExpr => ({ op: 'parameter', slot });
export const variable = (slot: number): IrExpr => ({ op: 'variable', slot });
export const indicator = (slot: number): IrExpr => ({ op: 'indicator', slot });
export const state = (slot: number): IrExpr => ({ op: 'state', slot });
export const measure = (slot: number): IrExpr => ({ op: 'measure', slot });
export const previous = (slot: number): IrExpr => ({ op: 'previous', slot });
export const start = (slot: number): IrExpr => ({ op: 'start', slot });
export const now = (slot: number): IrExpr => ({ op: 'now', slot });
export const elapsed = (slot: number, perStep = 1): IrExpr => ({ op: 'elapsed', state: slot, perStep });
export const t: IrExpr = { op: 't', perStep: 1 };
export const answer: IrExpr = { op: 'answer' };
/** 1 / (1 + exp(-x)) */
export const logistic = (x: Written): IrExpr => div(1, add(1, un('exp', un('neg', x))));

export const set = (slot: number, to: Written, place = `set${slot}`): IrAction => ({
  do: 'set',
  variable: slot,
  to: expr(to),
  place,
});
export const raise = (event: number, ...data: readonly Written[]): IrAction => ({
  do: 'raise',
  event,
  data: data.map(expr),
  place: `raise${event}`,
});
export const send = (event: number, delay?: number, ...data: readonly Written[]): IrAction => ({
  do: 'send',
  event,
  data: data.map(expr),
  ...(delay !== undefined && { delay }),
  id: 0,
  place: `send${event}`,
});

/** A transition with no actions unless given; its place is its name in faults. */
export const go = <T extends object>(
  to: number | readonly number[] | undefined,
  more?: T,
): Omit<IrTransition, 'source'> & T =>
  ({
    ...(to !== undefined && { to: typeof to === 'number' ? [to] : to }),
    internal: false,
    actions: [],
    place: `to${to === undefined ? '' : String(to)}`,
    ...more,
  }) as never;

export const dist = (site: number, name: string, ...args: readonly Written[]): IrDistribution => ({
  site,
  name,
  argNames: args.map(() => null),
  args: args.map(expr),
  lists: args.map(() => 0),
});

/** What a transition is written on follows from where it stands. */
type Sourceless<T> = T extends readonly (infer U)[]
  ? readonly Sourceless<U>[]
  : T extends { readonly source: number }
    ? Omit<T, 'source'>
    : T extends object
      ? { readonly [K in keyof T]: Sourceless<T[K]> }
      : T;

/** A state of a driver: `driver` and the rest have defaults; `final` is short for its kind. */
export type StateLiteral = Partial<
  Omit<IrState, 'driver' | 'on' | 'always' | 'after' | 'chance'> & {
    readonly on: Sourceless<IrState['on']>;
    readonly always: Sourceless<IrState['always']>;
    readonly after: Sourceless<IrState['after']>;
    readonly chance: Sourceless<NonNullable<IrState['chance']>>;
    readonly final: boolean;
  }
>;

export interface IrLiteral extends Partial<
  Omit<Ir, 'sites' | 'states' | 'drivers' | 'clock' | 'delays' | 'calendar'>
> {
  readonly steps?: number;
  readonly until?: Written;
  /** Names of sites. */
  readonly sites?: readonly string[];
  /** States, by driver. */
  readonly drivers?: readonly (Partial<Omit<IrDriver, 'states' | 'on'>> & {
    readonly states: readonly StateLiteral[];
    readonly on?: Sourceless<IrDriver['on']>;
  })[];
  /** What events carry may be left out. */
  readonly calendar?: readonly (Omit<Ir['calendar'][number], 'data'> & {
    readonly data?: readonly number[];
  })[];
  /** Delays in steps. */
  readonly delays?: readonly number[];
}

export type Drivers = NonNullable<IrLiteral['drivers']>;

export function irOf(literal: IrLiteral): Ir {
  const { steps = 10, until, sites = [], drivers = [], delays = [], calendar = [], ...rest } = literal;
  const states: IrState[] = [];
  const built = drivers.map(({ states: own, on = [], ...driver }, d): IrDriver => {
    const first = states.length;
    for (const [i, { final, ...state }] of own.entries()) {
      const written = {
        name: `d${d}.s${i}`,
        driver: d,
        kind: final ? 'final' : 'atomic',
        parent: -1,
        end: first + i + 1,
        entry: [],
        exit: [],
        always: [],
        after: [],
        on: [],
        ...state,
      };
      states.push(sourced(written, first + i) as IrState);
    }
    return {
      name: `d${d}`,
      states: own.map((_, i) => first + i),
      initial: [{ state: first, probability: expr(1) }],
      ...driver,
      on: sourced(on, -1) as IrDriver['on'],
    };
  });
  return {
    schema: 'stave-ir/1',
    id: 'test',
    hash: '',
    clock: {
      steps,
      unit: 'step',
      perStep: 1,
      ...(until !== undefined && { until: expr(until) }),
      recorded: Array.from({ length: steps + 1 }, (_, k) => k),
    },
    sites: sites.map((name) => ({ name, hash: siteHash(name), evidence: [] })),
    events: [],
    eventFields: (rest.events ?? []).map(() => []),
    sendIds: ['send'],
    delays: delays.map((count) => ({
      text: `${count} steps`,
      due: Array.from({ length: steps + 1 }, (_, k) => Math.min(k + count, steps + 1)),
      dueAt: Array.from({ length: steps + 1 }, (_, k) => k + count),
    })),
    parameters: [],
    drivers: built,
    states,
    variables: [],
    indicators: [],
    startOrder: [
      ...(rest.variables ?? []).map((_, slot) => ({ kind: 'variable' as const, slot })),
      ...(rest.indicators ?? []).map((_, slot) => ({ kind: 'indicator' as const, slot })),
    ],
    indicatorOrder: (rest.indicators ?? []).map((_, slot) => slot),
    measures: [],
    reported: rest.measures?.length ?? 0,
    lines: [],
    previous: [],
    starts: [],
    calendar: calendar.map((entry) => ({ data: [], ...entry })),
    questions: [],
    counted: [],
    ...rest,
  };
}

/** A measure per expression: the way to see values from outside. */
/** Fills in what transitions are written on; they are known by their `actions` and `place`. */
function sourced(value: unknown, source: number): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => sourced(item, source));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, part]) => [key, sourced(part, source)] as const);
  const isTransition = 'actions' in value && 'place' in value;
  return { ...(isTransition && { source }), ...Object.fromEntries(entries) };
}

export const measuring = (...values: readonly Written[]): Ir['measures'] =>
  values.map((value, i) => ({ name: `m${i}`, value: expr(value) }));

export const binary = (test: Written, first = 0, last = 10, at = false): IrQuestion => ({
  id: 'q',
  kind: 'binary',
  at,
  first,
  last,
  test: expr(test),
  outcomes: [{ id: 'yes' }, { id: 'no' }],
});

/**
 * A model of any size with something of everything common: drivers of four states with one or two weighted exits,
 * indicators most of which need an exponential, noise on all of them, uncertain parameters. Near to the scenario
 * that speed is measured on (bench/prototype.ts), without the way through text.
 */
export function prototypeIr(driverCount = 10, indicatorCount = 12, steps = 60): Ir {
  const parameterCount = 8;
  const sites: string[] = [];
  const site = (name: string): number => sites.push(name) - 1;
  const parameters = Array.from({ length: parameterCount }, (_, i) => ({
    name: `p${i}`,
    value: { prior: dist(site(`parameters.p${i}`), 'uniform', 0.5, 1.5) },
  }));
  const x = (i: number): IrExpr => indicator(i % indicatorCount);
  const drivers = Array.from({ length: driverCount }, (_, d) => ({
    states: Array.from({ length: 4 }, (_, s): StateLiteral => {
      const weights: IrExpr[] = [
        mul(0.12, logistic(sub(mul(parameter((d + s) % parameterCount), sub(x(d + s), 0.5)), 2))),
        mul(0.08, logistic(sub(add(x(d + 2 * s + 1), state(4 * ((d + 1) % driverCount) + 1)), 2.5))),
        bin('min', 0.05, mul(0.02, un('exp', mul(parameter(d % parameterCount), sub(x(d + 3), 1))))),
      ].slice(0, 1 + ((d + s) % 2));
      return {
        chance: {
          site: site(`d${d}.s${s}.chance`),
          kind: 'probability',
          alternatives: weights.map((weight, i) => ({ ...go(4 * d + ((s + i + 1) % 4)), weight })),
        },
      };
    }),
  }));
  const indicators = Array.from({ length: indicatorCount }, (_, i) => ({
    name: `x${i}`,
    start: expr(0.5),
    next:
      i % 4 === 3
        ? add(mul(0.9, x(i)), mul(0.1, x(i + 1)))
        : add(
            mul(0.85, x(i)),
            mul(
              0.15,
              logistic(
                add(
                  mul(parameter(i % parameterCount), sub(x(i + 5), 0.5)),
                  state((4 * i) % (4 * driverCount)),
                ),
              ),
            ),
          ),
    noise: dist(site(`x${i}.noise`), 'normal', 0, 0.05),
    range: [expr(0), expr(1)] as const,
  }));
  return irOf({
    steps,
    sites,
    parameters,
    drivers,
    indicators,
    measures: measuring(x(0), x(1)),
    questions: [
      { ...binary(state(1), 0, steps), id: 'first' },
      { ...binary(bin('gt', x(2), 0.6), steps, steps, true), id: 'last' },
    ],
  });
}

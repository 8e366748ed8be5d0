/** Small Irs written by hand, for tests and measurements. */
import { siteHash } from '../chance/index.ts';
import type {
  BinaryOp,
  Ir,
  IrAction,
  IrDistribution,
  IrExpr,
  IrQuestion,
  IrState,
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
export const raise = (event: number): IrAction => ({ do: 'raise', event });
export const send = (event: number, delay?: number): IrAction => ({
  do: 'send',
  event,
  ...(delay !== undefined && { delay }),
});

/** A transition with no actions unless given; its place is its name in faults. */
export const go = <T extends object>(
  to: number | undefined,
  more?: T,
): { to?: number; actions: readonly IrAction[]; place: string } & T =>
  ({ ...(to !== undefined && { to }), actions: [], place: `to${to ?? ''}`, ...more }) as never;

export const dist = (site: number, name: string, ...args: readonly Written[]): IrDistribution => ({
  site,
  name,
  argNames: args.map(() => null),
  args: args.map(expr),
  lists: args.map(() => 0),
});

/** A state of a driver: `driver` and the rest have defaults. */
export type StateLiteral = Partial<Omit<IrState, 'driver'>>;

export interface IrLiteral extends Partial<Omit<Ir, 'sites' | 'states' | 'drivers' | 'clock' | 'delays'>> {
  readonly steps?: number;
  readonly until?: Written;
  /** Names of sites. */
  readonly sites?: readonly string[];
  /** States, by driver. */
  readonly drivers?: readonly (Partial<Omit<Ir['drivers'][number], 'states'>> & {
    readonly states: readonly StateLiteral[];
  })[];
  /** Delays in steps. */
  readonly delays?: readonly number[];
}

export type Drivers = NonNullable<IrLiteral['drivers']>;

export function irOf(literal: IrLiteral): Ir {
  const { steps = 10, until, sites = [], drivers = [], delays = [], ...rest } = literal;
  const states: IrState[] = [];
  const built = drivers.map(({ states: own, ...driver }, d) => {
    const first = states.length;
    for (const [i, literal] of own.entries()) {
      states.push({
        name: `d${d}.s${i}`,
        driver: d,
        final: false,
        entry: [],
        exit: [],
        always: [],
        after: [],
        on: [],
        ...literal,
      });
    }
    return {
      name: `d${d}`,
      states: own.map((_, i) => first + i),
      initial: [{ state: first, probability: expr(1) }],
      on: [],
      ...driver,
    };
  });
  return {
    schema: 'stave-ir/1',
    id: 'test',
    hash: '',
    clock: { steps, unit: 'step', perStep: 1, ...(until !== undefined && { until: expr(until) }) },
    sites: sites.map((name) => ({ name, hash: siteHash(name), evidence: [] })),
    events: [],
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
    previous: [],
    starts: [],
    calendar: [],
    questions: [],
    ...rest,
  };
}

/** A measure per expression: the way to see values from outside. */
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
 * The shape of the measured prototype: drivers of four states with three weighted exits each, indicators most of
 * which need an exponential, noise on all of them, uncertain parameters.
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

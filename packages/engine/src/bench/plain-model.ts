/**
 * The part of the Ir that is printed in other languages: flat drivers with probabilities a step, indicators with
 * normal noise and a fixed range, uniform parameters, conditions as questions. It is the prototype's shape, in any
 * size.
 */
import type { Ir, IrChance, IrDistribution, IrExpr, IrIndicator, IrParameter, IrState } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';

interface PlainExit {
  /** Number of the state in its driver. */
  readonly to: number;
  readonly weight: IrExpr;
}

export interface PlainState {
  readonly site: number;
  readonly exits: readonly PlainExit[];
}

export interface PlainModel {
  readonly steps: number;
  /** Hashes of the sites, by slot. */
  readonly sites: readonly number[];
  readonly parameters: readonly { readonly site: number; readonly low: number; readonly high: number }[];
  readonly drivers: readonly { readonly initial: number; readonly states: readonly PlainState[] }[];
  /** By state slot: its driver, and its number there. */
  readonly places: readonly { readonly driver: number; readonly state: number }[];
  readonly indicators: readonly {
    readonly start: number;
    readonly next: IrExpr;
    readonly site: number;
    readonly mean: number;
    readonly sd: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly measures: readonly IrExpr[];
  /** The answer is 0 where `test` holds at any frame first..last, else 1. */
  readonly questions: readonly { readonly test: IrExpr; readonly first: number; readonly last: number }[];
}

/** What an Ir has beyond this part. */
class Beyond extends Error {}

/** The model, or nothing where the Ir says more than can be printed. */
export function plainModel(ir: Ir): PlainModel | undefined {
  try {
    return modelOf(ir);
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

function modelOf(ir: Ir): PlainModel {
  const { clock, states } = ir;
  requireThat(
    !clock.until && clock.recorded.length === clock.steps + 1 && ir.measures.length === ir.reported,
  );
  requireThat([ir.events, ir.variables, ir.lines, ir.previous, ir.starts].every((list) => list.length === 0));
  const places = states.map(({ driver }, slot) => ({
    driver,
    state: itemOf(ir.drivers, driver).states.indexOf(slot),
  }));
  const expr = (e: IrExpr): IrExpr => {
    requireThat(isPrintable(e));
    return e;
  };
  return {
    steps: clock.steps,
    sites: ir.sites.map(({ hash }) => hash),
    parameters: ir.parameters.map(parameterOf),
    places,
    drivers: ir.drivers.map(({ initial, site, states: slots }) => {
      requireThat(site === undefined && initial.length === 1);
      return {
        initial: itemOf(places, itemOf(initial, 0).state).state,
        states: slots.map((slot) => stateOf(itemOf(states, slot), places, expr)),
      };
    }),
    indicators: ir.indicators.map((indicator) => indicatorOf(indicator, expr)),
    measures: ir.measures.map(({ value }) => expr(value)),
    questions: ir.questions.map(({ kind, test, first, last, given, most }) => {
      if (kind !== 'binary' || !test || given || most) throw new Beyond();
      return { test: expr(test), first, last };
    }),
  };
}

function parameterOf({ value, copula }: IrParameter): PlainModel['parameters'][number] {
  if (copula || !('prior' in value)) throw new Beyond();
  const [low = 0, high = 0] = constantsOf(value.prior, 'uniform');
  return { site: value.prior.site, low, high };
}

function stateOf(state: IrState, places: PlainModel['places'], expr: (e: IrExpr) => IrExpr): PlainState {
  const { kind, parent, entry, exit, always, after, on, chance } = state;
  requireThat(kind === 'atomic' && parent < 0);
  requireThat([entry, exit, always, after, on].every((list) => list.length === 0));
  if (!chance || chance.kind !== 'probability') throw new Beyond();
  return { site: chance.site, exits: chance.alternatives.map((one) => exitOf(one, places, expr)) };
}

function exitOf(
  { to, weight, when, actions }: IrChance['alternatives'][number],
  places: PlainModel['places'],
  expr: (e: IrExpr) => IrExpr,
): PlainExit {
  if (weight === 'else' || when || !to || to.length !== 1 || actions.length > 0) throw new Beyond();
  return { to: itemOf(places, itemOf(to, 0)).state, weight: expr(weight) };
}

function indicatorOf(
  { start, next, noise, range }: IrIndicator,
  expr: (e: IrExpr) => IrExpr,
): PlainModel['indicators'][number] {
  if (!noise || !range) throw new Beyond();
  const [mean = 0, sd = 0] = constantsOf(noise, 'normal');
  const [low, high] = [constantOf(range[0]), constantOf(range[1])];
  return { start: constantOf(start), next: expr(next), site: noise.site, mean, sd, low, high };
}

/** Arguments of a distribution of two that are given by their place. */
function constantsOf({ name, argNames, args, within }: IrDistribution, wanted: string): readonly number[] {
  requireThat(name === wanted && !within && args.length === 2 && argNames.every((arg) => arg === null));
  return args.map(constantOf);
}

function constantOf(e: IrExpr): number {
  if (e.op !== 'const') throw new Beyond();
  return e.value;
}

const LEAVES: ReadonlySet<string> = new Set(['const', 'parameter', 'indicator', 'state']);
const OPERATIONS: ReadonlySet<string> = new Set([
  ...['neg', 'exp', 'add', 'sub', 'mul', 'div', 'min', 'max', 'lt', 'le', 'gt', 'ge'],
]);

function isPrintable(e: IrExpr): boolean {
  if (LEAVES.has(e.op)) return true;
  if (!OPERATIONS.has(e.op)) return false;
  if ('left' in e) return isPrintable(e.left) && isPrintable(e.right);
  return 'of' in e && isPrintable(e.of);
}

function requireThat(holds: boolean): void {
  if (!holds) throw new Beyond();
}

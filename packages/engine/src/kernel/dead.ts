/**
 * Leaves out what no output depends on: indicators, with their noise, and parameters that nothing reads. Drivers are
 * never left out, since their states are counted.
 *
 * Invariant: only what is proven not to fail goes, so that every trial gives the same answers, measures, counts and
 * failures. Slots stay as they are; of what is left out, frames and parameters of a trial must be asked elsewhere.
 */
import type { Executor } from '../ir/executor.ts';
import type { Ir, IrIndicator, IrParameter } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { nodesIn, reachedFrom, UNKNOWN } from '../ir/reads.ts';
import { Bounds } from './bounds.ts';
import { isFinite } from './interval.ts';
import { noiseSum } from './moves.ts';

/** An executor that runs what is needed; what also says the rest of a trial is compiled when it is asked for. */
export function leavingOutDead(ir: Ir, compile: (ir: Ir) => Executor): Executor {
  const needed = withoutDead(ir);
  const executor = compile(needed);
  if (needed === ir) return executor;
  let all: Executor | undefined;
  const whole = (): Executor => (all ??= compile(ir));
  return {
    ...executor,
    parameters: (range) => whole().parameters(range),
    save: (range, k, from) => whole().save(range, k, from),
  };
}

/** The same Ir where there is nothing to leave out. */
export function withoutDead(ir: Ir): Ir {
  const roots = [
    ...[ir.questions, ir.clock.until, ir.measures.slice(0, ir.reported), ir.drivers, ir.states, ir.variables],
    ...[ir.lines, ir.previous, ir.starts, ir.seats],
    // Starts are set, whoever reads them.
    ...ir.indicators.map(({ start }) => start),
  ];
  // Most scenarios have nothing that is not read, and then there is nothing to prove.
  const unread = unreadFrom(ir, roots);
  if (unread.indicators.size === 0 && unread.parameters.size === 0) return ir;
  const bounds = new Bounds(ir);
  const before = new Bounds(ir, true);
  const harmless = {
    indicators: new Set([...unread.indicators].filter((indicator) => isHarmlessMove(bounds, indicator))),
    parameters: new Set([...unread.parameters].filter((parameter) => isHarmlessDraw(before, parameter))),
  };
  // What may fail stays, and what it reads.
  const stays = [
    ...[...unread.indicators].filter((indicator) => !harmless.indicators.has(indicator)),
    ...[...unread.parameters].filter((parameter) => !harmless.parameters.has(parameter)),
  ];
  const dead = unreadFrom(ir, [...roots, ...stays]);
  return leftOut(ir, {
    indicators: new Set([...dead.indicators].filter((indicator) => harmless.indicators.has(indicator))),
    parameters: new Set([...dead.parameters].filter((parameter) => harmless.parameters.has(parameter))),
  });
}

interface Parts {
  readonly indicators: ReadonlySet<IrIndicator>;
  readonly parameters: ReadonlySet<IrParameter>;
}

/** What none of these reads, by whatever way; nothing where one of them cannot be told. */
function unreadFrom(ir: Ir, roots: readonly unknown[]): Parts {
  // All else that can be read is among the roots.
  const lists: Readonly<Record<string, readonly unknown[]>> = {
    indicator: ir.indicators,
    parameter: ir.parameters,
    measure: ir.measures,
  };
  const next = (node: string): Iterable<string> => {
    const [kind = '', slot] = node.split(' ');
    return nodesIn(lists[kind]?.[Number(slot)], ir);
  };
  const reached = reachedFrom(ir, roots, next);
  const isUnread = (kind: string, slot: number): boolean =>
    !reached.has(`${kind} ${slot}`) && !reached.has(UNKNOWN);
  return {
    indicators: new Set(ir.indicators.filter((_, slot) => isUnread('indicator', slot))),
    parameters: new Set(ir.parameters.filter((_, slot) => isUnread('parameter', slot))),
  };
}

function leftOut(ir: Ir, { indicators, parameters }: Parts): Ir {
  if (indicators.size === 0 && parameters.size === 0) return ir;
  const nothing = { op: 'const', value: 0 } as const;
  return {
    ...ir,
    indicators: ir.indicators.map((indicator) =>
      indicators.has(indicator) ? { name: indicator.name, start: indicator.start, next: nothing } : indicator,
    ),
    indicatorOrder: ir.indicatorOrder.filter((slot) => !indicators.has(itemOf(ir.indicators, slot))),
    parameters: ir.parameters.map((parameter) =>
      parameters.has(parameter) ? { name: parameter.name, value: { fixed: nothing } } : parameter,
    ),
  };
}

function isHarmlessMove(bounds: Bounds, indicator: IrIndicator): boolean {
  const { next, noise, range } = indicator;
  const value = bounds.of(next);
  if (!value.safe || !isFinite(value.range)) return false;
  if (noise && !(bounds.ends(noise) && isFinite(noiseSum(bounds, indicator)))) return false;
  if (!range) return true;
  const [low, high] = [bounds.of(range[0]), bounds.of(range[1])];
  if (!low.safe || !high.safe || !isFinite(low.range) || !isFinite(high.range)) return false;
  return low.range.high <= high.range.low;
}

function isHarmlessDraw(bounds: Bounds, { value, copula }: IrParameter): boolean {
  if ('prior' in value) return isFinite(bounds.ends(value.prior, copula ? Number.MIN_VALUE : undefined));
  const facts = bounds.of(value.fixed);
  return facts.safe && isFinite(facts.range);
}

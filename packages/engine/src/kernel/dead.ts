/**
 * Leaves out what no output depends on: indicators, with their noise, and parameters that nothing reads. Drivers are
 * never left out, since their states are counted.
 *
 * Invariant: only what is proven not to fail goes, so that every trial gives the same answers, measures, counts and
 * failures. Slots stay as they are; of what is left out, frames and parameters of a trial must be asked elsewhere.
 */
import type { Executor } from '../ir/executor.ts';
import type { Ir, IrIndicator, IrParameter } from '../ir/ir.ts';
import { reachedFrom, UNKNOWN } from '../ir/reads.ts';
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
  const bounds = new Bounds(ir);
  const before = new Bounds(ir, true);
  const [indicators, mayGo] = [
    ir.indicators.map((indicator) => isHarmlessMove(bounds, indicator)),
    ir.parameters.map((parameter) => isHarmlessDraw(before, parameter)),
  ];
  const reached = reachedFrom(ir, [
    ...[ir.questions, ir.clock, ir.measures.slice(0, ir.reported), ir.drivers, ir.states, ir.variables],
    ...[ir.lines, ir.previous, ir.starts],
    // Starts are set, whoever reads them.
    ...ir.indicators.map((indicator, slot) => (indicators[slot] ? indicator.start : indicator)),
    ...ir.parameters.filter((_, slot) => !mayGo[slot]),
  ]);
  if (reached.has(UNKNOWN)) return ir;
  const isDead = (kind: string, mayGoAt: readonly boolean[]) => (_: unknown, slot: number) =>
    mayGoAt[slot] === true && !reached.has(`${kind} ${slot}`);
  const deadIndicator = isDead('indicator', indicators);
  const deadParameter = isDead('parameter', mayGo);
  if (!ir.indicators.some(deadIndicator) && !ir.parameters.some(deadParameter)) return ir;
  const nothing = { op: 'const', value: 0 } as const;
  return {
    ...ir,
    indicators: ir.indicators.map((indicator, slot) => {
      if (!deadIndicator(indicator, slot)) return indicator;
      return { name: indicator.name, start: indicator.start, next: nothing };
    }),
    indicatorOrder: ir.indicatorOrder.filter((slot) => !deadIndicator(undefined, slot)),
    parameters: ir.parameters.map((parameter, slot) =>
      deadParameter(parameter, slot) ? { name: parameter.name, value: { fixed: nothing } } : parameter,
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

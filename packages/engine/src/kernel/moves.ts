/** Facts about how indicators move, the same for both kernels. */
import { childrenOf } from '../ir/frame-zero.ts';
import type { Ir, IrExpr, IrIndicator } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { Bounds } from './bounds.ts';
import type { Interval } from './interval.ts';

/** Where the sum of an indicator's next value and its noise lies. */
export function noiseSum(bounds: Bounds, { next, noise }: IrIndicator): Interval | undefined {
  const drawn = noise && bounds.drawn(noise);
  const range = bounds.of(next).range;
  if (!drawn || !range) return undefined;
  const [low, high] = [range.low + drawn.low, range.high + drawn.high];
  return low <= high ? { low, high } : undefined;
}

/** Indicators whose old value nobody reads any more when they are moved: these need no second array. */
export function directlyWritten(ir: Ir): ReadonlySet<number> {
  const direct = new Set<number>();
  const readLater = new Set<number>();
  for (const slot of [...ir.indicatorOrder].reverse()) {
    if (!readLater.has(slot)) direct.add(slot);
    const { next, noise, range } = itemOf(ir.indicators, slot);
    for (const e of [next, ...(noise ? [...noise.args, ...(noise.within ?? [])] : []), ...(range ?? [])]) {
      collectIndicators(e, ir, readLater);
    }
  }
  return direct;
}

function collectIndicators(e: IrExpr, ir: Ir, into: Set<number>, seen = new Set<number>()): void {
  if (e.op === 'indicator') into.add(e.slot);
  if (e.op === 'measure' && !seen.has(e.slot)) {
    seen.add(e.slot);
    collectIndicators(itemOf(ir.measures, e.slot).value, ir, into, seen);
  }
  for (const child of childrenOf(e)) collectIndicators(child, ir, into, seen);
}

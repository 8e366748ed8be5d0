/** What a function that is being written may take for known, and how it reads measures by that; for both kernels. */
import { childrenOf } from '../ir/frame-zero.ts';
import type { Ir, IrExpr } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { Bounds } from './bounds.ts';

/** Measures of more nodes than this are functions of their own, which remember their value while nothing changes. */
const INLINE_MEASURE_MAX = 12;

export interface Known {
  /** Starts are being set: nothing is known of variables and indicators. */
  readonly unset?: boolean;
  /** Whether values that stay the same through a trial are kept rather than computed again. */
  readonly hoisting?: boolean;
  /** Indicators are being moved: `now` of these is in their place already, of the others in a place of its own. */
  readonly written?: ReadonlySet<number>;
  /** How many of the reported measures, from the first on, are in memory for this very moment. */
  readonly measured?: number;
}

/** Whether a measure is read from memory. */
export const isMeasured = ({ reported }: Ir, { measured = 0 }: Known, slot: number): boolean =>
  slot < Math.min(measured, reported);

/** Whether a measure that is not in memory is written out where it is read. */
export function isInlined({ measures }: Ir, bounds: Bounds, { unset }: Known, slot: number): boolean {
  const { value } = itemOf(measures, slot);
  return unset === true || bounds.of(value).size <= INLINE_MEASURE_MAX || readsNow(value);
}

const readsNow = (e: IrExpr): boolean => e.op === 'now' || childrenOf(e).some(readsNow);

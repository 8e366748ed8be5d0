/** Looks up tables for generated code, by their numbers. */
import type { IrTable } from '../ir/ir.ts';

interface Prepared {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** By point: the rise to the next one. */
  readonly slopes: Float64Array;
  readonly ends: IrTable['ends'];
}

/** `table(number, x)`, for finite x. */
export function lookUpIn(tables: readonly IrTable[]): (table: number, x: number) => number {
  const prepared = tables.map(prepare);
  return (table, x) => {
    const { xs, ys, slopes, ends } = prepared[table]!;
    const last = xs.length - 1;
    let i = 0;
    if (x >= xs[last]!) {
      if (ends !== 'extended' || x === xs[last]!) return ys[last]!;
      i = last - 1;
    } else if (x < xs[0]!) {
      if (ends !== 'extended') return ys[0]!;
    } else {
      // The last point at or before x.
      let high = last;
      while (high - i > 1) {
        const middle = (i + high) >>> 1;
        if (xs[middle]! <= x) i = middle;
        else high = middle;
      }
    }
    return ends === 'stepped' ? ys[i]! : ys[i]! + (x - xs[i]!) * slopes[i]!;
  };
}

/** Rises from point to point; infinite where they overflow. */
export const slopesOf = ({ xs, ys }: IrTable): readonly number[] =>
  xs.slice(1).map((x, i) => ((ys[i + 1] ?? 0) - (ys[i] ?? 0)) / (x - (xs[i] ?? 0)));

function prepare(table: IrTable): Prepared {
  return {
    xs: Float64Array.from(table.xs),
    ys: Float64Array.from(table.ys),
    slopes: Float64Array.from(slopesOf(table)),
    ends: table.ends,
  };
}

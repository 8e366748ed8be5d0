/** Sets of trials as half-open ranges [from, to), in order and apart: what is done, what is to be done, what is left. */

export type Range = readonly [from: number, to: number];

/** Both together; nothing when they have a trial in common. */
export function joined(a: readonly Range[], b: readonly Range[]): readonly Range[] | undefined {
  const all = [...a, ...b].sort(([x], [y]) => x - y);
  const out: [number, number][] = [];
  for (const [from, to] of all) {
    const last = out.at(-1);
    if (last && from < last[1]) return undefined;
    if (last && from === last[1]) last[1] = to;
    else out.push([from, to]);
  }
  return out;
}

/** What of `wanted` is not in `had`. */
export function without(wanted: readonly Range[], had: readonly Range[]): readonly Range[] {
  const out: Range[] = [];
  for (const [first, end] of wanted) {
    let from = first;
    for (const [a, b] of had) {
      if (b <= from || a >= end) continue;
      if (a > from) out.push([from, a]);
      from = b;
    }
    if (from < end) out.push([from, end]);
  }
  return out;
}

export const sizeOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, [from, to]) => sum + (to - from), 0);

/** The grid of shards: shard i of n has every n-th chunk of so many trials, whoever runs them. */
export const CHUNK = 4096;

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** The trials below `trials` that a shard runs, chunk by chunk. */
export function trialsOf({ index, of }: Shard, trials: number): readonly Range[] {
  if (of === 1) return trials > 0 ? [[0, trials]] : [];
  const out: Range[] = [];
  for (let from = (index - 1) * CHUNK; from < trials; from += of * CHUNK)
    out.push([from, Math.min(from + CHUNK, trials)]);
  return out;
}

/** Ranges cut at the grid of `size`, so that no part is longer. */
export function cut(ranges: readonly Range[], size: number): readonly Range[] {
  return ranges.flatMap(([from, to]) => {
    const parts: Range[] = [];
    for (let at = from; at < to; at = (Math.floor(at / size) + 1) * size)
      parts.push([at, Math.min(to, (Math.floor(at / size) + 1) * size)]);
    return parts;
  });
}

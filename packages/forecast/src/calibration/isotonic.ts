/** The rising function that fits best: pool-adjacent-violators. */
import { assure } from '../statistics/answer.ts';
import { orderOf } from '../statistics/numbers.ts';

/** Forecast values that share one fitted value. */
export interface Block {
  /** Range of the values forecast. */
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly weight: number;
  /** Weighted mean of what was observed. */
  readonly fitted: number;
}

/**
 * Least-squares isotonic regression of y on x (the mean functional). Equal x always share a value, so the fit is a
 * function of x. Ayer, Brunk, Ewing, Reid and Silverman (1955), Annals of Mathematical Statistics 26.
 *
 * @returns blocks by rising x with strictly rising fitted values
 */
export function isotonicBlocks(
  x: readonly number[],
  y: readonly number[],
  weights: readonly number[] = x.map(() => 1),
): Block[] {
  assure(
    x.length === y.length && x.length === weights.length,
    'an observation and a weight for each forecast',
  );
  const blocks: Pool[] = [];
  for (let block of tiesPooled(x, y, weights)) {
    // Equal means are pooled too: sums are compared crosswise, so that no division rounds.
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum * block.weight < block.sum * last.weight) break;
      blocks.pop();
      block = joined(last, block);
    }
    blocks.push(block);
  }
  return blocks.map(({ low, high, n, weight, sum }) => ({ low, high, n, weight, fitted: sum / weight }));
}

interface Pool {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly weight: number;
  readonly sum: number;
}

function joined(a: Pool, b: Pool): Pool {
  return { low: a.low, high: b.high, n: a.n + b.n, weight: a.weight + b.weight, sum: a.sum + b.sum };
}

/** One pool for each distinct x: their order among themselves must not matter. */
function tiesPooled(x: readonly number[], y: readonly number[], weights: readonly number[]): Pool[] {
  const pools: Pool[] = [];
  for (const at of orderOf(x)) {
    const one = { low: x[at]!, high: x[at]!, n: 1, weight: weights[at]!, sum: weights[at]! * y[at]! };
    const last = pools.at(-1);
    if (last?.high === one.low) pools[pools.length - 1] = joined(last, one);
    else pools.push(one);
  }
  return pools;
}

/** Fitted value at each x that was fitted. */
export function fittedAt(blocks: readonly Block[], x: readonly number[]): number[] {
  return x.map((value) => {
    const block = blocks.find((b) => value <= b.high) ?? blocks.at(-1);
    return block?.fitted ?? Number.NaN;
  });
}

/** Fitted value anywhere: level inside blocks, a straight line between them, level outside. */
export function interpolated(blocks: readonly Block[], x: number): number {
  const next = blocks.findIndex((b) => x <= b.high);
  if (next < 0) return blocks.at(-1)?.fitted ?? Number.NaN;
  const block = blocks[next]!;
  const before = blocks[next - 1];
  if (x >= block.low || before === undefined) return block.fitted;
  const share = (x - before.high) / (block.low - before.high);
  return before.fitted + share * (block.fitted - before.fitted);
}

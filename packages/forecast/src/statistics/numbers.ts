/** Sums and moments of plain arrays. */

export function sumOf(values: readonly number[]): number {
  // Neumaier's compensated sum: differences of large scores must not drown small ones.
  let [sum, lost] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(sum) ? sum + lost : sum;
}

/** NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

/** Σ (x − mean)² / (n − 1). */
export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return sumOf(values.map((x) => (x - mean) * (x - mean))) / (values.length - 1);
}

/** Sorted copy, numbers upwards. */
export function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Order positions by value: the sort is stable, so ties keep their order. */
export function orderOf(values: readonly number[]): number[] {
  return values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
}

/**
 * Sample quantile of sorted values, type 7 of Hyndman and Fan (1996), "Sample quantiles in statistical packages",
 * The American Statistician 50.
 */
export function quantileOfSorted(sorted: readonly number[], level: number): number {
  const at = (sorted.length - 1) * level;
  const below = Math.floor(at);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low === high ? low : low + (at - below) * (high - low);
}

/** Groups in the order in which they first appear. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

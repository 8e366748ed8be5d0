/** One-dimensional searches with a bound on their steps. */

/** Where a rising function crosses 0 in [low, high], to the last bit that halving gives; the signs at the ends must differ. */
export function bisect(rising: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let step = 0; step < 200; step++) {
    const middle = a + (b - a) / 2;
    if (middle === a || middle === b) break;
    if (rising(middle) > 0) b = middle;
    else a = middle;
  }
  return a + (b - a) / 2;
}

/**
 * The same for a smooth function, in a dozen evaluations: false position with halved weights (the Illinois method, Dowell
 * and Jarratt 1971, BIT 11), to about 14 digits.
 */
export function smoothRoot(rising: (x: number) => number, low: number, high: number): number {
  let [a, b, atA, atB] = [low, high, rising(low), rising(high)];
  let x = Number.NaN;
  let moved: 'a' | 'b' | undefined;
  for (let step = 0; step < 200; step++) {
    const before = x;
    x = b - (atB * (b - a)) / (atB - atA);
    const at = rising(x);
    if (at === 0 || Math.abs(x - before) <= 1e-15 * Math.abs(x)) break;
    // The end that stays twice counts half, or it would stay for ever.
    if (at > 0) {
      if (moved === 'b') atA /= 2;
      [b, atB, moved] = [x, at, 'b'];
    } else {
      if (moved === 'a') atB /= 2;
      [a, atA, moved] = [x, at, 'a'];
    }
  }
  return x;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** A minimum of a function of one valley in [low, high], by golden sections (Kiefer 1953, Proc. AMS 4). */
export function goldenMinimum(f: (x: number) => number, low: number, high: number, steps = 120): number {
  let [a, b] = [low, high];
  let [left, right] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [atLeft, atRight] = [f(left), f(right)];
  for (let step = 0; step < steps && b - a > 1e-13 * (Math.abs(a) + Math.abs(b)); step++) {
    if (atLeft <= atRight) {
      [b, right, atRight] = [right, left, atLeft];
      left = b - GOLDEN * (b - a);
      atLeft = f(left);
    } else {
      [a, left, atLeft] = [left, right, atRight];
      right = a + GOLDEN * (b - a);
      atRight = f(right);
    }
  }
  return (a + b) / 2;
}

/** The lowest of a function with several valleys: a grid first, then golden sections about its best point. */
export function gridMinimum(f: (x: number) => number, grid: readonly number[]): number {
  let best = 0;
  const values = grid.map(f);
  values.forEach((value, index) => {
    if (value < values[best]!) best = index;
  });
  return goldenMinimum(f, grid[Math.max(0, best - 1)]!, grid[Math.min(grid.length - 1, best + 1)]!);
}

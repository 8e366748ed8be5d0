/**
 * Histograms of integers, one a frame of a measure. The bins are fixed before the first value is seen, so histograms
 * add up in any order to the same counts.
 *
 * A measure with a declared range has 1,024 equal bins inside it and one on each side. Any other has bins by the
 * value alone: sign, binary exponent from -64 to 64, 256 bins an octave. What is larger lies in the last bin, and what
 * is smaller, but is not 0, in one bin for each sign. Exact extremes are kept beside the counts; the outermost bins
 * reach to them, and are too wide to say where in them a quantile lies.
 */

/** Bins inside a declared range. */
export const LINEAR_BINS = 1024;
/** Bins an octave. */
export const OCTAVE_BINS = 256;
const EXPONENT_MAX = 64;
export const OCTAVES = 2 * EXPONENT_MAX + 1;
/** Octaves of negative values by falling size, then zero, then octaves of positive values. */
export const PAGES = 2 * OCTAVES + 1;
const ZERO_PAGE = OCTAVES;
/** Bins of the page of zero: 0 itself, and what is nearer to it than the least octave, above and below. */
export const ZERO_BIN = 0;
export const TINY_BIN = 1;
export const TINY_NEGATIVE_BIN = 2;

/** [frame][under, 1,024 bins, over] */
export const LINEAR_FRAME_SIZE = LINEAR_BINS + 2;

export interface LinearCounts {
  readonly kind: 'linear';
  readonly low: number;
  readonly high: number;
  /** [frame][under, bins, over] */
  readonly counts: Uint32Array;
}

export interface LogLinearCounts {
  readonly kind: 'log-linear';
  /** [frame][page]: counts of one octave, by size without sign; null while empty. */
  readonly pages: (Uint32Array | null)[];
  /** How many are not null. */
  made: number;
}

export interface Histograms {
  readonly bins: LinearCounts | LogLinearCounts;
  /** Smallest and largest value of each frame; +Infinity and -Infinity before the first. */
  readonly least: Float64Array;
  readonly most: Float64Array;
}

export function createHistograms(frames: number, range: readonly [number, number] | undefined): Histograms {
  return {
    bins: range
      ? { kind: 'linear', low: range[0], high: range[1], counts: new Uint32Array(frames * LINEAR_FRAME_SIZE) }
      : { kind: 'log-linear', pages: new Array<Uint32Array | null>(frames * PAGES).fill(null), made: 0 },
    least: new Float64Array(frames).fill(Infinity),
    most: new Float64Array(frames).fill(-Infinity),
  };
}

export function clearHistograms({ bins, least, most }: Histograms): void {
  if (bins.kind === 'linear') bins.counts.fill(0);
  else {
    bins.pages.fill(null);
    bins.made = 0;
  }
  least.fill(Infinity);
  most.fill(-Infinity);
}

const asFloat = new Float64Array(1);
const asWords = new Uint32Array(asFloat.buffer);
/** Which of the two words of a double has sign and exponent. */
const HIGH_WORD = (() => {
  asFloat[0] = 1;
  return asWords[1] === 0x3ff00000 ? 1 : 0;
})();

/**
 * Values of several trials: that of the i-th at a frame is `values[from + i * stride + frame]`. They are walked frame by
 * frame, so that the counts of one stay at hand.
 */
export interface Rows {
  readonly values: Float64Array;
  readonly from: number;
  readonly stride: number;
  readonly count: number;
}

/** Adds values to the histogram of each frame. */
export function addRows(histograms: Histograms, rows: Rows): void {
  const { bins, least, most } = histograms;
  const { values, stride, count } = rows;
  const frames = least.length;
  let odd = 0;
  for (let frame = 0; frame < frames; frame++) {
    let low = least[frame] as number;
    let high = most[frame] as number;
    for (let i = 0, cell = rows.from + frame; i < count; i++, cell += stride) {
      const value = values[cell] as number;
      odd += value - value; // NaN when the value is not finite
      if (value < low) low = value;
      if (value > high) high = value;
    }
    least[frame] = low;
    most[frame] = high;
  }
  if (odd !== 0) throw new Error('InvariantError: a measure of a trial that did not fail is not finite');
  if (bins.kind === 'linear') addLinear(bins, frames, rows);
  else addLogLinear(bins, frames, rows);
}

function addLinear(
  { low, high, counts }: LinearCounts,
  frames: number,
  { values, from, stride, count }: Rows,
): void {
  const scale = high > low ? LINEAR_BINS / (high - low) : 0;
  for (let frame = 0, base = 0; frame < frames; frame++, base += LINEAR_FRAME_SIZE) {
    for (let i = 0, cell = from + frame; i < count; i++, cell += stride) {
      const value = values[cell] as number;
      let bin: number;
      if (value < low) bin = 0;
      else if (value > high) bin = LINEAR_BINS + 1;
      else bin = Math.min(LINEAR_BINS, Math.floor((value - low) * scale) + 1);
      (counts[base + bin] as number)++;
    }
  }
}

function addLogLinear(bins: LogLinearCounts, frames: number, { values, from, stride, count }: Rows): void {
  for (let frame = 0; frame < frames; frame++)
    for (let i = 0, cell = from + frame; i < count; i++, cell += stride)
      countLogLinear(bins, frame, values[cell] as number, 1);
}

function countLogLinear(bins: LogLinearCounts, frame: number, value: number, times: number): void {
  asFloat[0] = value;
  const word = asWords[HIGH_WORD] as number;
  const exponent = ((word >>> 20) & 0x7ff) - 1023;
  let page: number;
  let bin: number;
  if (exponent < -EXPONENT_MAX) {
    page = ZERO_PAGE;
    bin = value === 0 ? ZERO_BIN : value > 0 ? TINY_BIN : TINY_NEGATIVE_BIN;
  } else {
    const clipped = exponent > EXPONENT_MAX;
    const octave = clipped ? OCTAVES : exponent + EXPONENT_MAX + 1;
    page = word >>> 31 ? ZERO_PAGE - octave : ZERO_PAGE + octave;
    bin = clipped ? OCTAVE_BINS - 1 : (word >>> 12) & (OCTAVE_BINS - 1);
  }
  const at = frame * PAGES + page;
  const counts = bins.pages[at] ?? makePage(bins, at);
  (counts[bin] as number) += times;
}

/** The counts of one octave at one frame, where there are none yet. */
export function makePage(bins: LogLinearCounts, at: number): Uint32Array {
  bins.made++;
  return (bins.pages[at] = new Uint32Array(OCTAVE_BINS));
}

/** Adds a finite value, so many times, to the histogram of one frame; bins must be log-linear. */
export function addFrame(
  { bins, least, most }: Histograms,
  frame: number,
  value: number,
  times: number,
): void {
  if (bins.kind !== 'log-linear')
    throw new Error('InvariantError: single values are counted without a range');
  least[frame] = Math.min(least[frame] as number, value);
  most[frame] = Math.max(most[frame] as number, value);
  countLogLinear(bins, frame, value, times);
}

/** A bin that is not empty, clipped to the extremes of its frame. */
export interface Bin {
  readonly count: number;
  readonly low: number;
  readonly high: number;
  /** One of the outermost ones, and wider than those inside are: where its values lie in it is not known. */
  readonly isOpen: boolean;
}

/** The bins of a frame that are not empty, by rising value. */
export function binsOf(histograms: Histograms, frame: number): Bin[] {
  const least = histograms.least[frame] as number;
  const most = histograms.most[frame] as number;
  const inside = (end: number): number => Math.min(most, Math.max(least, end));
  const found: Bin[] = [];
  eachBin(histograms, frame, (count, low, high, isOpen) =>
    found.push({ count, low: inside(low), high: inside(high), isOpen }),
  );
  return found;
}

/** The histograms of both together; neither is changed. */
export function mergeHistograms(a: Histograms, b: Histograms): Histograms {
  return {
    bins: mergeBins(a.bins, b.bins),
    least: a.least.map((value, frame) => Math.min(value, b.least[frame] ?? Infinity)),
    most: a.most.map((value, frame) => Math.max(value, b.most[frame] ?? -Infinity)),
  };
}

function mergeBins(a: Histograms['bins'], b: Histograms['bins']): Histograms['bins'] {
  if (a.kind === 'linear' && b.kind === 'linear' && a.low === b.low && a.high === b.high) {
    return { ...a, counts: addCounts(a.counts, b.counts) };
  }
  if (a.kind === 'log-linear' && b.kind === 'log-linear') {
    const pages = a.pages.map((page, i) => {
      const other = b.pages[i] ?? null;
      return page && other ? addCounts(page, other) : ((page ?? other)?.slice() ?? null);
    });
    return { kind: 'log-linear', pages, made: pages.reduce((made, page) => made + (page ? 1 : 0), 0) };
  }
  throw new Error('InvariantError: histograms of different bins do not add up');
}

/** Elementwise sum of two lists of counts. */
export function addCounts(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (a.length !== b.length) throw new Error('InvariantError: counts of different shapes do not add up');
  return a.map((count, i) => count + (b[i] as number));
}

/**
 * Quantiles of one frame at `percents`, rising whole percentages: linear inside the bin in which the count reaches
 * that share, clipped to the extremes; undefined when nothing was counted. The exact sample quantile (the least value with at least that share
 * of the values at or below it) lies in the same bin, so the error is below the width of a bin: 1/1,024 of a declared
 * range, else 1/256 of the value. Null where the bin is wider: outside the declared range, and without one where the
 * size is above 2^65 or, but for 0 itself, below 2^-64.
 */
export function quantiles(
  histograms: Histograms,
  frame: number,
  percents: readonly number[],
): (number | null)[] | undefined {
  const least = histograms.least[frame] as number;
  const most = histograms.most[frame] as number;
  const total = countOf(histograms, frame);
  if (total === 0) return undefined;
  const found: (number | null)[] = [];
  let below = 0;
  eachBin(histograms, frame, (count, low, high, isOpen) => {
    for (let percent = percents[found.length]; percent !== undefined; percent = percents[found.length]) {
      const wanted = (percent * total) / 100 - below;
      if (wanted > count) break;
      const value = low + (high - low) * (wanted / count);
      found.push(isOpen ? null : Math.min(most, Math.max(least, value)) + 0);
    }
    below += count;
  });
  return found;
}

/** How many values a frame has. */
export function countOf(histograms: Histograms, frame: number): number {
  let total = 0;
  eachBin(histograms, frame, (count) => void (total += count));
  return total;
}

/** Calls back for each bin that is not empty, by rising value. */
function eachBin(
  { bins, least, most }: Histograms,
  frame: number,
  visit: (count: number, low: number, high: number, isOpen: boolean) => unknown,
): void {
  const first = least[frame] as number;
  const last = most[frame] as number;
  /** Of outermost bins: whether there is more of them between the extremes than those inside are wide. */
  const isOpen = (low: number, high: number, widthOf: (low: number, high: number) => number): boolean => {
    const [from, to] = [Math.max(first, low), Math.min(last, high)];
    return to - from > widthOf(from, to);
  };
  if (bins.kind === 'linear') {
    const width = (bins.high - bins.low) / LINEAR_BINS;
    const base = frame * LINEAR_FRAME_SIZE;
    for (let bin = 0; bin < LINEAR_FRAME_SIZE; bin++) {
      const count = bins.counts[base + bin] as number;
      if (count === 0) continue;
      const low = bin === 0 ? first : bins.low + (bin - 1) * width;
      const high = bin === LINEAR_FRAME_SIZE - 1 ? last : bins.low + bin * width;
      const isOutermost = bin === 0 || bin === LINEAR_FRAME_SIZE - 1;
      visit(count, low, high, isOutermost && isOpen(low, high, () => width));
    }
    return;
  }
  for (let page = 0; page < PAGES; page++) {
    const counts = bins.pages[frame * PAGES + page];
    if (!counts) continue;
    if (page === ZERO_PAGE) {
      const tiny = POWERS[0] as number;
      for (const [bin, low, high] of [
        [TINY_NEGATIVE_BIN, -tiny, 0],
        [ZERO_BIN, 0, 0],
        [TINY_BIN, 0, tiny],
      ] as const) {
        const count = counts[bin] as number;
        if (count !== 0) visit(count, low, high, isOpen(low, high, octaveBinWidth));
      }
      continue;
    }
    const negative = page < ZERO_PAGE;
    const octave = (negative ? ZERO_PAGE - page : page - ZERO_PAGE) - 1;
    const size = POWERS[octave] as number;
    for (let i = 0; i < OCTAVE_BINS; i++) {
      const bin = negative ? OCTAVE_BINS - 1 - i : i;
      const count = counts[bin] as number;
      if (count === 0) continue;
      const near = size * (1 + bin / OCTAVE_BINS);
      const isOutermost = octave === OCTAVES - 1 && bin === OCTAVE_BINS - 1;
      const far = size * (1 + (bin + 1) / OCTAVE_BINS);
      const low = negative ? (isOutermost ? Math.min(-far, first) : -far) : near;
      const high = negative ? -near : isOutermost ? Math.max(far, last) : far;
      visit(count, low, high, isOutermost && isOpen(low, high, octaveBinWidth));
    }
  }
}

const octaveBinWidth = (low: number, high: number): number =>
  Math.min(Math.abs(low), Math.abs(high)) / OCTAVE_BINS;

/** 2^-64 to 2^64. */
const POWERS = (() => {
  const powers = new Float64Array(OCTAVES);
  let power = 1;
  for (let e = 0; e <= EXPONENT_MAX; e++, power *= 2) {
    powers[EXPONENT_MAX + e] = power;
    powers[EXPONENT_MAX - e] = 1 / power;
  }
  return powers;
})();

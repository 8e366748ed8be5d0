/**
 * Where everything lies in the one memory: constants and tables first, then what belongs to trials, slot by slot
 * with a place for each trial of the block, then room for events and timers that grows.
 *
 * Invariant: a trial is known by its offset `l` of 8 bytes a trial; its 32-bit values lie at l / 2.
 */

/** Trials of a block. A multiple of 4. */
export const LANES = 256;
/** Bytes of a slot of binary64s, and of one of 32-bit integers. */
export const WIDE = LANES * 8;
export const NARROW = LANES * 4;

const START = 16;
const PAGE = 65536;

export interface Filled {
  readonly at: number;
  readonly values: Int32Array | Float64Array;
}

export class Layout {
  readonly filled: Filled[] = [];
  /** What is 0 before each block. */
  readonly cleared: { readonly from: number; to: number }[] = [];
  private next = START;
  /** By value; -0, which is no key beside 0, stands as text. */
  private readonly constants = new Map<number | string, number>();

  take(bytes: number): number {
    const at = this.next;
    this.next += Math.ceil(bytes / 16) * 16;
    return at;
  }

  /** Slots of binary64s, and of 32-bit integers, of each trial: 0 before it begins. */
  wide(slots: number): number {
    return this.ofTrials(slots * WIDE);
  }

  narrow(slots: number): number {
    return this.ofTrials(slots * NARROW);
  }

  /** The same for what is written before it is read. */
  wideUnset(slots: number): number {
    return this.take(slots * WIDE);
  }

  narrowUnset(slots: number): number {
    return this.take(slots * NARROW);
  }

  private ofTrials(bytes: number): number {
    const from = this.take(bytes);
    const last = this.cleared.at(-1);
    if (last?.to === from) last.to = this.next;
    else this.cleared.push({ from, to: this.next });
    return from;
  }

  integers(values: readonly number[]): number {
    const at = this.take(values.length * 4);
    this.filled.push({ at, values: Int32Array.from(values) });
    return at;
  }

  floats(values: ArrayLike<number>): number {
    const at = this.take(values.length * 8);
    this.filled.push({ at, values: new Float64Array(values) });
    return at;
  }

  /** Where a constant lies. */
  constant(value: number): number {
    const key = Object.is(value, -0) ? '-0' : value;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const at = this.floats([value]);
    this.constants.set(key, at);
    return at;
  }

  get end(): number {
    return this.next;
  }

  get pages(): number {
    return Math.ceil((this.next + PAGE) / PAGE);
  }
}

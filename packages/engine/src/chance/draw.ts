/**
 * Addressed draws: every random number of a trial, by its address.
 *
 * Invariant: a draw is a pure function of (seed, stream, trial, site, step, occurrence). Nothing is drawn in
 * sequence, so no draw can move another. The addressing is fixed by docs/decisions/0001-draw-addressing.md:
 *
 *   key      [seed word 0, seed word 1, site hash, stream]
 *   counter  [trial, low 32 bits; trial, high bits; step >>> 2; occurrence]
 *   word     number (step & 3) of the block's four
 *
 * The second word of a draw stands at the same place of the block with occurrence | 0x80000000.
 */
import type { SeedKey } from './seed.ts';
import { fillBlock } from './threefry.ts';

/** What is common to all draws of a run: the seed's words and the stream, an unsigned 32-bit number. */
export interface DrawKey {
  readonly seed: SeedKey;
  readonly stream: number;
}

/** Set in the occurrence of a draw's second word; occurrences themselves stay below it. */
export const SECOND_WORD = 0x80000000;

const TWO_32 = 4294967296;
const TWO_MINUS_32 = 1 / TWO_32;

/** The least and the greatest value of `toUnit`: 2^-33 and 1 - 2^-33. */
export const SMALLEST_UNIT = 0.5 * TWO_MINUS_32;
export const LARGEST_UNIT = 1 - SMALLEST_UNIT;

const block = new Uint32Array(4);

/**
 * The first word of a draw, an unsigned 32-bit integer.
 *
 * @param site the hash of the site's name, see `siteHash`
 * @param trial a safe integer of at least 0
 * @param step from 0 to 2^32 - 1
 * @param occurrence counts the draws of this site in this step from 0; below 2^31
 * @throws RangeError when trial, step or occurrence is outside these limits, since it would share its address
 */
export function drawWord(
  key: DrawKey,
  site: number,
  trial: number,
  step: number,
  occurrence: number,
): number {
  requireAddress(trial, step, occurrence);
  return wordAt(key, site, trial, step, occurrence);
}

/** The second word of the same draw: the 32 bits that follow the first. Arguments and errors as `drawWord`. */
export function drawSecondWord(
  key: DrawKey,
  site: number,
  trial: number,
  step: number,
  occurrence: number,
): number {
  requireAddress(trial, step, occurrence);
  return wordAt(key, site, trial, step, occurrence | SECOND_WORD);
}

function wordAt(key: DrawKey, site: number, trial: number, step: number, occurrence: number): number {
  const trialHigh = Math.floor(trial * TWO_MINUS_32);
  fillBlock(block, 0, key.seed[0], key.seed[1], site, key.stream, trial, trialHigh, step >>> 2, occurrence);
  return block[step & 3]!;
}

function requireAddress(trial: number, step: number, occurrence: number): void {
  if (!(Number.isSafeInteger(trial) && trial >= 0)) {
    throw new RangeError(`A trial must be a safe integer of at least 0 but is ${trial}.`);
  }
  if (step >>> 0 !== step) throw new RangeError(`A step must be a whole number below 2^32 but is ${step}.`);
  if (!(occurrence >>> 0 === occurrence && occurrence < SECOND_WORD)) {
    throw new RangeError(`An occurrence must be a whole number below 2^31 but is ${occurrence}.`);
  }
}

/**
 * Whether a draw lies below a threshold, decided exactly. The draw is the 64-bit fraction
 * first/2^32 + second/2^64; the threshold is a binary64 in [0, 1]. Scaling a binary64 by 2^32 and splitting off
 * its whole part are exact, so no rounding enters. The second word is asked for only where the first is equal to
 * the threshold's first 32 bits and the threshold goes on after them: once in 2^32 draws.
 *
 * The chance of `true` is the threshold rounded up to a multiple of 2^-64, so it is right to within 2^-64; 0 is
 * never and 1 always. A threshold that is NaN gives false; callers refuse it before.
 */
export function isBelow(first: number, second: () => number, threshold: number): boolean {
  const scaled = threshold * TWO_32;
  const whole = Math.floor(scaled);
  if (first !== whole) return first < whole;
  const rest = scaled - whole;
  return rest > 0 && second() < rest * TWO_32;
}

/**
 * The uniform number of a word, for quantile functions: the middle of the word's interval of width 2^-32.
 * Exact, in (0, 1), and symmetric: the complement of a word gives 1 minus its number.
 */
export function toUnit(word: number): number {
  return (word + 0.5) * TWO_MINUS_32;
}

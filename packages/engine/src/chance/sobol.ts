/**
 * Points of a Sobol sequence, scrambled so that each is uniform and the net stays a net.
 *
 * Source: I. M. Sobol', USSR Comput. Math. Math. Phys. 7 (1967), 86-112; the order is that of the Gray code (Antonov
 * and Saleev 1979), so that the first 2^m points are a net for every m. The scrambling is the random linear one with a
 * digital shift (J. Matoušek, J. Complexity 14 (1998), 527-556): in each dimension the digits of a point are multiplied
 * by a random lower triangular matrix over GF(2) with ones on its diagonal, and random digits are added. An estimate
 * from such points is unbiased, and its variance is known from replications with other scramblings.
 */
import { drawWord, type DrawKey } from './draw.ts';
import { DIRECTION_NUMBERS } from './sobol-numbers.ts';

const BITS = 32;

/** Dimensions for which there are direction numbers. */
export const SOBOL_DIMENSIONS = 512;

let published: readonly string[] | undefined;
const directions = new Map<number, Uint32Array>();

/**
 * Direction numbers of a dimension (from 0), as fractions of 2^32: v_1, v_2, … v_32.
 * @throws RangeError for a dimension that has none
 */
function directionsOf(dimension: number): Uint32Array {
  const known = directions.get(dimension);
  if (known) return known;
  const v = Uint32Array.from({ length: BITS }, (_, i) => 1 << (BITS - 1 - i));
  if (dimension > 0) {
    published ??= DIRECTION_NUMBERS.trim().split('\n');
    const [polynomial, ...m] = (published[dimension - 1] ?? '').split(' ').map(Number);
    if (polynomial === undefined || m.length === 0)
      throw new RangeError(
        `A Sobol sequence has ${SOBOL_DIMENSIONS} dimensions here, and none is ${dimension}.`,
      );
    const degree = m.length;
    for (let i = 0; i < BITS; i++) {
      if (i < degree) {
        v[i] = (m[i] as number) << (BITS - 1 - i);
        continue;
      }
      const before = v[i - degree] as number;
      let next = before ^ (before >>> degree);
      for (let k = 1; k < degree; k++) if ((polynomial >>> (degree - k)) & 1) next ^= v[i - k] as number;
      v[i] = next;
    }
  }
  directions.set(dimension, v);
  return v;
}

function pointOf(v: Uint32Array, index: number, shift: number): number {
  let word = shift;
  for (let gray = index ^ (index >>> 1), i = 0; gray !== 0; gray >>>= 1, i++)
    if (gray & 1) word ^= v[i] as number;
  return word >>> 0;
}

/**
 * A coordinate of the unscrambled sequence, as a fraction of 2^32.
 * @param index of the point, from 0, below 2^32
 * @param dimension from 0, below SOBOL_DIMENSIONS
 */
export const sobolWord = (dimension: number, index: number): number =>
  pointOf(directionsOf(dimension), index, 0);

interface Scrambled {
  readonly v: Uint32Array;
  readonly shift: number;
}

/**
 * The scrambling of one dimension on a key and a site. Its random digits are draws of the site in trial 0 at steps 1
 * to 33, which no parameter draws.
 */
function scramble(dimension: number, key: DrawKey, site: number): Scrambled {
  // Row i of the matrix: which digits of a point make digit i; its own always does.
  const rows = Array.from({ length: BITS }, (_, i) => {
    const own = 1 << (BITS - 1 - i);
    const before = i === 0 ? 0 : -1 << (BITS - i);
    return (drawWord(key, site, 0, i + 1, 0) & before) | own;
  });
  const v = directionsOf(dimension).map((word) =>
    rows.reduce((digits, row, i) => digits | (parity(row & word) << (BITS - 1 - i)), 0),
  );
  return { v, shift: drawWord(key, site, 0, BITS + 1, 0) };
}

function parity(word: number): number {
  let x = word;
  for (const by of [16, 8, 4, 2, 1]) x ^= x >>> by;
  return x & 1;
}

/** Scramblings made last; those of a run, which has one key. */
const scrambled = new Map<string, Scrambled>();
const KEPT_MAX = 4096;

/**
 * A coordinate of the scrambled sequence, as a fraction of 2^32: a word as a draw of the site would give.
 * Arguments as `sobolWord`; the scrambling is a function of key, site and dimension alone.
 */
export function scrambledSobolWord(dimension: number, index: number, key: DrawKey, site: number): number {
  const name = `${key.seed[0]} ${key.seed[1]} ${key.stream} ${site} ${dimension}`;
  let found = scrambled.get(name);
  if (!found) {
    if (scrambled.size >= KEPT_MAX) scrambled.clear();
    found = scramble(dimension, key, site);
    scrambled.set(name, found);
  }
  return pointOf(found.v, index, found.shift);
}

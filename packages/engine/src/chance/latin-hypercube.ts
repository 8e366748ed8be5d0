/**
 * Latin hypercube samples by address: in each dimension every one of N equal strata holds exactly one of N points, at
 * a uniform place in it.
 *
 * Source: M. D. McKay, R. J. Beckman and W. J. Conover, Technometrics 21 (1979), 239-245. Which point has which stratum
 * is a keyed permutation of 0 … N-1, computed point by point: a Feistel network on the next even number of bits, walked
 * on until it is below N (J. Black and P. Rogaway, CT-RSA 2002), with the finaliser of MurmurHash3 as its rounds.
 */
import { drawWord, type DrawKey } from './draw.ts';

const ROUNDS = 6;
const TWO_32 = 4294967296n;

interface Permutation {
  readonly half: number;
  readonly keys: readonly number[];
}

const permutations = new Map<string, Permutation>();
const KEPT_MAX = 4096;

/** Its keys are draws of the site in trial 0 at steps 34 to 39, which no parameter draws. */
function permutationOf(of: number, key: DrawKey, site: number): Permutation {
  const name = `${key.seed[0]} ${key.seed[1]} ${key.stream} ${site} ${of}`;
  const known = permutations.get(name);
  if (known) return known;
  if (permutations.size >= KEPT_MAX) permutations.clear();
  const bits = Math.max(2, 32 - Math.clz32(of - 1));
  const made: Permutation = {
    half: Math.ceil(bits / 2),
    keys: Array.from({ length: ROUNDS }, (_, i) => drawWord(key, site, 0, 34 + i, 0)),
  };
  permutations.set(name, made);
  return made;
}

/** The stratum of a point: a permutation of 0 … of - 1. */
export function stratumOf(index: number, of: number, key: DrawKey, site: number): number {
  if (of === 1) return 0;
  const { half, keys } = permutationOf(of, key, site);
  const mask = (1 << half) - 1;
  let at = index;
  do {
    let left = Math.floor(at / (mask + 1));
    let right = at % (mask + 1);
    for (const round of keys) {
      const next = (left ^ mixed(right ^ round)) & mask;
      left = right;
      right = next >>> 0;
    }
    at = left * (mask + 1) + right;
  } while (at >= of);
  return at;
}

/** The 32-bit finaliser of MurmurHash3 (Appleby), a bijection that spreads every bit. */
function mixed(word: number): number {
  let x = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** The first word whose number, (word + 1/2) / 2^32, is not below stratum / of. */
function firstWord(stratum: number, of: number): number {
  const twice = 2n * BigInt(stratum) * TWO_32 - BigInt(of);
  const by = 2n * BigInt(of);
  return twice <= 0n ? 0 : Number((twice + by - 1n) / by);
}

/**
 * A coordinate of a point, as a word whose number in (0, 1) lies in the point's stratum.
 * @param index of the point, from 0, below `of`
 * @param of how many points there are, from 1 to 2^32 - 1
 */
export function latinHypercubeWord(index: number, of: number, key: DrawKey, site: number): number {
  const stratum = stratumOf(index, of, key, site);
  const first = firstWord(stratum, of);
  const count = firstWord(stratum + 1, of) - first;
  // Where in the stratum: the draw that the site has without a design.
  return first + Math.floor((drawWord(key, site, index, 0, 0) * count) / 4294967296);
}

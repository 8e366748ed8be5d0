/**
 * Chance for resampling: the alea generator of seedrandom, seeded by text. Equal seeds give equal draws on every
 * machine, so a band or a permutation p can be computed again.
 */
import alea from 'seedrandom/lib/alea.js';

export interface Chance {
  /** In [0, 1). */
  readonly uniform: () => number;
  /** A whole number in [0, below). */
  readonly index: (below: number) => number;
  /** 1 with the probability given, else 0. */
  readonly bernoulli: (probability: number) => 0 | 1;
}

export function chanceOf(seed: string): Chance {
  const next = alea(seed.normalize('NFC'));
  return {
    uniform: () => next(),
    index: (below) => Math.floor(next() * below),
    bernoulli: (probability) => (next() < probability ? 1 : 0),
  };
}

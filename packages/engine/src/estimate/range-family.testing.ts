/** Distributions of p for tests of the range over assumptions, and seeded samples of them. */
import type { PointCount } from './range.ts';

/** Mulberry32: a test's own small generator. */
export function generator(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Law = (u: () => number) => number;

/** Beta(a, b) with whole a and b: the a-th smallest of a + b - 1 uniform numbers. */
const beta =
  (a: number, b: number): Law =>
  (u) =>
    Array.from({ length: a + b - 1 }, u).sort((x, y) => x - y)[a - 1]!;

/** Beta(1, b): the smallest of b uniform numbers. */
const smallest =
  (b: number): Law =>
  (u) => {
    let least = 1;
    for (let i = 0; i < b; i++) least = Math.min(least, u());
    return least;
  };

const even =
  (low: number, high: number): Law =>
  (u) =>
    low + (high - low) * u();

const camps =
  (one: number, other: number, share: number): Law =>
  (u) =>
    u() < share ? one : other;

export const FAMILY: Readonly<Record<string, Law>> = {
  even: even(0.2, 0.6),
  'even, narrow': even(0.3, 0.4),
  'even, narrow and low': even(0.04, 0.06),
  'two points': camps(0.1, 0.5, 0.9),
  'far camps': camps(0.2, 0.8, 0.5),
  'near camps': camps(0.45, 0.55, 0.5),
  'uneven camps': camps(0.3, 0.4, 0.8),
  'two humps': (u) => (u() < 0.5 ? beta(30, 70)(u) : beta(70, 30)(u)),
  'beta(2, 2)': beta(2, 2),
  'beta(1, 3)': beta(1, 3),
  'beta(20, 30)': beta(20, 30),
  rare: smallest(499),
  'near 1': beta(49, 1),
};

/** `points` draws of p and how many of `trials` said yes on each. */
export function sample(law: Law, points: number, trials: number, seed: number): PointCount[] {
  const u = generator(seed);
  return Array.from({ length: points }, () => {
    const p = law(u);
    let yes = 0;
    for (let i = 0; i < trials; i++) if (u() < p) yes++;
    return { yes, of: trials };
  });
}

/** 5th and 95th percentile of a law, from 20,000 draws. */
export function percentilesOf(law: Law): readonly [number, number] {
  const u = generator(1);
  const draws = Float64Array.from({ length: 20_000 }, () => law(u)).sort();
  return [draws[1000]!, draws[19_000]!];
}

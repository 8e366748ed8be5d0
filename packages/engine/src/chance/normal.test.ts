import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { publishedQuantile } from './normal-published.ts';
import { normalCdf, normalQuantile, normalScore } from './normal.ts';
import { toUnit } from './draw.ts';

const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

describe('normalQuantile', () => {
  // Wichura (1988), the paper's check values; 0.975 from Abramowitz and Stegun table 26.5 and mpmath
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798408],
    [0.975, 1.959963984540054],
    [0.5, 0],
    [0, -Infinity],
    [1, Infinity],
  ])('of %d is %d', (u, expected) => {
    if (Number.isFinite(expected) && expected !== 0) {
      expect(relative(normalQuantile(u), expected)).toBeLessThan(1e-15);
    } else {
      expect(normalQuantile(u)).toBe(expected);
    }
  });

  it('is NaN outside [0, 1]', () => {
    expect([-0.1, 1.1, NaN].map(normalQuantile)).toEqual([NaN, NaN, NaN]);
  });

  it('is odd about 1/2, for the numbers words give', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (word) => {
        const u = (word + 0.5) / 2 ** 32;
        return normalQuantile(1 - u) === -normalQuantile(u);
      }),
      { seed: 10 },
    );
  });

  // by mpmath 1.3 with 40 digits: ends of pieces, of octaves, of the table, and what lies beyond it
  it.each([
    [0.25, -0.6744897501960817432],
    [0.2578125, -0.65010407064799519438],
    [0.007812499999999999, -2.4175590162365051023],
    [0.49999999988358467, -2.9180993729166226723e-10],
    [0.4931640625, -0.0171359928260878351],
    [1.1641532182693481e-10, -6.3379577545537892525],
    [1e-10, -6.3613409024040561991],
  ])('is as exact at the ends of pieces: %d', (u, expected) => {
    expect(Math.abs(normalQuantile(u) - expected)).toBeLessThan(7e-16 * Math.max(Math.abs(expected), 0.01));
  });

  it('lies within 1.5e-15 of the published approximation over all pieces, relatively', () => {
    for (let octave = -33; octave < -1; octave++) {
      for (let i = 0; i < 128; i++) {
        const p = 2 ** octave * (1 + (i + 0.37) / 128);
        if (p > 0.49) continue;
        expect(relative(normalQuantile(p), publishedQuantile(p))).toBeLessThan(1.5e-15);
      }
    }
  });

  it('is what words give, by their own way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.nat(31), (word, shift) => {
        for (const w of [word, word >>> shift, ~(word >>> shift) >>> 0])
          if (!Object.is(normalScore(w), normalQuantile(toUnit(w)))) return false;
        return true;
      }),
      { seed: 13, numRuns: 2000 },
    );
    for (const w of [0, 1, 2, 31, 32, 33, 63, 64, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff])
      expect(normalScore(w)).toBe(normalQuantile(toUnit(w)));
  });

  it('never falls from one word to the next, at the seams of its pieces too', () => {
    for (const seam of [0.075, 0.925, 0.25, 0.2578125, 0.125, 0.4921875, Math.exp(-25), 1 - 2 ** -20, 0.5]) {
      const from = Math.floor(seam * 2 ** 32);
      for (let word = Math.max(0, from - 2000); word < from + 2000; word++) {
        expect(normalQuantile((word + 1.5) / 2 ** 32)).toBeGreaterThanOrEqual(
          normalQuantile((word + 0.5) / 2 ** 32),
        );
      }
    }
  });
});

describe('normalCdf', () => {
  // erfc(-x/sqrt(2))/2 by mpmath 1.3 with 40 digits
  it.each([
    [0.1, 0.53982783727702898147],
    [-0.5, 0.30853753872598689636],
    [1, 0.84134474606854294859],
    [-1, 0.15865525393145705141],
    [2.5, 0.99379033467422386483],
    [-5, 2.8665157187919391167e-7],
    [-8, 6.2209605742717841235e-16],
    [-12.5, 3.7325642988777133772e-36],
    [-20, 2.7536241186062336951e-89],
    [-37, 5.7255712225245768227e-300],
  ])('of %d is %d', (x, expected) => expect(relative(normalCdf(x), expected)).toBeLessThan(1e-15));

  it('ends in 0, 1/2 and 1', () => {
    expect([-Infinity, -50, 0, 9, 50, Infinity, NaN].map(normalCdf)).toEqual([0, 0, 0.5, 1, 1, 1, NaN]);
  });

  it('has tails that add up to 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 8, noNaN: true }),
        (x) => Math.abs(normalCdf(x) + normalCdf(-x) - 1) < 2.3e-16,
      ),
      { seed: 11 },
    );
  });

  it('is undone by the quantile function', () => {
    // down to 1e-300: dz = dP/P / |z|, so the relative error of z is that of P over z^2
    fc.assert(
      fc.property(
        fc.double({ min: -37, max: -0.01, noNaN: true }),
        (x) => relative(normalQuantile(normalCdf(x)), x) < 1e-13,
      ),
      { seed: 12, numRuns: 2000 },
    );
  });
});

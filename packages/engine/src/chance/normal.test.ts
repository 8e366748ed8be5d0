import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { normalCdf, normalQuantile } from './normal.ts';

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

  it('never falls from one word to the next, at the seams of its three pieces too', () => {
    for (const seam of [0.075, 0.925, Math.exp(-25), 1 - 2 ** -20, 0.5]) {
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

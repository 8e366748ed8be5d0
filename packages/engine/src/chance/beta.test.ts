import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { betaCdf, betaQuantile } from './beta.ts';
import { binet, logGamma } from './gamma.ts';

const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);
const shape = fc.double({ min: -2.99, max: 9, noNaN: true }).map((power) => Math.exp(power));

describe('logGamma', () => {
  // mpmath 1.3, 40 digits
  it.each([
    [0.05, 2.9688792010517308254],
    [0.5, 0.57236494292470008707],
    [1.5, -0.12078223763524522235],
    [3.7, 1.4280723266653879219],
    [10, 12.801827480081469611],
    [123.25, 468.61448295051664423],
    [1_000_000, 12815504.56914761166],
  ])('of %d', (z, expected) => {
    expect(Math.abs(logGamma(z) - expected)).toBeLessThan(2e-15 * Math.max(1, Math.abs(expected)));
  });

  it('is the logarithm of a factorial', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(2e-14);
      factorial *= n;
    }
  });

  it('has the reflection J(1/2) = (1 - ln 2)/2', () => {
    expect(Math.abs(binet(0.5) - (1 - Math.LN2) / 2)).toBeLessThan(1e-16 * 3);
  });
});

describe('betaCdf', () => {
  it('is x for Beta(1, 1), x^a for Beta(a, 1), and 1 - (1 - x)^b for Beta(1, b)', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.999, noNaN: true }), shape, (x, a) => {
        expect(relative(betaCdf(x, 1, 1), x)).toBeLessThan(1e-14);
        expect(Math.abs(betaCdf(x, a, 1) - Math.pow(x, a))).toBeLessThan(1e-12);
        expect(Math.abs(betaCdf(x, 1, a) + Math.expm1(a * Math.log1p(-x)))).toBeLessThan(1e-12);
      }),
      { seed: 13 },
    );
  });

  it('is the arcsine law for Beta(1/2, 1/2)', () => {
    for (let x = 0.01; x < 1; x += 0.01) {
      expect(relative(betaCdf(x, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(x)))).toBeLessThan(1e-13);
    }
  });

  it('is a binomial tail for whole shapes: I_x(k, n - k + 1) = P(Bin(n, x) >= k) (DLMF 8.17.5)', () => {
    for (const x of [0.02, 0.3, 0.5, 0.81]) {
      for (let n = 1; n <= 30; n++) {
        let tail = 0;
        let choose = 1;
        for (let k = n; k >= 1; k--) {
          tail += choose * x ** k * (1 - x) ** (n - k);
          choose *= k / (n - k + 1);
          expect(relative(betaCdf(x, k, n - k + 1), tail)).toBeLessThan(2e-13);
        }
      }
    }
  });

  // mpmath 1.3 betainc, 40 digits
  it.each([
    [0.3, 2.5, 4, 0.35219758590676723646],
    [0.5, 0.05, 3, 0.99642369430653598877],
    [0.9, 20, 5, 0.91492511412132917692],
    [1e-10, 0.1, 0.1, 0.050723727439378155177],
  ])('at %d for Beta(%d, %d)', (x, a, b, expected) => {
    expect(relative(betaCdf(x, a, b), expected)).toBeLessThan(1e-13);
  });

  it('is 1/2 in the middle of a symmetric one, whatever the shape', () => {
    for (const a of [0.05, 0.5, 1, 3, 100, 1e4, 1e6]) {
      expect(Math.abs(betaCdf(0.5, a, a) - 0.5)).toBeLessThan(1e-11);
    }
  });

  it('is symmetric: I_x(a, b) = 1 - I_(1-x)(b, a)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1023 }), shape, shape, (i, a, b) => {
        expect(Math.abs(betaCdf(i / 1024, a, b) + betaCdf(1 - i / 1024, b, a) - 1)).toBeLessThan(1e-12);
      }),
      { seed: 14 },
    );
  });
});

describe('betaQuantile', () => {
  // closed forms: x^a, 1 - (1 - x)^b, the arcsine law, symmetry
  it.each([
    [0.2, 1, 1, 0.2],
    [0.25, 2, 1, 0.5],
    [0.75, 1, 2, 0.5],
    [0.5, 0.5, 0.5, 0.5],
    [0.25, 0.5, 0.5, 0.14644660940672624],
    [0.1, 0.05, 1, 1e-20],
    [0.5, 1, 0.05, 0.9999990463256836],
    [0.5, 1e6, 1e6, 0.5],
  ])('of %d for Beta(%d, %d) is %d', (u, a, b, expected) => {
    expect(relative(betaQuantile(u, a, b), expected)).toBeLessThan(3e-14);
  });

  it('ends in 0 and 1', () => {
    expect([0, 1, -0.1, 1.1, NaN].map((u) => betaQuantile(u, 2, 3))).toEqual([0, 1, NaN, NaN, NaN]);
  });

  it('is undone by the distribution function, over the whole range of shapes', () => {
    const wide = fc.double({ min: -2.99, max: 13.81, noNaN: true }).map((power) => Math.exp(power));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), wide, wide, (word, a, b) => {
        const u = (word + 0.5) / 2 ** 32;
        const x = betaQuantile(u, a, b);
        // where x is next to 1 its own spacing of 1e-16 is what limits F
        const spacing = x > 0.5 ? betaCdf(x + 1.2e-16, a, b) - betaCdf(x - 1.2e-16, a, b) : 0;
        expect(Math.abs(betaCdf(x, a, b) - u)).toBeLessThan(1e-11 + spacing);
      }),
      { seed: 15, numRuns: 500 },
    );
  });
});

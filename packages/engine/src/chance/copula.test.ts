import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { choleskyOf, copulaUniform, copulaUniforms } from './copula.ts';
import { drawWord, toUnit, type DrawKey } from './draw.ts';

describe('choleskyOf', () => {
  it('factors the classical example', () => {
    // from the definition: L L^T, whole numbers
    const matrix = [
      [4, 12, -16],
      [12, 37, -43],
      [-16, -43, 98],
    ];
    expect(choleskyOf(matrix)).toEqual([
      [2, 0, 0],
      [6, 1, 0],
      [-8, 5, 3],
    ]);
  });

  it.each([
    [
      'indefinite',
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      'singular',
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      'not symmetric',
      [
        [1, 0.5],
        [0.4, 1],
      ],
    ],
    ['not square', [[1, 0.5]]],
    ['not a number', [[NaN]]],
    ['infinite', [[Infinity]]],
  ])('refuses a matrix that is %s', (_, matrix) => expect(choleskyOf(matrix)).toBeUndefined());

  it('gives back the matrix', () => {
    const entry = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(entry, entry, entry, (a, b, c) => {
        const matrix = [
          [1, a, b],
          [a, 1, c],
          [b, c, 1],
        ];
        const factor = choleskyOf(matrix)!;
        for (const [i, row] of matrix.entries()) {
          for (const [j, value] of row.entries()) {
            const product = factor[i]!.reduce((sum, left, k) => sum + left * factor[j]![k]!, 0);
            expect(Math.abs(product - value)).toBeLessThan(1e-15);
          }
        }
      }),
      { seed: 16 },
    );
  });
});

describe('copulaUniforms', () => {
  it('leaves independent numbers as they are', () => {
    const us = [0.01, 0.5, 0.999];
    const identity = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    for (const [i, u] of copulaUniforms(identity, us).entries())
      expect(Math.abs(u - us[i]!)).toBeLessThan(1e-15);
  });

  it('stays inside (0, 1) at the extremes', () => {
    const low = copulaUniform([5, 5, 5], [1e-10, 1e-10, 1e-10]);
    const high = copulaUniform([5, 5, 5], [1 - 1e-10, 1 - 1e-10, 1 - 1e-10]);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(1);
  });

  it('meets the rank correlation (6/pi) arcsin(r/2), and each stays uniform', () => {
    // n = 50,000; the sd of both estimates is below 1/sqrt(n) = 0.0045, so 5 sd is one false alarm in 1.7 million
    const count = 50_000;
    const limit = 5 / Math.sqrt(count);
    const key: DrawKey = { seed: [1, 2], stream: 0 };
    const factor = choleskyOf([
      [1, 0.7],
      [0.7, 1],
    ])!;
    let products = 0;
    let sum = 0;
    for (let trial = 0; trial < count; trial++) {
      const us = [toUnit(drawWord(key, 11, trial, 0, 0)), toUnit(drawWord(key, 12, trial, 0, 0))];
      const [a, b] = copulaUniforms(factor, us) as [number, number];
      products += 12 * (a - 0.5) * (b - 0.5);
      sum += b - 0.5;
    }
    expect(Math.abs(products / count - (6 / Math.PI) * Math.asin(0.35))).toBeLessThan(limit);
    expect(Math.abs(sum / count)).toBeLessThan(limit);
  });
});

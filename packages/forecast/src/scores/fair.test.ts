/** Fair estimators: averaged over all samples that could have been drawn they are the score of what is drawn from. */
import { describe, expect, test } from 'vitest';
import { brier } from './brier.ts';
import { crpsFromSample } from './crps-sample.ts';
import { energyScore } from './energy.ts';
import { fairBrier, fairThresholdBrier, thresholdBrier } from './threshold-brier.ts';
import { variogramScore } from './variogram.ts';

const VALUES = [-1, 0.5, 2];
const P = [0.5, 0.3, 0.2];

/** E over all samples of a size, with their probabilities. */
function overSamples(size: number, score: (indices: readonly number[]) => number): number {
  let sum = 0;
  for (let code = 0; code < VALUES.length ** size; code++) {
    const indices = Array.from(
      { length: size },
      (_, i) => Math.floor(code / VALUES.length ** i) % VALUES.length,
    );
    sum += indices.reduce((p, k) => p * P[k]!, 1) * score(indices);
  }
  return sum;
}

describe.each([2, 3, 5])('%i draws', (size) => {
  test('CRPS', () => {
    for (const y of [-2, 0.5, 0.7]) {
      const exact = crpsFromSample(VALUES, y, 'edf', P) as number;
      const draw = (estimator: 'fair' | 'edf'): number =>
        overSamples(
          size,
          (indices) =>
            crpsFromSample(
              indices.map((k) => VALUES[k]!),
              y,
              estimator,
            ) as number,
        );
      expect(draw('fair')).toBeCloseTo(exact, 12);
      // And that of the empirical distribution is too large on average.
      expect(draw('edf')).toBeGreaterThan(exact + 0.01);
    }
  });

  const vectors = VALUES.map((x) => [x, Math.abs(x), 1]);
  test('energy and variogram score', () => {
    const y = [0, 1, 2];
    const draw = (indices: readonly number[]): readonly (readonly number[])[] =>
      indices.map((k) => vectors[k]!);
    expect(overSamples(size, (indices) => energyScore(draw(indices), y, 'fair') as number)).toBeCloseTo(
      energyScore(vectors, y, 'edf', P) as number,
      12,
    );
    expect(
      overSamples(size, (indices) => variogramScore(draw(indices), y, { estimator: 'fair' }) as number),
    ).toBeCloseTo(variogramScore(vectors, y, { weights: P }) as number, 12);
  });

  test('Brier score of a threshold', () => {
    const y = 1;
    expect(
      overSamples(
        size,
        (indices) =>
          fairThresholdBrier(
            indices.map((k) => VALUES[k]!),
            y,
            0,
          ) as number,
      ),
    ).toBeCloseTo(thresholdBrier(VALUES, y, 0, '>', P), 12);
  });
});

test('fair Brier score by hand: 3 of 4 draws, it happened', () => {
  // (3/4 − 1)² − 3·1/(16·3) = 1/16 − 1/16.
  expect(fairBrier(3, 4, true)).toBe(0);
  expect(fairBrier(3, 4, false)).toBe(brier(0.75, false) - 1 / 16);
  expect(fairBrier(1, 1, true)).toEqual({ noScore: 'a fair estimate needs at least two draws' });
});

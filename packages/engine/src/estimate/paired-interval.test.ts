/** Intervals of differences of shares against published ones. */
import { expect, test } from 'vitest';
import { newcombe, tango } from './paired-interval.ts';

// M. W. Fagerland, S. Lydersen and P. Laake, Statistics in Medicine 33 (2014), 2850-2875, table of intervals for the
// airway data of Bentur et al. (1 and 7 discordant pairs of 21): Tango from -0.517 to -0.026.
test('Tango: airway hyper-responsiveness before and after transplantation', () => {
  const { low, high } = tango(1, 7, 21);
  expect(low).toBeCloseTo(-0.517, 3);
  expect(high).toBeCloseTo(-0.026, 3);
});

// Computed apart from this code, by maximising the likelihood numerically (SciPy) and finding where the score is ±z.
test.each([
  [40, 20, 160, 0.0308645331, 0.2180642442],
  [0, 1, 44, -0.1180771014, 0.059393231],
  [5, 0, 10, 0.083700797, 0.7634069095],
  [3, 3, 50, -0.1141986609, 0.1141986609],
])('Tango: %i gained and %i lost of %i', (gained, lost, of, low, high) => {
  expect(tango(gained, lost, of).low).toBeCloseTo(low, 7);
  expect(tango(gained, lost, of).high).toBeCloseTo(high, 7);
});

test('Tango: where no pair differs it is z^2 / (n + z^2) to either side', () => {
  const z2 = 1.959963984540054 ** 2;
  for (const n of [10, 100, 20_000]) {
    expect(tango(0, 0, n).high).toBeCloseTo(z2 / (n + z2), 9);
    expect(tango(0, 0, n).low).toBeCloseTo(-z2 / (n + z2), 9);
  }
});

test('Tango turns round with the arms, and holds all of [-1, 1] without pairs', () => {
  const [one, other] = [tango(12, 5, 60), tango(5, 12, 60)];
  expect(one.low).toBeCloseTo(-other.high, 9);
  expect(tango(0, 0, 0)).toEqual({ low: -1, high: 1 });
  expect(tango(8, 0, 8).high).toBe(1);
});

// Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables (2017), ch. 4: 7 of 34 against 1 of 34,
// Newcombe's hybrid score interval 0.019 to 0.340.
test('Newcombe: epinephrine', () => {
  const { low, high } = newcombe({ yes: 1, of: 34 }, { yes: 7, of: 34 });
  expect(low).toBeCloseTo(0.019, 3);
  expect(high).toBeCloseTo(0.34, 3);
});

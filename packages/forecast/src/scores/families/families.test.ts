/** Families against numeric integration of their own densities and distribution functions, and closed forms by hand. */
import { describe, expect, test } from 'vitest';
import { beta, exponential, gamma, laplace, logistic, lognormal, studentT, uniform } from './continuous.ts';
import { binomial, negativeBinomial, poisson } from './discrete.ts';
import { logScoreOf, type Family } from './family.ts';
import { kernelDensity, normalReferenceBandwidth } from './kernel-density.ts';
import { klDivergenceNormal, normal, normalMixture } from './normal.ts';

/** ∫ by Gauss-Legendre of order 5 on equal pieces. */
function integral(f: (x: number) => number, from: number, to: number, pieces: number): number {
  const nodes = [0, 0.5384693101056831, 0.906179845938664];
  const weights = [0.5688888888888889, 0.47862867049936647, 0.23692688505618908];
  const half = (to - from) / pieces / 2;
  let sum = 0;
  for (let i = 0; i < pieces; i++) {
    const centre = from + (2 * i + 1) * half;
    for (const [k, node] of nodes.entries()) {
      sum += weights[k]! * (f(centre - node * half) + (node === 0 ? 0 : f(centre + node * half)));
    }
  }
  return sum * half;
}

const crpsByIntegral = (family: Family, y: number, low: number, high: number): number =>
  integral((z) => family.cdf(z) ** 2, low, y, 1000) +
  integral((z) => (1 - family.cdf(z)) ** 2, y, high, 1000);

/** Each with a range that holds all but 1e-12 of it, and outcomes inside. */
const CONTINUOUS: readonly (readonly [string, Family, number, number, readonly number[]])[] = [
  ['normal', normal(1, 2), -40, 40, [-3, 1, 4.5]],
  ['mixture', normalMixture([-1, 2], [0.5, 1.5], [3, 1]), -20, 20, [-2, 0, 5]],
  ['logistic', logistic(1, 0.7), -40, 40, [-1, 1, 3]],
  ['Laplace', laplace(-1, 1.5), -80, 80, [-4, -0.8, 2]],
  ['uniform', uniform(-1, 3), -2, 5, [-0.5, 1, 2.9]],
  ['exponential', exponential(2, -1), -1, 80, [-0.5, 1, 6]],
  ['gamma', gamma(3.5, 0.8), 0, 60, [0.3, 2, 9]],
  ['lognormal', lognormal(0.2, 0.4), 0, 40, [0.4, 1.2, 5]],
  ['beta', beta(2.5, 3, -1, 2), -1, 2, [-0.4, 0.3, 1.5]],
  ["Student's t", studentT(9, 1, 0.5), -60, 60, [-1, 1, 2.3]],
];

describe.each(CONTINUOUS)('%s', (_, family, low, high, outcomes) => {
  test.each(outcomes.map((y) => [y]))('the score of %f is the integral', (y) => {
    expect(family.crps(y)).toBeCloseTo(crpsByIntegral(family, y, low, high), 7);
  });
  test.each(outcomes.map((y) => [y]))('the density at %f is the slope of the distribution function', (y) => {
    const h = 1e-4;
    const slope = (family.cdf(y + h) - family.cdf(y - h)) / (2 * h);
    expect(Math.exp(family.logDensity(y)) / slope).toBeCloseTo(1, 5);
    expect(logScoreOf(family, y)).toBe(0 - family.logDensity(y));
  });
});

test('outcomes outside of the support: the distance to its end more, and no density', () => {
  for (const [family, end, y] of [
    [uniform(-1, 3), 3, 7],
    [uniform(-1, 3), -1, -4],
    [gamma(3.5, 0.8), 0, -2],
    [lognormal(0.2, 0.4), 0, -2],
    [beta(2.5, 3, -1, 2), 2, 5],
    [beta(2.5, 3, -1, 2), -1, -3],
    [exponential(2, -1), -1, -4],
    [binomial(10, 0.9), 10, 18],
    [binomial(10, 0.9), 0, -8],
    [poisson(3), 0, -1.5],
  ] as const) {
    expect(family.crps(y)).toBeCloseTo(family.crps(end) + Math.abs(y - end), 9);
    expect(logScoreOf(family, y)).toBe(Infinity);
  }
});

describe('of whole numbers', () => {
  /** By definition, over 0 … 200. */
  const byDefinition = (p: (k: number) => number, y: number): number => {
    let [below, sum] = [0, 0];
    for (let k = 0; k < 200; k++) {
      below += p(k);
      sum += (below - (y <= k ? 1 : 0)) ** 2;
    }
    return sum;
  };
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  const factorial = (n: number): number => (n === 0 ? 1 : n * factorial(n - 1));
  test.each([
    ['binomial', binomial(10, 0.3), (k: number) => (k > 10 ? 0 : choose(10, k) * 0.3 ** k * 0.7 ** (10 - k))],
    ['Poisson', poisson(2.5), (k: number) => (k > 100 ? 0 : (Math.exp(-2.5) * 2.5 ** k) / factorial(k))],
    ['geometric', negativeBinomial(1, 0.4), (k: number) => 0.4 * 0.6 ** k],
    ['negative binomial', negativeBinomial(3, 0.4), (k: number) => choose(k + 2, 2) * 0.4 ** 3 * 0.6 ** k],
  ] as const)('%s', (_, family, p) => {
    for (const y of [0, 2, 7]) {
      expect(family.crps(y)).toBeCloseTo(byDefinition(p, y), 10);
      expect(Math.exp(family.logDensity(y))).toBeCloseTo(p(y), 12);
      expect(family.cdf(y + 0.5)).toBeCloseTo(
        [...Array(y + 1).keys()].reduce((sum, k) => sum + p(k), 0),
        12,
      );
    }
    expect(family.logDensity(1.5)).toBe(-Infinity);
  });
  test('certain ones', () => {
    expect(binomial(4, 1).crps(1)).toBe(3);
    expect(binomial(4, 0).crps(1)).toBe(1);
    expect(binomial(0, 0.5).crps(2)).toBe(2);
    expect(logScoreOf(binomial(4, 1), 4)).toBe(0);
  });
});

test('exponential with a mass at its start', () => {
  const family = exponential(3, -2, 0.1);
  for (const y of [-1.2, 0.3]) {
    expect(family.crps(y)).toBeCloseTo(
      integral((z) => family.cdf(z) ** 2, -2, y, 1000) +
        integral((z) => (1 - family.cdf(z)) ** 2, y, 110, 1000),
      9,
    );
  }
  expect(family.cdf(-2)).toBe(0.1);
  expect(logScoreOf(family, -2)).toBe(-Infinity);
});

test('heavy tails', () => {
  expect(studentT(1).crps(0)).toBe(Infinity);
  // Towards the normal distribution.
  expect(studentT(1e7).crps(0.7)).toBeCloseTo(normal(0, 1).crps(0.7), 6);
  // A mixture far out does not underflow to an infinite score.
  expect(logScoreOf(normalMixture([0, 1], [1, 1]), 60)).toBeCloseTo(
    59 ** 2 / 2 + Math.log(2) + 0.9189385332046727,
    9,
  );
});

test('Kullback-Leibler divergence by integration', () => {
  const [answer, forecast] = [normal(5.2, 1), normal(5, 2)];
  const direct = integral(
    (x) => Math.exp(answer.logDensity(x)) * (answer.logDensity(x) - forecast.logDensity(x)),
    -8,
    18,
    400,
  );
  expect(klDivergenceNormal({ centre: 5.2, deviation: 1 }, { centre: 5, deviation: 2 })).toBeCloseTo(
    direct,
    10,
  );
  expect(klDivergenceNormal({ centre: 3, deviation: 2 }, { centre: 3, deviation: 2 })).toBe(0);
});

test('a smoothed sample', () => {
  // s = √2.5, IQR = 2: 1.06 · min(1.5811…, 2/1.34) · 5^(−1/5).
  expect(normalReferenceBandwidth([1, 2, 3, 4, 5])).toBeCloseTo((1.06 * 2 * 5 ** -0.2) / 1.34, 12);
  expect(kernelDensity([1])).toEqual({ noScore: 'a bandwidth needs at least two draws' });
  expect(kernelDensity([1, 1, 1, 1, 5])).toHaveProperty('noScore');
  const smooth = kernelDensity([1], 2);
  if ('noScore' in smooth) throw new Error(smooth.noScore);
  expect(smooth.crps(2)).toBeCloseTo(normal(1, 2).crps(2), 12);
});

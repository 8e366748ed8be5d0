/** The judge itself, against published quantiles and intervals that can be worked out by hand. */
import { describe, expect, it } from 'vitest';
import { CASES, rational } from './cases.ts';
import { binomialTails, judgeMean, judgeProportion, studentQuantile } from './judge.ts';

describe('proportions', () => {
  it('tails are those of the binomial distribution', () => {
    // Four flips: 1, 4, 6, 4, 1 of 16.
    expect(binomialTails(1, 4, 0.5).atMost).toBeCloseTo(5 / 16, 14);
    expect(binomialTails(1, 4, 0.5).atLeast).toBeCloseTo(15 / 16, 14);
    const many = binomialTails(9, 1_000_000, 5e-6);
    // Poisson with mean 5: P(X <= 9) = 0.96817 (tables).
    expect(many.atMost).toBeCloseTo(0.96817, 4);
  });

  it('holds what the interval of Clopper and Pearson holds, ends included', () => {
    // No success in n trials: the upper end is 1 - 0.0005^(1/n).
    const upper = 1 - 0.0005 ** (1 / 20_000);
    expect(judgeProportion(0, 20_000, upper * 0.999).holds).toBe(true);
    expect(judgeProportion(0, 20_000, upper * 1.001).holds).toBe(false);
    const lower = 0.0005 ** (1 / 20_000);
    expect(judgeProportion(20_000, 20_000, lower * 1.000001).holds).toBe(true);
    expect(judgeProportion(20_000, 20_000, lower * 0.999999).holds).toBe(false);
    // Wide of the middle the interval is the normal one but for the correction for continuity: 3.2905 sd of 50 and half a unit.
    expect(judgeProportion(5000 + 164, 10_000, 0.5).holds).toBe(true);
    expect(judgeProportion(5000 + 166, 10_000, 0.5).holds).toBe(false);
  });

  it('0 and 1 are for every trial', () => {
    expect(judgeProportion(0, 1000, 0).holds).toBe(true);
    expect(judgeProportion(1, 1000, 0).holds).toBe(false);
    expect(judgeProportion(1000, 1000, 1).holds).toBe(true);
    expect(judgeProportion(999, 1000, 1).holds).toBe(false);
  });
});

describe('means', () => {
  it('quantiles are those of the tables', () => {
    expect(studentQuantile(120)).toBeCloseTo(3.3735, 3);
    expect(studentQuantile(1e9)).toBeCloseTo(3.2905, 4);
  });

  it('holds what lies within the interval', () => {
    // Half of the trials 0, half 2: mean 1, sd 1.
    const half = studentQuantile(9_999) / Math.sqrt(9_999);
    expect(judgeMean(10_000, 20_000, 10_000, 1 + half * 0.9999).holds).toBe(true);
    expect(judgeMean(10_000, 20_000, 10_000, 1 + half * 1.0001).holds).toBe(false);
  });
});

it('published quotients come out to the last digits that were published beside them', () => {
  const published: Readonly<Record<string, number>> = {
    'brp-16-2 p1': 0.0004233334437734179,
    'brp-16-5-rare p2': 7.003216941857068e-10,
    'ctmc-embedded-2 up_time': 423.8443172811176,
    'nand-20-1 reliable': 0.28641904638485044,
    'oscillators-6-6 time_to_synch': 2.413548648612306,
  };
  for (const [name, value] of Object.entries(published)) {
    const [id, check] = name.split(' ');
    const found = CASES.find((one) => one.id === id)?.checks.find((one) => one.id === check);
    if (!found) throw new Error(`no check ${name}`);
    expect(Math.abs(rational(found) / value - 1), name).toBeLessThan(1e-15);
  }
});

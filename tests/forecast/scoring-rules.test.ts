/** The draws of GDP growth of scoringRules, by its functions. */
import {
  crpsFromSample,
  dawidSebastianiFromSample,
  energyScore,
  intervalScore,
  kernelDensity,
  kernelScore,
  logScoreOf,
  mean,
  normal,
  normalMixture,
  pinball,
  quantileType7,
  thresholdWeightedCrps,
  variogramScore,
  type Family,
} from '@stave/forecast';
import { expect, test } from 'vitest';
import { expectClose, json, number, table } from './vectors.ts';

const draws = new Map(
  table('scoringRules_R/gdp_mcmc_draws.csv').map((row) => [
    row['quarter']!,
    Object.entries(row)
      .filter(([name]) => name.startsWith('draw'))
      .map(([, cell]) => number(cell)),
  ]),
);

test('one quarter at a time', () => {
  const expected = table('scoringRules_R/gdp_mcmc_expected.csv');
  expect(expected.length).toBe(draws.size);
  for (const row of expected) {
    const x = draws.get(row['quarter']!)!;
    expect(x.length).toBe(50);
    const y = number(row['y']);
    const sorted = x.toSorted((a, b) => a - b);
    const smooth = kernelDensity(x) as Family;
    const centre = mean(x);
    const moments = normal(centre, Math.sqrt(x.reduce((sum, one) => sum + (one - centre) ** 2, 0) / 49));
    const found: Record<string, unknown> = {
      crps_edf: crpsFromSample(x, y),
      crps_kde: smooth.crps(y),
      logs_kde: logScoreOf(smooth, y),
      dss: dawidSebastianiFromSample(x, y),
      'qs_0.1_type7': pinball(0.1, quantileType7(sorted, 0.1), y),
      'ints_0.8_type7': intervalScore(quantileType7(sorted, 0.1), quantileType7(sorted, 0.9), 0.8, y),
      twcrps_ge_2: thresholdWeightedCrps(x, y, { low: 2 }),
      crps_norm_mom: moments.crps(y),
      logs_norm_mom: logScoreOf(moments, y),
    };
    expect(Object.keys(found).sort()).toEqual(
      Object.keys(row)
        .filter((name) => name !== 'quarter' && name !== 'y')
        .sort(),
    );
    for (const [name, value] of Object.entries(found)) {
      expectClose(value, number(row[name]), 1e-10, `${row['quarter']} ${name}`);
    }
  }
});

test('mixtures of two normal distributions', () => {
  const rows = table('scoringRules_R/mixnorm.csv');
  expect(rows.length).toBe(4);
  for (const row of rows) {
    const [m1, m2, s1, s2, w1] = ['m1', 'm2', 's1', 's2', 'w1'].map((name) => number(row[name]));
    const mixture = normalMixture([m1!, m2!], [s1!, s2!], [w1!, 1 - w1!]);
    const y = number(row['y']);
    expectClose(mixture.crps(y), number(row['crps']), 1e-10, row['y']!);
    expectClose(logScoreOf(mixture, y), number(row['logs']), 1e-10, row['y']!);
  }
});

test('four quarters jointly', () => {
  const { y, dat, ...expected } = json('scoringRules_R/gdp_mcmc_multivariate_expected.json') as {
    y: number[];
    dat: number[][];
    es: number;
    'vs_p0.5': number;
    vs_p1: number;
    mmds: number;
  };
  const joint = dat[0]!.map((_, i) => dat.map((coordinate) => coordinate[i]!));
  expectClose(energyScore(joint, y), expected.es, 1e-10, 'energy');
  expectClose(variogramScore(joint, y, { order: 0.5 }), expected['vs_p0.5'], 1e-10, 'variogram, 0.5');
  expectClose(variogramScore(joint, y, { order: 1 }), expected.vs_p1, 1e-10, 'variogram, 1');
  expectClose(kernelScore(joint, y), expected.mmds, 1e-10, 'kernel');
});

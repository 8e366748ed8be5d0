/** Single cases that other projects publish, or that their code gives: every one in the file is checked. */
import {
  beta,
  biasFromQuantiles,
  binomial,
  brier,
  crpsFromQuantiles,
  crpsFromSample,
  energyScore,
  errorSpreadScore,
  intervalCovers,
  intervalParts,
  intervalScore,
  isScore,
  klDivergenceNormal,
  logScoreOf,
  normal,
  pinball,
  rps,
  thresholdBrier,
  thresholdWeightedCrps,
  variogramScore,
  wis,
  type CrpsEstimator,
} from '@stave/forecast';
import { describe, expect, test } from 'vitest';
import { hubScores } from './hub-scores.ts';
import { gbsg2 } from './survival-cases.ts';
import { cases, expectClose, number } from './vectors.ts';

type Members = readonly (number | null)[];
type Levels = { readonly quantiles: readonly number[][]; readonly levels: number[] };
type Batch = { readonly members: readonly Members[]; readonly y: Members };

/** What a metric's inputs come to: numbers, or tables of them, of the same shape as the expected value. */
const METRICS: Readonly<Record<string, (inputs: never) => unknown>> = {
  brier: ({ p, y }: { p: number; y: number }) => brier(p, y === 1),
  brier_batch: ({ p, y }: { p: number[]; y: number[] }) => p.map((one, i) => brier(one, y[i] === 1)),
  brier_ensemble_batch: ({ members, y, fair, event }: Batch & { fair: boolean; event: string }) => {
    expect([fair, event]).toEqual([false, 'x >= 1']);
    return batch(members, y, (values, outcome) => thresholdBrier(values, outcome, 1, '>='));
  },
  rps_categorical: ({ probs, category_1based }: { probs: number[]; category_1based: number }) =>
    rps(probs, category_1based - 1),
  rps_categorical_batch: ({ probs, category_1based }: { probs: number[][]; category_1based: number[] }) =>
    probs.map((row, i) => rps(row, category_1based[i]! - 1)),
  energy_score: ({ members, y, estimator }: { members: number[][]; y: number[]; estimator: string }) => {
    expect(estimator).toBe('nrg (1/M^2)');
    return energyScore(members, y);
  },
  variogram_score: ({
    members,
    y,
    p,
    estimator,
  }: {
    members: number[][];
    y: number[];
    p: number;
    estimator: string;
  }) => {
    expect(estimator).toBe('nrg');
    return variogramScore(members, y, { order: p });
  },
  crps_ensemble: ({
    members,
    y,
    estimator,
    weights,
  }: {
    members: number[];
    y: number;
    estimator: string;
    weights?: number[];
  }) => {
    const [name] = estimator.split(' ');
    const known = name === 'akr_circperm' ? 'akr-circular' : (name as CrpsEstimator);
    return crpsFromSample(members, y, known, weights);
  },
  crps_ensemble_batch: ({ members, y, method }: Batch & { method: string }) => {
    expect(method).toBe('ecdf');
    return batch(members, y, (values, outcome) => crpsFromSample(values, outcome));
  },
  twcrps_ensemble_upper_tail: ({ members, y, threshold }: Batch & { threshold: number }) =>
    batch(members, y, (values, outcome) => thresholdWeightedCrps(values, outcome, { low: threshold })),
  error_spread_score: ({ members, y }: { members: number[]; y: number }) => errorSpreadScore(members, y),
  quantile_score_pinball: ({ y, q, alpha }: { y: number; q: number; alpha: number }) => pinball(alpha, q, y),
  crps_beta: ({ y, a, b, lower, upper }: { y: number; a: number; b: number; lower: number; upper: number }) =>
    beta(a, b, lower, upper).crps(y),
  crps_binomial: ({ y, n, p }: { y: number; n: number; p: number }) => binomial(n, p).crps(y),
  crps_normal: ({ y, mu, sigma }: { y: number; mu: number; sigma: number }) => normal(mu, sigma).crps(y),
  crps_quantile: ({ y, quantiles, alpha }: { y: number; quantiles: number[]; alpha: number[] }) =>
    crpsFromQuantiles(alpha, quantiles, y),
  threshold_brier_ensemble: ({
    y,
    members,
    thresholds,
  }: {
    y: number;
    members: number[];
    thresholds: number[];
  }) => thresholds.map((threshold) => thresholdBrier(members, y, threshold, '>')),
  interval_score: ({
    y,
    lower,
    upper,
    coverage,
  }: {
    y: number;
    lower: number;
    upper: number;
    coverage: number;
  }) => intervalScore(lower, upper, coverage, y),
  interval_score_quantile: ({
    y,
    lower,
    upper,
    lower_level,
    upper_level,
  }: {
    y: number[];
    lower: number[];
    upper: number[];
    lower_level: number;
    upper_level: number;
  }) => {
    const parts = y.map((outcome, i) =>
      intervalParts(lower[i]!, upper[i]!, lower_level, upper_level, outcome),
    );
    const column = (name: 'width' | 'over' | 'under' | 'total'): number[] => parts.map((row) => row[name]);
    return {
      width: column('width'),
      over: column('over'),
      under: column('under'),
      total: column('total'),
    };
  },
  wis: ({
    y,
    quantiles,
    levels,
    count_median_twice,
  }: Levels & { y: number[]; count_median_twice?: boolean }) =>
    y.map((outcome, i) => wis(levels, quantiles[i]!, outcome, count_median_twice === true ? 'full' : 'half')),
  interval_coverage: ({ y, quantiles, levels, range }: Levels & { y: number[]; range: number }) =>
    y.map((outcome, i) => intervalCovers(levels, quantiles[i]!, range / 100, outcome)),
  bias_quantile: ({ y, quantiles, levels }: { y: number; quantiles: number[]; levels: number[] }) =>
    biasFromQuantiles(levels, quantiles, y),
  log_score_density: ({ estimate, answer }: { estimate: string; answer: number }) => {
    const { centre, deviation } = normalOf(estimate);
    return logScoreOf(normal(centre, deviation), answer);
  },
  kl_divergence_normal: ({ estimate, answer }: { estimate: string; answer: string }) =>
    klDivergenceNormal(normalOf(answer), normalOf(estimate)),
  ipcw_brier: ({ t }: { t: number }) => gbsg2.brierAt(t),
  integrated_brier: ({ times }: { times: number[] }) => gbsg2.integrated(times),
  hub_pmf_by_model_location: ({ model_id }: { model_id: string }) => ({
    log_score: mean(hubScores('pmf', model_id).map(({ log_score }) => log_score)),
    rps: mean(hubScores('pmf', model_id).map((row) => row['rps']!)),
  }),
  // The relative skills of these cases are those of the comparison of forecasts.
  hub_quantile_by_model_location_with_relative_skill: ({ model_id }: { model_id: string }) =>
    Object.fromEntries(
      ['ae_median', 'wis', 'interval_coverage_80', 'interval_coverage_90'].map((name) => [
        name,
        mean(hubScores('quantile', model_id).map((row) => row[name])),
      ]),
    ),
};

const mean = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((sum, x) => sum + x!, 0) / values.length;

/** `null` stands for a missing member, which is left out, or a missing outcome, which has no score. */
function batch(
  members: readonly Members[],
  outcomes: Members,
  score: (values: readonly number[], outcome: number) => unknown,
): readonly unknown[] {
  return members.map((row, i) => {
    const outcome = outcomes[i]!;
    return outcome === null
      ? null
      : score(
          row.filter((x) => x !== null),
          outcome,
        );
  });
}

function normalOf(text: string): { centre: number; deviation: number } {
  const [, centre, deviation] = /^Normal\((.+),(.+)\)$/.exec(text)!;
  return { centre: Number(centre), deviation: Number(deviation) };
}

function compare(found: unknown, expected: unknown, tolerance: number, what: string): void {
  if (typeof expected === 'number' || expected === 'Inf') {
    expectClose(found, number(String(expected)), tolerance, what);
  } else if (Array.isArray(expected)) {
    expect(found, what).toHaveLength(expected.length);
    expected.forEach((item, i) => compare((found as unknown[])[i], item, tolerance, `${what}[${i}]`));
  } else if (typeof expected === 'object' && expected !== null) {
    const names = Object.keys(expected).filter((name) => !name.endsWith('relative_skill'));
    expect(Object.keys(found as object).sort(), what).toEqual(names.sort());
    for (const name of names) {
      compare(
        (found as Record<string, unknown>)[name],
        (expected as Record<string, unknown>)[name],
        tolerance,
        `${what}.${name}`,
      );
    }
  } else expect(found, what).toBe(expected);
}

describe('cases of other projects', () => {
  const all = cases('cases-scores.json');
  test('there are as many as were taken over, and all are of a kind that is checked', () => {
    expect(all.length).toBe(62);
    expect(all.filter(({ metric }) => !(metric in METRICS))).toEqual([]);
    expect(Object.keys(METRICS).filter((metric) => !all.some((one) => one.metric === metric))).toEqual([]);
  });
  test.each(all.map((one) => [one.id, one] as const))('%s', (id, { metric, inputs, expected, tolerance }) => {
    compare(METRICS[metric]!(inputs as never), expected, tolerance, id);
  });
});

test('a fair estimate from one member is no number and says why', () => {
  expect(crpsFromSample([1], 2, 'fair')).toEqual({ noScore: 'a fair estimate needs at least two draws' });
  expect(isScore(energyScore([[1, 2]], [1, 2], 'fair'))).toBe(false);
});

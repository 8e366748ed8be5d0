import { expect, test } from 'vitest';
import {
  confidenceSequence,
  dieboldMariano,
  eProcess,
  giacominiWhite,
  henziZiegel,
  isUnanswerable,
} from '@stave/forecast';
import { near, numberOf, numbers, table } from './read.ts';

/** What an answer must be before its numbers are compared. */
function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

const series = table('comparecast-series.csv');
const outcome = numbers(series, 'y');
const losses: Record<string, (p: number, y: number) => number> = {
  brier: (p, y) => (p - y) ** 2,
  spherical: (p, y) => 1 - (y === 1 ? p : 1 - p) / Math.hypot(p, 1 - p),
};
function differences(p: string, q: string, rule: string): number[] {
  const loss = losses[rule]!;
  const [first, second] = [numbers(series, p), numbers(series, q)];
  return outcome.map((y, t) => loss(first[t]!, y) - loss(second[t]!, y));
}

test.each(table('forecast-r-dm.csv'))(
  'Diebold–Mariano as R forecast: $p $q h=$h $varestimator $alternative',
  (row) => {
    const d = differences(row['p']!, row['q']!, 'brier').slice(
      Number(row['first_row']) - 1,
      Number(row['last_row']),
    );
    const result = answered(
      dieboldMariano(d, {
        horizon: Number(row['h']),
        estimator: row['varestimator'] as 'acf' | 'bartlett',
        alternative:
          row['alternative'] === 'two.sided' ? 'two-sided' : (row['alternative'] as 'less' | 'greater'),
      }),
    );
    expect(near(result.meanDifference, Number(row['mean_brier_diff']), 1e-12)).toBe(true);
    expect(near(result.statistic, Number(row['DM']), 1e-11)).toBe(true);
    expect(near(result.pValue, Number(row['p_value']), 1e-11)).toBe(true);
  },
);

test.each(table('epftoolbox-gw.csv'))(
  'Giacomini–White as epftoolbox: $p $q conditional=$conditional',
  (row) => {
    const d = differences(row['p']!, row['q']!, row['loss']!);
    const options = { horizon: Number(row['tau']), conditional: row['conditional'] === '1' };
    const signed = answered(giacominiWhite(d, { ...options, statistic: 'signed' }));
    expect(near(signed.pValue, Number(row['p_value']), 1e-11)).toBe(true);
    // The statistic of the paper does not know who is better, so swapping changes nothing.
    const wald = answered(giacominiWhite(d, options));
    expect(wald.statistic).toBe(Math.abs(signed.statistic));
    expect(
      answered(
        giacominiWhite(
          d.map((x) => -x),
          options,
        ),
      ).pValue,
    ).toBe(wald.pValue);
  },
);

test.each(table('eprob-etest.csv'))('e-values as eprob: $p $q $type h=$h', (row) => {
  const result = answered(
    henziZiegel(
      series.map((t) => ({
        first: numberOf(t[row['p']!]),
        second: numberOf(t[row['q']!]),
        outcome: Number(t['y']) as 0 | 1,
      })),
      { score: row['type'] as 'brier' | 'spherical', lag: Number(row['h']), towardsSecond: 0.75, clip: 0.01 },
    ),
  );
  expect(near(result.eValue, Number(row['evalue']), 1e-11)).toBe(true);
});

test.each(table('comparecast-sequences.csv'))(
  'sequences as comparecast: $p $q $scoring_rule $cs t=$t',
  (row) => {
    // Their scores reward: second minus first of ours is their first minus second.
    const d = differences(row['p']!, row['q']!, row['scoring_rule']!);
    const at = Number(row['t']) - 1;
    const alpha = Number(row['alpha']);
    const lag = row['cs'] === 'eb' ? 1 : 3;
    const bounds = [-1, 1] as const;
    const e = answered(eProcess(d, { bounds, alpha, lag, calibration: 'comparecast' }))[at]!;
    expect(near(e.firstBetter, Number(row['e_pq']), 1e-11)).toBe(true);
    expect(near(e.secondBetter, Number(row['e_qp']), 1e-11)).toBe(true);
    if (row['cs'] !== 'eb') return;
    const step = answered(confidenceSequence(d, { bounds, alpha }))[at]!;
    expect(near(-step.high, Number(row['lcb']), 1e-11)).toBe(true);
    expect(near(-step.low, Number(row['ucb']), 1e-11)).toBe(true);
  },
);

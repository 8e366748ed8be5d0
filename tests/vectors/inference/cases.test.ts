import { expect, test } from 'vitest';
import {
  baselineScores,
  dieboldMariano,
  intervalCoverage,
  isotonicBlocks,
  isUnanswerable,
  linearPoolOfQuantiles,
  logPoolOfCategories,
  massesOfCdf,
  murphyDiagram,
  peerScores,
  quantilePool,
  type ResolvedQuestion,
  spotPeerScores,
  type StandingForecast,
} from '@stave/forecast';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { allCases, casesOf, near, type VectorCase } from './read.ts';

function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

/** Compares numbers inside any shape. */
function same(value: unknown, expected: unknown, tolerance: number): void {
  if (typeof expected === 'number') {
    expect(near(value as number, expected, tolerance), `${String(value)} for ${expected}`).toBe(true);
  } else if (Array.isArray(expected)) {
    expect(value).toHaveLength(expected.length);
    expected.forEach((e, k) => same((value as unknown[])[k], e, tolerance));
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [key, e] of Object.entries(expected))
      same((value as Record<string, unknown>)[key], e, tolerance);
  } else expect(value).toBe(expected);
}

const judges: Record<string, (c: VectorCase) => void> = {
  dm_test({ inputs, expected, tolerance }) {
    const {
      diffs,
      actual,
      p1,
      p2,
      h,
      method,
      one_sided: oneSided,
    } = inputs as {
      diffs?: number[];
      actual?: number[];
      p1?: number[];
      p2?: number[];
      h: number;
      method?: string;
      one_sided?: boolean;
    };
    const d = diffs ?? actual!.map((a, i) => (a - p1![i]!) ** 2 - (a - p2![i]!) ** 2);
    const result = dieboldMariano(d, {
      horizon: h,
      estimator: method === 'HG' ? 'hering-genton' : 'acf',
      alternative: oneSided === true ? 'less' : 'two-sided',
      level: 0.9,
    });
    const want = expected as Record<string, number | null>;
    if (want['stat'] === null) {
      expect(isUnanswerable(result)).toBe(true);
      return;
    }
    const { statistic, pValue, interval, meanDifference } = answered(result);
    same(
      {
        stat: statistic,
        p_two_sided: pValue,
        p_one_sided: pValue,
        mean: meanDifference,
        ci_lower: interval.low,
        ci_upper: interval.high,
        confidence_gt_0:
          'confidence_gt_0' in want
            ? answered(dieboldMariano(d, { horizon: h, alternative: 'less' })).pValue
            : 0,
      },
      want,
      tolerance,
    );
  },
  isotonic_regression({ inputs, expected, tolerance }) {
    const y = inputs['y'] as number[];
    const blocks = isotonicBlocks(
      y.map((_, k) => k),
      y,
    );
    same(
      blocks.flatMap((b) => Array.from({ length: b.n }, () => b.fitted)),
      expected,
      tolerance,
    );
  },
  murphy_elementary({ inputs, expected, tolerance }) {
    const {
      fcst_rows_by_lead: rows,
      y,
      thetas,
      alpha,
    } = inputs as {
      fcst_rows_by_lead: number[][];
      y: number[];
      thetas: number[];
      alpha: number;
    };
    const curves = rows.map((row) =>
      answered(murphyDiagram({ is: 'quantile', level: alpha }, row, y, thetas)),
    );
    same(
      {
        total: curves.map((c) => c.map((p) => p.mean)),
        under: curves.map((c) => c.map((p) => p.under)),
        over: curves.map((c) => c.map((p) => p.over)),
      },
      expected,
      tolerance,
    );
  },
  interval_coverage({ inputs, expected }) {
    const { y, quantiles, levels, range } = inputs as {
      y: number[];
      quantiles: number[][];
      levels: number[];
      range: number;
    };
    const tail = (1 - range / 100) / 2;
    const [low, high] = [levels.indexOf(tail), levels.indexOf(1 - tail)];
    const inside = y.map(
      (outcome, k) =>
        answered(
          intervalCoverage([
            { level: range / 100, low: quantiles[k]![low]!, high: quantiles[k]![high]!, outcome },
          ]),
        )[0]!.inside === 1,
    );
    expect(inside).toEqual(expected);
  },
  metaculus_baseline(c) {
    const { forecasts, question } = tournament(c);
    same(baselineScores(forecasts, question), c.expected, c.tolerance);
  },
  metaculus_peer(c) {
    const { forecasts, question } = tournament(c);
    same(answered(peerScores(forecasts, question)), c.expected, c.tolerance);
  },
  metaculus_spot_peer(c) {
    const { forecasts, question } = tournament(c);
    same(
      answered(spotPeerScores(forecasts, question, c.inputs['spot_day'] as number)),
      c.expected,
      c.tolerance,
    );
  },
  geometric_mean_pool_raw({ inputs, expected, tolerance }) {
    const members = (inputs['p_yes'] as number[]).map((p) => [1 - p, p]);
    same(answered(logPoolOfCategories(members, undefined, { normalise: false })), expected, tolerance);
  },
  vincent_ensemble({ inputs, expected, tolerance }) {
    const { quantiles, agg } = inputs as { quantiles: Record<string, number[]>; agg: 'mean' | 'median' };
    const levels = Object.keys(quantiles).map(Number);
    const count = Object.values(quantiles)[0]!.length;
    const members = Array.from({ length: count }, (_, i) => ({
      levels,
      values: Object.values(quantiles).map((row) => row[i]!),
    }));
    same(answered(quantilePool(members, { by: agg })).values, Object.values(expected as object), tolerance);
  },
  linear_pool_quantiles({ inputs, expected, tolerance }) {
    const { components, weights, levels } = inputs as {
      components: string;
      weights: number[];
      levels: number[];
    };
    const members = [...components.matchAll(/N\((-?[\d.]+),([\d.]+)\)/g)].map(([, mean, sd]) => ({
      levels,
      values: levels.map((level) => normalQuantile(level, Number(mean), Number(sd))),
    }));
    expect(members).toHaveLength(weights.length);
    same(answered(linearPoolOfQuantiles(members, levels, weights)).values, expected, tolerance);
  },
};

function tournament({ inputs }: VectorCase): { forecasts: StandingForecast[]; question: ResolvedQuestion } {
  const given = inputs as {
    question: 'binary' | 'multiple_choice' | 'numeric';
    horizon_days: number;
    open_bounds?: 0 | 1 | 2;
    actual_close_day?: number;
    resolution?: number;
    resolution_bucket?: number;
    forecasts: { p?: number; pmf?: (number | null)[]; cdf?: number[]; start: number; end?: number }[];
  };
  return {
    forecasts: given.forecasts.map(({ p, pmf, cdf, start, end }, k) => ({
      forecaster: `forecaster ${k + 1}`,
      probabilities: pmf ?? (cdf === undefined ? [1 - p!, p!] : massesOfCdf(cdf)),
      start,
      ...(end === undefined ? {} : { end }),
    })),
    question: {
      kind:
        given.question === 'numeric'
          ? { is: 'continuous', openBounds: given.open_bounds ?? 0 }
          : { is: 'choice' },
      option: given.resolution_bucket ?? given.resolution!,
      times: {
        opens: 0,
        scheduledClose: given.horizon_days,
        closed: given.actual_close_day ?? given.horizon_days,
      },
    },
  };
}

test('every kind of case has a judge, and every judge a case', () => {
  expect([...new Set(allCases().map((c) => c.metric))].sort()).toEqual(Object.keys(judges).sort());
});

test.each(Object.keys(judges).flatMap((metric) => casesOf(metric)))('$id ($metric)', (c) => {
  expect.hasAssertions();
  judges[c.metric]!(c);
});

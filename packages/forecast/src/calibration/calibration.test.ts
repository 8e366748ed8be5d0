import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnanswerable } from '../statistics/answer.ts';
import { meanOf, sumOf } from '../statistics/numbers.ts';
import { chanceOf } from '../statistics/random.ts';
import { miscalibrationTest, reliabilityBand } from './bands.ts';
import { corp } from './corp.ts';
import { corpIntervals } from './corp-intervals.ts';
import { intervalCoverage } from './coverage.ts';
import { type Ensemble, pitHistogram, rankHistograms } from './histograms.ts';
import { isotonicQuantile } from './isotonic-quantile.ts';
import { fittedAt, interpolated, isotonicBlocks } from './isotonic.ts';
import { murphyDecomposition, type MurphyOptions } from './murphy-decomposition.ts';
import { transformOf } from './transform.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

/** Probabilities on a coarse grid, so that ties are common, with outcomes. */
const cases = fc.array(
  fc.record({
    p: fc.integer({ min: 0, max: 10 }).map((k) => k / 10),
    y: fc.constantFrom(0 as const, 1 as const),
  }),
  { minLength: 1, maxLength: 40 },
);

test('pool-adjacent-violators is the min-max formula', () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(values, (y) => {
      const x = y.map((_, k) => k);
      const fitted = fittedAt(isotonicBlocks(x, y), x);
      // max over starts a ≤ i of the min over ends b ≥ i of the mean of y[a…b] (Robertson, Wright and Dykstra 1988).
      x.forEach((i) => {
        const formula = Math.max(
          ...x.slice(0, i + 1).map((a) => Math.min(...x.slice(i).map((b) => meanOf(y.slice(a, b + 1))))),
        );
        expect(fitted[i]!).toBeCloseTo(formula, 12);
      });
    }),
  );
});

test('a fit rises strictly between blocks, keeps the mean, and fitting it again changes nothing', () => {
  fc.assert(
    fc.property(cases, (data) => {
      const [x, y] = [data.map((c) => c.p), data.map((c) => c.y)];
      const blocks = isotonicBlocks(x, y);
      blocks.slice(1).forEach((block, k) => {
        expect(block.fitted).toBeGreaterThan(blocks[k]!.fitted);
        expect(block.low).toBeGreaterThan(blocks[k]!.high);
      });
      const fitted = fittedAt(blocks, x);
      expect(sumOf(fitted)).toBeCloseTo(sumOf(y), 10);
      const again = fittedAt(isotonicBlocks(x, fitted), x);
      again.forEach((value, i) => expect(value).toBeCloseTo(fitted[i]!, 12));
      // Equal probabilities get equal values, whatever the order of the rows.
      const reversed = isotonicBlocks(x.toReversed(), y.toReversed());
      expect(reversed).toEqual(blocks);
    }),
  );
});

test('an isotonic quantile has the least pinball loss of all rising functions', () => {
  const values = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(values, fc.constantFrom(0.1, 0.25, 0.5, 0.8), (y, level) => {
      const loss = (fit: number, value: number): number =>
        value >= fit ? level * (value - fit) : (1 - level) * (fit - value);
      const x = y.map((_, k) => k);
      const blocks = isotonicQuantile(x, y, level);
      const fitted = blocks.flatMap((block) => Array.from({ length: block.n }, () => block.fitted));
      blocks.slice(1).forEach((block, k) => expect(block.fitted).toBeGreaterThan(blocks[k]!.fitted));
      // The least over rising functions with values among those observed, which hold a best one: by dynamic programming.
      const levels = [...new Set(y)].sort((a, b) => a - b);
      let best = levels.map(() => 0);
      for (const value of y) {
        let least = Infinity;
        best = levels.map((fit, k) => {
          least = Math.min(least, best[k]!);
          return least + loss(fit, value);
        });
      }
      expect(sumOf(fitted.map((fit, k) => loss(fit, y[k]!)))).toBeCloseTo(Math.min(...best), 10);
    }),
  );
  // Equal forecasts share a value, whatever their order.
  expect(isotonicQuantile([1, 2, 1], [5, 6, 1], 0.5)).toEqual([
    { low: 1, high: 1, n: 2, fitted: 3 },
    { low: 2, high: 2, n: 1, fitted: 6 },
  ]);
});

test('between blocks the fitted curve is a straight line, outside it is level', () => {
  const blocks = isotonicBlocks([0.2, 0.4, 0.6, 0.8], [0, 0, 1, 1]);
  expect([0, 0.2, 0.3, 0.4, 0.5, 0.6, 1].map((x) => interpolated(blocks, x))).toEqual([
    0,
    0,
    0,
    0,
    expect.closeTo(0.5, 12),
    1,
    1,
  ]);
});

test('CORP adds up, its parts are not negative, and recalibrated probabilities are calibrated', () => {
  fc.assert(
    fc.property(cases, fc.constantFrom('brier' as const, 'log' as const), (data, score) => {
      const [p, y] = [data.map((c) => c.p), data.map((c) => c.y)];
      const result = answered(corp(p, y, score));
      expect(result.discrimination).toBeGreaterThanOrEqual(-1e-12);
      if (result.meanScore === Infinity) {
        expect(result.miscalibration).toBe(Infinity);
        return;
      }
      expect(result.miscalibration).toBeGreaterThanOrEqual(-1e-12);
      expect(result.miscalibration - result.discrimination + result.uncertainty).toBeCloseTo(
        result.meanScore,
        12,
      );
      const recalibrated = data.map((_, i) => result.cases.find((c) => c.index === i)!.recalibrated);
      const again = answered(corp(recalibrated, y, score));
      expect(again.miscalibration).toBeCloseTo(0, 12);
      expect(again.discrimination).toBeCloseTo(result.discrimination, 12);
    }),
  );
  const tied = answered(corp([0.5, 0.2, 0.5, 0.5, 0.2], [0, 1, 1, 0, 0]));
  expect(tied.cases.map((c) => c.index)).toEqual([1, 4, 2, 0, 3]);
  expect(corp([], [])).toMatchObject({ unanswerable: expect.stringContaining('no resolved') });
});

const variants: MurphyOptions[] = (['unique', 1, 3, 10] as const).flatMap((bins) =>
  (['none', 'ferro-fricker', 'ferro-fricker-bounded'] as const).map((correction) => ({ bins, correction })),
);

test.each(variants)('Murphy’s decomposition adds up: $bins, $correction', (options) => {
  fc.assert(
    fc.property(cases, (data) => {
      fc.pre(data.length > 1);
      const m = answered(
        murphyDecomposition(
          data.map((c) => c.p),
          data.map((c) => c.y),
          options,
        ),
      );
      expect(m.reliability - m.resolution + m.uncertainty - m.withinBins).toBeCloseTo(m.meanScore, 12);
      if (options.bins === 'unique') expect(m.withinBins).toBeCloseTo(0, 12);
      if (options.correction !== 'ferro-fricker') {
        expect(Math.min(m.reliability, m.resolution)).toBeGreaterThanOrEqual(-1e-12);
      }
    }),
  );
});

test('Murphy by hand: two probabilities, four tasks', () => {
  // 0.25 came true 1 of 2, 0.75 2 of 2: frequencies 1/2 and 1, overall 3/4.
  const m = answered(murphyDecomposition([0.25, 0.25, 0.75, 0.75], [0, 1, 1, 1], { bins: 'unique' }));
  expect(m).toMatchObject({ reliability: 0.0625, resolution: 0.0625, uncertainty: 0.1875, withinBins: 0 });
  // Noise 1/4 · 2 · ¼/1 = 1/8; overall 3/16/3 = 1/16.
  const corrected = answered(
    murphyDecomposition([0.25, 0.25, 0.75, 0.75], [0, 1, 1, 1], {
      bins: 'unique',
      correction: 'ferro-fricker',
    }),
  );
  expect(corrected).toMatchObject({ reliability: -0.0625, resolution: 0, uncertainty: 0.25 });
});

test('the correction removes the bias: a calibrated forecaster’s reliability averages 0', () => {
  const chance = chanceOf('calibrated');
  const p = Array.from({ length: 50 }, (_, k) => ((k % 5) + 1) / 6);
  const reliability = (correction: 'none' | 'ferro-fricker'): number[] =>
    Array.from({ length: 400 }, () =>
      answered(
        murphyDecomposition(
          p,
          p.map((x) => chance.bernoulli(x)),
          { bins: 'unique', correction },
        ),
      ),
    ).map((m) => m.reliability);
  // Each value has a standard deviation of about 0.011, their mean 0.0006: 4 of these are 1 in 16,000 by chance.
  expect(Math.abs(meanOf(reliability('ferro-fricker')))).toBeLessThan(0.0024);
  expect(meanOf(reliability('none'))).toBeGreaterThan(0.015);
});

const sample = (seed: string, truth: (p: number) => number): { p: number[]; y: (0 | 1)[] } => {
  const chance = chanceOf(seed);
  const p = Array.from({ length: 150 }, () => Math.round(chance.uniform() * 20) / 20);
  return { p, y: p.map((x) => chance.bernoulli(truth(x))) };
};

test('bands: the diagonal lies in a consistency band, a curve in its confidence band, and seeds decide', () => {
  const { p, y } = sample('bands', (x) => x * x);
  const options = { resamples: 200, level: 0.9 };
  const consistency = answered(reliabilityBand('consistency', p, y, options));
  for (const point of consistency.points) {
    expect(point.low).toBeLessThanOrEqual(point.probability + 0.05);
    expect(point.high).toBeGreaterThanOrEqual(point.probability - 0.05);
  }
  const confidence = answered(reliabilityBand('confidence', p, y, options));
  const { blocks } = answered(corp(p, y));
  const inside = confidence.points.filter((point) => {
    const fitted = interpolated(blocks, point.probability);
    return point.low <= fitted && fitted <= point.high;
  });
  expect(inside.length / confidence.points.length).toBeGreaterThan(0.8);
  expect(reliabilityBand('confidence', p, y, options)).toEqual(confidence);
  expect(reliabilityBand('confidence', p, y, { ...options, seed: 'other' })).not.toEqual(confidence);
  expect(confidence.method).toContain('200 times, seed "confidence band"');
});

test('miscalibration is found where it is and not where it is not', () => {
  const options = { resamples: 200 };
  const good = sample('calibrated', (x) => x);
  expect(answered(miscalibrationTest(good.p, good.y, options)).pValue).toBeGreaterThan(0.1);
  const bad = sample('overconfident', (x) => 0.5 + 0.3 * (x - 0.5));
  expect(answered(miscalibrationTest(bad.p, bad.y, options)).pValue).toBeLessThan(0.01);
  expect(answered(miscalibrationTest(bad.p, bad.y, { ...options, score: 'log' })).pValue).toBeLessThan(0.01);
});

test('rank histograms keep ensemble sizes apart and share ties', () => {
  const ensembles: Ensemble[] = [
    { members: [1, 2, 3], outcome: 0 },
    { members: [1, 2, 3], outcome: 2 },
    { members: [1, 2, 3], outcome: 4 },
    { members: [1, 1], outcome: 1 },
  ];
  const [two, three] = answered(rankHistograms(ensembles));
  expect(two).toMatchObject({ members: 2, n: 1, counts: [1 / 3, 1 / 3, 1 / 3] });
  expect(three).toMatchObject({ members: 3, n: 3, counts: [1, 0.5, 0.5, 1] });
  const random = answered(rankHistograms(ensembles, { ties: 'random', seed: 's' }));
  expect(random).toEqual(answered(rankHistograms(ensembles, { ties: 'random', seed: 's' })));
  expect(sumOf(random[1]!.counts)).toBe(3);
  expect(random[1]!.counts.every(Number.isInteger)).toBe(true);
  expect(isUnanswerable(rankHistograms([]))).toBe(true);
});

test('PIT: an atom is spread over what it covers, a point stays a point, flatness is tested', () => {
  const one = answered(pitHistogram([{ below: 0.05, upTo: 0.3 }], 4));
  expect(one.counts).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.2, 12), 0, 0]);
  expect(answered(pitHistogram([{ below: 1, upTo: 1 }], 4)).counts).toEqual([0, 0, 0, 1]);
  const flat = Array.from({ length: 100 }, (_, k) => ({ below: (k + 0.5) / 100, upTo: (k + 0.5) / 100 }));
  expect(answered(pitHistogram(flat)).pValue).toBeCloseTo(1, 12);
  expect(answered(pitHistogram(flat.slice(0, 50))).pValue).toBeLessThan(1e-6);
  const random = answered(pitHistogram([{ below: 0.2, upTo: 0.4 }], 10, { ties: 'random', seed: 'pit' }));
  expect(random.values![0]!).toBeGreaterThanOrEqual(0.2);
  expect(random.values![0]!).toBeLessThanOrEqual(0.4);
  expect(answered(pitHistogram([{ below: 0.2, upTo: 0.4 }], 10, { ties: 'random', seed: 'pit' }))).toEqual(
    random,
  );
});

test('randomised PIT of a calibrated count forecast is flat', () => {
  const chance = chanceOf('counts');
  // A coin: P(0) = P(1) = 1/2.
  const transforms = Array.from({ length: 500 }, () =>
    chance.bernoulli(0.5) === 0 ? { below: 0, upTo: 0.5 } : { below: 0.5, upTo: 1 },
  );
  // A false alarm below 1 in 1,000.
  expect(answered(pitHistogram(transforms, 10, { ties: 'random' })).pValue).toBeGreaterThan(1e-3);
});

test('coverage by level, with the sides of what fell outside', () => {
  const row = (
    level: number,
    outcome: number,
  ): { level: number; low: number; high: number; outcome: number } => ({
    level,
    low: 0,
    high: 1,
    outcome,
  });
  const rows = [row(0.9, 0), row(0.9, 1), row(0.9, 2), row(0.5, 0.5), row(0.5, -1)];
  const [half, ninety] = answered(intervalCoverage(rows));
  expect(half).toMatchObject({
    level: 0.5,
    n: 2,
    inside: 1,
    below: 1,
    above: 0,
    coverage: 0.5,
    consistent: true,
  });
  expect(ninety).toMatchObject({ level: 0.9, n: 3, inside: 2, below: 0, above: 1 });
  const always = Array.from({ length: 60 }, () => row(0.5, 0.5));
  expect(answered(intervalCoverage(always, { method: 'clopper-pearson' }))[0]).toMatchObject({
    consistent: false,
  });
  expect(isUnanswerable(intervalCoverage([]))).toBe(true);
});

test('parts of a score have intervals: they hold the sample’s parts, and clusters widen them', () => {
  const { p, y } = sample('parts', (x) => 0.2 + 0.6 * x);
  const options = { resamples: 200 };
  const whole = answered(corp(p, y));
  const plain = answered(corpIntervals(p, y, options));
  expect(plain.meanScore.low).toBeLessThan(whole.meanScore);
  expect(plain.meanScore.high).toBeGreaterThan(whole.meanScore);
  // Fitted curves flatter: the reflected interval lies below what the sample shows.
  expect(plain.miscalibration.low).toBeGreaterThanOrEqual(0);
  expect(plain.miscalibration.high).toBeLessThan(whole.miscalibration + 0.02);
  expect(corpIntervals(p, y, options)).toEqual(plain);
  // Three equal copies in clusters are worth as much as one.
  const triple = <T>(x: readonly T[]): T[] => [...x, ...x, ...x];
  const clusters = triple(p.map((_, i) => `c${i}`));
  expect(answered(corpIntervals(triple(p), triple(y), { ...options, clusters })).meanScore).toEqual({
    low: expect.closeTo(plain.meanScore.low, 12),
    high: expect.closeTo(plain.meanScore.high, 12),
    level: 0.9,
  });
  expect(corpIntervals([0, 1], [1, 1], { score: 'log' })).toMatchObject({
    unanswerable: expect.stringContaining('infinite'),
  });
  expect(corpIntervals([0.5], [1])).toMatchObject({ unanswerable: expect.stringContaining('one cluster') });
});

test('where outcomes fall: points, atoms and what a forecast leaves open', () => {
  const draws = { kind: 'sample', values: [1, 2, 2, 5] } as const;
  expect(transformOf(draws, 2)).toEqual({ below: 0.25, upTo: 0.75 });
  expect(transformOf({ ...draws, weights: [1, 0, 0, 3] }, 3)).toEqual({ below: 0.25, upTo: 0.25 });
  const quantiles = { kind: 'quantile', levels: [0.1, 0.5, 0.6, 0.9], values: [0, 3, 3, 8] } as const;
  expect([-1, 0, 1, 3, 9].map((y) => transformOf(quantiles, y))).toEqual([
    { below: 0, upTo: 0.1 },
    { below: 0.1, upTo: 0.1 },
    { below: 0.1, upTo: 0.5 },
    { below: 0.5, upTo: 0.6 },
    { below: 0.9, upTo: 1 },
  ]);
  const cdf = { kind: 'cdf', thresholds: [1, 2], probabilities: [0.3, 0.8] } as const;
  expect([0, 1, 1.5, 2, 3].map((y) => transformOf(cdf, y))).toEqual([
    { below: 0, upTo: 0.3 },
    { below: 0, upTo: 0.3 },
    { below: 0.3, upTo: 0.8 },
    { below: 0.3, upTo: 0.8 },
    { below: 0.8, upTo: 1 },
  ]);
  // All outcomes equally likely under the forecast: flat, whatever is left open.
  const even = Array.from({ length: 100 }, (_, k) =>
    transformOf({ ...quantiles, levels: [0.2, 0.4, 0.6, 0.8], values: [2, 4, 6, 8] }, (k + 0.5) / 10),
  );
  expect(answered(pitHistogram(even)).counts.every((c) => Math.abs(c - 10) < 1e-9)).toBe(true);
});

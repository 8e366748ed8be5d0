import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnanswerable } from '../statistics/answer.ts';
import { meanOf } from '../statistics/numbers.ts';
import { chanceOf } from '../statistics/random.ts';
import { type CalibrationCase, explainGap, recalibrateOutOfSample } from './gap.ts';
import {
  elementaryScore,
  type Functional,
  murphyDiagram,
  murphyDominance,
  murphyThresholds,
} from './murphy-diagram.ts';
import { fitRecalibration } from './recalibrate.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

const grid = Array.from({ length: 2000 }, (_, k) => (k + 0.5) / 2000);

test('the area under a Murphy curve of a probability is half its Brier score', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1), (p, y) => {
      const area = meanOf(
        grid.map((t) => {
          const { under, over } = elementaryScore({ is: 'probability' }, p, y, t);
          return under + over;
        }),
      );
      expect(area).toBeCloseTo((p - y) ** 2 / 2, 3);
    }),
    { numRuns: 30 },
  );
});

test('the area under that of a quantile is its pinball loss, of the mean half the squared error', () => {
  const point = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(point, point, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (x, y, level) => {
      const area = (functional: Functional): number =>
        meanOf(
          grid.map((t) => {
            const { under, over } = elementaryScore(functional, x, y, t);
            return under + over;
          }),
        );
      expect(area({ is: 'quantile', level })).toBeCloseTo(x < y ? level * (y - x) : (1 - level) * (x - y), 2);
      expect(area({ is: 'expectile', level: 0.5 })).toBeCloseTo((x - y) ** 2 / 4, 3);
    }),
    { numRuns: 30 },
  );
});

test('dominance: a forecaster nearer to every outcome is better at every threshold', () => {
  const outcomes = [0, 1, 1, 0];
  const [near, far] = [
    [0.1, 0.9, 0.8, 0.2],
    [0.3, 0.7, 0.6, 0.4],
  ];
  const result = answered(murphyDominance({ is: 'probability' }, near, far, outcomes));
  expect(result.better).toBe('first');
  expect(result).not.toHaveProperty('secondLeads');
  expect(answered(murphyDominance({ is: 'probability' }, far, near, outcomes)).better).toBe('second');
  expect(answered(murphyDominance({ is: 'probability' }, near, near, outcomes)).better).toBe('equal');
});

test('where the ranking depends on the threshold, it says where', () => {
  // The first knows low thresholds, the second high ones.
  const result = answered(murphyDominance({ is: 'quantile', level: 0.5 }, [1, 9], [3, 7], [0, 6]));
  expect(result.better).toBe('neither');
  const curve = (x: number[], t: number): number =>
    answered(murphyDiagram({ is: 'quantile', level: 0.5 }, x, [0, 6], [t]))[0]!.mean;
  const [a, b] = [result.largestLeadOfFirst.threshold, result.largestLeadOfSecond.threshold];
  expect(curve([1, 9], a)).toBeLessThan(curve([3, 7], a));
  expect(curve([3, 7], b)).toBeLessThan(curve([1, 9], b));
});

test('dominance agrees with curves on a fine grid', () => {
  const p = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
  const y = fc.array(fc.constantFrom(0, 1), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(p, p, y, (first, second, outcomes) => {
      const functional = { is: 'probability' } as const;
      const { better } = answered(murphyDominance(functional, first, second, outcomes));
      const curves = [first, second].map((x) => answered(murphyDiagram(functional, x, outcomes, grid)));
      const gaps = grid.map((_, k) => curves[1]![k]!.mean - curves[0]![k]!.mean);
      if (better === 'first' || better === 'equal') expect(Math.min(...gaps)).toBeGreaterThanOrEqual(-1e-9);
      if (better === 'second' || better === 'equal') expect(Math.max(...gaps)).toBeLessThanOrEqual(1e-9);
      if (gaps.some((g) => g > 1e-9) && gaps.some((g) => g < -1e-9)) expect(better).toBe('neither');
    }),
    { numRuns: 30 },
  );
});

const kinds: Functional[] = [
  { is: 'probability' },
  { is: 'quantile', level: 0.3 },
  { is: 'expectile', level: 0.7 },
  { is: 'huber', level: 0.4, limit: 0.25 },
];

test.each(kinds)(
  'curves of a $is are straight between their thresholds, with limits at both ends',
  (functional) => {
    const p = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(p, p, (x, raw) => {
        const y = functional.is === 'probability' ? raw.map(Math.round) : raw;
        const thresholds = murphyThresholds(functional, x, y);
        const mean = (at: number[], side: 'left' | 'right' = 'right'): number[] =>
          answered(murphyDiagram(functional, x, y, at, side)).map((point) => point.mean);
        const [right, left] = [mean(thresholds), mean(thresholds, 'left')];
        thresholds.slice(1).forEach((to, k) => {
          const from = thresholds[k]!;
          if (to - from < 1e-9) return;
          const [inner] = mean([from + 0.3 * (to - from)]);
          expect(inner).toBeCloseTo(0.7 * right[k]! + 0.3 * left[k + 1]!, 12);
        });
      }),
    );
  },
);

test('a limited loss grows no further: the published elementary scores of nci/scores', () => {
  // 6a4f97d, tests/plotdata/test_murphy.py: level 0.1, limit 0.5; and level 0.5, limit 3 by its expectile sibling.
  const huber = { is: 'huber', level: 0.1, limit: 0.5 } as const;
  expect(elementaryScore(huber, 0, 1, 0)).toEqual({ under: expect.closeTo(0.05, 12), over: 0 });
  expect(elementaryScore(huber, 4, 1, 2)).toEqual({ under: 0, over: expect.closeTo(0.45, 12) });
  expect(elementaryScore(huber, 1, 3, 0)).toEqual({ under: 0, over: 0 });
  const curve = (functional: Functional, x: number[]): number[] =>
    answered(murphyDiagram(functional, x, [2, 4], [0, 2, 10])).map((point) => point.mean);
  expect(curve({ is: 'huber', level: 0.5, limit: 3 }, [0, 5])).toEqual([0.5, 0, 0]);
  expect(curve({ is: 'huber', level: 0.5, limit: 3 }, [10, 15])).toEqual([0, 0, 0.75]);
  expect(curve({ is: 'expectile', level: 0.5 }, [0, 5])).toEqual([0.5, 0, 0]);
  expect(curve({ is: 'expectile', level: 0.5 }, [10, 15])).toEqual([0, 0, 1.5]);
});

/** Outcomes in the exact proportions that a curve wants, 200 at each of 19 probabilities. */
function exactly(curve: (p: number) => number): { p: number[]; y: (0 | 1)[] } {
  const p: number[] = [];
  const y: (0 | 1)[] = [];
  for (let k = 1; k < 20; k++) {
    const yes = Math.round(200 * curve(k / 20));
    for (let i = 0; i < 200; i++) {
      p.push(k / 20);
      y.push(i < yes ? 1 : 0);
    }
  }
  return { p, y };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const logit = (p: number): number => Math.log(p / (1 - p));

test('logistic and beta recalibration find the curve that made the outcomes', () => {
  const straight = exactly((p) => sigmoid(0.5 * logit(p) + 0.3));
  const logistic = answered(fitRecalibration('logistic', straight.p, straight.y));
  expect(logistic.parameters[0]).toBeCloseTo(0.5, 2);
  expect(logistic.parameters[1]).toBeCloseTo(0.3, 2);
  const bent = exactly((p) => sigmoid(0.6 * Math.log(p) - 1.4 * Math.log(1 - p) + 0.2));
  const beta = answered(fitRecalibration('beta', bent.p, bent.y));
  [0.6, 1.4, 0.2].forEach((want, k) => expect(beta.parameters[k]).toBeCloseTo(want, 1));
});

test.each(['isotonic', 'logistic', 'beta'] as const)(
  '%s recalibration rises, stays inside (0, 1), survives anything',
  (method) => {
    const data = fc.array(
      fc.record({
        p: fc.double({ min: 0, max: 1, noNaN: true }),
        y: fc.constantFrom(0 as const, 1 as const),
      }),
      { minLength: 1, maxLength: 25 },
    );
    fc.assert(
      fc.property(data, (rows) => {
        const { map, parameters } = answered(
          fitRecalibration(
            method,
            rows.map((r) => r.p),
            rows.map((r) => r.y),
          ),
        );
        const values = Array.from({ length: 51 }, (_, k) => map(k / 50));
        for (const v of values) expect(v > 0 && v < 1).toBe(true);
        // A logistic slope may come out negative where forecasts pointed the wrong way; the others cannot fall.
        if (method !== 'logistic' || parameters[0]! >= 0) {
          values.slice(1).forEach((v, k) => expect(v).toBeGreaterThanOrEqual(values[k]! - 1e-12));
        }
      }),
      { numRuns: 30 },
    );
  },
);

const twelve = (seed: string): CalibrationCase[] => {
  const chance = chanceOf(seed);
  return Array.from({ length: 240 }, (_, k) => {
    const probability = 0.05 + 0.9 * chance.uniform();
    return { probability, outcome: chance.bernoulli(probability), cluster: `c${k % 12}`, time: k };
  });
};

test.each(['leave-one-cluster-out', 'past'] as const)(
  'a gap made by distortion is calibration: %s',
  (split) => {
    const honest = twelve('honest');
    const distorted = honest.map((c) => ({ ...c, probability: sigmoid(3 * logit(c.probability) + 0.8) }));
    const gap = answered(explainGap(distorted, honest, { method: 'logistic', split }));
    expect(gap.gap).toBeGreaterThan(0.01);
    expect(gap.calibration + gap.information).toBeCloseTo(gap.gap, 14);
    expect(gap.verdict).toBe('calibration');
  },
);

test('a gap made by knowing less is information', () => {
  const informed = twelve('informed');
  const mean = meanOf(informed.map((c) => c.probability));
  const ignorant = informed.map((c) => ({ ...c, probability: mean }));
  const gap = answered(
    explainGap(ignorant, informed, { method: 'logistic', split: 'leave-one-cluster-out', score: 'log' }),
  );
  expect(gap.verdict).toBe('information');
  expect(answered(explainGap(informed, informed, { method: 'isotonic', split: 'past' })).verdict).toBe(
    'none',
  );
});

test('a case is never recalibrated by itself or by its future', () => {
  const data = twelve('leak');
  const changed = data.map((c, k) => (k === 100 ? { ...c, outcome: (1 - c.outcome) as 0 | 1 } : c));
  const at = (rows: CalibrationCase[], split: 'past' | 'leave-one-cluster-out'): readonly number[] =>
    answered(recalibrateOutOfSample(rows, { method: 'logistic', split }));
  const [before, after] = [at(data, 'past'), at(changed, 'past')];
  expect(after.slice(0, 101)).toEqual(before.slice(0, 101));
  expect(after[101]).not.toBe(before[101]);
  expect(at(changed, 'leave-one-cluster-out')[100]).toBe(at(data, 'leave-one-cluster-out')[100]);
  expect(
    recalibrateOutOfSample(
      data.map((c) => ({ ...c, cluster: 'one' })),
      { method: 'beta', split: 'leave-one-cluster-out' },
    ),
  ).toMatchObject({ unanswerable: expect.stringContaining('of one cluster') });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnanswerable } from '../statistics/answer.ts';
import { betaCdf, chisquareTail } from '../statistics/distributions.ts';
import { performanceWeights, type SeedQuestion } from './cooke.ts';
import { atConfidence, type Judgement, judgementProblems, latestRound } from './judgement.ts';
import { intrinsicRange, mixtureQuantiles, piecewiseCdf, piecewiseOf } from './piecewise.ts';
import { pooledPrior, priorOf } from './prior.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

const said = (
  expert: string,
  low: number,
  best: number,
  high: number,
  more: Partial<Judgement> = {},
): Judgement => ({ expert, quantity: 'rate', round: 1, low, best, high, confidence: 0.9, ...more });

test('what is wrong with a row is said with its number and what to do', () => {
  expect(judgementProblems([said('A', 1, 2, 3)])).toEqual([]);
  const problems = judgementProblems([
    said('A', 1, 2, 3),
    said('A', 1, 2, 3),
    said('B', 3, 2, 1),
    said('C', 1, 2, 3, { confidence: 90 }),
    said('D', 2, 2, 2),
    said('E', 1, Number.NaN, 3),
    said('F', 1, 2, 3, { round: 0 }),
    said(' ', 1, 2, 3),
  ]);
  expect(problems.map((p) => p.row)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  expect(problems[0]!.message).toBe('A on rate: round 1 was given in row 1 already');
  expect(problems[1]!.message).toMatch(/low 3, best 2, high 1 do not rise/);
  expect(problems[2]!.help).toBe('write 0.9 for 90%');
  expect(problems.every((p) => p.help.length > 0)).toBe(true);
});

test('the last round counts', () => {
  const rounds = [said('A', 1, 2, 3), said('B', 1, 2, 3), said('A', 1.5, 2, 2.5, { round: 2 })];
  expect(latestRound(rounds).map((j) => [j.expert, j.low])).toEqual([
    ['A', 1.5],
    ['B', 1],
  ]);
});

test('intervals are brought to one confidence about the best guess, inside limits', () => {
  const wide = atConfidence(said('A', 0.1, 0.2, 0.5, { confidence: 0.6 }), 0.9);
  expect([wide.low, wide.high]).toEqual([expect.closeTo(0.05, 12), expect.closeTo(0.65, 12)]);
  expect(atConfidence(said('A', 0.1, 0.2, 0.9, { confidence: 0.5 }), 1, { low: 0, high: 1 })).toMatchObject({
    low: 0,
    high: 1,
    confidence: 1,
  });
  const back = atConfidence(wide, 0.6);
  expect(back.low).toBeCloseTo(0.1, 12);
});

test('the range of all that was said is wider by a tenth on each side, and knows limits', () => {
  expect(intrinsicRange([said('A', 1, 2, 3), said('B', 2, 4, 11)])).toEqual({ low: 0, high: 12 });
  expect(intrinsicRange([said('A', 1, 2, 11)], { limits: { low: 0.5 } })).toEqual({ low: 0.5, high: 12 });
  expect(intrinsicRange([said('A', 1, 2, 3)], { truth: 11 })).toEqual({ low: 0, high: 12 });
});

test('three numbers are quantiles, whatever the confidence', () => {
  const range = { low: 0, high: 10 };
  const at = (confidence: number): number[] => {
    const curve = piecewiseOf(said('A', 2, 4, 7, { confidence }), range);
    return [0, 2, 4, 7, 10].map((x) => piecewiseCdf(curve, x));
  };
  expect(at(0.9)).toEqual([0, expect.closeTo(0.05, 12), 0.5, expect.closeTo(0.95, 12), 1]);
  expect(at(0.5)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(at(1)).toEqual([0, 0, 0.5, 1, 1]);
});

test('priors as text of the scenario language', () => {
  const judgement = said('A', 2, 4, 7);
  expect(answered(priorOf(judgement, 'quantiles', { low: 0, high: 10 })).text).toBe(
    'quantiles(p0 = 0, p5 = 2, p50 = 4, p95 = 7, p100 = 10)',
  );
  expect(answered(priorOf({ ...judgement, confidence: 0.95 }, 'normal')).text).toBe(
    'normal(p2_5 = 2, p97_5 = 7)',
  );
  expect(answered(priorOf({ ...judgement, confidence: 1 }, 'pert')).text).toBe('pert(2, 4, 7)');
  expect(answered(priorOf({ ...judgement, confidence: 1 }, 'quantiles')).text).toBe(
    'quantiles(p0 = 2, p50 = 4, p100 = 7)',
  );
  const lognormal = answered(priorOf(said('A', 1, 2, 25), 'lognormal'));
  expect(lognormal.text).toBe('lognormal(p5 = 1, p95 = 25)');
  // Its median is 5, the geometric mean of both ends.
  expect(lognormal.notes[0]).toMatch(/its median is 5, while A said 2/);
  expect(answered(priorOf(said('A', 1, 5, 25), 'lognormal')).notes).toEqual([]);
});

test('a prior that cannot be says why', () => {
  const why = (...args: Parameters<typeof priorOf>): string => {
    const prior = priorOf(...args);
    return isUnanswerable(prior) ? prior.unanswerable : '';
  };
  expect(why(said('A', -1, 2, 3), 'lognormal')).toMatch(/above 0, but low is -1/);
  expect(why(said('A', 1, 2, 3, { confidence: 1 }), 'normal')).toMatch(/use pert/);
  expect(why(said('A', 1, 1, 3), 'quantiles')).toMatch(/best is 1, an end of the interval.*pert/);
  expect(pooledPrior([said('A', 1, 1, 3)], { low: 0, high: 5 })).toMatchObject({
    unanswerable: expect.stringMatching(/best is 1, an end/),
  });
  expect(why(said('A', 1, 2, 3), 'quantiles', { low: 1, high: 5 })).toMatch(/reach beyond low and high/);
});

test('a pert prior holds what the confidence says between low and high', () => {
  const shape = fc.record({
    share: fc.double({ min: 0.15, max: 0.85, noNaN: true }),
    confidence: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
  });
  fc.assert(
    fc.property(shape, ({ share, confidence }) => {
      const judgement = said('A', 10, 10 + 4 * share, 14, { confidence });
      const { text, notes } = answered(priorOf(judgement, 'pert'));
      const [a, mode, b] = text.match(/-?[\d.]+/g)!.map(Number) as [number, number, number];
      const below = (x: number): number =>
        betaCdf((x - a) / (b - a), 1 + (4 * (mode - a)) / (b - a), 1 + (4 * (b - mode)) / (b - a));
      if (notes.length === 0) {
        expect(below(14) - below(10)).toBeCloseTo(confidence, 1.9);
        expect(below(10)).toBeCloseTo((1 - confidence) / 2, 1.9);
      } else expect(notes[0]).toMatch(/inside A’s interval instead of/);
    }),
  );
  // In the ordinary middle there is nothing to note.
  expect(answered(priorOf(said('A', 10, 12, 14), 'pert')).notes).toEqual([]);
});

test('a pool of one is the expert; of two it is their mixture, and no expert without weight moves it', () => {
  const range = { low: 0, high: 10 };
  const [a, b] = [said('A', 2, 4, 7), said('B', 5, 6, 8)];
  const alone = answered(pooledPrior([a], range));
  const curve = piecewiseOf(a, range);
  alone.pool.values.forEach((v, k) => expect(piecewiseCdf(curve, v)).toBeCloseTo(alone.pool.levels[k]!, 9));
  const both = answered(pooledPrior([a, b], range));
  both.pool.values.forEach((v, k) => {
    const mixture = (piecewiseCdf(curve, v) + piecewiseCdf(piecewiseOf(b, range), v)) / 2;
    expect(mixture).toBeCloseTo(both.pool.levels[k]!, 9);
  });
  // By hand: at 4, for one, half of 50% and 4%.
  expect(both.text).toBe(
    'quantiles(p0 = 0, p3_5 = 2, p27 = 4, p35 = 5, p65 = 6, p83_75 = 7, p95_8333 = 8, p100 = 10)',
  );
  expect(both.experts.map((e) => e.weight)).toEqual([0.5, 0.5]);
  const weighted = answered(pooledPrior([a, b], range, new Map([['A', 3]])));
  expect(weighted.pool).toEqual(alone.pool);
  expect(weighted.experts[1]).toMatchObject({
    expert: 'B',
    weight: 0,
    text: expect.stringContaining('p50 = 6'),
  });
  expect(pooledPrior([a], range, new Map())).toMatchObject({
    unanswerable: expect.stringContaining('equal weights'),
  });
});

test('a mixture lies between its members', () => {
  const range = { low: -20, high: 20 };
  const row = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -15, max: 15, noNaN: true }))).map((x) => {
    const [low = 0, best = 0, high = 0] = [...x].sort((p, q) => p - q);
    return said('E', low - 0.1, best, high + 0.1);
  });
  fc.assert(
    fc.property(row, row, (a, b) => {
      const members = [piecewiseOf(a, range), piecewiseOf(b, range)];
      const levels = [0.05, 0.5, 0.95];
      const alone = members.map((m) => mixtureQuantiles([m], [1], levels));
      mixtureQuantiles(members, [0.5, 0.5], levels).forEach((v, k) => {
        expect(v).toBeGreaterThanOrEqual(Math.min(alone[0]![k]!, alone[1]![k]!) - 1e-9);
        expect(v).toBeLessThanOrEqual(Math.max(alone[0]![k]!, alone[1]![k]!) + 1e-9);
      });
    }),
  );
});

/** Twenty seeds with truth 10: an expert places its truth in bands as told. */
const seeds: SeedQuestion[] = Array.from({ length: 20 }, (_, k) => ({ quantity: `seed ${k}`, truth: 10 }));
const places = { below: [11, 12, 13], lower: [9, 11, 13], upper: [7, 9, 11], above: [7, 8, 9] } as const;
const expert = (name: string, bands: (keyof typeof places)[], width = 1): Judgement[] =>
  bands.map((band, k) => {
    const [low, best, high] = places[band].map((x) => 10 + (x - 10) * width) as [number, number, number];
    return { expert: name, quantity: `seed ${k}`, round: 1, low, best, high, confidence: 0.9 };
  });
const pattern = (below: number, lower: number, upper: number, above: number): (keyof typeof places)[] => [
  ...Array.from({ length: below }, () => 'below' as const),
  ...Array.from({ length: lower }, () => 'lower' as const),
  ...Array.from({ length: upper }, () => 'upper' as const),
  ...Array.from({ length: above }, () => 'above' as const),
];

test('calibration by hand: hits as expected are 1, half outside is hopeless', () => {
  const result = answered(
    performanceWeights(
      [...expert('good', pattern(1, 9, 9, 1)), ...expert('bad', pattern(5, 5, 5, 5))],
      seeds,
    ),
  );
  const [good, bad] = result.experts;
  expect(good).toMatchObject({ hits: [1, 9, 9, 1], calibration: 1, seeds: 20 });
  // 2 · 20 · Σ ¼ ln(¼ / p): with 0.05 and 0.45 it is 20 (ln 5 + ln 0.5556) = 20.43.
  expect(bad!.calibration).toBeCloseTo(chisquareTail(20 * (Math.log(5) + Math.log(0.25 / 0.45)), 3), 12);
  // Each own calibration is tried as the threshold; at the lower one the bad expert is let in with what is left.
  expect(good!.weight).toBeGreaterThan(0.99);
  expect(good!.weight + bad!.weight).toBeCloseTo(1, 14);
  expect(result.warnings).toEqual([]);
});

test('of two experts calibrated alike, the narrower is more informative and weighs more', () => {
  const result = answered(
    performanceWeights(
      [...expert('narrow', pattern(1, 9, 9, 1), 0.2), ...expert('wide', pattern(1, 9, 9, 1), 2)],
      seeds,
      { threshold: 0.05 },
    ),
  );
  const [narrow, wide] = result.experts;
  expect(narrow!.calibration).toBe(wide!.calibration);
  expect(narrow!.information).toBeGreaterThan(wide!.information);
  expect(narrow!.weight + wide!.weight).toBeCloseTo(1, 14);
  expect(narrow!.weight / wide!.weight).toBeCloseTo(narrow!.information / wide!.information, 12);
});

test('information by hand: one seed, one expert', () => {
  // Range 0.8 wide on [9.6, …]: judgement 9, 10, 11 and truth 10: range [9 − 0.2, 11 + 0.2] = 2.4 wide.
  const one = answered(
    performanceWeights(
      [{ expert: 'E', quantity: 's', round: 1, low: 9, best: 10, high: 11, confidence: 0.9 }],
      [{ quantity: 's', truth: 10 }],
    ),
  );
  const part = (p: number, width: number): number => p * Math.log((p * 2.4) / width);
  expect(one.experts[0]!.information).toBeCloseTo(2 * part(0.05, 0.2) + 2 * part(0.45, 1), 12);
  expect(one.warnings[0]).toMatch(/1 seed questions hardly/);
});

test('what cannot weigh experts is refused in words', () => {
  const rows = expert('A', pattern(1, 9, 9, 1));
  const why = (judgements: Judgement[], questions = seeds): string => {
    const result = performanceWeights(judgements, questions);
    return isUnanswerable(result) ? result.unanswerable : '';
  };
  expect(why([])).toMatch(/use equal weights/);
  expect(why([...rows, ...expert('B', pattern(1, 0, 0, 0))])).toMatch(/missing: B on seed 1, .* and 14 more/);
  expect(why(rows.map((j, k) => (k === 3 ? { ...j, confidence: 0.8 } : j)))).toMatch(/different confidences/);
  expect(why(rows.map((j) => ({ ...j, confidence: 1 })))).toMatch(/cannot be measured/);
  expect(why(rows.map((j) => ({ ...j, best: j.high })))).toMatch(/infinite information/);
  const log = seeds.map((s) => ({ ...s, scale: 'log' as const }));
  expect(
    why(
      rows.map((j) => ({ ...j, low: -1 })),
      log,
    ),
  ).toMatch(/log scale does not have/);
  expect(why(rows, log)).toBe('');
});

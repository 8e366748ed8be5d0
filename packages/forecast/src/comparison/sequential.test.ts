import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnanswerable } from '../statistics/answer.ts';
import { chanceOf } from '../statistics/random.ts';
import { confidenceSequence } from './confidence-sequence.ts';
import { calibrateP, eProcess } from './e-process.ts';
import { bestRho, logMixture, mixtureBoundary, mixtureWith } from './gamma-exponential.ts';
import { evenProbability, henziZiegel } from './henzi-ziegel.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

const bounds = [-1, 1] as const;
/** n runs at a rate of at most 5%: more than 5% + 4 standard errors by chance in fewer than 1 of 10,000. */
const atMost = (n: number): number => n * 0.05 + 4 * Math.sqrt(n * 0.05 * 0.95);

test('looking after every task, an e-process raises a false alarm in at most 5% of tournaments', () => {
  const chance = chanceOf('equal forecasters');
  const runs = 400;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    // Equally good forecasters whose differences have a spread that changes over time.
    const d = Array.from(
      { length: 150 },
      (_, t) => (chance.uniform() < 0.5 ? -1 : 1) * (t % 3 === 0 ? 1 : 0.2),
    );
    const e = answered(eProcess(d, { bounds }));
    if (e.some((step) => Math.max(step.firstBetter, step.secondBetter) >= 40)) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(atMost(runs));
});

test('the same with forecasts that overlap', () => {
  const chance = chanceOf('overlapping');
  const runs = 200;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    // Differences share shocks with the two before them.
    const shocks = Array.from({ length: 122 }, () => (chance.uniform() < 0.5 ? -1 : 1) / 3);
    const d = Array.from({ length: 120 }, (_, t) => shocks[t]! + shocks[t + 1]! + shocks[t + 2]!);
    const e = answered(eProcess(d, { bounds: [-1, 1], lag: 3 }));
    if (e.some((step) => Math.max(step.firstBetter, step.secondBetter) >= 40)) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(atMost(runs));
});

test.each(['empirical-bernstein', 'hoeffding', 'asymptotic'] as const)(
  'a %s sequence keeps the true mean at all times in at least 95% of tournaments',
  (method) => {
    const chance = chanceOf(`sequence ${method}`);
    const runs = 60;
    let lost = 0;
    for (let run = 0; run < runs; run++) {
      // Mean 0.2: 0.8 with probability 0.6, −0.7 with 0.4.
      const d = Array.from({ length: 80 }, () => (chance.uniform() < 0.6 ? 0.8 : -0.7));
      const steps = answered(
        confidenceSequence(d, method === 'asymptotic' ? { method } : { method, bounds }),
      );
      if (steps.some((s) => s.low > 0.2 || s.high < 0.2)) lost++;
    }
    expect(lost).toBeLessThanOrEqual(atMost(runs));
  },
);

test('evidence grows where one is better, and a sequence leaves 0 out when its e-value is reached', () => {
  const chance = chanceOf('better');
  const d = Array.from({ length: 150 }, () => -0.4 + 1.2 * (chance.uniform() - 0.5));
  const e = answered(eProcess(d, { bounds }));
  expect(e.at(-1)!.firstBetter).toBeGreaterThan(1000);
  expect(e.at(-1)!.secondBetter).toBeLessThan(1);
  const steps = answered(confidenceSequence(d, { bounds }));
  steps.forEach((step, k) => {
    // Intrinsic time is the same once it has passed 1, which these differences do well before task 20.
    if (e[k]!.t > 20) expect(step.high < 0).toBe(e[k]!.firstBetter > 40);
  });
  expect(steps.at(-1)!.high - steps.at(-1)!.low).toBeLessThan(steps[0]!.high - steps[0]!.low);
});

test('the boundary is where the mixture reaches its threshold, and the mixture starts at 1', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 500, noNaN: true }),
      fc.double({ min: 0.001, max: 0.2, noNaN: true }),
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      (v, alpha, c) => {
        const mixture = mixtureWith(bestRho(10, 0.025), c);
        const s = mixtureBoundary(v, alpha, mixture);
        expect(Math.exp(logMixture(s, v, mixture)) * alpha).toBeCloseTo(1, 6);
        expect(mixtureBoundary(v, alpha / 2, mixture)).toBeGreaterThan(s);
        expect(logMixture(0, 0, mixture)).toBeCloseTo(0, 8);
        expect(Number.isFinite(logMixture(-v, v, mixture))).toBe(true);
      },
    ),
  );
});

test('a p-value becomes an e-value whose mean under the null is 1', () => {
  // ∫ over p by the substitution p = u⁴, which tames the pole at 0; the tail below u = 0.001 is left out.
  const n = 20_000;
  let mean = 0;
  for (let k = 0; k < n; k++) {
    const u = (k + 0.5) / n;
    mean += (calibrateP(u ** 4) * 4 * u ** 3) / n;
  }
  expect(mean).toBeGreaterThan(0.9);
  expect(mean).toBeLessThan(1);
  expect(calibrateP(1)).toBe(0.5);
  expect(calibrateP(0.9990001)).toBeCloseTo(calibrateP(0.9989999), 5);
  expect(calibrateP(0)).toBe(Infinity);
});

test('outside its bounds a difference is refused by place', () => {
  expect(eProcess([0.5, 2], { bounds })).toMatchObject({
    unanswerable: expect.stringMatching(/Difference number 2 is 2, outside \[-1, 1\]/),
  });
  expect(isUnanswerable(confidenceSequence([0.5, 2], { bounds }))).toBe(true);
});

test.each(['brier', 'log', 'spherical'] as const)(
  'at the even probability both have the same expected %s score',
  (rule) => {
    const loss = (p: number, y: number): number => {
      if (rule === 'brier') return (p - y) ** 2;
      if (rule === 'log') return -Math.log(y === 1 ? p : 1 - p);
      return 1 - (y === 1 ? p : 1 - p) / Math.hypot(p, 1 - p);
    };
    const p = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(p, p, (a, b) => {
        fc.pre(Math.abs(a - b) > 1e-3);
        const k = evenProbability(a, b, rule);
        const expected = (x: number): number => k * loss(x, 1) + (1 - k) * loss(x, 0);
        expect(expected(a)).toBeCloseTo(expected(b), 9);
        expect(k).toBeGreaterThan(Math.min(a, b));
        expect(k).toBeLessThan(Math.max(a, b));
      }),
    );
  },
);

test('Henzi–Ziegel: at most 5% of false alarms with optional stopping, and power where the second is right', () => {
  const chance = chanceOf('e-values');
  const runs = 400;
  const series = (truth: 'first' | 'second', n = 100): { first: number; second: number; outcome: 0 | 1 }[] =>
    Array.from({ length: n }, () => {
      const first = 0.1 + 0.8 * chance.uniform();
      const second = 0.1 + 0.8 * chance.uniform();
      return { first, second, outcome: chance.bernoulli(truth === 'first' ? first : second) };
    });
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    if (answered(henziZiegel(series('first'), { score: 'brier' })).evidence.some((e) => e >= 20)) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(atMost(runs));
  expect(answered(henziZiegel(series('second', 600), { score: 'brier' })).eValue).toBeGreaterThan(20);
  // The same forecasts leave nothing to wager on.
  const same = series('first').map((t) => ({ ...t, second: t.first }));
  expect(answered(henziZiegel(same, { score: 'log' })).eValue).toBe(1);
});

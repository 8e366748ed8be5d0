/** What elicitation writes is a prior that a scenario takes, and draws from it as the expert said. */
import { compileJs, seedKey } from '@stave/engine';
import {
  intrinsicRange,
  isUnanswerable,
  type Judgement,
  pooledPrior,
  type PriorFamily,
  priorOf,
} from '@stave/forecast';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { irOf, scenario } from '../support/scenario.ts';

const TRIALS = 4000;

/** Draws of a parameter with this prior. */
async function draws(prior: string): Promise<number[]> {
  const ir = await irOf(
    scenario(`parameters:
  x: { prior: "${prior}", basis: judgement, why: Test. }
drivers: { d: { initial: a, states: { a: {} } } }
measures: { m: x }`),
  );
  const range = { seed: seedKey('7'), stream: 0, first: 0, count: TRIALS, share: 1 };
  return [...compileJs(ir).parameters(range)];
}

const judgement = fc
  .record({
    low: fc.double({ min: -3, max: 3, noNaN: true }),
    best: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    width: fc.double({ min: 0.01, max: 50, noNaN: true }),
    confidence: fc.constantFrom(0.5, 0.8, 0.9, 0.98),
  })
  .map(({ low, best, width, confidence }): Judgement => ({
    expert: 'A',
    quantity: 'x',
    round: 1,
    low,
    best: low + best * width,
    high: low + width,
    confidence,
  }));

/** 4 standard errors of a share of 4,000 draws: beyond by chance in about 1 of 16,000 comparisons. */
const slack = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / TRIALS) + 1e-3;

test.each(['quantiles', 'pert', 'normal', 'lognormal'] as const)(
  'a %s prior is taken and holds what the expert said',
  async (family: PriorFamily) => {
    await fc.assert(
      fc.asyncProperty(judgement, async (j) => {
        const prior = priorOf(j, family, intrinsicRange([j]));
        if (isUnanswerable(prior)) {
          expect(family === 'lognormal' && j.low <= 0).toBe(true);
          return;
        }
        const x = await draws(prior.text);
        const share = (test: (x: number) => boolean): number => x.filter(test).length / TRIALS;
        if (prior.notes.some((note) => note.includes('inside'))) return;
        expect(Math.abs(share((v) => v >= j.low && v <= j.high) - j.confidence)).toBeLessThan(
          slack(j.confidence) + (family === 'pert' ? 0.006 : 0),
        );
        if (family === 'quantiles')
          expect(Math.abs(share((v) => v <= j.best) - 0.5)).toBeLessThan(slack(0.5));
      }),
      { seed: 23, numRuns: 12 },
    );
  },
);

test('a pool is taken and is the mean of its members', async () => {
  const one: Judgement = { expert: 'A', quantity: 'x', round: 1, low: 0, best: 1, high: 2, confidence: 0.9 };
  const two = { ...one, expert: 'B', low: 5, best: 8, high: 9 };
  const pool = pooledPrior([one, two], intrinsicRange([one, two]));
  if (isUnanswerable(pool)) throw new Error(pool.unanswerable);
  const x = await draws(pool.text);
  const share = (limit: number): number => x.filter((v) => v <= limit).length / TRIALS;
  // Half is A's: 95% of it lies up to 2, of B's 5% × 2.9/5.9 (B's own tail begins at −0.9); up to 5 it is all but A's
  // last 5% × 4.9/7.9, and 5% of B.
  const upTo2 = 0.475 + 0.025 * (2.9 / 5.9);
  const upTo5 = 0.475 + 0.025 * (3 / 7.9) + 0.025;
  expect(Math.abs(share(2) - upTo2)).toBeLessThan(slack(upTo2));
  expect(Math.abs(share(5) - upTo5)).toBeLessThan(slack(upTo5));
  expect(Math.abs(share(8) - 0.475 - 0.025 * (6 / 7.9) - 0.25)).toBeLessThan(slack(0.5));
  for (const expert of pool.experts) expect((await draws(expert.text)).length).toBe(TRIALS);
});

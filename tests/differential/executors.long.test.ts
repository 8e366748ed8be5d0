/**
 * The comparison of executors.test.ts on ten thousand random scenarios, other ones each time. A difference is shrunk
 * and told with the seed and path that replay it; `SEED=… pnpm test:long` runs the same ones again.
 */
import { expect, it } from 'vitest';
import { compareOnRandomScenarios } from './compare.ts';

const PARTS = 20;
const SCENARIOS = 500;

const given = process.env['SEED'];
const first = given === undefined ? Math.floor(Date.now() / 1000) : Number(given);

it.each(Array.from({ length: PARTS }, (_, i) => i))(
  `reference and js agree bit for bit, SEED=${first}, part %i`,
  async (part) => {
    const seed = first + part;
    const { failed, finished } = await compareOnRandomScenarios({ numRuns: SCENARIOS, trials: 6, seed });
    // Both kinds of trial must have been met, or the comparison says little.
    expect(failed).toBeGreaterThan(0);
    expect(finished).toBeGreaterThan(SCENARIOS);
  },
);

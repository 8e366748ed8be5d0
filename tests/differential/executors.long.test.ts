/**
 * The comparison of executors.test.ts on ten thousand random scenarios, other ones each time. A difference names the
 * seed of its scenario; `SEED=… pnpm test:long` begins with that one.
 */
import { expect, it } from 'vitest';
import { compareOnInterventions } from './compare-interventions.ts';
import { compareOnRandomScenarios } from './compare.ts';

const PARTS = 20;
const SCENARIOS = 500;

const given = process.env['SEED'];
const start = given === undefined ? Math.floor(Date.now() / 1000) : Number(given);

it.each(Array.from({ length: PARTS }, (_, i) => start + i * SCENARIOS))(
  `reference and kernels agree bit for bit on ${SCENARIOS} random scenarios from seed %i`,
  async (first) => {
    const { failed, finished } = await compareOnRandomScenarios({ first, count: SCENARIOS, trials: 6 });
    // Both kinds of trial must have been met, or the comparison says little.
    expect(failed).toBeGreaterThan(0);
    expect(finished).toBeGreaterThan(SCENARIOS);
  },
);

it.each(Array.from({ length: PARTS }, (_, i) => start + i * SCENARIOS))(
  `${SCENARIOS / 5} of them played with interventions are the trials of all executors, from seed %i`,
  async (first) => {
    const { ended, kinds } = await compareOnInterventions({ first, count: SCENARIOS / 5 });
    expect(ended).toBeGreaterThan(SCENARIOS / 10);
    expect(kinds.size).toBe(5);
  },
);

/** A question that reads no uncertain parameter answers a trial alike under any parameters, on random scenarios. */
import { compileJs, uncertainQuestions } from '@stave/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scenarioText } from '../differential/arbitrary-scenario.ts';
import { irOf, run } from '../support/scenario.ts';

const TRIALS = 40;

test('the same luck gives the same answer, whatever the parameters', async () => {
  const compared = { certain: 0, uncertain: 0, moved: 0 };
  await fc.assert(
    fc.asyncProperty(scenarioText, async (text) => {
      const ir = await irOf(text);
      // Luck is addressed by the trial, parameters by floor(trial / share).
      const [own, shared] = [1, TRIALS].map(
        (share) => run(compileJs(ir), ir, { trials: TRIALS, share }).block,
      );
      const failed = new Set([...own!.failures, ...shared!.failures].map(({ trial }) => trial));
      const certain = uncertainQuestions(ir).map((uncertain) => !uncertain);
      for (let trial = 0; trial < TRIALS; trial++) {
        if (failed.has(trial)) continue;
        certain.forEach((same, q) => {
          const cell = trial * certain.length + q;
          const moved = own!.answers[cell] !== shared!.answers[cell];
          if (same) expect(moved).toBe(false);
          compared[same ? 'certain' : 'uncertain']++;
          if (moved) compared.moved++;
        });
      }
    }),
    { numRuns: 100, seed: 20230701 },
  );
  // All of them must have been met, or this says little.
  expect(compared.certain).toBeGreaterThan(300);
  expect(compared.uncertain).toBeGreaterThan(300);
  expect(compared.moved).toBeGreaterThan(100);
});

/** Random scenarios on both executors; how many trials failed and finished says what the comparison was worth. */
import fc from 'fast-check';
import { irOf, runBoth } from '../support/scenario.ts';
import { scenarioText } from './arbitrary-scenario.ts';

export interface Compared {
  readonly failed: number;
  readonly finished: number;
}

/** Without a seed fast-check takes one and names it when it finds a difference. */
export async function compareOnRandomScenarios(options: {
  readonly numRuns: number;
  readonly trials: number;
  readonly seed?: number;
}): Promise<Compared> {
  const { trials, ...parameters } = options;
  let failed = 0;
  let finished = 0;
  await fc.assert(
    fc.asyncProperty(scenarioText, fc.nat(9), async (text, seed) => {
      const { block } = runBoth(await irOf(text), { trials, seed: String(seed) });
      failed += block.failures.length;
      finished += block.count - block.failures.length;
    }),
    // Shrinking a difference helps whoever reads it, but not for ever.
    { ...parameters, interruptAfterTimeLimit: 1_500_000, markInterruptAsFailure: true },
  );
  return { failed, finished };
}

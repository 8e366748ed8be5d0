/** Random scenarios on both executors; how many trials failed and finished says what the comparison was worth. */
import fc from 'fast-check';
import { irOf, runAll } from '../support/scenario.ts';
import { textWith } from './arbitrary-scenario.ts';

export interface Compared {
  readonly failed: number;
  readonly finished: number;
}

/** The random scenario of a seed: the same on every machine. */
export function scenarioOf(seed: number): string {
  // An arbitrary of its own, since one that makes choices as it goes keeps all it ever made.
  const [text = ''] = fc.sample(textWith(false), { numRuns: 1, seed });
  return text;
}

/**
 * Compares the scenarios of the seeds first, first + 1, …, each with trials of a seed of its own.
 * @throws where the executors differ, with the seed and the text of the scenario
 */
export async function compareOnRandomScenarios(options: {
  readonly first: number;
  readonly count: number;
  readonly trials: number;
}): Promise<Compared> {
  let failed = 0;
  let finished = 0;
  for (let seed = options.first; seed < options.first + options.count; seed++) {
    const text = scenarioOf(seed);
    try {
      const { block } = runAll(await irOf(text), { trials: options.trials, seed: String(seed) });
      failed += block.failures.length;
      finished += block.count - block.failures.length;
    } catch (error) {
      throw new Error(`the executors differ on the random scenario of seed ${seed}\n${text}`, {
        cause: error,
      });
    }
  }
  return { failed, finished };
}

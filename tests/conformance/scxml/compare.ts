/** Random charts on the executors and on the interpreter of Appendix D; says how many were worth something. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { Endless, interpret, type Interpreted } from './appendix-d.ts';
import { chartCase } from './arbitrary-chart.ts';
import { commonAnswer } from './cases.ts';
import { prepare } from './run.ts';
import type { Case } from './tree.ts';

export interface Compared {
  readonly compared: number;
  /** Charts that go on for ever, which are left out. */
  readonly endless: number;
  /** Different tapes at the end: what happened, in order. */
  readonly tapes: number;
}

export async function compareOnRandomCharts(options: fc.Parameters<[Case]>): Promise<Compared> {
  let compared = 0;
  let endless = 0;
  const tapes = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(chartCase, async (chart) => {
      const right = interpretation(chart);
      if (!right) return void endless++;
      const prepared = await prepare(chart);
      if ('declined' in prepared) throw new Error(prepared.declined);
      const answer = commonAnswer(prepared);
      if ('declined' in answer) throw new Error(answer.declined);
      expect(answer.leaves).toEqual(right.leaves);
      const numbers = (list: Interpreted['variables']): unknown => list.map(({ tape, x }) => ({ tape, x }));
      expect(numbers(answer.variables)).toEqual(numbers(right.variables));
      compared++;
      tapes.add(right.variables.at(-1)?.['tape']);
    }),
    options,
  );
  return { compared, endless, tapes: tapes.size };
}

function interpretation(chart: Case): Interpreted | undefined {
  try {
    return interpret(chart);
  } catch (error) {
    if (error instanceof Endless) return undefined;
    throw error;
  }
}

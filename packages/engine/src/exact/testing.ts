/** Scenarios in tests of the exact executor: read, lowered and solved. */
import { lower } from '../ir/index.ts';
import type { Ir } from '../ir/ir.ts';
import { readScenario } from '../language/index.ts';
import { solveExact, type ExactAnswers, type ExactOptions, type ExactQuestion } from './index.ts';

export async function irOf(text: string): Promise<Ir> {
  const read = await readScenario({ name: 'test.yaml', text });
  const errors = read.diagnostics.filter(({ severity }) => severity === 'error');
  if (!read.model) throw new Error(`${JSON.stringify(errors, null, 1)}\n${text}`);
  const { ir, diagnostics } = lower(read.model);
  if (!ir) throw new Error(`${JSON.stringify(diagnostics)}\n${text}`);
  return ir;
}

/** A scenario around the given sections, on a clock without dates of 10 steps unless said otherwise. */
export const scenario = (body: string, clock = '{ step: 1 day, steps: 10 }'): string =>
  `stave: 1\nid: test\ntitle: Test\nclock: ${clock}\n${body}\n`;

export interface Solved extends ExactAnswers {
  question(id: string): ExactQuestion;
  /** Probability of an outcome. */
  p(id: string, outcome: string): number | null;
}

export async function solved(text: string, options?: ExactOptions): Promise<Solved> {
  const result = solveExact(await irOf(text), options);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const { answers } = result;
  const question = (id: string): ExactQuestion => {
    const found = answers.questions.find((q) => q.id === id);
    if (!found) throw new Error(`no question ${id}`);
    return found;
  };
  return {
    ...answers,
    question,
    p(id, outcome) {
      const found = question(id).outcomes.find(({ value }) => value === outcome);
      if (!found) throw new Error(`no outcome ${outcome}`);
      return found.probability;
    },
  };
}

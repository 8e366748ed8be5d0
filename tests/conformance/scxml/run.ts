/** Runs a converted case on an executor and reads the innermost active states after each step. */
import { lower, readScenario, seedKey, type Executor, type Ir } from '@stave/engine';
import { convert, type Converted } from './convert.ts';
import { Refused } from './refused.ts';
import type { Case } from './tree.ts';

export type Answer =
  /** By step: the innermost active states, sorted. */
  | {
      readonly leaves: readonly (readonly string[])[];
      /** By step, by variable: its number (expressions.ts says which it is for what is none). */
      readonly variables: readonly Readonly<Record<string, number>>[];
    }
  /** The trial failed. */
  | { readonly declined: string };

export interface Prepared extends Omit<Converted, 'text'> {
  readonly ir: Ir;
}

/** The case as the executors take it, or why the language has no words for it or says no. */
export async function prepare(given: Case): Promise<Prepared | { readonly declined: string }> {
  try {
    const { text, ...reading } = convert(given);
    const { model, diagnostics } = await readScenario({ name: given.id, text });
    const { code, message } = diagnostics.find(({ severity }) => severity === 'error') ?? {};
    if (!model) return { declined: `${code ?? ''}: ${message ?? ''}` };
    const { ir } = lower(model);
    return ir ? { ir, ...reading } : { declined: 'lowering' };
  } catch (error) {
    if (error instanceof Refused) return { declined: error.message };
    throw error;
  }
}

export function answerOf(
  { ir, frames, leaves, variables }: Prepared,
  compile: (ir: Ir) => Pick<Executor, 'run'>,
): Answer {
  const block = compile(ir).run({ seed: seedKey('7'), stream: 0, first: 0, count: 1, share: 1 });
  const [failure] = block.failures;
  if (failure) return { declined: `${failure.code} at ${failure.place} in step ${failure.step}` };
  const at = (measure: number, frame: number): number =>
    block.measures[measure * (ir.clock.steps + 1) + frame] ?? Number.NaN;
  return {
    leaves: frames.map((frame) => leaves.filter((_, i) => at(i, frame) === 1).sort()),
    variables: frames.map((frame) =>
      Object.fromEntries(variables.map((name, i) => [name, at(leaves.length + i, frame)])),
    ),
  };
}

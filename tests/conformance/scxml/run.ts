/** Runs a converted case on an executor and reads the innermost active states after each step. */
import { lower, readScenario, seedKey, type Executor, type Ir } from '@stave/engine';
import { convert } from './convert.ts';
import { Refused } from './refused.ts';
import type { Case } from './tree.ts';

export type Answer =
  /** By step: the innermost active states, sorted. */
  | { readonly leaves: readonly (readonly string[])[] }
  /** Why there is none: the language has no words for it, says no, or the trial failed. */
  | { readonly declined: string };

export async function answerOf(given: Case, compile: (ir: Ir) => Executor): Promise<Answer> {
  try {
    const { text, frames, leaves } = convert(given);
    const { model, diagnostics } = await readScenario({ name: given.id, text });
    const { code, message } = diagnostics.find(({ severity }) => severity === 'error') ?? {};
    if (!model) return { declined: `${code ?? ''}: ${message ?? ''}` };
    const { ir } = lower(model);
    if (!ir) return { declined: 'lowering' };
    const block = compile(ir).run({ seed: seedKey('7'), stream: 0, first: 0, count: 1, share: 1 });
    const [failure] = block.failures;
    if (failure) return { declined: `${failure.code} at ${failure.place} in step ${failure.step}` };
    const active = (leaf: number, frame: number): boolean =>
      block.measures[leaf * (ir.clock.steps + 1) + frame] === 1;
    return { leaves: frames.map((frame) => leaves.filter((_, i) => active(i, frame)).sort()) };
  } catch (error) {
    if (error instanceof Refused) return { declined: error.message };
    throw error;
  }
}

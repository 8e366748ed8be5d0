/** The reference executor: trials one by one through XState. Slow, and the measure of the others. */
import type { Executor, TrialFailure } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { requireFrameOf, type SavedFrame } from '../ir/saved-frame.ts';
import { COUNT_BYTES_MAX } from '../tally/index.ts';
import { Counting } from './counting.ts';
import { emptyBlock, runTrial } from './one-trial.ts';
import { parametersOf } from './parameters.ts';
import { pureMachine } from './pure.ts';

/** @param bytesMax how much its counts may take */
export function referenceExecutor(ir: Ir, bytesMax = COUNT_BYTES_MAX): Executor {
  const machine = pureMachine(ir);
  const counting = new Counting(ir, machine, bytesMax);
  const run: Executor['run'] = (range, from) => {
    const block = emptyBlock(ir, range);
    const failures: TrialFailure[] = [];
    for (let i = 0; i < range.count; i++) {
      const options = { from: requireFrameOf(ir, from) };
      const failure = runTrial(ir, machine, range, range.first + i, block, i, options);
      if (failure) failures.push(failure);
    }
    return { ...block, failures };
  };
  return {
    name: 'reference',
    run,
    answer: (range) => run(range),
    count: (range) => counting.add(range),
    takeTally: (room) => counting.take(room),
    parameters: (range) => parametersOf(ir, range),
    save(range, k, from) {
      let saved: SavedFrame | undefined;
      const stop = (save: () => SavedFrame, at: number): boolean => {
        if (at !== k) return false;
        saved = save();
        return true;
      };
      const block = emptyBlock(ir, { first: range.first, count: 1 });
      runTrial(ir, machine, range, range.first, block, 0, { from: requireFrameOf(ir, from), stop });
      return saved;
    },
  };
}

/** Who runs tasks: this thread, or several. What comes back is the same to the last bit, in the order asked. */
import type { Executor, Ir } from '@stave/engine';
import { compile, runTask, type Ran, type Task } from './task.ts';

export interface Runner {
  /** Compiles ahead of the first task, so that nobody has to wait for it. */
  prepare(ir: Ir): Promise<void>;
  /**
   * In the order of the tasks; nothing where `signal` stopped it.
   * @param onDone told how many trials each task has run
   */
  run(ir: Ir, tasks: readonly Task[], watch?: Watch): Promise<readonly Ran[] | undefined>;
  close(): Promise<void>;
}

export interface Watch {
  readonly signal?: AbortSignal | undefined;
  readonly onDone?: (trials: number) => void;
}

/** Scenarios that stay compiled: a room's own, and a few with something put in. */
export const KEPT = 4;

/** Compiled scenarios, those used last. */
export class Compiled {
  private readonly held = new Map<string, { readonly ir: Ir; readonly executor: Executor }>();

  has(hash: string): boolean {
    return this.held.has(hash);
  }

  of(hash: string, irOf: () => Ir): { readonly ir: Ir; readonly executor: Executor } {
    let found = this.held.get(hash);
    if (!found) {
      const ir = irOf();
      found = { ir, executor: compile(ir) };
    }
    this.held.delete(hash);
    this.held.set(hash, found);
    const [oldest] = this.held.keys();
    if (this.held.size > KEPT && oldest !== undefined) this.held.delete(oldest);
    return found;
  }
}

/** Runs in this thread, one task after the other, with a pause between them in which signals are heard. */
export function runHere(): Runner {
  const compiled = new Compiled();
  return {
    prepare: (ir) => {
      compiled.of(keyOf(ir), () => ir);
      return Promise.resolve();
    },
    run: async (ir, tasks, { signal, onDone } = {}) => {
      const results: Ran[] = [];
      for (const task of tasks) {
        if (signal?.aborted === true) return undefined;
        const { executor } = compiled.of(keyOf(ir), () => ir);
        results.push(runTask(ir, executor, task));
        onDone?.(task.range.count);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return results;
    },
    close: () => Promise.resolve(),
  };
}

/** The hash does not know what is reported, which `instead` adds to. */
export const keyOf = (ir: Ir): string => `${ir.hash} ${ir.reported}`;

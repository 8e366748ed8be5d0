/** What main thread and workers share: the job, and a few integers in shared memory. */
import type { Plan } from '../batch/counts.ts';
import type { Ir } from '../ir/ir.ts';
import type { KernelName } from '../kernel/index.ts';

export interface Job {
  readonly ir: Ir;
  readonly kernel: KernelName;
  readonly plan: Plan;
  /** Int32 cells by the offsets below. */
  readonly shared: SharedArrayBuffer;
}

/** The next chunk to run. */
export const NEXT = 0;
/** Trials done. */
export const DONE = 1;
/** Not 0: stop after the chunk at hand. */
export const STOP = 2;
export const SHARED_SIZE = 3;

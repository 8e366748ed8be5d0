/** What main thread and workers share: what is to be done, what comes back, and a few integers in shared memory. */
import type { BlockOrder } from '../batch/blocks.ts';
import type { Plan } from '../batch/counts.ts';
import type { Piece, PieceDone } from '../batch/pieces.ts';
import type { TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import type { PreparedKernel } from '../kernel/index.ts';

/** One plan, whose chunks the workers take from the shared counter; answered by counts. */
export interface Job {
  readonly is: 'job';
  readonly ir: Ir;
  readonly kernel: PreparedKernel;
  readonly plan: Plan;
  /** Int32 cells by the offsets below. */
  readonly shared: SharedArrayBuffer;
}

/** The arms of a batch, whose pieces follow; not answered. */
export interface Arms {
  readonly is: 'arms';
  readonly arms: readonly Ir[];
  readonly seed: TrialRange['seed'];
  readonly shared: SharedArrayBuffer;
}

/** Answered by `PieceAnswer`. */
export interface PieceOrder {
  readonly is: 'piece';
  readonly piece: Piece;
  /** With the first order of an arm. */
  readonly kernel?: PreparedKernel;
  /** Memory that the answer before came in, to be used again. */
  readonly room?: ArrayBuffer;
}

/** Answered by a `BlockDone`; `arms` are the Irs it counts by. */
export interface BlockWanted {
  readonly is: 'block';
  readonly order: BlockOrder;
  /** With the first order of an arm. */
  readonly kernel?: PreparedKernel;
}

export interface PieceAnswer {
  /** Absent when it was stopped before its first trial. */
  readonly done?: PieceDone;
}

export type Order = Job | Arms | PieceOrder | BlockWanted;

/** The next chunk to run. */
export const NEXT = 0;
/** Trials done. */
export const DONE = 1;
/** Not 0: stop after the chunk at hand. */
export const STOP = 2;
export const SHARED_SIZE = 3;

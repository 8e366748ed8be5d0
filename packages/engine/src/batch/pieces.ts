/**
 * What a batch hands out: a range of trials of one arm, run by whoever is free, and what comes back: the counts of
 * the trials that were run, as bytes. A piece that is stopped half-way comes back with the half that was done.
 */
import type { Executor, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import {
  addNestedBlock,
  ByteWriter,
  createNestedTally,
  encodeNestedTally,
  encodeTally,
  talliedOf,
  type NestedPlan,
  type Tally,
} from '../tally/index.ts';
import { CHUNK_TRIALS, MAIN_STREAM, NESTED_STREAM, streamOf } from './counts.ts';
import { CHUNK, type Range } from './ranges.ts';
import { EXECUTORS_KEPT, Recent } from './recent.ts';

export interface Piece {
  /** Index of the arm. */
  readonly arm: number;
  /** From 0; the first when left out. */
  readonly replication?: number;
  /** Of the nested run; absent for the main run. */
  readonly nested?: NestedPlan;
  readonly range: Range;
}

export interface PieceDone {
  readonly piece: Piece;
  /** What of it was run, from its beginning. */
  readonly range: Range;
  /** Its encoded tally; stands until the next piece is run. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface PieceWatch {
  /** May throw, which ends the run. */
  readonly onDone: (done: PieceDone) => void;
  readonly onProgress: (trials: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** Runs all pieces; ends early, and quietly, when `signal` says so. */
export type PieceRunner = (
  seed: TrialRange['seed'],
  pieces: Iterable<Piece>,
  watch: PieceWatch,
) => Promise<void>;

const isReference = ({ name }: Pick<Executor, 'name'>): boolean => name === 'reference';

/** A trial of the reference may take seconds, and what is lost when a run is killed is a piece. */
export const pieceTrials = (executor: Executor['name']): number =>
  isReference({ name: executor }) ? 64 : CHUNK;

/** What runs the pieces of an arm, one at a time, in memory that is used again for each. */
export class ArmRunner {
  readonly ir: Ir;
  readonly executor: Executor;
  readonly writer = new ByteWriter();
  private tally: Tally | undefined;

  constructor(ir: Ir, executor: Executor) {
    this.ir = ir;
    this.executor = executor;
  }

  /** What the executor has counted; stands until the next. */
  encode(): Uint8Array<ArrayBuffer> {
    this.tally = this.executor.takeTally(this.tally);
    return encodeTally(this.tally, this.writer);
  }
}

/** One piece under way, so many trials at a time. */
export class PieceRun {
  private readonly seed: TrialRange['seed'];
  private readonly piece: Piece;
  private readonly size: number;
  private readonly add: (range: TrialRange) => void;
  private readonly encode: () => Uint8Array<ArrayBuffer>;
  private at: number;

  constructor(runner: ArmRunner, seed: TrialRange['seed'], piece: Piece) {
    const { ir, executor, writer } = runner;
    this.seed = seed;
    this.piece = piece;
    this.size = isReference(executor) ? CHUNK_TRIALS.reference : CHUNK_TRIALS.compiled;
    this.at = piece.range[0];
    const { nested } = piece;
    if (nested) {
      const tally = createNestedTally(talliedOf(ir), nested);
      this.add = (range) => addNestedBlock(tally, executor.answer(range));
      this.encode = () => encodeNestedTally(tally, writer);
    } else {
      this.add = (range) => executor.count(range);
      this.encode = () => runner.encode();
    }
  }

  /** Runs a few trials more and returns how many; 0 when there are none left. */
  next(): number {
    const { seed, piece, at: first } = this;
    const count = Math.min(this.size, piece.range[1] - first);
    if (count === 0) return 0;
    const stream = streamOf(piece.replication) + (piece.nested ? NESTED_STREAM : MAIN_STREAM);
    this.add({ seed, stream, first, count, share: piece.nested?.share ?? 1 });
    this.at += count;
    return count;
  }

  /** Nothing when nothing was run. */
  done(): PieceDone | undefined {
    const range: Range = [this.piece.range[0], this.at];
    return range[0] === range[1] ? undefined : { piece: this.piece, range, body: this.encode() };
  }
}

const stopped = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** Runs pieces in this thread; `pause` lets the event loop see signals (forecast.ts). */
export function piecesHere(
  arms: readonly Ir[],
  compile: (ir: Ir) => Executor,
  pause: () => Promise<void> | undefined,
): PieceRunner {
  const runners = new Recent<Ir, ArmRunner>(EXECUTORS_KEPT);
  return async (seed, pieces, { onDone, onProgress, signal }) => {
    for (const piece of pieces) {
      if (stopped(signal)) return;
      const ir = arms[piece.arm];
      if (!ir) throw new Error('InvariantError: a piece of no arm');
      const runner = runners.use(ir, () => new ArmRunner(ir, compile(ir)));
      const run = new PieceRun(runner, seed, piece);
      for (let trials = run.next(); trials > 0; trials = stopped(signal) ? 0 : run.next()) {
        onProgress(trials);
        await pause();
      }
      const done = run.done();
      if (done) onDone(done);
    }
  };
}

/** What threads are asked: trials of one scenario from one frame, and what is wanted of them. */
import {
  compileKernel,
  hasWasm,
  type Executor,
  type Ir,
  type SavedFrame,
  type TrialBlock,
  type TrialRange,
} from '@stave/engine';

export interface Task {
  readonly from: SavedFrame;
  readonly range: TrialRange;
  /** Slots of the questions whose answers are wanted. */
  readonly questions: readonly number[];
  /** Slots of the reported measures whose values at frame `at` are wanted of each trial. */
  readonly values?: { readonly at: number; readonly measures: readonly number[] };
  /** Slots of the reported measures of which each frame's quantiles are wanted. */
  readonly fans?: readonly number[];
  /** Every reported measure in every recorded frame, of each trial. */
  readonly paths?: boolean;
}

export interface Ran {
  /** Trials. */
  readonly count: number;
  /** [question][trial], as a block has them: -1 where the trial failed. */
  readonly answers: Int32Array;
  /** [question][trial]; NaN where the answer is no number. */
  readonly numbers: Float64Array;
  /** [measure][trial]; NaN where the trial failed. */
  readonly values: Float64Array;
  /** [measure][recorded frame after the start][percent of `PERCENTS`]; NaN where no trial says. */
  readonly fans: Float64Array;
  /** [trial][measure][recorded frame] */
  readonly paths: Float64Array;
  readonly failed: number;
}

export const PERCENTS = [5, 25, 50, 75, 95] as const;

/** Recorded frames after the one that trials start from, by their places among the recorded ones. */
export const laterFrames = (
  { clock }: Ir,
  from: number,
): readonly { readonly step: number; readonly place: number }[] =>
  clock.recorded.flatMap((step, place) => (step > from ? [{ step, place }] : []));

export const compile = (ir: Ir): Executor => compileKernel(ir, hasWasm() ? 'wasm' : 'js');

/** Memory of the block before, which a block of as many trials is written into. */
const blocks = new WeakMap<Executor, TrialBlock>();

export function runTask(ir: Ir, executor: Executor, task: Task): Ran {
  const { from, range, questions, values, fans = [], paths = false } = task;
  const { count } = range;
  const block = executor.run(range, from, paths ? undefined : blocks.get(executor));
  // What is handed out is copied, but for paths.
  if (!paths) blocks.set(executor, block);
  const frames = ir.clock.recorded.length;
  const columns = ir.questions.filter(({ number }) => number !== undefined).length;
  const answers = new Int32Array(questions.length * count);
  const numbers = new Float64Array(questions.length * count).fill(Number.NaN);
  questions.forEach((question, q) => {
    const column = ir.questions[question]?.number;
    for (let i = 0; i < count; i++) {
      answers[q * count + i] = block.answers[i * ir.questions.length + question]!;
      if (column !== undefined) numbers[q * count + i] = block.numbers[i * columns + column]!;
    }
  });
  const wanted = values?.measures ?? [];
  const taken = new Float64Array(wanted.length * count).fill(Number.NaN);
  const place = values ? ir.clock.recorded.indexOf(values.at) : -1;
  if (wanted.length > 0 && place < 0)
    throw new Error(`InvariantError: frame ${values?.at} is not among the recorded ones`);
  wanted.forEach((measure, m) => {
    for (let i = 0; i < count; i++)
      taken[m * count + i] = block.measures[(i * ir.reported + measure) * frames + place]!;
  });
  return {
    ...{ count, answers, numbers, values: taken },
    fans: fansOf(ir, block.measures, count, from.step, fans),
    paths: paths ? block.measures : new Float64Array(0),
    failed: block.failures.length,
  };
}

/** A quantile is the least value with at least that share of the values at or below it. */
function fansOf(
  ir: Ir,
  measures: Float64Array,
  count: number,
  from: number,
  slots: readonly number[],
): Float64Array {
  const frames = ir.clock.recorded.length;
  const later = laterFrames(ir, from);
  const fans = new Float64Array(slots.length * later.length * PERCENTS.length).fill(Number.NaN);
  const column = new Float64Array(count);
  let at = 0;
  for (const slot of slots) {
    for (const { place } of later) {
      let size = 0;
      for (let i = 0; i < count; i++) {
        const value = measures[(i * ir.reported + slot) * frames + place]!;
        if (!Number.isNaN(value)) column[size++] = value;
      }
      const sorted = column.subarray(0, size).sort();
      for (const percent of PERCENTS) {
        if (size > 0) fans[at] = sorted[Math.max(0, Math.ceil((percent * size) / 100) - 1)]!;
        at++;
      }
    }
  }
  return fans;
}

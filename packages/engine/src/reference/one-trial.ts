/** One trial from its first frame to its last, written into a row of a block. */
import type { TrialBlock, TrialFailure, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import type { SavedFrame } from '../ir/saved-frame.ts';
import { holds } from './evaluate.ts';
import { at, Fault } from './fault.ts';
import type { PureMachine } from './pure.ts';
import { Answers } from './questions.ts';
import type { Story } from './story.ts';
import { Trial } from './trial.ts';

/** Called when a frame has been read: what `stave trace` shows of it. */
export type FrameSeen = (trial: Trial, k: number) => void;

export interface TrialOptions {
  readonly from?: SavedFrame | undefined;
  readonly story?: Story;
  readonly seen?: FrameSeen;
  /** Asked when a frame is complete and another follows; true ends the trial there. */
  readonly stop?: (save: () => SavedFrame, k: number) => boolean;
}

export function runTrial(
  ir: Ir,
  machine: PureMachine,
  range: TrialRange,
  trial: number,
  block: TrialBlock,
  row: number,
  { from, story, seen, stop }: TrialOptions = {},
): TrialFailure | undefined {
  const { steps, recorded } = ir.clock;
  const frames = recorded.length;
  const measures = block.measures.subarray(row * ir.reported * frames, (row + 1) * ir.reported * frames);
  const reported = ir.measures.slice(0, ir.reported);
  const answers = new Answers(ir.questions, steps);
  const address = { key: { seed: range.seed, stream: range.stream }, trial };
  let step = 0;
  let cell = 0;
  try {
    const run = new Trial(ir, machine, address, range.share, { story, from });
    if (from) {
      answers.restore(from);
      cell = recorded.filter((frame) => frame <= from.step).length;
      for (let m = 0; m < ir.reported; m++) measures.fill(Number.NaN, m * frames, m * frames + cell);
      step = from.step + 1;
      run.advance();
    }
    for (let k = run.step; ; k++) {
      const moment = run.moment();
      const values = reported.map((m) => run.stored(m.name, m.value, moment));
      if (recorded[cell] === k) {
        values.forEach((value, m) => (measures[m * frames + cell] = value));
        cell++;
      }
      const { until } = ir.clock;
      const last = k === steps || (until !== undefined && at('until', () => holds(until, moment)));
      answers.read(k, last, (answer) => run.moment(answer));
      seen?.(run, k);
      if (last) {
        values.forEach((value, m) => measures.fill(value, m * frames + cell, (m + 1) * frames));
        break;
      }
      run.keep();
      if (stop?.(() => run.save(answers.save()), k)) return undefined;
      step = k + 1;
      run.advance();
    }
    block.answers.set(answers.values, row * ir.questions.length);
    const { numbers } = answers;
    block.numbers.set(numbers, row * numbers.length);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    story?.failed(error.detail);
    measures.fill(Number.NaN);
    block.answers.fill(-1, row * ir.questions.length, (row + 1) * ir.questions.length);
    const numbers = numberCount(ir);
    block.numbers.fill(Number.NaN, row * numbers, (row + 1) * numbers);
    return { trial, step, code: error.code, place: error.place ?? '' };
  }
}

const numberCount = (ir: Ir): number => ir.questions.filter(({ number }) => number !== undefined).length;

export function emptyBlock(ir: Ir, { first, count }: Pick<TrialRange, 'first' | 'count'>): TrialBlock {
  return {
    first,
    count,
    answers: new Int32Array(count * ir.questions.length),
    numbers: new Float64Array(count * numberCount(ir)),
    measures: new Float64Array(count * ir.reported * ir.clock.recorded.length),
    failures: [],
  };
}

/** What is asked of a module: results, counts, parameters and frames of a range of trials. */
import type { TrialAnswers, TrialBlock, TrialFailure, TrialRange } from '../../ir/executor.ts';
import type { Ir } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import type { SavedFrame } from '../../ir/saved-frame.ts';
import { measuresOf } from '../room.ts';
import { Blocks, type CompiledModule } from './blocks.ts';
import type { Counters } from './counting/counters.ts';
import { saveFrame } from './frames.ts';
import { LANES, WIDE } from './layout.ts';

interface Results extends TrialBlock {
  readonly failures: TrialFailure[];
}

export class Kernel extends Blocks {
  private readonly numberSlots: readonly number[];
  private readonly recordedAt: readonly number[];

  constructor(ir: Ir, module: CompiledModule, bytesMax: number) {
    super(ir, module, bytesMax);
    this.numberSlots = ir.questions.flatMap(({ number }, q) => (number === undefined ? [] : [q]));
    let place = 0;
    this.recordedAt = Array.from({ length: ir.clock.steps + 1 }, (_, k) =>
      ir.clock.recorded[place] === k ? place++ : -1,
    );
  }

  run(range: TrialRange, from?: SavedFrame, room?: TrialBlock): TrialBlock {
    return this.blockOf(range, this.ir.reported * this.ir.clock.recorded.length, from, room);
  }

  answer(range: TrialRange): TrialAnswers {
    return this.blockOf(range, 0);
  }

  /** @param cells how many cells of measures are kept of a trial: all or none */
  private blockOf(range: TrialRange, cells: number, from?: SavedFrame, room?: TrialBlock): TrialBlock {
    const { ir } = this;
    const { first, count } = range;
    const block: Results = {
      first,
      count,
      answers: new Int32Array(count * ir.questions.length).fill(-1),
      numbers: new Float64Array(count * this.numberSlots.length).fill(Number.NaN),
      measures: measuresOf(count * cells, room),
      failures: [],
    };
    // Cells of frames up to that one are not written.
    if (from) block.measures.fill(Number.NaN);
    this.eachBlock(
      range,
      from,
      (k, done, size) => this.record(block, done, size, k),
      (done, size) => {
        for (const failure of this.failuresOf(first + done, size)) {
          const row = failure.trial - first;
          block.failures.push(failure);
          block.measures.fill(Number.NaN, row * cells, (row + 1) * cells);
        }
      },
    );
    return block;
  }

  count(range: TrialRange, counters: Counters): void {
    const { first } = range;
    this.eachBlock(
      range,
      undefined,
      (k) => counters.see(k),
      (done, size) => counters.finish(first + done, size, this.failuresOf(first + done, size)),
    );
  }

  parameters(range: TrialRange): Float64Array {
    const { first, count } = range;
    const { length } = this.ir.parameters;
    const { map } = this.generated;
    const values = new Float64Array(count * length);
    for (let done = 0; done < count; done += LANES) {
      const size = Math.min(LANES, count - done);
      this.setUp({ ...range, first: first + done, count: size });
      this.phase('parameters');
      const { floats, integers } = this.view;
      for (let i = 0; i < size; i++) {
        const row = (done + i) * length;
        if (integers[(map.narrow.fault >>> 2) + i] !== 0) values.fill(Number.NaN, row, row + length);
        else
          for (let slot = 0; slot < length; slot++)
            values[row + slot] = floats[((map.parameters + slot * WIDE) >>> 3) + i]!;
      }
    }
    return values;
  }

  save(range: TrialRange, k: number, from?: SavedFrame): SavedFrame | undefined {
    this.begin({ ...range, count: 1 }, from);
    if (k < (from?.step ?? 0)) return undefined;
    this.toTheEnd(from?.step, k, () => undefined);
    if (this.isOver()) return undefined;
    return saveFrame(this.ir, this.generated, this.view, k);
  }

  /** Writes measures of frame k, and all answers of trials that end with it. */
  private record(block: Results, done: number, size: number, k: number): void {
    const { ir, view } = this;
    const { map } = this.generated;
    const place = itemOf(this.recordedAt, k);
    const frames = ir.clock.recorded.length;
    const { floats, integers } = view;
    const { measures } = block;
    const { alive } = this;
    this.noticeFailures();
    if (place >= 0 && measures.length > 0) {
      for (let m = 0; m < ir.reported; m++) {
        const from = (map.measures + m * WIDE) >>> 3;
        const to = (done * ir.reported + m) * frames + place;
        scatter(floats.subarray(from, from + size), alive, measures, to, ir.reported * frames);
      }
    }
    if (integers[map.anyEnds >>> 2] === 0) return;
    for (let i = 0; i < size; i++) {
      if (this.alive[i] === 1 && integers[(map.ends >>> 2) + 2 * i] !== 0) this.close(block, done + i, i, k);
    }
  }

  /** Answers of a trial that ends with frame k; its last measures stand for all frames that are left. */
  private close({ answers, numbers, measures }: Results, row: number, lane: number, k: number): void {
    const { ir, numberSlots } = this;
    const { map } = this.generated;
    const { floats } = this.view;
    const count = ir.questions.length;
    for (let q = 0; q < count; q++)
      answers[row * count + q] = floats[((map.answers + q * WIDE) >>> 3) + lane]!;
    numberSlots.forEach((q, n) => {
      numbers[row * numberSlots.length + n] = floats[((map.sums + q * WIDE) >>> 3) + lane]!;
    });
    const { recorded } = ir.clock;
    if (k === ir.clock.steps) return;
    const left = recorded.findIndex((frame) => frame > k);
    for (let m = 0; m < ir.reported; m++) {
      const from = (row * ir.reported + m) * recorded.length;
      const value = floats[((map.measures + m * WIDE) >>> 3) + lane]! + 0;
      measures.fill(value, from + left, from + recorded.length);
    }
  }
}

/** Writes values of trials that are alive, a stride apart; -0 as 0. Of its own, so that V8 soon compiles it. */
function scatter(
  values: Float64Array,
  alive: Uint8Array,
  target: Float64Array,
  first: number,
  stride: number,
): void {
  for (let i = 0, to = first; i < values.length; i++, to += stride)
    if (alive[i] === 1) target[to] = values[i]! + 0;
}

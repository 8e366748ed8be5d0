/**
 * The kernel in WebAssembly: blocks of trials go through each phase of a step together. docs/decisions/0014.
 *
 * Invariant: what a trial gives depends on nothing else in its block.
 */
import {
  FAILURE_CODES,
  type Executor,
  type TrialAnswers,
  type TrialBlock,
  type TrialFailure,
  type TrialRange,
} from '../../ir/executor.ts';
import type { Ir } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { isSampled, parameterWord } from '../../ir/sampling.ts';
import { requireFrameOf, type SavedFrame } from '../../ir/saved-frame.ts';
import { leavingOutDead, withoutDead } from '../dead.ts';
import { compileJs } from '../js.ts';
import { measuresOf } from '../room.ts';
import { COUNT_BYTES_MAX } from '../../tally/index.ts';
import { Counters } from './counters.ts';
import { isOutOfMemory, noMemory } from './no-memory.ts';
import { restoreFrame, saveFrame } from './frames.ts';
import { generateModule, type ModuleData, type Phase } from './generate.ts';
import { LANES, NARROW, WIDE } from './layout.ts';
import { View } from './view.ts';

const TWO_32 = 4294967296;

/** A module with one SIMD instruction. */
const PROBE = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 10, 1, 8, 0, 0x41, 0, 0xfd,
  0x0f, 0xfd, 0x62, 0x0b,
]);

/** Whether WebAssembly with SIMD is there to be used. */
export const hasWasm = (): boolean => typeof WebAssembly === 'object' && WebAssembly.validate(PROBE);

/** The bytes that `compileWasm` runs, for people and tests. */
export const wasmBytes = (ir: Ir): Uint8Array => generateModule(ir).bytes;

/** A module that is compiled, which threads can share, and what it needs. */
export interface CompiledModule extends ModuleData {
  readonly module: WebAssembly.Module;
}

/** What `compileWasm` compiles of an Ir; there must be WebAssembly with SIMD. */
export const moduleOf = (ir: Ir): CompiledModule => compiled(withoutDead(ir));

function compiled(ir: Ir): CompiledModule {
  const { bytes, ...data } = generateModule(ir);
  return { ...data, module: new WebAssembly.Module(bytes) };
}

/**
 * Compiles an Ir to WebAssembly. What comes back keeps the memory of one block and runs one range at a time.
 * Nothing where the engine has no WebAssembly with SIMD: the JavaScript kernel runs there.
 * @param bytesMax how much its counts may take
 * @param made by `moduleOf` from the same Ir, here or in another thread
 */
export function compileWasm(ir: Ir, bytesMax = COUNT_BYTES_MAX, made?: CompiledModule): Executor | undefined {
  if (!hasWasm()) return undefined;
  // The first that is asked for is what `moduleOf` compiles.
  let first = made;
  return leavingOutDead(ir, (part) => {
    const module = first ?? compiled(part);
    first = undefined;
    return executorOf(part, module, bytesMax);
  });
}

function executorOf(ir: Ir, module: CompiledModule, bytesMax: number): Executor {
  const kernel = new Kernel(ir, module, bytesMax);
  // Counts too large for the module are those of the other kernel, which are the same.
  const { counters } = kernel;
  const counting: Pick<Executor, 'count' | 'takeTally'> = counters
    ? { count: (range) => kernel.count(range, counters), takeTally: (room) => counters.take(room) }
    : compileJs(ir, bytesMax);
  return {
    name: 'wasm',
    run: (range, from, room) => kernel.run(range, requireFrameOf(ir, from), room),
    answer: (range) => kernel.answer(range),
    count: (range) => counting.count(range),
    takeTally: (room) => counting.takeTally(room),
    parameters: (range) => kernel.parameters(range),
    save: (range, k, from) => kernel.save(range, k, requireFrameOf(ir, from)),
  };
}

interface Results extends TrialBlock {
  readonly failures: TrialFailure[];
}

class Kernel {
  private readonly ir: Ir;
  private readonly generated: ModuleData;
  private readonly view: View;
  readonly counters: Counters | undefined;
  private readonly call: Readonly<Record<string, () => void>>;
  private readonly numberSlots: readonly number[];
  private readonly recordedAt: readonly number[];
  private readonly hasChance: boolean;
  private readonly hasNoise: boolean;
  private quarter = -1;
  /** Trials of the block that are still at work. */
  private readonly alive = new Uint8Array(LANES);
  private left = 0;
  private failed = 0;

  constructor(ir: Ir, generated: CompiledModule, bytesMax: number) {
    this.ir = ir;
    this.generated = generated;
    const { module, layout } = generated;
    const memory = new WebAssembly.Memory({ initial: layout.pages });
    this.view = new View(memory);
    for (const { at, values } of layout.filled)
      new Uint8Array(memory.buffer).set(new Uint8Array(values.buffer), at);
    const instance = new WebAssembly.Instance(module, { e: { memory } });
    this.call = instance.exports as Readonly<Record<string, () => void>>;
    this.numberSlots = ir.questions.flatMap(({ number }, q) => (number === undefined ? [] : [q]));
    const { counting, map } = generated;
    this.counters =
      counting && new Counters(ir, this.view, map, counting, this.call, generated.layout.end, bytesMax);
    let place = 0;
    this.recordedAt = Array.from({ length: ir.clock.steps + 1 }, (_, k) =>
      ir.clock.recorded[place] === k ? place++ : -1,
    );
    this.hasChance = ir.states.some(({ chance }) => chance);
    this.hasNoise = ir.indicators.some(({ noise }) => noise);
  }

  private phase(name: Phase): void {
    try {
      this.call[name]?.();
    } catch (error) {
      throw isOutOfMemory(error) ? noMemory(this.view) : error;
    }
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

  /** Runs trials block by block; `record` is called with frame k of a block, `ended` after its last. */
  private eachBlock(
    range: TrialRange,
    from: SavedFrame | undefined,
    record: (k: number, done: number, size: number) => void,
    ended: (done: number, size: number) => void,
  ): void {
    const { first, count } = range;
    for (let done = 0; done < count; done += LANES) {
      const size = Math.min(LANES, count - done);
      this.begin({ ...range, first: first + done, count: size }, from);
      this.toTheEnd(from?.step, this.ir.clock.steps, (k) => record(k, done, size));
      ended(done, size);
    }
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

  // ------------------------------------------------------------ a block

  /** Sets memory up and makes what comes before frames are read. */
  private begin(range: TrialRange, from: SavedFrame | undefined): void {
    this.setUp(range);
    if (from) this.restore(from);
    else this.makeFrameZero();
  }

  private setUp({ seed, stream, first, count, share }: TrialRange): void {
    const { view, ir } = this;
    const { map, layout, remembering } = this.generated;
    const { narrow } = map;
    const { integers } = view;
    for (const { from: start, to } of layout.cleared) integers.fill(0, start >>> 2, to >>> 2);
    for (const at of remembering) view.fillIntegers(at, -1);
    for (let i = 0; i < map.counters; i++) view.fillIntegers(narrow.drawnIn + i * NARROW, -1);
    ir.states.forEach(({ history }, slot) => {
      if (history) view.fillIntegers(narrow.remembered + slot * NARROW, -1);
    });
    ir.lines.forEach((_, line) => view.fillIntegers(narrow.lineSizes + line * NARROW, 1));
    ir.questions.forEach(({ kind, given }, q) => {
      const open = kind === 'time' ? ir.clock.steps + 1 : kind === 'binary' ? 1 : -1;
      view.fillFloats(map.answers + q * WIDE, open);
      view.fillMask(map.given + q * WIDE, !given);
    });
    view.set(map.seed0, seed[0] | 0);
    view.set(map.seed1, seed[1] | 0);
    view.set(map.stream, stream | 0);
    view.set(map.last, 8 * count);
    view.set(map.end, 8 * Math.ceil(count / 4) * 4);
    view.set(map.room, this.counters?.end ?? layout.end);
    for (const at of [map.free, map.order, map.taken, map.anyEnds, map.failures]) view.set(at, 0);
    this.failed = 0;
    this.counters?.begin();
    for (let i = 0; i < count; i++) {
      const trial = first + i;
      const parameterTrial = Math.floor(trial / share);
      view.set(narrow.trialLow + 4 * i, trial | 0);
      view.set(narrow.trialHigh + 4 * i, Math.floor(trial / TWO_32));
      view.set(narrow.parameterTrialLow + 4 * i, parameterTrial | 0);
      view.set(narrow.parameterTrialHigh + 4 * i, Math.floor(parameterTrial / TWO_32));
    }
    ir.sampling?.dimensions.forEach((_, slot) => {
      if (!isSampled(ir, slot, 1)) return;
      for (let i = 0; i < count; i++) {
        const point = Math.floor((first + i) / share);
        const word = parameterWord(ir, slot, { seed, stream }, point, share);
        view.set(narrow.sampledWords + slot * NARROW + 4 * i, word | 0);
      }
    });
    integers.fill(-1, map.alive >>> 2, (map.alive >>> 2) + 2 * count);
    this.noticeAll();
    this.quarter = -1;
    this.setStep(0, 0);
  }

  private setStep(step: number, clockStep: number): void {
    const { map } = this.generated;
    this.view.set(map.step, step);
    this.view.set(map.clockStep, clockStep);
  }

  private makeFrameZero(): void {
    this.phase('parameters');
    this.phase('hoist');
    this.phase('starts');
    this.phase('begin');
    this.phase('keepFirst');
    this.phase('pass');
  }

  private restore(from: SavedFrame): void {
    const { view } = this;
    const { map } = this.generated;
    from.parameters.forEach((value, slot) => view.fillFloats(map.parameters + slot * WIDE, value));
    this.phase('hoist');
    restoreFrame(this.ir, this.generated, view, from);
    this.setStep(from.step, from.step);
  }

  /** Reads frame 0, unless it goes on from a frame, and makes the steps up to `last`. */
  private toTheEnd(from: number | undefined, last: number, record: (k: number) => void): void {
    if (from === undefined) this.observe(0, record);
    for (let step = (from ?? 0) + 1; step <= last && !this.isOver(); step++) {
      this.setStep(step, step - 1);
      this.phase('beginStep');
      this.phase('choose');
      this.phase('dated');
      this.phase('decided');
      if (step >>> 2 !== this.quarter) this.fill(step);
      if (this.hasChance) this.phase('chance');
      this.phase('indicators');
      this.setStep(step, step);
      this.phase('pass');
      this.observe(step, record);
    }
  }

  private fill(step: number): void {
    this.quarter = step >>> 2;
    if (this.hasChance) this.phase('fill');
    if (this.hasNoise) this.phase('fillNoise');
  }

  private isOver(): boolean {
    this.noticeFailures();
    return this.left === 0;
  }

  /** Takes out trials that have failed. */
  private noticeFailures(): void {
    const { map } = this.generated;
    const failures = this.view.integer(map.failures);
    if (failures === this.failed) return;
    this.failed = failures;
    this.noticeAll();
  }

  private noticeAll(): void {
    const at = this.generated.map.alive >>> 2;
    const { integers } = this.view;
    this.left = 0;
    for (let i = 0; i < LANES; i++) {
      const isAlive = integers[at + 2 * i] !== 0;
      this.alive[i] = Number(isAlive);
      if (isAlive) this.left++;
    }
  }

  private observe(k: number, record: (k: number) => void): void {
    const { ir, view } = this;
    const { map } = this.generated;
    this.phase('measures');
    const isEnd = k === ir.clock.steps;
    if (isEnd) view.fillMask(map.ends, true);
    else this.phase('until');
    view.set(map.anyEnds, Number(isEnd || ir.clock.until !== undefined));
    this.phase('questions');
    record(k);
    if (isEnd || ir.clock.until) this.endTrials();
    if (isEnd) return;
    this.phase('takeIn');
    if (k === 0 || ir.previous.length === 0) return;
    this.phase('keep');
    const bytes = ir.previous.length * WIDE;
    view.floats.copyWithin(map.previous / 8, map.nextPrevious / 8, (map.nextPrevious + bytes) / 8);
  }

  /** Trials that end with this frame are left alone from now on. */
  private endTrials(): void {
    const { map } = this.generated;
    const { integers } = this.view;
    for (let i = 0; i < LANES; i++) {
      if (integers[(map.ends >>> 2) + 2 * i] === 0) continue;
      const at = (map.alive >>> 2) + 2 * i;
      integers[at] = integers[at + 1] = 0;
    }
    this.noticeAll();
  }

  // ------------------------------------------------------------ results

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
        let to = (done * ir.reported + m) * frames + place;
        const stride = ir.reported * frames;
        for (let i = 0; i < size; i++, to += stride) if (alive[i] === 1) measures[to] = floats[from + i]! + 0;
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

  /** Of the block at hand, whose trials begin with `first`. */
  private failuresOf(first: number, size: number): readonly TrialFailure[] {
    const { map, places } = this.generated;
    const { integers } = this.view;
    const found: TrialFailure[] = [];
    for (let i = 0; i < size; i++) {
      const fault = integers[(map.narrow.fault >>> 2) + i]! - 1;
      if (fault < 0) continue;
      found.push({
        trial: first + i,
        step: integers[(map.narrow.faultStep >>> 2) + i]!,
        code: itemOf(FAILURE_CODES, fault & 7),
        place: itemOf(places, fault >>> 3),
      });
    }
    return found;
  }
}

/**
 * Blocks of trials in the memory of a module: how one is set up and goes through the phases of its steps.
 *
 * Invariant: what a trial gives depends on nothing else in its block.
 */
import { FAILURE_CODES, type TrialFailure, type TrialRange } from '../../ir/executor.ts';
import type { Ir } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { isSampled, parameterWord } from '../../ir/sampling.ts';
import type { SavedFrame } from '../../ir/saved-frame.ts';
import { Counters } from './counting/counters.ts';
import { restoreFrame } from './frames.ts';
import type { ModuleData, Phase } from './generate.ts';
import { LANES, NARROW, WIDE } from './layout.ts';
import { isOutOfMemory, noMemory } from './no-memory.ts';
import { View } from './view.ts';

const TWO_32 = 4294967296;

/** A module that is compiled, which threads can share, and what it needs. */
export interface CompiledModule extends ModuleData {
  readonly module: WebAssembly.Module;
}

export abstract class Blocks {
  readonly counters: Counters | undefined;
  protected readonly ir: Ir;
  protected readonly generated: ModuleData;
  protected readonly view: View;
  /** Trials of the block that are still at work. */
  protected readonly alive = new Uint8Array(LANES);
  private readonly call: Readonly<Record<string, () => void>>;
  private readonly hasChance: boolean;
  private readonly hasNoise: boolean;
  private quarter = -1;
  private left = 0;
  private failed = 0;

  protected constructor(ir: Ir, generated: CompiledModule, bytesMax: number) {
    this.ir = ir;
    this.generated = generated;
    const { module, layout } = generated;
    const memory = new WebAssembly.Memory({ initial: layout.pages });
    this.view = new View(memory);
    const bytes = new Uint8Array(memory.buffer);
    for (const { at, values } of layout.filled) bytes.set(new Uint8Array(values.buffer), at);
    const instance = new WebAssembly.Instance(module, { e: { memory } });
    this.call = instance.exports as Readonly<Record<string, () => void>>;
    const { counting, map } = generated;
    this.counters =
      counting && new Counters(ir, this.view, map, counting, this.call, generated.layout.end, bytesMax);
    this.hasChance = ir.states.some(({ chance }) => chance);
    this.hasNoise = ir.indicators.some(({ noise }) => noise);
  }

  /** Runs trials block by block; `record` is called with frame k of a block, `ended` after its last. */
  protected eachBlock(
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

  /** Sets memory up and makes what comes before frames are read. */
  protected begin(range: TrialRange, from: SavedFrame | undefined): void {
    this.setUp(range);
    if (from) this.restore(from);
    else this.makeFrameZero();
  }

  protected setUp({ seed, stream, first, count, share }: TrialRange): void {
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
  protected toTheEnd(from: number | undefined, last: number, record: (k: number) => void): void {
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

  protected isOver(): boolean {
    this.noticeFailures();
    return this.left === 0;
  }

  /** Takes out trials that have failed. */
  protected noticeFailures(): void {
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

  protected phase(name: Phase): void {
    try {
      this.call[name]?.();
    } catch (error) {
      throw isOutOfMemory(error) ? noMemory(this.view) : error;
    }
  }

  /** Of the block at hand, whose trials begin with `first`. */
  protected failuresOf(first: number, size: number): readonly TrialFailure[] {
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

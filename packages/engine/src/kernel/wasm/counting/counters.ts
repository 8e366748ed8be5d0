/**
 * The counts of the module, seen from outside: blocks are handed to them, and all that was counted is read out as a
 * tally. Trials that failed are taken out before a block is counted: those behind them take their places.
 */
import type { TrialFailure } from '../../../ir/executor.ts';
import type { Ir } from '../../../ir/ir.ts';
import { itemOf } from '../../../ir/item.ts';
import {
  addNumber,
  addTrials,
  answerCount,
  answersOnly,
  clearTally,
  createTally,
  OCTAVE_BINS,
  PAGE_BYTES,
  PAGES,
  pagesMax,
  roomOf,
  SUM_DIGITS,
  talliedOf,
  tooLarge,
  type CountRoom,
  type Tally,
} from '../../../tally/index.ts';
import { LANES, WIDE } from '../layout.ts';
import type { MemoryMap } from '../memory-map.ts';
import { noMemory } from '../no-memory.ts';
import type { View } from '../view.ts';
import {
  LINEAR_BYTES,
  NO_STATE,
  ROOM,
  SUM_BYTES,
  TABLE_BYTES,
  type CountedMeasure,
  type CountingMap,
} from './counting-map.ts';

const TWO_32 = 4294967296;
/** Sums hold the values of four blocks before they must be carried. */
const LOOSE_BLOCKS = 4;

export class Counters {
  private readonly ir: Ir;
  private readonly view: View;
  private readonly map: MemoryMap;
  private readonly counting: CountingMap;
  private readonly call: Readonly<Record<string, () => void>>;
  /** Where pages may begin. */
  private readonly pagesFrom: number;
  private readonly room: CountRoom;
  private readonly numberSlots: readonly number[];
  /** What is not counted in the module: trials, failures, numbers. */
  private kept: Tally;
  /** How many recorded frames of the block have been put aside. */
  private frames = 0;
  private loose = 0;

  constructor(
    ir: Ir,
    view: View,
    map: MemoryMap,
    counting: CountingMap,
    call: Readonly<Record<string, () => void>>,
    pagesFrom: number,
    bytesMax: number,
  ) {
    this.ir = ir;
    this.view = view;
    this.map = map;
    this.counting = counting;
    this.call = call;
    this.pagesFrom = pagesFrom;
    this.numberSlots = ir.questions.flatMap(({ number }, q) => (number === undefined ? [] : [q]));
    this.kept = this.nothingKept();
    for (const measure of counting.measures) this.forgetExtremes(measure);
    view.set(counting.pages, pagesFrom);
    this.room = roomOf(talliedOf(ir), bytesMax);
    view.set(counting.pagesEnd, pagesFrom + Math.max(0, pagesMax(this.room)) * PAGE_BYTES);
  }

  /** Where the room begins that trials may use. */
  get end(): number {
    return this.view.address(this.counting.pages);
  }

  private nothingKept(): Tally {
    return createTally(answersOnly(talliedOf(this.ir)));
  }

  // ------------------------------------------------------------ a block

  begin(): void {
    this.frames = 0;
  }

  /** Frame k was read and trials that end with it are still at work. */
  see(k: number): void {
    if (this.counting.held) this.call['hold']?.();
    if (this.ir.clock.recorded[this.frames] === k) this.record();
  }

  private record(): void {
    this.view.set(this.counting.place, this.frames++);
    this.call['record']?.();
  }

  /** The block has ended, with these failures among its trials from `first` on. */
  finish(first: number, size: number, failures: readonly TrialFailure[]): void {
    addTrials(this.kept, size, failures);
    const good = size - failures.length;
    if (good === 0) return;
    while (this.frames < this.ir.clock.recorded.length) this.record();
    const failed = new Uint8Array(size);
    for (const { trial } of failures) failed[trial - first] = 1;
    this.keepNumbers(failed);
    if (good < LANES) this.close(failed, good);
    this.view.set(this.counting.good, good);
    this.call['countBlock']?.();
    this.requireRoom();
    if (++this.loose === LOOSE_BLOCKS) this.carry();
  }

  /** Only the block that had no room shows it; nothing is left of what was counted then. */
  private requireRoom(): void {
    const { view, counting, room } = this;
    const full = view.integer(counting.full);
    if (full === ROOM.enough && pagesMax(room) >= 0) return;
    view.set(counting.full, ROOM.enough);
    this.clear();
    throw full === ROOM.none ? noMemory(view) : tooLarge(room);
  }

  private keepNumbers(failed: Uint8Array): void {
    const { numberSlots, view, map, kept } = this;
    const at = this.counting.held?.sums ?? map.sums;
    const { floats } = view;
    kept.numbers.forEach((sample, n) => {
      const from = (at + itemOf(numberSlots, n) * WIDE) / 8;
      for (let lane = 0; lane < failed.length; lane++) {
        const value = floats[from + lane] ?? Number.NaN;
        if (failed[lane] === 0 && !Number.isNaN(value)) addNumber(sample, value);
      }
    });
  }

  /** Moves trials to the places of those that failed; rows of an odd number end with their last value once more. */
  private close(failed: Uint8Array, good: number): void {
    const { ir, view, map, counting } = this;
    const moves: (readonly [from: number, to: number])[] = [];
    for (let to = 0, from = good; to < good; to++) {
      if (failed[to] === 0) continue;
      while (failed[from] === 1) from++;
      moves.push([from++, to]);
    }
    const { floats } = view;
    const closeRow = (at: number): void => {
      for (const [from, to] of moves) floats[at + to] = floats[at + from] ?? Number.NaN;
      if (good % 2 === 1) floats[at + good] = floats[at + good - 1] ?? Number.NaN;
    };
    const frames = ir.clock.recorded.length;
    for (let row = 0; row < frames * ir.reported; row++) closeRow(counting.rows / 8 + row * LANES);
    const answers = (counting.held?.answers ?? map.answers) / 8;
    ir.questions.forEach((_, q) => closeRow(answers + q * LANES));
    const bytes = new Uint8Array(floats.buffer);
    for (let row = 0; row < frames * counting.stateRowList.length; row++) {
      const at = counting.stateRows + row * LANES;
      for (const [from, to] of moves) bytes[at + to] = bytes[at + from] ?? NO_STATE;
      bytes.fill(NO_STATE, at + good, at + LANES);
    }
  }

  private carry(): void {
    this.call['carry']?.();
    this.loose = 0;
  }

  // ------------------------------------------------------------ read out

  /** What was counted since the last time; counting begins anew. */
  take(room?: Tally): Tally {
    const { ir, view, counting } = this;
    this.carry();
    const tally = room ? clearTally(room) : createTally(talliedOf(ir), this.room.bytesMax);
    const words = new Uint32Array(view.floats.buffer);
    const takeCounts = (at: number, to: Uint32Array): void => {
      const counts = words.subarray(at / 4, at / 4 + to.length);
      to.set(counts);
      counts.fill(0);
    };
    // One array for all pages: an array each would take as much again for itself.
    const pages = words.slice(this.pagesFrom / 4, view.address(counting.pages) / 4);
    counting.answers.forEach((at, q) => takeCounts(at, tally.answers[q] ?? new Uint32Array(0)));
    takeCounts(counting.occupancy, tally.occupancy);
    counting.measures.forEach((measure, m) => {
      const histograms = tally.measures[m];
      const sums = tally.sums[m];
      if (!histograms || !sums) throw new Error('InvariantError: a measure without its counts');
      const { bins, least, most } = histograms;
      const { floats } = view;
      for (let frame = 0; frame < least.length; frame++) {
        least[frame] = floats[measure.extremes / 8 + 2 * frame] ?? Infinity;
        most[frame] = floats[measure.extremes / 8 + 2 * frame + 1] ?? -Infinity;
      }
      this.forgetExtremes(measure);
      takeDigits(words, measure.sums / 4, sums.digits);
      if (bins.kind === 'linear') return takeCounts(measure.counts, bins.counts);
      const table = words.subarray(measure.counts / 4, measure.counts / 4 + least.length * PAGES);
      for (const [i, at] of table.entries()) {
        if (at === 0) continue;
        const from = (at - this.pagesFrom) / 4;
        bins.pages[i] = pages.subarray(from, from + OCTAVE_BINS);
        bins.made++;
      }
      table.fill(0);
    });
    view.set(counting.pages, this.pagesFrom);
    const { trials, failed, failures, numbers } = this.kept;
    this.kept = this.nothingKept();
    return { ...tally, trials, failed, failures, numbers };
  }

  /** As if nothing had been counted, without a tally of it: there may be no room for one. */
  private clear(): void {
    const { ir, view, counting } = this;
    const frames = ir.clock.recorded.length;
    const bytes = new Uint8Array(view.floats.buffer);
    const forget = (at: number, size: number): void => void bytes.fill(0, at, at + size);
    ir.questions.forEach((question, q) =>
      forget(itemOf(counting.answers, q), 4 * answerCount(question, ir.clock.steps)),
    );
    forget(counting.occupancy, 4 * frames * ir.states.length);
    for (const measure of counting.measures) {
      forget(measure.counts, frames * (measure.range ? LINEAR_BYTES : TABLE_BYTES));
      forget(measure.sums, frames * SUM_BYTES);
      this.forgetExtremes(measure);
    }
    view.set(counting.pages, this.pagesFrom);
    this.kept = this.nothingKept();
    this.loose = 0;
  }

  private forgetExtremes({ extremes }: CountedMeasure): void {
    for (let frame = 0; frame < this.ir.clock.recorded.length; frame++) {
      this.view.setFloat(extremes + 16 * frame, Infinity);
      this.view.setFloat(extremes + 16 * frame + 8, -Infinity);
    }
  }
}

/** Digits lie in 64 bits each; but for the last of a sum they have 32. */
function takeDigits(words: Uint32Array, from: number, to: Float64Array): void {
  for (let i = 0; i < to.length; i++) {
    const low = words[from + 2 * i] ?? 0;
    const isLast = i % SUM_DIGITS === SUM_DIGITS - 1;
    to[i] = isLast ? ((words[from + 2 * i + 1] ?? 0) | 0) * TWO_32 + low : low;
  }
  words.fill(0, from, from + 2 * to.length);
}

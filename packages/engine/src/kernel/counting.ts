/**
 * What the JavaScript kernel counts of trials that it runs one after the other. A trial may fail late, so its measures
 * and states wait until it has ended; nothing is allocated for it.
 */
import type { Ir } from '../ir/ir.ts';
import { addMeasures, clearTally, createTally, talliedOf, type Tally } from '../tally/index.ts';
import type { Memory } from './memory.ts';

export class Counting {
  /** [measure][recorded frame] of the trial at hand. */
  readonly measures: Float64Array;
  private readonly ir: Ir;
  private readonly memory: Memory;
  /** Drivers without states inside states, and the states of all others. */
  private readonly flat: Int32Array;
  private readonly nested: Int32Array;
  /** [recorded frame]: the active state of each flat driver, then the active ones of the other states; else -1. */
  private readonly active: Int32Array;
  private readonly width: number;
  private readonly frames: number;
  private counted: Tally | undefined;

  constructor(ir: Ir, memory: Memory) {
    this.ir = ir;
    this.memory = memory;
    const isNested = ir.drivers.map(({ states }) =>
      states.some((slot) => (ir.states[slot]?.parent ?? -1) >= 0),
    );
    this.flat = Int32Array.from(isNested.flatMap((nested, d) => (nested ? [] : [d])));
    this.nested = Int32Array.from(ir.states.flatMap(({ driver }, slot) => (isNested[driver] ? [slot] : [])));
    this.width = this.flat.length + this.nested.length;
    this.frames = ir.clock.recorded.length;
    this.measures = new Float64Array(ir.reported * this.frames);
    this.active = new Int32Array(this.frames * this.width);
  }

  get tally(): Tally {
    this.counted ??= createTally(talliedOf(this.ir));
    return this.counted;
  }

  take(room?: Tally): Tally {
    const { tally } = this;
    this.counted = room && clearTally(room);
    return tally;
  }

  /** Keeps the states of a frame as those of a recorded one, and of all after it where the trial ends. */
  see(place: number, isEnd: boolean): void {
    const { active, flat, nested, width, frames } = this;
    const { A, S } = this.memory;
    if (place >= frames) return;
    const from = place * width;
    for (let i = 0; i < flat.length; i++) active[from + i] = A[flat[i]!]!;
    for (let i = 0; i < nested.length; i++)
      active[from + flat.length + i] = S[nested[i]!] === 0 ? -1 : nested[i]!;
    if (!isEnd) return;
    for (let frame = place + 1; frame < frames; frame++) active.copyWithin(frame * width, from, from + width);
  }

  /** Counts frames of a trial that has ended well. */
  addFrames(): void {
    const { active, width, frames, tally } = this;
    addMeasures(tally, this.measures, 0);
    const { occupancy } = tally;
    const states = this.ir.states.length;
    for (let frame = 0, cell = 0, row = 0; frame < frames; frame++, row += states)
      for (let i = 0; i < width; i++, cell++) if (active[cell]! >= 0) occupancy[row + active[cell]!]!++;
  }
}

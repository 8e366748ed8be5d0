/**
 * What the JavaScript kernel counts of trials that it runs one after the other. A trial may fail late, so its measures
 * and states wait until it has ended, and then for a few more: counts of one frame are cheaper together. Nothing is
 * allocated for a trial.
 */
import type { Ir } from '../ir/ir.ts';
import { addMeasures, clearTally, createTally, talliedOf, type Tally } from '../tally/index.ts';
import type { Memory } from './memory.ts';

/** Trials that are counted together, unless they take more cells of measures than this: fewer then. */
const ROWS = 32;
const CELLS = 1 << 20;

export class Counting {
  /** [row][measure][recorded frame] of trials that wait, and of the one at hand. */
  readonly measures: Float64Array;
  private readonly ir: Ir;
  private readonly memory: Memory;
  private readonly cells: number;
  private readonly rows: number;
  /** Drivers without states inside states, and the states of all others. */
  private readonly flat: Int32Array;
  private readonly nested: Int32Array;
  /** [row][recorded frame]: the active state of each flat driver, then the active ones of the other states; else -1. */
  private readonly active: Int32Array;
  private readonly width: number;
  private readonly frames: number;
  private row = 0;
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
    this.cells = ir.reported * this.frames;
    this.rows = Math.max(1, Math.min(ROWS, Math.floor(CELLS / Math.max(1, this.cells))));
    this.measures = new Float64Array(this.rows * this.cells);
    this.active = new Int32Array(this.rows * this.frames * this.width);
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

  /** Where the trial at hand writes its measures. */
  get offset(): number {
    return this.row * this.cells;
  }

  /** Keeps the states of a frame as those of a recorded one, and of all after it where the trial ends. */
  see(place: number, isEnd: boolean): void {
    const { active, flat, nested, width, frames } = this;
    const { A, S } = this.memory;
    if (place >= frames) return;
    const from = (this.row * frames + place) * width;
    for (let i = 0; i < flat.length; i++) active[from + i] = A[flat[i]!]!;
    for (let i = 0; i < nested.length; i++)
      active[from + flat.length + i] = S[nested[i]!] === 0 ? -1 : nested[i]!;
    if (!isEnd) return;
    for (let left = frames - place - 1, to = from + width; left > 0; left--, to += width)
      active.copyWithin(to, from, from + width);
  }

  /** The trial at hand has ended well. */
  addTrial(): void {
    if (++this.row === this.rows) this.addRows();
  }

  /** Counts the trials that wait. */
  addRows(): void {
    const { active, width, frames, tally, row: rows } = this;
    this.row = 0;
    if (rows === 0) return;
    addMeasures(tally, this.measures, 0, rows);
    const { occupancy } = tally;
    const states = this.ir.states.length;
    for (let row = 0, cell = 0; row < rows; row++)
      for (let frame = 0, base = 0; frame < frames; frame++, base += states)
        for (let i = 0; i < width; i++, cell++) if (active[cell]! >= 0) occupancy[base + active[cell]!]!++;
  }
}

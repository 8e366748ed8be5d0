/**
 * What the JavaScript kernel counts of trials that it runs one after the other. A trial may fail late, so its measures
 * and the changes of its states wait until it has ended. Measures then wait for a few more trials, since counts of one
 * frame are cheaper together; states are counted where they change, and summed up when the counts are taken. Nothing
 * is allocated for a trial.
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
  private readonly bytesMax: number;
  private readonly cells: number;
  private readonly rows: number;
  /** Places in `A` of drivers without states inside states, and the states of all others. */
  private readonly flat: Int32Array;
  private readonly nested: Int32Array;
  /** As the trial at hand was seen last: the state of each flat driver or -1, and whether each other state is active. */
  private readonly lastOf: Int32Array;
  private readonly wasActive: Uint8Array;
  /** [recorded frame][state]: trials in which it became active there less those in which it ceased to be. */
  private readonly turns: Int32Array;
  /** Places in `turns` of the trial at hand: of what became active, and as -1 - place of what ceased to be. */
  private readonly changes: number[] = [];
  private changeCount = 0;
  private readonly states: number;
  private readonly frames: number;
  private row = 0;
  private counted: Tally | undefined;

  constructor(ir: Ir, memory: Memory, bytesMax: number) {
    this.ir = ir;
    this.bytesMax = bytesMax;
    this.memory = memory;
    const isNested = ir.drivers.map(({ states }) =>
      states.some((slot) => (ir.states[slot]?.parent ?? -1) >= 0),
    );
    this.flat = Int32Array.from(isNested.flatMap((nested, d) => (nested ? [] : [d])));
    this.nested = Int32Array.from(ir.states.flatMap(({ driver }, slot) => (isNested[driver] ? [slot] : [])));
    this.lastOf = new Int32Array(this.flat.length).fill(-1);
    this.wasActive = new Uint8Array(this.nested.length);
    this.states = ir.states.length;
    this.turns = new Int32Array(ir.clock.recorded.length * this.states);
    this.frames = ir.clock.recorded.length;
    this.cells = ir.reported * this.frames;
    this.rows = Math.max(1, Math.min(ROWS, Math.floor(CELLS / Math.max(1, this.cells))));
    this.measures = new Float64Array(this.rows * this.cells);
  }

  get tally(): Tally {
    this.counted ??= createTally(talliedOf(this.ir), this.bytesMax);
    return this.counted;
  }

  take(room?: Tally): Tally {
    const { tally, turns, states } = this;
    for (let cell = states; cell < turns.length; cell++) turns[cell]! += turns[cell - states]!;
    for (let cell = 0; cell < turns.length; cell++) tally.occupancy[cell]! += turns[cell]!;
    turns.fill(0);
    this.counted = room && clearTally(room);
    return tally;
  }

  /** Where the trial at hand writes its measures. */
  get offset(): number {
    return this.row * this.cells;
  }

  /**
   * Sees the states of a frame, whose place is that of the next recorded one where it is none itself. What is seen at
   * the end of a trial stands for all frames after it.
   */
  see(place: number): void {
    const { flat, nested, lastOf, wasActive, changes } = this;
    const { A, S } = this.memory;
    const base = place * this.states;
    for (let i = 0; i < flat.length; i++) {
      const state = A[flat[i]!]!;
      const last = lastOf[i]!;
      if (state === last) continue;
      lastOf[i] = state;
      if (last >= 0) changes[this.changeCount++] = -1 - (base + last);
      changes[this.changeCount++] = base + state;
    }
    for (let i = 0; i < nested.length; i++) {
      const isActive = S[nested[i]!] === 0 ? 0 : 1;
      if (isActive === wasActive[i]) continue;
      wasActive[i] = isActive;
      const cell = base + nested[i]!;
      changes[this.changeCount++] = isActive === 1 ? cell : -1 - cell;
    }
  }

  /** The trial at hand has ended well. */
  addTrial(): void {
    const { changes, turns } = this;
    for (let i = 0; i < this.changeCount; i++) {
      const change = changes[i]!;
      if (change >= 0) turns[change]!++;
      else turns[-1 - change]!--;
    }
    this.forget();
    if (++this.row === this.rows) this.addRows();
  }

  /** The trial at hand is over, and another follows. */
  forget(): void {
    this.changeCount = 0;
    this.lastOf.fill(-1);
    this.wasActive.fill(0);
  }

  /** Counts the trials that wait. */
  addRows(): void {
    const { tally, row: rows } = this;
    this.row = 0;
    if (rows > 0) addMeasures(tally, this.measures, 0, rows);
  }
}

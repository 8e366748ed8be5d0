/** The module's memory as numbers by address; it may have grown since it was looked at last. */
import { LANES } from './layout.ts';

const PAGE = 65536;

export interface GrowingMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export class View {
  private readonly memory: GrowingMemory;
  private buffer: ArrayBuffer;
  private asFloats: Float64Array;
  private asIntegers: Int32Array;

  constructor(memory: GrowingMemory) {
    this.memory = memory;
    this.buffer = memory.buffer;
    this.asFloats = new Float64Array(this.buffer);
    this.asIntegers = new Int32Array(this.buffer);
  }

  private refresh(): void {
    if (this.buffer === this.memory.buffer) return;
    this.buffer = this.memory.buffer;
    this.asFloats = new Float64Array(this.buffer);
    this.asIntegers = new Int32Array(this.buffer);
  }

  get floats(): Float64Array {
    this.refresh();
    return this.asFloats;
  }

  get integers(): Int32Array {
    this.refresh();
    return this.asIntegers;
  }

  /** Takes bytes from the room whose beginning is kept at an address, and gives where they lie. */
  take(room: number, bytes: number): number {
    const from = this.address(room);
    const more = Math.ceil((from + bytes - this.memory.buffer.byteLength) / PAGE);
    if (more > 0) this.memory.grow(more);
    this.set(room, from + bytes);
    return from;
  }

  /** Numbers of the first trial, and of anything that has no trial. */
  float(at: number): number {
    return this.floats[at >>> 3] ?? Number.NaN;
  }

  integer(at: number): number {
    return this.integers[at >>> 2] ?? 0;
  }

  /** An integer that is an address: those beyond 2 GiB have no sign. */
  address(at: number): number {
    return this.integer(at) >>> 0;
  }

  set(at: number, value: number): void {
    this.integers[at >>> 2] = value;
  }

  setFloat(at: number, value: number): void {
    this.floats[at >>> 3] = value;
  }

  /** The same for all trials. */
  fillFloats(at: number, value: number): void {
    this.floats.fill(value, at >>> 3, (at >>> 3) + LANES);
  }

  fillIntegers(at: number, value: number): void {
    this.integers.fill(value, at >>> 2, (at >>> 2) + LANES);
  }

  fillMask(at: number, isSet: boolean): void {
    this.integers.fill(isSet ? -1 : 0, at >>> 2, (at >>> 2) + 2 * LANES);
  }
}

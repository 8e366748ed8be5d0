/**
 * The delay lines of the trial that is being run: a ring of n + 1 places each, so that what goes in at a frame takes
 * no place that is still read in the step after it.
 *
 * Invariant: a place is found from the clock step alone, so nothing moves when a step ends.
 */
import { lineSteps } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { CLOCK_STEP, type Memory } from './memory.ts';

export class DelayLines {
  private readonly R: Int32Array;
  private readonly steps: number;
  private readonly rings: Float64Array[];
  /** By line: places in use. */
  private readonly sizes: Int32Array;

  constructor({ lines, clock }: Ir, { R }: Memory) {
    this.R = R;
    this.steps = clock.steps;
    this.rings = lines.map(() => new Float64Array(2));
    this.sizes = new Int32Array(lines.length);
  }

  /** Every line gives 0 until it is started. */
  reset(): void {
    this.sizes.fill(1);
    for (let i = 0; i < this.rings.length; i++) this.rings[i]![0] = 0;
  }

  readonly start = (line: number, value: number, length: number): void => {
    const size = lineSteps(length, this.steps) + 1;
    if (this.rings[line]!.length < size) this.rings[line] = new Float64Array(size);
    this.sizes[line] = size;
    this.rings[line]!.fill(value, 0, size);
  };

  /** What leaves each line from this frame on, when it has taken the frame in. */
  save(): readonly (readonly number[])[] {
    const from = this.R[CLOCK_STEP]! + 1;
    return this.rings.map((ring, line) => {
      const size = this.sizes[line]!;
      return Array.from({ length: size }, (_, i) => ring[(from + i) % size]!);
    });
  }

  restore(lines: readonly (readonly number[])[]): void {
    const from = this.R[CLOCK_STEP]! + 1;
    for (const [line, values] of lines.entries()) {
      const size = values.length;
      if (this.rings[line]!.length < size) this.rings[line] = new Float64Array(size);
      this.sizes[line] = size;
      values.forEach((value, i) => (this.rings[line]![(from + i) % size] = value));
    }
  }

  readonly take = (line: number, value: number): void => {
    this.rings[line]![this.R[CLOCK_STEP]! % this.sizes[line]!] = value;
  };

  readonly read = (line: number): number => this.rings[line]![(this.R[CLOCK_STEP]! + 1) % this.sizes[line]!]!;
}

/** The difference of a measure, trial by trial and frame by frame. */
import { studentT } from '../estimate/index.ts';
import type { Ir } from '../ir/ir.ts';
import { addRows, createHistograms, quantiles, type Histograms } from '../tally/index.ts';

const PERCENTS = [5, 25, 50, 75, 95];

export interface MeasureComparison {
  readonly id: string;
  readonly steps: readonly number[];
  readonly dates?: readonly string[];
  /** Of the difference of each trial, B less A, and not of the arms apart. */
  readonly quantiles: readonly { readonly q: number; readonly values: readonly (number | null)[] }[];
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** The difference of one measure at each recorded frame. */
export class MeasurePairs {
  private readonly name: string;
  private readonly slots: readonly [number, number];
  private readonly reported: readonly [number, number];
  private readonly frames: number;
  private readonly histograms: Histograms;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private count = 0;
  private rows = new Float64Array(0);

  constructor(name: string, a: number, b: number, reportedA: number, reportedB: number, frames: number) {
    this.name = name;
    this.slots = [a, b];
    this.reported = [reportedA, reportedB];
    this.frames = frames;
    this.histograms = createHistograms(frames, undefined);
    this.sums = new Float64Array(frames);
    this.squares = new Float64Array(frames);
  }

  add(a: Float64Array, b: Float64Array, isGood: readonly boolean[]): void {
    const { frames, slots, reported } = this;
    if (this.rows.length < isGood.length * frames) this.rows = new Float64Array(isGood.length * frames);
    let count = 0;
    for (let i = 0; i < isGood.length; i++) {
      if (!isGood[i]) continue;
      const one = (i * reported[0] + slots[0]) * frames;
      const two = (i * reported[1] + slots[1]) * frames;
      for (let frame = 0; frame < frames; frame++) {
        const difference = (b[two + frame] as number) - (a[one + frame] as number);
        this.rows[count * frames + frame] = difference;
        this.sums[frame]! += difference;
        this.squares[frame]! += difference * difference;
      }
      count++;
    }
    this.count += count;
    addRows(this.histograms, { values: this.rows, from: 0, stride: frames, count });
  }

  result({ clock }: Ir, identical: boolean): MeasureComparison {
    const { recorded: steps, dates } = clock;
    const { count } = this;
    const rows = steps.map((_, i) => quantiles(this.histograms, i, PERCENTS));
    const mean = steps.map((_, i) => (count === 0 ? null : (this.sums[i] as number) / count));
    const half = steps.map((_, i) => {
      if (identical) return 0;
      if (count < 2) return null;
      const centre = mean[i] as number;
      const spread = Math.max(0, (this.squares[i] as number) - count * centre * centre);
      return studentT(count - 1) * Math.sqrt(spread / (count - 1) / count);
    });
    const end = (sign: 1 | -1): (number | null)[] =>
      mean.map((x, i) => (x === null || half[i] === null ? null : x + sign * (half[i] as number)));
    return {
      id: this.name,
      steps,
      ...(dates && { dates: steps.map((k) => dates[k] ?? '') }),
      quantiles: PERCENTS.map((q, i) => ({ q: q / 100, values: rows.map((row) => row?.[i] ?? null) })),
      mean,
      low: end(-1),
      high: end(1),
    };
  }
}

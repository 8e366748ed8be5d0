/** Whether two runs of the same trials say the same: to the last bit, within rounding, or as two samples do. */
import type { TrialBlock } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';

/** Whether answers, numbers, measures and failures are the same bytes. */
export function haveSameBytes(a: TrialBlock, b: TrialBlock): boolean {
  return (
    a.first === b.first &&
    a.count === b.count &&
    areSame(a.answers, b.answers) &&
    areSame(a.numbers, b.numbers) &&
    areSame(a.measures, b.measures) &&
    JSON.stringify(a.failures) === JSON.stringify(b.failures)
  );
}

function areSame(a: Int32Array | Float64Array, b: Int32Array | Float64Array): boolean {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array | Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

export type Outputs = Pick<TrialBlock, 'answers' | 'measures'>;

/** The greatest distance of two measures; Infinity where answers differ or a measure is not finite. */
export function greatestDistance(a: Outputs, b: Outputs): number {
  if (!areSame(a.answers, b.answers) || a.measures.length !== b.measures.length) return Infinity;
  let greatest = 0;
  for (const [i, value] of a.measures.entries()) {
    const distance = Math.abs(value - (b.measures[i] ?? Number.NaN));
    if (Number.isNaN(distance)) return Infinity;
    greatest = Math.max(greatest, distance);
  }
  return greatest;
}

/** Sums over trials, by question and by measure. */
export interface Sample {
  readonly count: number;
  /** Trials whose answer is yes. */
  readonly yes: readonly number[];
  /** Of the measures at the last frame; variances over count - 1. */
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

/** The sample of a block whose questions are all binary. */
export function sampleOf({ count, answers, measures }: TrialBlock, ir: Ir): Sample {
  const frames = ir.clock.recorded.length;
  const trials = Array.from({ length: count }, (_, i) => i);
  const last = ir.measures
    .slice(0, ir.reported)
    .map((_, m) => trials.map((i) => measures[(i * ir.reported + m) * frames + frames - 1] ?? Number.NaN));
  const means = last.map((values) => sum(values) / count);
  return {
    count,
    yes: ir.questions.map((_, q) => trials.filter((i) => answers[i * ir.questions.length + q] === 0).length),
    means,
    variances: last.map(
      (values, m) => sum(values.map((value) => square(value - (means[m] ?? 0)))) / (count - 1),
    ),
  };
}

/**
 * The greatest distance of two samples' shares and means, in standard errors of the difference. Where neither sample
 * varies, equal is 0 and different is Infinity.
 */
export function greatestScore(a: Sample, b: Sample): number {
  const scores = [
    ...a.yes.map((yes, q) => {
      const [p, r] = [yes / a.count, (b.yes[q] ?? Number.NaN) / b.count];
      const pooled = (yes + (b.yes[q] ?? Number.NaN)) / (a.count + b.count);
      return score(p - r, pooled * (1 - pooled) * (1 / a.count + 1 / b.count));
    }),
    ...a.means.map((mean, m) =>
      score(
        mean - (b.means[m] ?? Number.NaN),
        (a.variances[m] ?? Number.NaN) / a.count + (b.variances[m] ?? Number.NaN) / b.count,
      ),
    ),
  ];
  return scores.some(Number.isNaN) ? Infinity : Math.max(...scores);
}

const score = (distance: number, variance: number): number =>
  distance === 0 ? 0 : Math.abs(distance) / Math.sqrt(variance);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const square = (x: number): number => x * x;

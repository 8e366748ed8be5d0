/**
 * Tallies as bytes, for journals and for the way between threads. Most counts of a few thousand trials are 0, so
 * lists of counts are written as gaps and counts. What is read is added to a tally of the same scenario in place,
 * as long as it has room (room.ts):
 * adding up records one after the other takes the memory of one tally. Questions come before measures, so that who
 * asks questions alone can leave the measures unread.
 */
import type { FailureCode, TrialFailure } from '../ir/executor.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { ExactSum } from './exact-sum.ts';
import { carry, createSums, SUM_DIGITS, type FrameSums } from './frame-sums.ts';
import { createHistograms, makePage, type Histograms } from './histogram.ts';
import type { NestedTally } from './nested.ts';
import { requireRoom } from './room.ts';
import { addSample, momentsOf, type Sample } from './sample.ts';
import { firstFailures, type Tally } from './tally.ts';

/** The bytes stand until something else is written with the same writer. */
export function encodeTally(tally: Tally, to = new ByteWriter()): Uint8Array<ArrayBuffer> {
  to.whole(tally.trials);
  to.whole(tally.failed);
  to.whole(tally.failures.length);
  for (const { trial, step, code, place } of tally.failures) {
    to.whole(trial);
    to.whole(step);
    to.text(code);
    to.text(place);
  }
  for (const counts of tally.answers) writeCounts(to, counts);
  for (const sample of tally.numbers) writeSample(to, sample);
  for (const [m, histograms] of tally.measures.entries()) {
    writeHistograms(to, histograms);
    writeFrameSums(to, tally.sums[m] as FrameSums);
  }
  writeCounts(to, tally.occupancy);
  return to.done();
}

/** Adds an encoded tally of the same scenario; one of questions alone leaves unread what follows them. */
export function addEncodedTally(tally: Tally, bytes: Uint8Array): void {
  const from = new ByteReader(bytes);
  tally.trials += from.whole();
  tally.failed += from.whole();
  const failures: TrialFailure[] = [];
  for (let left = from.whole(); left > 0; left--) {
    const [trial, step] = [from.whole(), from.whole()];
    failures.push({ trial, step, code: from.text() as FailureCode, place: from.text() });
  }
  tally.failures = firstFailures(tally.failures, failures);
  for (const counts of tally.answers) addCountsFrom(from, counts);
  for (const sample of tally.numbers) addSample(sample, readSample(from));
  if (tally.measures.length === 0 && tally.occupancy.length === 0) return;
  for (const [m, histograms] of tally.measures.entries()) {
    addHistograms(from, histograms);
    addFrameSumsFrom(from, tally.sums[m] as FrameSums);
  }
  requireRoom(tally);
  addCountsFrom(from, tally.occupancy);
}

/** Point by point, so that parts of nested runs of any length add up as long as their points have one size. */
export function encodeNestedTally(
  { plan, answered, answers, numbers }: NestedTally,
  to = new ByteWriter(),
): Uint8Array<ArrayBuffer> {
  const sizes = answers.map((counts) => counts.length / plan.points);
  const isIn = (point: number): boolean =>
    answered[point] !== 0 || numbers.some((sums) => sums[point]?.count !== 0);
  const points = Array.from(answered, (_, point) => point).filter(isIn);
  to.whole(points.length);
  for (const point of points) {
    to.whole(point);
    to.whole(answered[point] as number);
    for (const [q, counts] of answers.entries()) {
      const size = sizes[q] as number;
      writeCounts(to, counts.subarray(point * size, (point + 1) * size));
    }
    for (const sums of numbers) writeSum(to, sums[point] as ExactSum);
  }
  return to.done();
}

export function addEncodedNestedTally(tally: NestedTally, bytes: Uint8Array): void {
  const from = new ByteReader(bytes);
  const { plan, answered, answers, numbers } = tally;
  for (let left = from.whole(); left > 0; left--) {
    const point = from.whole();
    if (point >= plan.points) throw new Error('InvariantError: a point beyond the nested plan');
    answered[point]! += from.whole();
    for (const counts of answers) {
      const size = counts.length / plan.points;
      addCountsFrom(from, counts.subarray(point * size, (point + 1) * size));
    }
    for (const sums of numbers) {
      const sum = sums[point] as ExactSum;
      const { count, sum: total, squares } = readSum(from);
      sum.count += count;
      sum.sum += total;
      sum.squares += squares;
    }
  }
}

/** How many are not 0, then for each its distance from the one before and its count. */
function writeCounts(to: ByteWriter, counts: Uint32Array): void {
  let filled = 0;
  for (const count of counts) if (count !== 0) filled++;
  to.whole(filled);
  let next = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (count === 0) continue;
    to.whole(i - next);
    to.whole(count);
    next = i + 1;
  }
}

function addCountsFrom(from: ByteReader, counts: Uint32Array): void {
  let next = 0;
  for (let left = from.whole(); left > 0; left--) {
    next += from.whole();
    if (next >= counts.length) throw new Error('InvariantError: a count beyond the end of its list');
    counts[next]! += from.whole();
    next++;
  }
}

/** By frame: twice how many digits are not 0, one more for a sum below 0; then those digits of its size by their gaps. */
function writeFrameSums(to: ByteWriter, sums: FrameSums): void {
  carry(sums);
  const frames = sums.digits.length / SUM_DIGITS;
  const size = createSums(1);
  for (let frame = 0; frame < frames; frame++) {
    const digits = sums.digits.subarray(frame * SUM_DIGITS, (frame + 1) * SUM_DIGITS);
    const isNegative = (digits[SUM_DIGITS - 1] as number) < 0;
    size.digits.set(isNegative ? digits.map((digit) => 0 - digit) : digits);
    size.loose = 1;
    carry(size);
    to.whole(2 * size.digits.reduce((filled, digit) => filled + Number(digit !== 0), 0) + Number(isNegative));
    let next = 0;
    for (const [i, digit] of size.digits.entries()) {
      if (digit === 0) continue;
      to.whole(i - next);
      to.whole(digit);
      next = i + 1;
    }
  }
}

function addFrameSumsFrom(from: ByteReader, sums: FrameSums): void {
  const { digits } = sums;
  carry(sums);
  for (let base = 0; base < digits.length; base += SUM_DIGITS) {
    const head = from.whole();
    const sign = head % 2 === 0 ? 1 : -1;
    for (let left = Math.floor(head / 2), next = 0; left > 0; left--, next++) {
      next += from.whole();
      if (next >= SUM_DIGITS) throw new Error('InvariantError: a digit beyond the end of its sum');
      digits[base + next]! += sign * from.whole();
    }
  }
  sums.loose = 1;
  carry(sums);
}

function writeSum(to: ByteWriter, { count, sum, squares }: ExactSum): void {
  to.whole(count);
  if (count === 0) return;
  to.big(sum);
  to.big(squares);
}

function readSum(from: ByteReader): ExactSum {
  const count = from.whole();
  return count === 0 ? { count, sum: 0n, squares: 0n } : { count, sum: from.big(), squares: from.big() };
}

function writeSample(to: ByteWriter, sample: Sample): void {
  const { table } = sample;
  writeSum(to, momentsOf(sample));
  to.whole(table.kind === 'values' ? 0 : 1);
  if (table.kind === 'bins') return writeHistograms(to, table.bins);
  to.whole(table.counts.size);
  // By rising value, so that equal samples are equal bytes.
  for (const value of Float64Array.from(table.counts.keys()).sort()) {
    to.double(value);
    to.whole(table.counts.get(value) ?? 0);
  }
}

function readSample(from: ByteReader): Sample {
  const moments = readSum(from);
  if (from.whole() === 1) {
    const bins = createHistograms(1, undefined);
    addHistograms(from, bins);
    return { table: { kind: 'bins', bins, moments } };
  }
  const counts = new Map<number, number>();
  for (let left = from.whole(); left > 0; left--) counts.set(from.double(), from.whole());
  return { table: { kind: 'values', counts } };
}

function writeHistograms(to: ByteWriter, { bins, least, most }: Histograms): void {
  for (const [frame, low] of least.entries()) {
    to.double(low);
    to.double(most[frame] as number);
  }
  if (bins.kind === 'linear') return writeCounts(to, bins.counts);
  const filled = bins.pages.flatMap((page, i) => (page ? [i] : []));
  to.whole(filled.length);
  for (const i of filled) {
    to.whole(i);
    writeCounts(to, bins.pages[i] as Uint32Array);
  }
}

function addHistograms(from: ByteReader, { bins, least, most }: Histograms): void {
  for (let frame = 0; frame < least.length; frame++) {
    least[frame] = Math.min(least[frame] as number, from.double());
    most[frame] = Math.max(most[frame] as number, from.double());
  }
  if (bins.kind === 'linear') return addCountsFrom(from, bins.counts);
  for (let left = from.whole(); left > 0; left--) {
    const i = from.whole();
    if (i >= bins.pages.length) throw new Error('InvariantError: a page beyond the histogram');
    addCountsFrom(from, bins.pages[i] ?? makePage(bins, i));
  }
}

/**
 * The numbers that trials answered to one question: exact sums for mean and error, and a table for quantiles. The
 * table has every value with its count while there are at most 65,536 different ones, and bins beyond (histogram.ts,
 * 1/256 of the value wide). Whether it came to bins depends on the values alone, not on their order or on who counted
 * them: a part of few values cannot have had more than the whole.
 */
import { addValue, emptySum, mergeSums, type ExactSum } from './exact-sum.ts';
import {
  addFrame,
  binsOf,
  createHistograms,
  mergeHistograms,
  type Bin,
  type Histograms,
} from './histogram.ts';

/** More different values than this are counted in bins. */
export const VALUES_MAX = 65_536;

export interface Sample {
  table:
    | { readonly kind: 'values'; readonly counts: Map<number, number> }
    | { readonly kind: 'bins'; readonly bins: Histograms; moments: ExactSum };
}

export const emptySample = (): Sample => ({ table: { kind: 'values', counts: new Map() } });

/** Adds one trial's number in place. */
export function addNumber(sample: Sample, value: number): void {
  if (!Number.isFinite(value))
    throw new Error('InvariantError: a number of a trial that did not fail is not finite');
  const { table } = sample;
  if (table.kind === 'bins') {
    addValue(table.moments, value);
    return addFrame(table.bins, 0, value, 1);
  }
  table.counts.set(value, (table.counts.get(value) ?? 0) + 1);
  if (table.counts.size > VALUES_MAX) sample.table = binned(sample);
}

/** The sum and that of squares. A table that has every value has them without keeping them. */
export function momentsOf({ table }: Sample): ExactSum {
  if (table.kind === 'bins') return table.moments;
  const moments = emptySum();
  for (const [value, count] of table.counts) addValue(moments, value, count);
  return moments;
}

/** The sample of both together; neither is changed. */
export function mergeSamples({ table }: Sample, b: Sample): Sample {
  const both: Sample = {
    table:
      table.kind === 'values'
        ? { kind: 'values', counts: new Map(table.counts) }
        : { ...table, moments: { ...table.moments } },
  };
  addSample(both, b);
  return both;
}

/** Adds another sample in place: its values go where those of the first are. */
export function addSample(sample: Sample, other: Sample): void {
  const { table } = sample;
  if (table.kind === 'values' && other.table.kind === 'values') {
    const { counts } = table;
    for (const [value, count] of other.table.counts) counts.set(value, (counts.get(value) ?? 0) + count);
    if (counts.size > VALUES_MAX) sample.table = binned(sample);
    return;
  }
  const [a, b] = [binned(sample), binned(other)];
  sample.table = {
    kind: 'bins',
    bins: mergeHistograms(a.bins, b.bins),
    moments: mergeSums(a.moments, b.moments),
  };
}

function binned(sample: Sample): Extract<Sample['table'], { kind: 'bins' }> {
  const { table } = sample;
  if (table.kind === 'bins') return table;
  const bins = createHistograms(1, undefined);
  for (const [value, count] of table.counts) addFrame(bins, 0, value, count);
  return { kind: 'bins', bins, moments: momentsOf(sample) };
}

/** Values from low to high with their counts, by rising value; a single value has low = high. */
export type Cell = Bin;

export function cellsOf({ table }: Sample): readonly Cell[] {
  if (table.kind === 'bins') return binsOf(table.bins, 0);
  return [...table.counts]
    .sort(([a], [b]) => a - b)
    .map(([value, count]) => ({ count, low: value, high: value, isOpen: false }));
}

/**
 * The table of trajectories: a row for each recorded frame of each trial, with its measures and the states of its
 * drivers. A trial that failed has no trajectory; the table of trials says where it failed.
 */
import { dayNumber, type Ir, type StateColumn } from '@stave/engine';
import type { Cells, Column } from './file.ts';
import type { RowsOf } from './trials.ts';

/** `measures` are those that the scenario reports, before states were added to them. */
export interface Reported {
  readonly ir: Ir;
  readonly measures: number;
  readonly states: readonly StateColumn[];
}

export const trajectoryColumns = ({ ir, measures, states }: Reported): readonly Column[] => [
  { name: 'arm', type: 'text', required: true, ordered: true },
  { name: 'trial', type: 'count', required: true, repeats: true, ordered: true },
  { name: 'step', type: 'step', required: true, repeats: true },
  { name: 'date', type: 'date', ...(ir.clock.dates && { required: true }) },
  ...ir.measures
    .slice(0, measures)
    .map(({ name }): Column => ({ name: `measure_${name}`, type: 'number', required: true })),
  ...states.map(({ driver }): Column => ({ name: `state_${driver}`, type: 'text', required: true })),
];

/** @param which the numbers that end each row */
export function trajectoryRows(
  arm: string,
  { ir, measures, states }: Reported,
  which: readonly number[],
): RowsOf {
  const { dates } = ir.clock;
  const recorded = Float64Array.from(ir.clock.recorded);
  const days = recorded.map((step) => (dates?.[step] === undefined ? Number.NaN : dayNumber(dates[step])));
  const frames = recorded.length;
  const texts = states.map(textsOf);
  return (file, { block }) => {
    let failed = 0;
    for (let i = 0; i < block.count; i++) {
      const trial = block.first + i;
      if (block.failures[failed]?.trial === trial) {
        failed++;
        continue;
      }
      const own = block.measures.subarray(i * ir.reported * frames, (i + 1) * ir.reported * frames);
      // Column after column, as far as the group has room.
      for (let from = 0, to = 0; from < frames; from = to) {
        const { row, room } = file;
        to = Math.min(frames, from + room);
        const end = row + to - from;
        const [arms, trials, steps, dated, ...others] = file.cells;
        textsIn(arms).fill(arm, row, end);
        numbersIn(trials).fill(trial, row, end);
        numbersIn(steps).set(recorded.subarray(from, to), row);
        numbersIn(dated).set(days.subarray(from, to), row);
        for (let m = 0; m < measures; m++)
          numbersIn(others[m]).set(own.subarray(m * frames + from, m * frames + to), row);
        texts.forEach((write, s) => write(textsIn(others[measures + s]), row, own, frames, from, to));
        which.forEach((number, i) => numbersIn(others[measures + texts.length + i]).fill(number, row, end));
        file.next(to - from);
      }
    }
  };
}

function numbersIn(cells: Cells | undefined): Float64Array {
  if (cells instanceof Float64Array) return cells;
  throw new Error('InvariantError: a column of texts where numbers belong');
}

function textsIn(cells: Cells | undefined): (string | null)[] {
  if (Array.isArray(cells)) return cells;
  throw new Error('InvariantError: a column of numbers where texts belong');
}

type WriteTexts = (
  cells: (string | null)[],
  row: number,
  own: Float64Array,
  frames: number,
  from: number,
  to: number,
) => void;

/** States repeat, so their texts are made once each. */
function textsOf({ from: first, to: end, text }: StateColumn): WriteTexts {
  const known = new Map<number, string>();
  const isOne = end - first === 1;
  const codesAt = (own: Float64Array, frames: number, frame: number): number[] =>
    Array.from({ length: end - first }, (_, i) => own[(first + i) * frames + frame] ?? 0);
  return (cells, row, own, frames, from, to) => {
    for (let frame = from; frame < to; frame++) {
      const code = own[first * frames + frame]!;
      // One number says it all unless the driver is very large.
      let found = isOne ? known.get(code) : undefined;
      if (found === undefined) known.set(code, (found = text(codesAt(own, frames, frame))));
      cells[row + frame - from] = found;
    }
  };
}

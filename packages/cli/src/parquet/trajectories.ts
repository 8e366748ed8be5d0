/**
 * The table of trajectories: a row for each recorded frame of each trial, with its measures and the states of its
 * drivers. A trial that failed has no trajectory; the table of trials says where it failed.
 */
import { dayNumber, type Ir, type StateColumn } from '@stave/engine';
import type { Column } from './file.ts';
import type { RowsOf } from './trials.ts';

/** `measures` are those that the scenario reports, before states were added to them. */
export interface Reported {
  readonly ir: Ir;
  readonly measures: number;
  readonly states: readonly StateColumn[];
}

export const trajectoryColumns = ({ ir, measures, states }: Reported): readonly Column[] => [
  { name: 'arm', type: 'text', required: true },
  { name: 'trial', type: 'count', required: true, repeats: true },
  { name: 'step', type: 'step', required: true, repeats: true },
  { name: 'date', type: 'date', ...(ir.clock.dates && { required: true }) },
  ...ir.measures
    .slice(0, measures)
    .map(({ name }): Column => ({ name: `measure_${name}`, type: 'number', required: true })),
  ...states.map(({ driver }): Column => ({ name: `state_${driver}`, type: 'text', required: true })),
];

export function trajectoryRows(arm: string, { ir, measures, states }: Reported): RowsOf {
  const { recorded, dates } = ir.clock;
  const frames = recorded.length;
  const days = recorded.map((step) => (dates?.[step] === undefined ? Number.NaN : dayNumber(dates[step])));
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
      for (let frame = 0; frame < frames; frame++) {
        const { row, cells } = file;
        cells[0]![row] = arm;
        cells[1]![row] = trial;
        cells[2]![row] = recorded[frame]!;
        cells[3]![row] = days[frame]!;
        let c = 4;
        for (let m = 0; m < measures; m++) cells[c++]![row] = own[m * frames + frame]!;
        for (const textAt of texts) cells[c++]![row] = textAt(own, frames, frame);
        file.next();
      }
    }
  };
}

type TextAt = (own: Float64Array, frames: number, frame: number) => string;

/** States repeat, so their texts are made once each. */
function textsOf({ from, to, text }: StateColumn): TextAt {
  const known = new Map<number, string>();
  return (own, frames, frame) => {
    const code = own[from * frames + frame] ?? 0;
    const before = known.get(code);
    // One number says it all unless the driver is very large.
    if (before !== undefined && to - from === 1) return before;
    const codes = Array.from({ length: to - from }, (_, i) => own[(from + i) * frames + frame] ?? 0);
    const found = text(codes);
    known.set(code, found);
    return found;
  };
}

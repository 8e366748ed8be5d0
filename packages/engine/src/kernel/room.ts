/** Memory of blocks, used again: a large array costs more to get than trials take to fill it. */
import type { TrialBlock } from '../ir/executor.ts';

/** An array of so many measures, with whatever lies in it. */
export const measuresOf = (length: number, room: TrialBlock | undefined): Float64Array =>
  room?.measures.length === length ? room.measures : new Float64Array(length);

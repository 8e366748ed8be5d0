/**
 * How much memory counts may take. A measure without a declared range has a page for every octave in which one of its
 * values fell at a recorded frame, so what it takes shows only while trials run. Which pages there are depends on the
 * trials alone: whoever counts them, in whatever parts, the same ones are refused.
 */
import { LINEAR_FRAME_SIZE, OCTAVE_BINS, PAGES } from './histogram.ts';
import { SUM_DIGITS } from './frame-sums.ts';
import type { Tallied, Tally } from './tally.ts';

/** Bytes that the counts of one tally take at most; an executor has one, and each thread has an executor. */
export const COUNT_BYTES_MAX = 1 << 30;

/** Bytes of the counts of one octave at one frame. */
export const PAGE_BYTES = 4 * OCTAVE_BINS;
const LINEAR_BYTES = 4 * LINEAR_FRAME_SIZE;
const TABLE_BYTES = 8 * PAGES;
/** A frame's exact sum, its least and its most. */
const OTHER_BYTES = 8 * SUM_DIGITS + 16;

/** The room of one tally. */
export interface CountRoom {
  readonly bytesMax: number;
  /** Bytes before anything has been counted. */
  readonly fixed: number;
  readonly measures: number;
  /** Of them without a declared range. */
  readonly unranged: number;
  readonly frames: number;
}

export function roomOf({ measures, clock, states }: Tallied, bytesMax: number): CountRoom {
  const frames = clock.recorded.length;
  const unranged = measures.reduce((sum, { range }) => sum + (range ? 0 : 1), 0);
  const ranged = measures.length - unranged;
  const ofFrame =
    ranged * LINEAR_BYTES + unranged * TABLE_BYTES + measures.length * OTHER_BYTES + 4 * states.length;
  return { bytesMax, fixed: frames * ofFrame, measures: measures.length, unranged, frames };
}

/** How many pages fit; below 0 where not even the rest does. */
export const pagesMax = ({ bytesMax, fixed }: CountRoom): number =>
  Math.floor((bytesMax - fixed) / PAGE_BYTES);

/** @throws NoRoomError when the counts of a tally take more than they may */
export function requireRoom({ room, measures }: Pick<Tally, 'room' | 'measures'>): void {
  let pages = 0;
  for (const { bins } of measures) if (bins.kind === 'log-linear') pages += bins.made;
  if (pages > pagesMax(room)) throw tooLarge(room);
}

/**
 * There is no memory for what a person asked for. Plain fields, so that it can be told from other errors when it comes
 * from another thread.
 */
export class NoRoomError extends Error {
  readonly code = 'no-room';
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}

export function tooLarge({ bytesMax, measures, unranged, frames }: CountRoom): NoRoomError {
  const which = unranged > 0 ? `${unranged} without \`range\` among them, ` : '';
  return new NoRoomError(
    `counts of ${measures} measures (${which}each at ${frames} recorded steps) take more than ${sizeText(bytesMax)}, the most that one thread may use`,
    `${unranged > 0 ? 'declare the `range` of measures, ' : ''}record fewer steps (\`record: every 10 steps\` in the clock), or report fewer measures (\`report: false\`)`,
  );
}

function sizeText(bytes: number): string {
  const [unit, name] = bytes >= 1 << 30 ? [1 << 30, 'GiB'] : [1 << 10, 'KiB'];
  return `${Math.floor(bytes / unit)} ${name}`;
}

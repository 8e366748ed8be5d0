/**
 * Where the module counts: first what waits until a block has ended, since a trial may fail late, then the counts.
 * Counts are laid out as a tally has them (tally/tally.ts), so that they can be read out as they are.
 */
import type { Ir, IrMeasure } from '../../../ir/ir.ts';
import { itemOf } from '../../../ir/item.ts';
import { answerCount, LINEAR_BINS, PAGE_BYTES, PAGES, SUM_DIGITS } from '../../../tally/index.ts';
import { LANES, WIDE, type Layout } from '../layout.ts';

/** Bytes of one frame's histogram inside a declared range, with one bin on each side. */
export const LINEAR_BYTES = 4 * (LINEAR_BINS + 2);
/** Bytes of one frame's list of pages. */
export const TABLE_BYTES = 4 * PAGES;
export const SUM_BYTES = 8 * SUM_DIGITS;
/** Least and most. */
export const EXTREME_BYTES = 16;
/** A byte that is no state: what stands in a row of states beyond its last trial. */
export const NO_STATE = 254;
/** A byte that says that the state of a row is active. */
export const ACTIVE = 255;

/** So large a room beside pages is not asked for; the JavaScript kernel counts then. */
const ROOM_MAX = 1 << 30;

/** Whether there was room for all pages: yes, more than counts may take, more than the machine has. */
export const ROOM = { enough: 0, tooMuch: 1, none: 2 } as const;

/**
 * A row has a byte a trial: which state of a driver is active, counted from its first, or, where states lie inside
 * states, whether one state is.
 */
export type StateRow =
  | { readonly kind: 'driver'; readonly driver: number; readonly first: number; readonly states: number }
  | { readonly kind: 'state'; readonly state: number };

export interface CountedMeasure {
  readonly range: readonly [number, number] | undefined;
  /** [frame][bin], or [frame][page]: where the page lies, 0 while there is none. */
  readonly counts: number;
  readonly sums: number;
  readonly extremes: number;
}

export interface CountingMap {
  /** The recorded frame at hand; how many trials of the block did not fail; where the next page goes. */
  readonly place: number;
  readonly good: number;
  readonly pages: number;
  /** Where pages end at most, set before the first; and what came of it, one of `ROOM`. */
  readonly pagesEnd: number;
  readonly full: number;
  /** Where values are counted that have no page any more, and forgotten. */
  readonly spare: number;
  /** [recorded frame][measure][trial] */
  readonly rows: number;
  /** [recorded frame][row][trial] */
  readonly stateRows: number;
  readonly stateRowList: readonly StateRow[];
  /** Where measures, answers and numbers of trials stand when these have ended; their own places without `until`. */
  readonly held?: { readonly measures: number; readonly answers: number; readonly sums: number };
  readonly measures: readonly CountedMeasure[];
  /** By question: [answer] */
  readonly answers: readonly number[];
  /** [recorded frame][state] */
  readonly occupancy: number;
}

/** Nothing where the scenario is too large to be counted in the module. */
export function mapCounting(ir: Ir, layout: Layout, isNested: readonly boolean[]): CountingMap | undefined {
  const frames = ir.clock.recorded.length;
  const stateRowList = stateRowsOf(ir, isNested);
  const measures = ir.measures.slice(0, ir.reported);
  const bytesOf = ({ range }: IrMeasure): number =>
    WIDE + (range ? LINEAR_BYTES : TABLE_BYTES) + SUM_BYTES + EXTREME_BYTES;
  const room =
    frames *
    (measures.reduce((sum, measure) => sum + bytesOf(measure), 0) +
      stateRowList.length * LANES +
      4 * ir.states.length);
  if (room > ROOM_MAX) return undefined;
  const measureOf = ({ range }: IrMeasure): CountedMeasure => ({
    range,
    counts: layout.take(frames * (range ? LINEAR_BYTES : TABLE_BYTES)),
    sums: layout.take(frames * SUM_BYTES),
    extremes: layout.take(frames * EXTREME_BYTES),
  });
  return {
    place: layout.take(4),
    good: layout.take(4),
    pages: layout.take(4),
    pagesEnd: layout.take(4),
    full: layout.take(4),
    spare: layout.take(PAGE_BYTES),
    rows: layout.take(frames * ir.reported * WIDE),
    stateRows: layout.take(frames * stateRowList.length * LANES),
    stateRowList,
    ...(ir.clock.until && {
      held: {
        measures: layout.take(ir.reported * WIDE),
        answers: layout.take(ir.questions.length * WIDE),
        sums: layout.take(ir.questions.length * WIDE),
      },
    }),
    measures: measures.map(measureOf),
    answers: ir.questions.map((question) => layout.take(4 * answerCount(question, ir.clock.steps))),
    occupancy: layout.take(4 * frames * ir.states.length),
  };
}

function stateRowsOf({ drivers }: Ir, isNested: readonly boolean[]): readonly StateRow[] {
  return drivers.flatMap(({ states }, driver): readonly StateRow[] =>
    isNested[driver] || states.length > NO_STATE
      ? states.map((state) => ({ kind: 'state', state }))
      : [{ kind: 'driver', driver, first: itemOf(states, 0), states: states.length }],
  );
}

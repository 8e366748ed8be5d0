/**
 * How far the steps of a scenario differ from each other. Where they are alike, frames that agree are one node
 * whenever they occur; dates, `t`, turns of several steps and delays of uneven length make a node know its step.
 */
import type { Ir, IrDelay, IrExpr } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { seatParts } from '../ir/reads.ts';

/** When a timer set in a step is due: in how many steps, and its rank among those due in the same one. */
export interface Lag {
  readonly left: number;
  readonly rank: number;
}

export interface Timing {
  /** Nodes know the step up to this one; from it on all steps are alike. */
  readonly phases: number;
  /** What makes all steps differ, if anything does. */
  readonly uneven?: 't' | 'delay' | 'turn';
  lag(delay: number, step: number): Lag;
  /** A delay that reaches beyond the clock from its first step, so that its true length is not known. */
  readonly beyond?: string;
}

/** `watchesStep`: something else makes nodes know their step. */
export function timingOf(ir: Ir, watchesStep = false): Timing {
  const { steps } = ir.clock;
  const even = ir.clock.dates === undefined || areEven(ir.delays);
  const uneven = readsTime(ir) ? 't' : !even ? 'delay' : hasLongTurns(ir) ? 'turn' : undefined;
  const dated = ir.calendar.reduce((last, { step }) => Math.max(last, step), 0);
  const beyond = ir.delays.find(({ due }) => itemOf(due, 0) > steps)?.text;
  const alike = even ? ir.delays.map((delay) => ({ left: itemOf(delay.due, 0), rank: 0 })) : [];
  return {
    phases: uneven !== undefined || watchesStep ? steps : dated,
    ...(uneven !== undefined && { uneven }),
    ...(beyond !== undefined && { beyond }),
    lag(delay, step) {
      if (even) return itemOf(alike, delay);
      const { due, dueAt } = itemOf(ir.delays, delay);
      return { left: itemOf(due, step) - step, rank: itemOf(dueAt, step) };
    },
  };
}

/**
 * Each delay takes the same number of steps whenever it is set, and no two that are due in one step fall on
 * different dates, so that timers due together are in the order of their age.
 */
function areEven(delays: readonly IrDelay[]): boolean {
  const dates = new Map<number, number>();
  for (const { due, dueAt } of delays) {
    for (let step = 0; step < due.length; step++) {
      const end = itemOf(due, step);
      if (end >= due.length) break;
      const date = dates.get(end) ?? itemOf(dueAt, step);
      if (end - step !== itemOf(due, 0) || date !== itemOf(dueAt, step)) return false;
      dates.set(end, date);
    }
  }
  return true;
}

/** Whether anything that is read after frame 0 reads `t`. */
function readsTime(ir: Ir): boolean {
  const { states, drivers, indicators, lines, previous, measures, questions, clock } = ir;
  const moving = indicators.map(({ next, noise, range }) => ({ next, noise, range }));
  const places = [states, drivers, moving, lines, previous, measures, questions, clock.until, seatParts(ir)];
  return [...operations(places)].some(({ op }) => op === 't');
}

/** A turn of several steps, or somebody who acts from outside: some steps have one and others none. */
const hasLongTurns = ({ seats }: Ir): boolean =>
  [...(seats?.chosen ?? []), ...(seats?.done ?? [])].some(
    ({ every, only }) => every > 1 || only !== undefined,
  );

/** Every expression inside a part of the Ir, which is plain data. */
export function* operations(part: unknown): Generator<IrExpr> {
  if (typeof part !== 'object' || part === null) return;
  if ('op' in part) yield part as IrExpr;
  for (const inner of Object.values(part)) yield* operations(inner);
}

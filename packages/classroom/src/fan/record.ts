/** A room's log as what it put into the trial: decisions that stand in a frame, and what stands in the scenario. */
import { decidingStep, turnsOf, type Intervention, type OpenAnswer, type OpenDecision } from '@stave/engine';
import type { Past, RoomState } from '../room/state.ts';
import type { Exercise } from '../exercise/exercise.ts';
import type { Board } from './orders.ts';

export interface Recorded {
  readonly decisions: readonly OpenDecision[];
  /** Events, states and attempts. */
  readonly put: readonly Intervention[];
}

/** Of all turns that were adjudicated. */
export function recordOf(board: Board, turns: readonly number[], past: readonly Past[]): Recorded {
  const decisions: OpenDecision[] = [];
  const put: Intervention[] = [];
  for (const { turn, interventions } of past) {
    const answers: Record<string, Record<string, OpenAnswer>> = {};
    for (const one of interventions)
      if (one.kind === 'consent') (answers[one.move] ??= {})[one.who] = one.agrees;
    for (const one of interventions) {
      if (one.kind === 'event' || one.kind === 'put' || one.kind === 'attempt') put.push(one);
      if (one.kind !== 'choice') continue;
      const { step, seat, kind: _, ...orders } = one;
      if (step !== stepOf(board, turns, turn, seat)) continue;
      const own = ['open', 'covert'].flatMap((plan) => orders[plan as 'open' | 'covert'] ?? []);
      const given = own.flatMap((move) => {
        const found = answers[`${seat}.${move}`];
        return found ? [[`${seat}.${move}`, found] as const] : [];
      });
      decisions.push({ turn, seat, ...orders, answers: Object.fromEntries(given) });
    }
  }
  return { decisions, put };
}

/** The step of a turn in which a seat decides. */
export function stepOf(
  { ir }: Pick<Board, 'ir'>,
  turns: readonly number[],
  turn: number,
  seat: string,
): number | undefined {
  const found = ir.seats?.seats.find(({ name }) => name === seat);
  const steps = turnsOf(turns)[turn - 1];
  return found && steps && decidingStep(found.every, steps);
}

/**
 * Steps of each turn of the preset that a room plays.
 * @throws InvariantError where the exercise has no such preset
 */
export function turnLengths(exercise: Exercise, { preset }: Pick<RoomState, 'preset'>): readonly number[] {
  const found = exercise.presets.find(({ id }) => id === preset);
  if (!found) throw new Error(`InvariantError: no preset ${preset}`);
  return found.turns;
}

/** A room's log as what it put into the trial: decisions that stand in a frame, and what stands in the scenario. */
import { decidingStep, turnsOf, type Intervention, type OpenDecisions } from '@stave/engine';
import type { Past } from '../room/state.ts';
import type { Board } from './ground.ts';
import { decisionOf, together } from './orders.ts';

export interface Recorded {
  readonly decisions: OpenDecisions;
  /** Events, states and attempts. */
  readonly put: readonly Intervention[];
}

/** Of turns that were adjudicated, or of what one would be adjudicated with. */
export function recordOf(
  board: Board,
  turns: readonly number[],
  past: readonly Pick<Past, 'turn' | 'interventions'>[],
): Recorded {
  const put: Intervention[] = [];
  const lots = past.flatMap(({ turn, interventions }) =>
    interventions.flatMap((one): readonly OpenDecisions[] => {
      if (one.kind === 'consent') {
        const { move, who, agrees } = one;
        return [{ choices: [], consents: [{ turn, move, who, agrees }] }];
      }
      if (one.kind === 'choice') {
        // In other steps of the turn nobody makes a move.
        if (one.step !== stepOf(board, turns, turn, one.seat)) return [];
        return [{ ...decisionOf(board.ir, turn, one.seat, one), consents: [] }];
      }
      put.push(one);
      return [];
    }),
  );
  return { decisions: together(...lots), put };
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

/** What those who were asked said, by `seat.move` and who was asked. */
export function answersIn(
  interventions: readonly Intervention[],
): Readonly<Record<string, Readonly<Record<string, boolean>>>> {
  const answers: Record<string, Record<string, boolean>> = {};
  for (const one of interventions)
    if (one.kind === 'consent') (answers[one.move] ??= {})[one.who] = one.agrees;
  return answers;
}

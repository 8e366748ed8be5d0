/**
 * Fans that control asks for in a room: of a seat's options in this turn or a past one, and what something put in
 * would change. Control sees every intention, so what seats have handed in is known here.
 */
import { interventionProblem, turnsOf, type Intervention, type OpenDecision } from '@stave/engine';
import type { Exercise } from '../exercise/exercise.ts';
import type { Command } from '../protocol/protocol.ts';
import type { Orders } from '../room/events.ts';
import type { RoomState } from '../room/state.ts';
import { fan, fanFrom, requestProblem, type Fan, type Refused } from './fan.ts';
import { groundOf } from './ground.ts';
import { decisionOf, turnAfter, type Board } from './orders.ts';
import { recordOf, stepOf, turnLengths } from './record.ts';
import type { Runner, Watch } from './runner.ts';

export interface RoomBoard extends Board {
  readonly exercise: Exercise;
}

type Asked<K extends Command['do']> = Omit<Extract<Command, { readonly do: K }>, 'do'> & {
  readonly trials?: number;
  readonly measures?: readonly string[];
};

/** Nothing where `watch` stopped it. */
export async function roomFan(
  runner: Runner,
  board: RoomBoard,
  state: RoomState,
  { turn: wanted, seat, ...asked }: Asked<'fan'>,
  watch?: Watch,
): Promise<Fan | Refused | undefined> {
  const turns = turnLengths(board.exercise, state);
  if (!board.ir.seats?.seats.some(({ name }) => name === seat))
    return { problem: `there is no seat \`${seat}\`` };
  const past = wanted === undefined ? undefined : state.past.find(({ turn }) => turn === wanted);
  if (wanted !== undefined && !past && wanted !== turnAfter(turns, state.frame))
    return { problem: `turn ${wanted} has not been played yet` };
  const { decisions, put } = past
    ? recordOf(board, turns, [past])
    : { decisions: handedIn(board, turns, state), put: [] };
  const turn = past?.turn ?? turnAfter(turns, state.frame) ?? 0;
  return fan(
    runner,
    board,
    {
      ...asked,
      ...{ turns, seat, put, seed: state.seed, frame: past?.from ?? state.frame },
      others: [...decisions.filter((one) => one.seat !== seat), ...held(board, turns, state, turn + 1)],
      answers: past ? answersIn(past.interventions) : state.answers,
    },
    watch,
  );
}

/** Of seats that hold still, from a turn on. */
function held(
  board: Board,
  turns: readonly number[],
  state: RoomState,
  from: number,
): readonly OpenDecision[] {
  const still = Object.entries(state.held).flatMap(([seat, by]) => (by === 'hold' ? [seat] : []));
  return turns.flatMap((_, i) =>
    i + 1 < from
      ? []
      : still.flatMap((seat) =>
          stepOf(board, turns, i + 1, seat) === undefined ? [] : [{ turn: i + 1, seat }],
        ),
  );
}

/** What is known of this turn: ruled by control, handed in by a team, or nothing because the seat holds still. */
function handedIn(board: Board, turns: readonly number[], state: RoomState): readonly OpenDecision[] {
  const turn = turnAfter(turns, state.frame);
  if (turn === undefined) return [];
  return Object.entries(state.held).flatMap(([seat, by]) => {
    const orders: Orders | undefined =
      state.ruled[seat]?.orders ??
      (by === 'people' ? state.desks[seat]?.submitted?.orders : by === 'hold' ? {} : undefined);
    if (!orders || stepOf(board, turns, turn, seat) === undefined) return [];
    return [decisionOf(board.ir, turn, seat, orders, state.answers)];
  });
}

function answersIn(interventions: readonly Intervention[]): Record<string, Record<string, boolean>> {
  const answers: Record<string, Record<string, boolean>> = {};
  for (const one of interventions)
    if (one.kind === 'consent') (answers[one.move] ??= {})[one.who] = one.agrees;
  return answers;
}

/**
 * What an inject or an override would change: the turn as it stands, and with it in the turn's first step. Two
 * scenarios are compiled for it, so that it takes longer than a fan.
 */
export async function preview(
  runner: Runner,
  board: RoomBoard,
  state: RoomState,
  { inject, effects, override, ...asked }: Asked<'preview'>,
  watch?: Watch,
): Promise<Fan | Refused | undefined> {
  const turns = turnLengths(board.exercise, state);
  const turn = turnAfter(turns, state.frame);
  if (turn === undefined) return { problem: 'no turn of the exercise follows' };
  const found = board.exercise.injects.find(({ id }) => id === inject);
  if (inject !== undefined && !found) return { problem: `there is no inject \`${inject}\`` };
  const step = turnsOf(turns)[turn - 1]!.from;
  const all = [...(found?.effects ?? []), ...(effects ?? [])];
  const put: Intervention[] = [
    ...(override ? [{ kind: 'put', step, ...override } as const] : []),
    ...(all.length > 0
      ? [{ kind: 'attempt', step, id: 'preview', probability: 1, effects: all } as const]
      : []),
  ];
  const problem =
    requestProblem(board, asked) ??
    (put.length === 0 ? 'there is nothing to try: it changes nothing in the scenario' : undefined) ??
    interventionProblem(board.ir, put);
  if (problem !== undefined) return { problem };
  const decisions = [...handedIn(board, turns, state), ...held(board, turns, state, turn + 1)];
  const starts = [groundOf(board.ir, turns), groundOf(board.ir, turns, put)].map((ground) => ({
    ground,
    from: ground.start(state.frame, decisions),
  }));
  return fanFrom(runner, starts, [{}, {}], { ...asked, seed: state.seed }, watch);
}

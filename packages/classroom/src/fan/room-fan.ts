/**
 * Fans that control asks for in a room: of a seat's options in this turn or a past one, and what something put in
 * would change. Control sees every intention, so what seats have handed in is known here.
 */
import { interventionProblem, turnsOf, type Intervention, type OpenDecisions } from '@stave/engine';
import type { Command } from '../protocol/protocol.ts';
import { interventionsOf } from '../room/adjudicate.ts';
import type { RoomState } from '../room/state.ts';
import { stepOfInject } from '../room/rules.ts';
import { presetOf, type World } from '../room/world.ts';
import { fan, fanFrom, requestProblem, type Fan, type Refused } from './fan.ts';
import { groundOf } from './ground.ts';
import { together, turnAfter } from './orders.ts';
import { answersIn, recordOf, stepOf, type Recorded } from './record.ts';
import type { Runner, Watch } from './runner.ts';

type Asked<K extends Command['do']> = Omit<Extract<Command, { readonly do: K }>, 'do'> & {
  readonly trials?: number;
  readonly measures?: readonly string[];
};

/** Nothing where `watch` stopped it. */
export async function roomFan(
  runner: Runner,
  board: World,
  state: RoomState,
  { turn: wanted, seat, ...asked }: Asked<'fan'>,
  watch?: Watch,
): Promise<Fan | Refused | undefined> {
  const { turns } = presetOf(board, state);
  const past = wanted === undefined ? undefined : state.past.find(({ turn }) => turn === wanted);
  const turn = past?.turn ?? turnToCome(turns, state);
  if (turn === undefined) return { problem: 'no turn of the exercise follows: name one that was played' };
  if (wanted !== undefined && wanted !== turn)
    return { problem: `turn ${wanted} has not been played, and is not the next` };
  const { decisions, put } = past ? recordOf(board, turns, [past]) : handedIn(board, turns, state, turn);
  return fan(
    runner,
    board,
    {
      ...asked,
      ...{ turns, seat, put, seed: state.seed, frame: past?.from ?? state.frame },
      others: together(decisions, held(board, turns, state, turn + 1)),
      answers: past ? answersIn(past.interventions) : state.clock.turn === turn ? state.answers : {},
    },
    watch,
  );
}

/** The turn that begins with the room's frame; nothing where the trial has ended or failed. */
const turnToCome = (turns: readonly number[], { frame, ended, failure }: RoomState): number | undefined =>
  ended || failure ? undefined : turnAfter(turns, frame);

/** Of seats that hold still, from a turn on. */
export function held(board: World, turns: readonly number[], state: RoomState, from: number): OpenDecisions {
  const still = Object.entries(state.held).flatMap(([seat, by]) => (by === 'hold' ? [seat] : []));
  const choices = turns.flatMap((_, i) =>
    still.flatMap((seat) =>
      i + 1 < from || stepOf(board, turns, i + 1, seat) === undefined ? [] : [{ turn: i + 1, seat }],
    ),
  );
  return { choices, consents: [] };
}

/**
 * What the turn would be adjudicated with now. A seat that people hold and that has handed in nothing is left to its
 * bot: nobody knows yet what they will do.
 */
function handedIn(board: World, turns: readonly number[], room: RoomState, turn: number): Recorded {
  // While a turn is being revealed, what was handed in for it is still on the desks.
  const state: RoomState =
    room.clock.turn === turn
      ? room
      : { ...room, clock: { ...room.clock, turn }, desks: {}, ruled: {}, answers: {} };
  const interventions = interventionsOf(board, state, {});
  const { decisions, put } = recordOf(board, turns, [{ turn, interventions }]);
  const isOpen = (seat: string): boolean =>
    state.held[seat] === 'people' && !state.ruled[seat] && !state.desks[seat]?.submitted;
  const choices = decisions.choices.filter(({ seat }) => !isOpen(seat));
  // Who has not answered yet may still agree: their rule speaks for them.
  const consents = decisions.consents.map((one) => {
    const agrees = state.answers[one.move]?.[one.who] ?? ('byRule' as const);
    return { ...one, agrees };
  });
  return { decisions: { choices, consents }, put };
}

/** What has been put into the turn that comes, from which its fans are compiled; nothing where no turn follows. */
export function putToCome(
  board: World,
  state: RoomState,
): { readonly turns: readonly number[]; readonly put: readonly Intervention[] } | undefined {
  const { turns } = presetOf(board, state);
  const turn = turnToCome(turns, state);
  return turn === undefined ? undefined : { turns, put: handedIn(board, turns, state, turn).put };
}

/**
 * What an inject or an override would change: the turn as it stands, and with it in the turn's first step. Two
 * scenarios are compiled for it, so that it takes longer than a fan.
 */
export async function preview(
  runner: Runner,
  board: World,
  state: RoomState,
  { inject, effects, override, ...asked }: Asked<'preview'>,
  watch?: Watch,
): Promise<Fan | Refused | undefined> {
  const { turns } = presetOf(board, state);
  const turn = turnToCome(turns, state);
  if (turn === undefined) return { problem: 'no turn of the exercise follows' };
  const found = board.exercise.injects.find(({ id }) => id === inject);
  if (inject !== undefined && !found) return { problem: `there is no inject \`${inject}\`` };
  const step = turnsOf(turns)[turn - 1]!.from;
  const at = found ? (stepOfInject(board, state, found, turn).step ?? step) : step;
  const all = [...(found?.effects ?? []), ...(effects ?? [])];
  const put: Intervention[] = [
    ...(override ? [{ kind: 'put', step, ...override } as const] : []),
    ...(all.length > 0
      ? [{ kind: 'attempt', step: at, id: 'preview', probability: 1, effects: all } as const]
      : []),
  ];
  const problem =
    requestProblem(board, asked) ??
    (put.length === 0 ? 'there is nothing to try: it changes nothing in the scenario' : undefined) ??
    interventionProblem(board.ir, put);
  if (problem !== undefined) return { problem };
  const now = handedIn(board, turns, state, turn);
  const decisions = together(now.decisions, held(board, turns, state, turn + 1));
  const grounds = [now.put, [...now.put, ...put]].map((list) => groundOf(board, turns, list));
  const starts = grounds.map((ground) => ({
    ground,
    from: ground.start(state.frame, decisions),
  }));
  return fanFrom(runner, starts, [{}, {}], { ...asked, seed: state.seed }, watch);
}

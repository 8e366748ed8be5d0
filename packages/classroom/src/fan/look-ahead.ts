/**
 * A bot that looks ahead: it tries its options in trials and takes the one with which its seat reaches its goal most
 * often. The budget is in trials and never in time, and draws are addressed, so that it always chooses the same.
 *
 * Options are halved round by round (sequential halving, Z. Karnin, T. Koren and O. Somekh, Almost optimal exploration
 * in multi-armed bandits, ICML 2013): each round shares its part of the budget among those that are left, all on the
 * same luck, and the better half goes on with all it has shown so far.
 */
import { goalQuestion, seedKey, type OpenDecisions, type SavedFrame } from '@stave/engine';
import type { Orders } from '../room/events.ts';
import { answersOf, countOf } from './estimates.ts';
import { groundOf, STREAM, type Board } from './ground.ts';
import { decisionOf, NOTHING, optionsOf, together, turnAfter, type Answers } from './orders.ts';
import type { Runner, Watch } from './runner.ts';
import type { Task } from './task.ts';

export interface LookAheadRequest {
  /** With which a turn begins. */
  readonly frame: SavedFrame;
  readonly turns: readonly number[];
  readonly seat: string;
  /** One of the seat's that the scenario can tell; the first of these when left out, or when people judge it. */
  readonly goal?: string;
  /** Trials for all options together. */
  readonly budget: number;
  /** What the bot may know of other seats: those that people hold it knows nothing of. */
  readonly others?: OpenDecisions;
  /** Of those asked about the seat's moves: `false` for who will not be there to agree. */
  readonly answers?: Answers;
  /** Text. */
  readonly seed: string;
}

export interface LookedAhead {
  readonly orders: Orders;
  /** Trials that were run, at most the budget. */
  readonly trials: number;
  readonly goal: string;
  /** In the order of `optionsOf`: how often the goal was reached, in so many trials. */
  readonly tried: readonly { readonly orders: Orders; readonly reached: number; readonly trials: number }[];
}

/**
 * Nothing where the seat has no goal that can be told, so that there is nothing to look for, or no turn in the turn;
 * or where `watch` stopped it. Of equals the first in the order of `optionsOf` is chosen, which begins with no move.
 */
export async function lookAhead(
  runner: Runner,
  board: Board,
  request: LookAheadRequest,
  watch?: Watch,
): Promise<LookedAhead | undefined> {
  const { frame, turns, seat, budget, others = NOTHING, answers = {}, seed } = request;
  const turn = turnAfter(turns, frame);
  const goal = goalOf(board, seat, request.goal);
  if (goal === undefined || turn === undefined) return undefined;
  const ground = groundOf(board, turns);
  const options = optionsOf(board, frame, seat);
  const slot = ground.ir.questions.findIndex(({ id }) => id === goalQuestion(seat, goal));
  const starts = options.map((orders) =>
    ground.start(frame, together(others, decisionOf(board.ir, turn, seat, orders, answers))),
  );
  const tally = options.map((orders) => ({ orders, reached: 0, trials: 0 }));
  let left = options.map((_, i) => i);
  let first = 0;
  let used = 0;
  const rounds = Math.ceil(Math.log2(Math.max(2, options.length)));
  for (let round = 0; round < rounds && left.length > 1; round++) {
    const share = Math.floor((budget - used) / ((rounds - round) * left.length));
    if (share === 0) break;
    const tasks = left.map((i) => taskOf(starts[i]!, slot, seed, first, share));
    const ran = await runner.run(ground.ir, tasks, watch);
    if (!ran) return undefined;
    left.forEach((i, place) => {
      tally[i]!.reached += countOf(answersOf(ran[place]!, 0), (x) => x === 0);
      tally[i]!.trials += share;
    });
    used += share * left.length;
    first += share;
    left = bestOf(left, (i) => tally[i]!.reached, Math.ceil(left.length / 2));
  }
  return { orders: options[left[0]!]!, trials: used, goal, tried: tally };
}

/** The seat's goal that the scenario can tell: that which was drawn, if it is one, else the first. */
export function goalOf(
  { ir }: Pick<Board, 'ir'>,
  seat: string,
  drawn: string | undefined,
): string | undefined {
  const goals = ir.seats?.seats.find(({ name }) => name === seat)?.goals.filter(({ when }) => when) ?? [];
  return (goals.find(({ id }) => id === drawn) ?? goals[0])?.id;
}

/** The best `count`, best first; of equals the earlier. All that are left have run as many trials. */
function bestOf(left: readonly number[], scoreOf: (i: number) => number, count: number): number[] {
  return [...left].sort((a, b) => scoreOf(b) - scoreOf(a) || a - b).slice(0, count);
}

const taskOf = (from: SavedFrame, question: number, seed: string, first: number, count: number): Task => ({
  from,
  range: { seed: seedKey(seed), stream: STREAM.lookAhead, first, count, share: 1 },
  questions: [question],
});

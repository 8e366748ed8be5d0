/**
 * One decision of an exercise changed, on the room's own luck: what would have been, beside what was. Draws are
 * addressed, so that all that the change does not touch goes as it went. Others do what they did; consents, and what
 * becomes of later decisions, as in luck.ts.
 */
import { seedKey, withStates } from '@stave/engine';
import type { Orders } from '../room/events.ts';
import type { RoomState } from '../room/state.ts';
import { presetOf } from '../room/world.ts';
import { answersOf, numbersOf } from './estimates.ts';
import { reportedOf, type Refused } from './fan.ts';
import { groundOf, type Board } from './ground.ts';
import { decisionOf, ordersProblem, together } from './orders.ts';
import { answersIn, recordOf } from './record.ts';
import type { Runner, Watch } from './runner.ts';
import type { Ran, Task } from './task.ts';

export interface InsteadRequest {
  readonly state: RoomState;
  readonly turn: number;
  readonly seat: string;
  readonly orders: Orders;
}

export interface Instead {
  readonly turn: number;
  readonly seat: string;
  /** Absent where a bot played. */
  readonly was?: Orders;
  readonly orders: Orders;
  /** Where a driver was elsewhere: from the frame in which that began, or changed. */
  readonly states: readonly {
    readonly step: number;
    readonly date?: string;
    readonly driver: string;
    readonly was: string;
    readonly would: string;
  }[];
  /** Reported measures that differ anywhere, by recorded frame after the start; null after a failure. */
  readonly measures: readonly {
    readonly name: string;
    readonly steps: readonly number[];
    readonly was: readonly (number | null)[];
    readonly would: readonly (number | null)[];
  }[];
  /**
   * Questions that close by the last frame that was played, and goals (`goal.SEAT.GOAL`) in it, whose answers differ: an
   * outcome, a number, a frame, or null.
   */
  readonly answers: readonly {
    readonly id: string;
    readonly was: string | number | null;
    readonly would: string | number | null;
  }[];
}

/** Nothing where `watch` stopped it. */
export async function instead(
  runner: Runner,
  board: Board,
  { state, turn, seat, orders }: InsteadRequest,
  watch?: Watch,
): Promise<Instead | Refused | undefined> {
  const turns = presetOf(board, state).turns.slice(0, state.past.length);
  const past = state.past.find((one) => one.turn === turn);
  const first = state.past[0]?.from;
  if (!past || !first) return { problem: `turn ${turn} has not been played` };
  const problem = ordersProblem(board, turns, past.from, seat, orders);
  if (problem !== undefined) return { problem };
  const { decisions, put } = recordOf(board, turns, state.past);
  const ground = groundOf(board, turns, put);
  const told = withStates(ground.ir);
  const { ir } = told;
  const old = decisions.choices.find((one) => one.turn === turn && one.seat === seat);
  const rest = { ...decisions, choices: decisions.choices.filter((one) => one !== old) };
  const answers = answersIn(past.interventions);
  const changed = together(rest, decisionOf(board.ir, turn, seat, orders, answers));
  const task = (lot: typeof decisions): Task => ({
    from: ground.start(first, lot),
    range: { seed: seedKey(state.seed), stream: 0, first: state.trial, count: 1, share: 1 },
    questions: ir.questions.map((_, q) => q),
    paths: true,
  });
  const ran = await runner.run(ir, [task(decisions), task(changed)], watch);
  const [was, would] = ran ?? [];
  if (!was || !would) return undefined;
  const { dates } = ir.clock;
  const { length: frames } = ir.clock.recorded;
  // Of the frame that the trial starts from nothing is recorded.
  const skipped = ir.clock.recorded.filter((step) => step <= first.step).length;
  const recorded = ir.clock.recorded.filter((step) => step > first.step && step <= ground.end);
  const path = ({ paths }: Ran, measure: number): Float64Array =>
    paths.subarray(measure * frames + skipped, measure * frames + skipped + recorded.length);
  const numbers = (ran: Ran, measure: number): (number | null)[] =>
    Array.from(path(ran, measure), (x) => (Number.isNaN(x) ? null : x));
  const stateIn = (ran: Ran, column: (typeof told.states)[number], place: number): string => {
    const codes = Array.from(
      { length: column.to - column.from },
      (_, i) => path(ran, column.from + i)[place]!,
    );
    return codes.some(Number.isNaN) ? '' : column.text(codes);
  };
  const { open, covert } = old ?? {};
  return {
    ...{ turn, seat, orders },
    ...(old && { was: { ...(open !== undefined && { open }), ...(covert !== undefined && { covert }) } }),
    states: told.states
      .flatMap((column) => {
        let before = '';
        return recorded.flatMap((step, place) => {
          const pair = { was: stateIn(was, column, place), would: stateIn(would, column, place) };
          const now = pair.was === pair.would ? '' : JSON.stringify(pair);
          const isNew = now !== '' && now !== before;
          before = now;
          const date = dates?.[step];
          return isNew ? [{ step, ...(date !== undefined && { date }), driver: column.driver, ...pair }] : [];
        });
      })
      .sort((a, b) => a.step - b.step),
    measures: reportedOf(board.ir).flatMap((name, m) => {
      const pair = { was: numbers(was, m), would: numbers(would, m) };
      return pair.was.some((x, i) => x !== pair.would[i]) ? [{ name, steps: recorded, ...pair }] : [];
    }),
    answers: ir.questions.flatMap((question, q) => {
      if (question.last > ground.end) return [];
      const told = (ran: Ran): string | number | null => {
        const [answer = -1] = answersOf(ran, q);
        const [number = Number.NaN] = numbersOf(ran, q);
        if (answer < 0) return null;
        if (question.number !== undefined) return Number.isNaN(number) ? null : number;
        if (question.kind !== 'time') return question.outcomes[answer]?.id ?? null;
        return answer > ir.clock.steps ? 'never' : answer;
      };
      const pair = { was: told(was), would: told(would) };
      return pair.was === pair.would ? [] : [{ id: question.id, ...pair }];
    }),
  };
}

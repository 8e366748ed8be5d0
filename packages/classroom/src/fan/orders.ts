/** What a seat may do on a frame, as options to try and as decisions of a turn. */
import {
  decidingStep,
  interventionProblem,
  turnsOf,
  type Ir,
  type OpenDecisions,
  type SavedFrame,
} from '@stave/engine';
import type { Orders } from '../room/events.ts';
import type { Board } from './ground.ts';

/** The number of the turn, from 1, that begins after a frame; nothing where none does. */
export function turnAfter(turns: readonly number[], { step }: SavedFrame): number | undefined {
  const index = turnsOf(turns).findIndex(({ from }) => from === step + 1);
  return index < 0 ? undefined : index + 1;
}

/** Nothing, every open move that can be made, and each of these with every covert one; in file order. */
export function optionsOf({ play }: Board, frame: SavedFrame, seat: string): readonly Orders[] {
  const free = (open: string | undefined, kind: 'open' | 'covert'): readonly string[] =>
    play
      .legalMoves(frame, seat, open)
      .filter((move) => move.kind === kind && move.obstacles.length === 0)
      .map(({ name }) => name);
  return [undefined, ...free(undefined, 'open')].flatMap((open) =>
    [undefined, ...free(open, 'covert')].map((covert) => ({
      ...(open !== undefined && { open }),
      ...(covert !== undefined && { covert }),
    })),
  );
}

export const sameOrders = (a: Orders, b: Orders): boolean => a.open === b.open && a.covert === b.covert;

/** What is wrong with orders for the turn after a frame, in words; nothing where they can be given. */
export function ordersProblem(
  { ir, play, exercise }: Board,
  turns: readonly number[],
  frame: SavedFrame,
  seat: string,
  orders: Orders,
): string | undefined {
  if (!exercise.seats.some(({ name }) => name === seat))
    return `there is no seat \`${seat}\` in the exercise`;
  const turn = turnAfter(turns, frame);
  if (turn === undefined) return `no turn of the exercise begins after step ${frame.step}`;
  const found = ir.seats?.seats.find(({ name }) => name === seat);
  const step = found && decidingStep(found.every, turnsOf(turns)[turn - 1]!);
  if (found && step === undefined) return `\`${seat}\` has nothing to decide in turn ${turn}`;
  const choice = { kind: 'choice', step: step ?? frame.step + 1, seat, ...orders } as const;
  // What can be made in a later step nobody knows yet: only the names are asked.
  return step === frame.step + 1 || !found
    ? play.problem(frame, [choice])
    : interventionProblem(ir, [choice]);
}

/** By `seat.move`, then by who is asked. */
export type Answers = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

export const NOTHING: OpenDecisions = { choices: [], consents: [] };

/** All of them; of two of one kind the later counts. */
export const together = (...lots: readonly OpenDecisions[]): OpenDecisions => ({
  choices: lots.flatMap(({ choices }) => choices),
  consents: lots.flatMap(({ consents }) => consents),
});

/**
 * A decision of a turn. Who is asked about its moves answers as `answers` has it, and else by the scenario's rule:
 * nobody knows what people who were never asked would have said.
 */
export function decisionOf(
  ir: Ir,
  turn: number,
  seat: string,
  { open, covert }: Orders,
  answers: Answers = {},
): OpenDecisions {
  const plans = ir.seats?.seats.find(({ name }) => name === seat)?.plans ?? [];
  const chosen = plans.flatMap(({ kind, moves }) =>
    moves.filter(({ name }) => name === `${seat}.${kind === 'open' ? open : covert}`),
  );
  const moves = { ...(open !== undefined && { open }), ...(covert !== undefined && { covert }) };
  return {
    choices: [{ turn, seat, ...moves }],
    consents: chosen.flatMap(({ name: move, consents }) =>
      consents.map(({ who }) => ({ turn, move, who, agrees: answers[move]?.[who] ?? ('byRule' as const) })),
    ),
  };
}

/** What may come of a move, in words: a scenario knows it by a name alone, which people would have to read otherwise. */
import type { Text } from '@stave/engine';
import { child, place, type Located } from '@stave/engine/reading';
import type { Context } from './context.ts';
import type { ExerciseShape } from './shape.ts';

/** By `seat.move.outcome`. */
export function readOutcomes(
  { outcomes = {} }: ExerciseShape,
  root: Located,
  context: Context,
): Readonly<Record<string, Text>> {
  const all = child(root, 'outcomes');
  if (!all) return {};
  const known = context.model.seats.flatMap(({ name: seat, moves }) =>
    moves.flatMap(({ name: move, outcomes: names }) => names.map(({ name }) => `${seat}.${move}.${name}`)),
  );
  return Object.fromEntries(
    context.some(outcomes, all).flatMap(([name, input]) => {
      const at = place(all, name);
      return context.has(name, known, 'no move has an outcome', at) ? [[name, context.text(input, at)]] : [];
    }),
  );
}

/**
 * What is refused, in the person's language: one sentence by its code that says what to do. The server's own sentence,
 * which says exactly what it was about, stands below it in English, with what the person sees in place of names.
 */
import type { Problem } from '../protocol/http.ts';
import type { RefusalCode, View } from '../protocol/protocol.ts';
import type { Key } from './words/words.ts';

export const REFUSALS: Readonly<Record<RefusalCode | Problem['code'], Key>> = {
  notYours: 'refusedNotYours',
  notNow: 'refusedNotNow',
  unknown: 'refusedUnknown',
  illegal: 'refusedIllegal',
  tooLong: 'refusedTooLong',
  tooMany: 'refusedTooMany',
  outdated: 'refusedOutdated',
  malformed: 'refusedMalformed',
  failed: 'refusedFailed',
  forbidden: 'refusedNotYours',
  tooLarge: 'refusedTooLong',
};

/** Names of moves, seats, levers and the like stand between backticks; those without a label stay, without these. */
export function withLabels(message: string, view: View | undefined): string {
  const labels = view === undefined ? new Map<string, string>() : labelsOf(view);
  return message.replace(/`([^`]*)`/g, (_, name: string) => `“${labels.get(name) ?? name}”`);
}

function labelsOf({ places, exercise, world, questions, team, control }: View): ReadonlyMap<string, string> {
  const moves = [
    ...(team === undefined ? [] : [{ seat: team.seat, moves: team.moves }]),
    ...(control?.desks ?? []),
  ];
  return new Map([
    ...world.drivers.map(({ name, label }) => [name, label] as const),
    ...questions.map(({ id, label }) => [id, label] as const),
    ...[...exercise.levers, ...exercise.forms].map(({ id, label }) => [id, label] as const),
    ...places.map(({ seat, label }) => [seat, label] as const),
    ...moves.flatMap(({ seat, moves: all }) =>
      all.flatMap(({ move, label }) => [[move, label] as const, [`${seat}.${move}`, label] as const]),
    ),
  ]);
}

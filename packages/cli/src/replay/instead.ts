/** `stave replay LOG --turn T --instead SEAT=MOVES`: one decision changed on the room's own luck, told. */
import { replay, type InsteadAnswer, type Log, type Orders, type World } from '@stave/classroom';
import { instead, insteadAnswer, runHere } from '@stave/classroom/fan';
import { didYouMean } from '@stave/engine';
import { InputError } from '../failure.ts';
import { numberText } from '../play/telling.ts';

export interface SeatMoves {
  readonly seat: string;
  /** Of one kind each; none: no move. */
  readonly moves: readonly string[];
}

/** @throws InputError where the decision cannot be, with what there is */
export async function toldInstead(
  path: string,
  world: World,
  log: Log,
  turn: number,
  wanted: SeatMoves,
  form: 'text' | 'json',
): Promise<string> {
  const orders = ordersOf(world, wanted);
  const state = replay(log.events);
  const found = await instead(runHere(), world, { state, turn, seat: wanted.seat, orders });
  if (!found) throw new Error('InvariantError: a replay that nobody stopped');
  if ('problem' in found)
    throw new InputError(
      `${path}, turn ${turn}: ${found.problem}`,
      `stave replay ${path} --turn ${turn} tells what was decided; name what could be decided then`,
    );
  if (form === 'json')
    return `${JSON.stringify({ schema: 'stave-instead/1', room: log.room, ...found }, null, 2)}\n`;
  return text(insteadAnswer(world, found, world.exercise.languages[0] ?? 'en'));
}

function ordersOf({ ir }: World, { seat, moves }: SeatMoves): Orders {
  const found = ir.seats?.seats.find(({ name }) => name === seat);
  const seats = ir.seats?.seats.map(({ name }) => name) ?? [];
  if (!found)
    throw new InputError(
      `there is no seat \`${seat}\``,
      didYouMean(seat, seats) ?? `there are ${seats.join(', ')}`,
    );
  const known = found.plans.flatMap(({ kind, moves: list }) =>
    list.map(({ name }) => ({ kind, name: name.slice(seat.length + 1) })),
  );
  const orders: { open?: string; covert?: string } = {};
  for (const name of moves) {
    const move = known.find((one) => one.name === name);
    const names = known.map((one) => one.name);
    if (!move)
      throw new InputError(
        `\`${seat}\` has no move \`${name}\``,
        didYouMean(name, names) ?? `it has ${names.join(', ')}; none is no move`,
      );
    if (orders[move.kind] !== undefined)
      throw new InputError(
        `\`${name}\` is a second ${move.kind} move of \`${seat}\``,
        'name one open and one covert move at most',
      );
    orders[move.kind] = name;
  }
  return orders;
}

/** With as many digits as it takes to see that it is not the other. */
function apart(value: number | null, other: number | null): string {
  if (value === null) return '–';
  if (other === null || numberText(value) !== numberText(other)) return numberText(value);
  for (let digits = 4; digits < 17; digits++)
    if (value.toPrecision(digits) !== other.toPrecision(digits)) return value.toPrecision(digits);
  return String(value);
}

function text({ turn, seat, was, would, states, measures, answers }: InsteadAnswer): string {
  const lines = [
    `Turn ${turn}, ${seat}: ${would} instead of ${was ?? 'what its bot chose'}, on the same luck`,
    "All else as it was decided; what the change does not touch goes as it went. One run of luck is no measure of a decision's worth: stave debrief has luck against decision.",
    '',
    ...(states.length + measures.length + answers.length === 0 ? ['Nothing would have been different.'] : []),
    ...answers.map((one) => `${one.label}: ${one.would} instead of ${one.was}`),
    ...(answers.length > 0 ? [''] : []),
    ...states.map(
      (one) => `${one.date ?? `step ${one.step}`}  ${one.driver}: ${one.would} instead of ${one.was}`,
    ),
    ...(states.length > 0 ? [''] : []),
    ...measures.map(({ label, was: before, would: after }) =>
      before === after
        ? `${label}: other for a while, the same in the last frame`
        : `${label}: ${apart(after, before)} instead of ${apart(before, after)} in the last frame`,
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Seats: what they want and see, and their roles. */
import { child, nameSpan, place, type Located } from '../located.ts';
import type { Goal, Role, Seat } from '../model.ts';
import { MOMENT } from '../reading.ts';
import { labelOf, NOBODY, partOf, type Owner, type Reader } from '../reader.ts';
import { a } from '../scope.ts';
import type { SeatShape } from '../shape-seats.ts';
import type { Timeline } from '../timeline.ts';
import { readBot } from './bots.ts';
import { readCapital } from './capital.ts';
import { readConsents } from './consents.ts';
import { readMove } from './moves.ts';
import { readTurn } from './turn.ts';

export function readSeat(
  name: string,
  input: SeatShape,
  at: Located,
  reader: Reader,
  timeline: Timeline | undefined,
): Seat {
  const owner = reader.owner(NOBODY, `seats.${name}`, input, at);
  const turnAt = child(at, 'turn');
  const bot = readBot(name, input, at, owner, reader, timeline);
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...partOf('brief', input.brief),
    goals: (input.goals ?? []).map((goal, i) => readGoal(goal, place(at, 'goals', i), owner, reader)),
    controls: readNames(input.controls, child(at, 'controls'), 'driver', reader),
    sees: input.sees === 'all' ? 'all' : readNames(input.sees, child(at, 'sees'), undefined, reader),
    ...(input.capital && { capital: readCapital(input.capital, place(at, 'capital'), owner, reader) }),
    turn:
      input.turn !== undefined && turnAt ? readTurn(input.turn, turnAt, timeline?.clock, reader.report) : 1,
    roles: Object.entries(input.roles ?? {}).map(([role, body]): Role => {
      const here = place(at, 'roles', role);
      if (reader.scope.seats.has(role)) {
        reader.report.add('name-declared-twice', `\`${role}\` is a seat already`, nameSpan(here), {
          help: 'where consent is asked, a role and a seat of one name could not be told apart',
        });
      }
      return {
        name: role,
        span: nameSpan(here),
        ...labelOf(body.label),
        ...partOf('brief', body.brief),
        consents: readConsents(body.consents, child(here, 'consents'), name, owner, reader),
      };
    }),
    moves: Object.entries(input.moves).map(([move, body]) =>
      readMove(move, body, place(at, 'moves', move), name, input, owner, reader),
    ),
    ...(bot && { bot }),
  };
}

/** What there is of the names listed, of one kind where it matters. */
function readNames(
  list: readonly string[] | undefined,
  at: Located | undefined,
  wanted: 'driver' | undefined,
  { scope, report }: Reader,
): readonly string[] {
  if (!list || !at) return [];
  return list.filter((name, i) => {
    const { span } = place(at, i);
    const named = scope.names.get(name);
    if (named && wanted && named.kind !== wanted) {
      report.add('bot-sees', `\`${name}\` is ${a(named.kind)}: a seat controls drivers`, span, {
        help: 'name it under `sees`',
      });
    } else if (!named && !scope.dropped.has(name)) {
      report.add('unknown-name', `unknown name \`${name}\``, span, {
        help: report.suggest(name, () => scope.names.keys()),
      });
    }
    return named !== undefined;
  });
}

function readGoal(
  input: NonNullable<SeatShape['goals']>[number],
  at: Located,
  owner: Owner,
  reader: Reader,
): Goal {
  const when = child(at, 'when');
  return {
    id: input.id,
    span: at.span,
    ...labelOf(input.label),
    ...partOf('text', input.text),
    ...(when && { when: reader.expr(when, MOMENT, owner, { want: 'condition', key: `goals.${input.id}` }) }),
  };
}

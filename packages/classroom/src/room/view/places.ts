/** Who sits where, and where there is room. Everybody sees it. */
import type { ExerciseView, Me, OfferView, SeatView, ClockView } from '../../protocol/protocol.ts';
import { said } from '../said.ts';
import type { ExerciseSeat } from '../../exercise/exercise.ts';
import type { By } from '../events.ts';
import { offersOf } from '../offers.ts';
import { placesLeft, rightsOf, roleOf } from '../people.ts';
import type { Person, RoomState } from '../state.ts';
import { seatOf, stepsOf } from '../world.ts';
import { membersOf, type Context } from './context.ts';
import { leverViews } from './levers.ts';

export function seatViews({ world, state, lookups, language }: Context): readonly SeatView[] {
  return world.exercise.seats.map((seat): SeatView => {
    const { name, label, roles, bot } = seat;
    const members = membersOf(state, name).filter(
      (member) => member.isHere || !isReplaced(state, seat, member),
    );
    return {
      seat: name,
      label: said(label, language),
      held: state.held[name] ?? bot,
      members: members.map(({ id, role = '', isHere }) => ({
        person: id,
        name: lookups.name(id),
        role,
        roleLabel: said(roles.find((one) => one.id === role)?.label ?? { en: role }, language),
        isHere,
      })),
      open: roles
        .map((role) => ({
          role: role.id,
          label: said(role.label, language),
          // Of those who are away nobody keeps a place.
          left: placesLeft(state, seat, role),
        }))
        .filter(({ left }) => left > 0),
    };
  });
}

/** Somebody who is away, whose role others who are here hold. */
const isReplaced = (state: RoomState, seat: ExerciseSeat, { role: id }: Person): boolean => {
  const role = roleOf(seat, id);
  return (
    role !== undefined &&
    membersOf(state, seat.name).some(({ isHere, role: other }) => isHere && other === id) &&
    placesLeft(state, seat, role) === 0
  );
};

/** What somebody who waits is offered, in words. */
export function offerView({ world, state, language }: Context, person: By): OfferView | undefined {
  const offer = offersOf(world, state).get(person);
  const seat = offer && seatOf(world, offer.seat);
  if (!seat) return undefined;
  const role = roleOf(seat, offer.role);
  return {
    ...offer,
    seatLabel: said(seat.label, language),
    roleLabel: said(role?.label ?? { en: offer.role }, language),
  };
}

export function meView(context: Context): Me {
  const { world, state, kind, language, lookups, person, seat } = context;
  const offered = person && offerView(context, person.id);
  return {
    person: person?.id ?? kind,
    kind,
    name: person ? lookups.name(person.id) : '',
    language,
    ...(seat !== undefined && { seat }),
    ...(person?.role !== undefined && { role: person.role }),
    rights: person ? rightsOf(world, state, person.id) : [],
    ...(offered && { offered }),
  };
}

export function exerciseView(context: Context): ExerciseView {
  const { world, state, lookups, language } = context;
  const { exercise, ir } = world;
  const { title, summary, argued, messages } = exercise;
  const turns = exercise.presets.find(({ id }) => id === state.preset)?.turns ?? [];
  return {
    title: said(title, language),
    ...(summary && { summary: said(summary, language) }),
    room: state.room,
    code: lookups.code,
    languages: exercise.languages,
    contentNotes: exercise.contentNotes.map((note) => said(note, language)),
    learningGoals: exercise.learningGoals.map(({ id, text }) => ({ id, text: said(text, language) })),
    turns: turns.map((steps, i) => {
      const within = stepsOf(world, state, i + 1);
      const [first = 1, last = steps] = [within[0], within.at(-1)];
      const { dates } = ir.clock;
      return {
        turn: i + 1,
        ...(dates && { from: dates[first - 1] ?? '', to: dates[last] ?? '' }),
        steps,
      };
    }),
    afterAction: exercise.afterAction.map((question) => said(question, language)),
    levers: leverViews(context),
    forms: exercise.proposals.map(({ id, label, text, signers }) => ({
      id,
      label: said(label, language),
      ...(text && { text: said(text, language) }),
      signers,
    })),
    longest: messages.longest,
    argued: { perTurn: argued.perTurn, judge: argued.judge },
    vetoCost: exercise.vetoCost,
  };
}

export function clockView({ state }: Context): ClockView {
  const { turn, phase, endsAt, paused } = state.clock;
  const date = state.readings.at(-1)?.date;
  return {
    turn,
    phase,
    ...(endsAt !== undefined && { endsAt }),
    ...(paused && { paused }),
    ...(date !== undefined && { date }),
  };
}

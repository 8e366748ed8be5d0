/** Who sits where, and where there is room. Everybody sees it. */
import type { ExerciseView, Me, SeatView, ClockView } from '../../protocol/protocol.ts';
import { said } from '../said.ts';
import { rightsOf } from '../people.ts';
import { stepsOf } from '../world.ts';
import { membersOf, type Context } from './context.ts';

export function seatViews({ world, state, lookups, language }: Context): readonly SeatView[] {
  return world.exercise.seats.map(({ name, label, roles, bot }): SeatView => {
    const members = membersOf(state, name);
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
          left: role.most - members.filter((member) => member.role === role.id).length,
        }))
        .filter(({ left }) => left > 0),
    };
  });
}

export function meView({ world, state, kind, language, lookups, person, seat }: Context): Me {
  return {
    person: person?.id ?? kind,
    kind,
    name: person ? lookups.name(person.id) : '',
    language,
    ...(seat !== undefined && { seat }),
    ...(person?.role !== undefined && { role: person.role }),
    rights: person ? rightsOf(world, state, person.id) : [],
  };
}

export function exerciseView({ world, state, lookups, language }: Context): ExerciseView {
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
    levers: exercise.levers.map(({ id, label, effect, most }) => ({
      id,
      label: said(label, language),
      most,
      isScale: 'add' in effect,
    })),
    forms: exercise.proposals.map(({ id, label, text, signers }) => ({
      id,
      label: said(label, language),
      ...(text && { text: said(text, language) }),
      signers,
    })),
    longest: messages.longest,
    argued: { perTurn: argued.perTurn, judge: argued.judge },
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
